import { z } from 'zod'
import type { Journal } from '@main/journal/journal.ts'
import { KeptValues } from '@main/journal/kept-values.ts'
import type { AlertJournal, ReceiptKind, StationCursor } from './ports.ts'
import { PatientId } from '@shared/clinical/person.ts'

const CursorRow = z.object({ epoch: z.string(), seq: z.number(), stream_id: z.string() }).optional()
const Ids = z.array(z.object({ id: z.string() }))
const LAST_LIVE = 'alerts.last-live'
const IDS_PER_QUERY = 500
const FLUSH_MS = 100
const FLUSH_AT = 2_000
/** After a failure: how long until the next attempt, and how much is kept until then. */
const AGAIN_MS = 1_000
const MAX_WAITING = 50_000

interface Receipt {
  readonly alertId: string
  readonly kind: ReceiptKind
  readonly at: number
}

/**
 * The alerts' part of the journal. Receipts are written in batches of at most a tenth of a second; a cursor is
 * never written before the receipts that it stands on.
 */
export class SqliteAlertJournal implements AlertJournal {
  readonly #journal: Journal
  readonly #kept: KeptValues
  readonly #failed: (error: unknown) => void
  #failing = false
  #waiting: Receipt[] = []
  #timer: NodeJS.Timeout | null = null
  #followed: readonly string[] | null = null

  /** @param failed told when the journal could not be written; alerts are shown and answered all the same. */
  constructor(journal: Journal, failed: (error: unknown) => void = () => undefined) {
    this.#journal = journal
    this.#failed = failed
    this.#kept = new KeptValues(journal)
  }

  cursor(unit: string): StationCursor | null {
    const row = this.#journal.database
      .prepare('SELECT epoch, seq, stream_id FROM cursor WHERE unit = ?')
      .get(unit)
    const parsed = CursorRow.parse(row)
    return parsed ? { epoch: parsed.epoch, seq: parsed.seq, streamId: parsed.stream_id } : null
  }

  saveCursor(unit: string, { epoch, seq, streamId }: StationCursor): void {
    if (!this.flush()) return
    this.#write(() =>
      this.#journal.database
        .prepare(
          `INSERT INTO cursor (unit, epoch, seq, stream_id) VALUES (?, ?, ?, ?)
           ON CONFLICT (unit) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, stream_id = excluded.stream_id`,
        )
        .run(unit, epoch, seq, streamId),
    )
  }

  record(receipts: readonly Receipt[]): void {
    this.#waiting.push(...receipts)
    if (this.#waiting.length >= FLUSH_AT && !this.#failing) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS)
  }

  shown(alertIds: readonly string[]): ReadonlySet<string> {
    this.flush()
    const found = new Set<string>()
    for (let start = 0; start < alertIds.length; start += IDS_PER_QUERY) {
      const chunk = alertIds.slice(start, start + IDS_PER_QUERY)
      const marks = chunk.map(() => '?').join(',')
      const rows = this.#journal.database
        .prepare(`SELECT alert_id AS id FROM receipt WHERE kind = 'shown' AND alert_id IN (${marks})`)
        .all(...chunk)
      for (const { id } of Ids.parse(rows)) found.add(id)
    }
    for (const { alertId, kind } of this.#waiting) if (kind === 'shown') found.add(alertId)
    return found
  }

  followed(): readonly string[] {
    this.#followed ??= Ids.parse(
      this.#journal.database.prepare('SELECT patient_id AS id FROM followed ORDER BY patient_id').all(),
    ).flatMap(({ id }) => PatientId.safeParse(id).data ?? [])
    return this.#followed
  }

  follow(patientId: string, follow: boolean): void {
    const sql = follow
      ? 'INSERT OR IGNORE INTO followed (patient_id) VALUES (?)'
      : 'DELETE FROM followed WHERE patient_id = ?'
    this.#journal.database.prepare(sql).run(patientId)
    this.#followed = null
  }

  lastLive(): number | null {
    return this.#kept.read(LAST_LIVE, z.number())
  }

  saveLastLive(at: number): void {
    this.#write(() => this.#kept.write(LAST_LIVE, at))
  }

  forgetBefore(at: number): void {
    this.#journal.database.prepare('DELETE FROM receipt WHERE at < ?').run(at)
  }

  /**
   * Writes what waits, in order; false when that failed (a full disk) and it goes on waiting. Call before closing the
   * journal.
   */
  flush(): boolean {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const receipts = this.#waiting
    if (receipts.length === 0) return true
    this.#failing = !this.#write(() => {
      const insert = this.#journal.database.prepare(
        'INSERT OR IGNORE INTO receipt (alert_id, kind, at) VALUES (?, ?, ?)',
      )
      this.#journal.database.transaction(() => {
        for (const { alertId, kind, at } of receipts) insert.run(alertId, kind, at)
      })()
    })
    this.#waiting = this.#failing ? receipts.slice(-MAX_WAITING) : []
    if (this.#failing) this.#timer = setTimeout(() => this.flush(), AGAIN_MS).unref()
    return !this.#failing
  }

  /** A journal that cannot be written must not keep an alert from being shown or answered. */
  #write(work: () => unknown): boolean {
    try {
      work()
      return true
    } catch (error) {
      this.#failed(error)
      return false
    }
  }
}
