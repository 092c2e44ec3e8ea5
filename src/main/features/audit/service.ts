import type {
  AuditFault,
  AuditFilter,
  AuditPage,
  AuditStatus,
  ChainHead,
  ExportFormat,
  VerifyReport,
} from '@shared/features/audit/model.ts'
import { AuditLog, stationAct } from './audit-log.ts'
import { slices } from './breath.ts'
import { auditFailure } from './errors.ts'
import { exportTo } from './export.ts'
import { HeadExchange } from './head-exchange.ts'
import type { AuditPorts } from './ports.ts'
import { dueForRetirement, removeRetired, retire, type RetentionParts } from './retention.ts'
import { searchBack } from './search.ts'
import { type OutsideHeads, verifyChain } from './verify.ts'

const DAY_MS = 86_400_000
/** The first look for what may be removed comes when the station is at rest after its start. */
const FIRST_RETENTION_MS = 10 * 60_000

/** The audit of this station: recording, searching, verifying, exporting, keeping and exchanging its heads. */
export class AuditService {
  readonly log: AuditLog
  readonly #ports: AuditPorts
  readonly #exchange: HeadExchange
  readonly #conflicts: string[] = []
  #copiesOf = 0
  #verification: AuditStatus['verification'] = { phase: 'never' }
  #exporting: AuditStatus['exporting'] = { phase: 'never' }
  #timers: NodeJS.Timeout[] = []

  constructor(ports: AuditPorts) {
    this.#ports = ports
    this.log = new AuditLog(ports, () => this.#publish())
    this.#exchange = new HeadExchange({
      station: ports.station,
      board: ports.board,
      copies: ports.copies,
      head: () => this.log.writer?.head ?? null,
      local: () => ports.clock.local(),
      published: () => this.#publish(),
      defect: (error) => ports.defect(error),
      conflict: (station, sentence) => {
        this.#conflicts.push(sentence)
        this.#publish()
        void this.log
          .record({ ...stationAct('audit.peer-conflict', [station, sentence]), outcome: 'failed' })
          .catch(() => undefined)
      },
    })
  }

  start(): void {
    this.#exchange.start()
    void this.#countCopies()
    this.#timers = [
      setTimeout(() => void this.applyRetention(), FIRST_RETENTION_MS).unref(),
      setInterval(() => void this.applyRetention(), DAY_MS).unref(),
    ]
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    await this.#exchange.stop()
    await this.log.close()
  }

  status(): AuditStatus {
    const published = this.#exchange.published
    return {
      station: this.#ports.station,
      lastSeq: this.log.writer?.seq ?? 0,
      lastAt: this.log.lastAt,
      blocked: this.log.blocked,
      publishedAt: published.at,
      publishedSeq: published.seq,
      conflicts: [...this.#conflicts],
      copiesOf: this.#copiesOf,
      retentionYears: this.#ports.retentionYears,
      verification: this.#verification,
      exporting: this.#exporting,
    }
  }

  search(filter: AuditFilter, before: number | null): Promise<AuditPage> {
    return searchBack({ files: this.#ports.files, seal: this.log.seal, breathe: slices() }, filter, before)
  }

  /** Begins to verify this station's chain; the result comes with `publish`. */
  beginVerify(): AuditStatus {
    if (this.#verification.phase === 'running')
      throw auditFailure('audit.busy', 'The audit is being verified already; its result will appear here.')
    this.#verification = { phase: 'running', done: 0, total: 0 }
    void this.#verify()
    return this.status()
  }

  /** Verifies this station's chain against every head that can be had. */
  async verify(): Promise<VerifyReport> {
    await this.log.writer?.keep()
    const outside = await this.#outsideHeads()
    return verifyChain(this.#ports.files, {
      station: this.#ports.station,
      publicKey: this.log.signer.publicKey,
      outside,
      extent: () => this.log.writer?.extent ?? { segment: 0, length: 0 },
      breathe: slices(),
      progress: (done, total) => {
        if (this.#verification.phase !== 'running') return
        this.#verification = { phase: 'running', done, total }
        this.#publish()
      },
    })
  }

  /** Asks where to, then exports; the result comes with `publish`. */
  beginExport(filter: AuditFilter, format: ExportFormat): AuditStatus {
    if (this.#exporting.phase === 'running')
      throw auditFailure('audit.busy', 'An export is under way already; its result will appear here.')
    this.#exporting = { phase: 'running', done: 0, total: 0 }
    void this.#export(filter, format)
    return this.status()
  }

  /** Publishes and copies heads now; the timers do the same in their time. */
  async exchangeNow(): Promise<void> {
    await this.#exchange.publish()
    await this.#exchange.copy()
    await this.#countCopies()
  }

  /** Removes whole segments older than the policy keeps, once that is on record. */
  async applyRetention(): Promise<void> {
    if (this.#verification.phase === 'running' || this.#exporting.phase === 'running') return
    const { files, station, clock, retentionYears: years } = this.#ports
    const parts: RetentionParts = {
      files,
      station,
      years,
      signer: this.log.signer,
      local: clock.local(),
      hub: clock.hub(),
    }
    try {
      await removeRetired(files)
      const due = await dueForRetirement(parts)
      if (due === null) return
      const said = `Entries up to ${due.lastSeq} are older than ${years} years and were removed.`
      await this.log.record(stationAct('audit.retired', [said]))
      await retire(parts, due)
    } catch (error) {
      this.#ports.defect(error)
    }
  }

  async #outsideHeads(): Promise<OutsideHeads> {
    const { board, kept, station } = this.#ports
    const head = kept.readHead()
    const journal = head === null ? [] : [head]
    if (!board.isLive()) return { journal, hub: null, witnesses: null, files: null }
    const asked = async (
      ask: () => Promise<readonly (ChainHead | null)[]>,
    ): Promise<readonly ChainHead[] | null> => {
      try {
        // A text that is no genuine head proves nothing about the chain: anybody with access to the hub can leave one.
        return (await ask()).filter((each) => each !== null)
      } catch {
        return null
      }
    }
    return {
      journal,
      hub: await asked(() => board.headsOf(station)),
      witnesses: await asked(() => board.witnessesOf(station)),
      files: null,
    }
  }

  async #verify(): Promise<void> {
    try {
      const report = await this.verify()
      this.#verification = { phase: 'finished', at: this.#ports.clock.local(), result: [report] }
      await this.log
        .record({
          ...stationAct('audit.verified', [verdict(report), ...report.faults.slice(0, 20).map(said)]),
          outcome: report.intact ? 'done' : 'failed',
        })
        .catch(() => undefined)
    } catch (error) {
      this.#ports.defect(error)
      this.#verification = {
        phase: 'failed',
        at: this.#ports.clock.local(),
        sentence:
          'The audit could not be read from the disk, so nothing is known about it. Try again, or call your IT.',
      }
    }
    this.#publish()
  }

  async #export(filter: AuditFilter, format: ExportFormat): Promise<void> {
    const { files, station, clock, askSavePath, defect } = this.#ports
    const now = (): number => clock.local()
    try {
      const path = await askSavePath(
        `wardlight-audit-${new Date(now()).toISOString().slice(0, 10)}.${format}`,
      )
      if (path === null) {
        this.#exporting = {
          phase: 'finished',
          at: now(),
          result: { entries: 0, unreadable: 0, cancelled: true },
        }
      } else {
        const { seal, signer, writer } = this.log
        const head = writer?.head ?? null
        const progress = (done: number, total: number): void => {
          this.#exporting = { phase: 'running', done, total }
          this.#publish()
        }
        const parts = { files, seal, signer, station, head, now, breathe: slices(), progress }
        const written = await exportTo(path, parts, filter, format)
        await this.log.record({
          ...stationAct('audit.exported', [`${written.entries} entries as ${format}`]),
          kind: 'export',
        })
        this.#exporting = { phase: 'finished', at: now(), result: { ...written, cancelled: false } }
      }
    } catch (error) {
      defect(error)
      this.#exporting = {
        phase: 'failed',
        at: now(),
        sentence: 'The file could not be written there, and none was left. Choose another place.',
      }
    }
    this.#publish()
  }

  async #countCopies(): Promise<void> {
    this.#copiesOf = (await this.#ports.copies.stations()).length
  }

  #publish(): void {
    this.#ports.publish(this.status())
  }
}

const said = ({ sentence }: AuditFault): string => sentence

function verdict(report: VerifyReport): string {
  return report.intact
    ? `${report.entries} entries are intact.`
    : `${report.faultCount} faults in ${report.entries} entries.`
}
