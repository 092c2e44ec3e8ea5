import type { AuditEvent } from '@shared/features/audit/model.ts'
import { ChainSigner, EntrySeal } from './chain-keys.ts'
import { ChainWriter } from './chain-writer.ts'
import { entryText } from './entry-codec.ts'
import { blockedSentence, notRecorded } from './errors.ts'
import type { AuditPorts } from './ports.ts'

type LogPorts = Pick<
  AuditPorts,
  'station' | 'files' | 'journalKeyHex' | 'kept' | 'clock' | 'stationName' | 'defect'
>

/** Acts whose outcome could not be recorded after the deed, kept in memory until the disk takes entries again. */
const MOST_OWED = 10_000

/** The record of who did what: one durable entry per act, or a refusal. */
export class AuditLog {
  readonly #ports: LogPorts
  readonly seal: EntrySeal
  readonly signer: ChainSigner
  #opening: Promise<ChainWriter> | null = null
  readonly #changed: () => void
  readonly #owed: { event: AuditEvent; hubAt: number | null; localAt: number }[] = []
  #writer: ChainWriter | null = null
  #blocked: string | null = null
  #lastAt: number | null = null
  #closed = false

  /** @param changed called when recording begins to fail or works again. */
  constructor(ports: LogPorts, changed: () => void) {
    this.#ports = ports
    this.#changed = changed
    this.seal = new EntrySeal(ports.journalKeyHex, ports.station)
    this.signer = signerOf(ports)
    // Who records first meets a failure; until then nobody listens.
    this.#opened().catch(() => undefined)
  }

  get blocked(): string | null {
    return this.#blocked
  }

  get lastAt(): number | null {
    return this.#lastAt
  }

  get writer(): ChainWriter | null {
    return this.#writer
  }

  /** Resolves once the entry is durable; rejects with a failure for people, and then the act must not happen. */
  async record(event: AuditEvent): Promise<void> {
    await this.#write(event, this.#ports.clock.hub(), this.#ports.clock.local())
  }

  /**
   * Records what became of an act that has happened and whose intent is durable. When that fails the entry is owed:
   * it is written, with its own time, before the next one.
   */
  async recordAfter(event: AuditEvent): Promise<void> {
    const hubAt = this.#ports.clock.hub()
    const localAt = this.#ports.clock.local()
    try {
      await this.#write(event, hubAt, localAt)
    } catch {
      this.#owed.push({ event, hubAt, localAt })
      if (this.#owed.length > MOST_OWED) this.#owed.shift()
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    const writer = this.#writer ?? (await this.#opening?.catch(() => null))
    await writer?.close()
  }

  async #write(event: AuditEvent, hubAt: number | null, localAt: number): Promise<void> {
    try {
      if (this.#closed) throw new Error('the audit is closed')
      const writer = this.#writer ?? (await this.#opened())
      const owed = this.#owed.splice(0)
      const written = [...owed, { event, hubAt, localAt }].map((each) => this.#append(writer, each))
      const results = await Promise.allSettled(written)
      owed.forEach((each, index) => {
        if (results[index]?.status === 'rejected') this.#owed.push(each)
      })
      await written.at(-1)
      this.#lastAt = localAt
      this.#setBlocked(null)
    } catch (error) {
      this.#setBlocked(blockedSentence(error))
      throw notRecorded(blockedSentence(error))
    }
  }

  #append(
    writer: ChainWriter,
    { event, hubAt, localAt }: { event: AuditEvent; hubAt: number | null; localAt: number },
  ): Promise<number> {
    const { station, stationName } = this.#ports
    const utcOffset = -new Date(localAt).getTimezoneOffset()
    return writer.append((seq) =>
      entryText({ ...event, seq, station, stationName: stationName(), hubAt, localAt, utcOffset }),
    )
  }

  /** Opened once; tried again by the next act when it failed. */
  #opened(): Promise<ChainWriter> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = null
      throw error
    })
    return this.#opening
  }

  async #open(): Promise<ChainWriter> {
    const { files, station, kept, clock } = this.#ports
    const writer = await ChainWriter.open(
      {
        files,
        station,
        signer: this.signer,
        seal: this.seal,
        now: () => clock.local(),
        keepHead: (head) => kept.writeHead({ seq: head.seq, hash: head.hash }),
      },
      kept.readHead(),
    )
    this.#writer = writer
    const { broken, cut } = writer.startedWith
    if (broken !== null) await this.#note(writer, 'audit.chain-broken', broken)
    else if (cut > 0)
      await this.#note(writer, 'audit.recovered', `${cut} bytes of an interrupted write were cut off.`)
    return writer
  }

  /** What the audit says about itself; a disk that takes nothing is met again by the next act. */
  async #note(writer: ChainWriter, action: string, sentence: string): Promise<void> {
    try {
      await this.#append(writer, {
        event: stationAct(action, [sentence]),
        hubAt: this.#ports.clock.hub(),
        localAt: this.#ports.clock.local(),
      })
    } catch (error) {
      this.#ports.defect(error)
    }
  }

  #setBlocked(blocked: string | null): void {
    const before = this.#blocked
    this.#blocked = blocked
    if (before !== blocked) this.#changed()
  }
}

/** An act of the station itself, which no person asked for. */
export function stationAct(action: string, about: readonly string[]): AuditEvent {
  return {
    user: 'station',
    role: 'station',
    session: null,
    kind: 'system',
    action,
    patients: [],
    about: [...about],
    outcome: 'done',
    code: null,
    why: null,
  }
}

/** The station's key from the encrypted journal, or a new one at the first start. */
function signerOf({ kept }: LogPorts): ChainSigner {
  const stored = kept.readSigningKey()
  if (stored !== null) return ChainSigner.from(stored)
  const signer = ChainSigner.create()
  kept.writeSigningKey(signer.export())
  return signer
}
