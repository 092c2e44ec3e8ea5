import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { HubError } from '@main/hub/hub-error.ts'
import type { Enrolment } from '@shared/features/population/model.ts'
import { onHub, populationFailure } from './errors.ts'
import type { Roster } from './ports.ts'
import { rosterLines } from './roster-lines.ts'
import { checkEncoding, isOneRow, readHeader, readRow, type RosterHeader } from './roster-rows.ts'
import type { CareWake } from './wake.ts'

/** Patients of one write; some milliseconds of this process, and less of the hub. */
export const ROSTER_PART = 500
/** Lines that are looked at before everybody else has a turn, however many of them are refused. */
const LINES_AT_ONCE = 1_000
/** Refused lines that are told one by one. */
const MOST_TOLD = 1_000

/** What the import needs of the hub. Rejects with a HubError. */
export interface RosterShelf {
  now(): number
  write(enrolments: readonly Enrolment[]): Promise<void>
  /** How many of them have no score. */
  unscored(patientIds: readonly string[]): Promise<number>
  /** Tells all stations that the roster is another one. */
  announce(): Promise<void>
}

/** Who belongs to the population, on the hub: a line replaces what was known of the patient. */
export class RosterStore implements RosterShelf {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  now(): number {
    return this.#hub.now()
  }

  async write(enrolments: readonly Enrolment[]): Promise<void> {
    const pairs = enrolments.flatMap((enrolment) => [enrolment.patientId, JSON.stringify(enrolment)])
    await this.#hub.run('HSET', this.#hub.keys.population('roster'), ...pairs)
  }

  async unscored(patientIds: readonly string[]): Promise<number> {
    const reply = await this.#hub.run('ZMSCORE', this.#hub.keys.riskScores(), ...patientIds)
    return z
      .array(z.unknown())
      .parse(reply)
      .filter((score) => score === null).length
  }

  async announce(): Promise<void> {
    const wake: CareWake = { kind: 'roster' }
    await this.#hub.run('PUBLISH', this.#hub.keys.careChanges(), JSON.stringify(wake))
  }
}

type Outcome = Awaited<ReturnType<Roster['import']>>

/**
 * Takes a roster from CSV: UTF-8, header first, a line for each patient. Lines that cannot be used are refused with
 * the reason, all others are taken. Of two lines for one patient the first is taken. Importing a file twice is harmless.
 */
export class RosterImport implements Roster {
  readonly #shelf: RosterShelf

  constructor(shelf: RosterShelf) {
    this.#shelf = shelf
  }

  /**
   * Rejects with `population.bad-roster` when the file as a whole is none; when the hub is lost midway, what was taken
   * until then stays.
   */
  async import(_name: string, text: string): Promise<Outcome> {
    checkEncoding(text)
    const outcome: Outcome = { taken: 0, unscored: 0, refused: [], refusedMore: 0 }
    try {
      await this.#takeAll(text, outcome)
    } catch (error) {
      if (outcome.taken === 0) return await onHub(() => Promise.reject(error))
      await this.#shelf.announce().catch(() => undefined)
      if (!(error instanceof HubError)) throw error
      throw populationFailure(
        'population.outcome-unknown',
        `The link to the hub was lost after ${outcome.taken} patients were taken. They are kept. Import the file again when the link is back; taking a line twice is harmless.`,
        { taken: outcome.taken },
      )
    }
    if (outcome.taken > 0) await onHub(() => this.#shelf.announce())
    return outcome
  }

  async #takeAll(text: string, outcome: Outcome): Promise<void> {
    const today = new Date(this.#shelf.now()).toISOString().slice(0, 10)
    let header: RosterHeader = []
    const lines = rosterLines(text, (cells) => isOneRow(header, cells, today))[Symbol.iterator]()
    const first = lines.next()
    header = readHeader(first.done === true ? undefined : first.value)
    const firstLines = new FirstLines()
    let waiting: Enrolment[] = []
    const write = async (): Promise<void> => {
      if (waiting.length > 0) await this.#write(waiting)
      outcome.taken += waiting.length
      outcome.unscored = await this.#moreUnscored(outcome.unscored, waiting)
      waiting = []
    }
    let looked = 0
    for (let next = lines.next(); next.done !== true; next = lines.next()) {
      const { line } = next.value
      const row = readRow(header, next.value, today)
      if ('refused' in row) refuse(outcome, line, row.refused)
      else {
        const before = firstLines.first(row.enrolment.patientId, line)
        if (before === line) waiting.push(row.enrolment)
        else refuse(outcome, line, `patient_id stands in line ${before} already; that line was taken.`)
      }
      if (waiting.length >= ROSTER_PART) await write()
      looked += 1
      if (looked % LINES_AT_ONCE === 0) await turn()
    }
    await write()
  }

  /** Among two thousand writes one slow answer must not end the import; writing twice is harmless. */
  async #write(enrolments: readonly Enrolment[]): Promise<void> {
    try {
      await this.#shelf.write(enrolments)
    } catch (error) {
      if (!(error instanceof HubError) || error.failure !== 'outcome-unknown') throw error
      // Whatever becomes of the second write, the first may have been done.
      await this.#shelf.write(enrolments).catch(() => Promise.reject(error))
    }
  }

  /** Null once it could not be asked: patients who were taken are not refused for it, and nothing is guessed. */
  async #moreUnscored(before: number | null, taken: readonly Enrolment[]): Promise<number | null> {
    if (before === null || taken.length === 0) return before
    try {
      return before + (await this.#shelf.unscored(taken.map(({ patientId }) => patientId)))
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      return null
    }
  }
}

/** In which line each patient stood first. Many small maps: one of a million grows in one long step. */
class FirstLines {
  readonly #maps = Array.from({ length: 256 }, () => new Map<string, number>())

  /** This line when it is the first of the patient, else that one. */
  first(patientId: string, line: number): number {
    let hash = 0
    for (let at = 0; at < patientId.length; at += 1) hash = (hash * 31 + patientId.charCodeAt(at)) & 0xff
    const map = this.#maps[hash]
    const before = map?.get(patientId)
    if (before === undefined) map?.set(patientId, line)
    return before ?? line
  }
}

function refuse(outcome: Outcome, line: number, reason: string): void {
  if (outcome.refused.length < MOST_TOLD) outcome.refused.push({ line, reason })
  else outcome.refusedMore += 1
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
