import { z } from 'zod'
import type { PatientRecords } from './features/alerts/ports.ts'
import { analyteNamed, measure } from './features/clinical-risk/engine-analytes.ts'
import { ageFromBirth } from './features/clinical-risk/record-read.ts'
import type { HubNotes, PatientSource } from './features/clinical-risk/ports.ts'
import type { InteractionService } from './features/interactions/service.ts'
import type { Hub } from './hub/hub.ts'
import type { HistoryEntry, Laboratory, PatientRecord, Vital } from '@shared/features/clinical-risk/model.ts'
import { type EquationRace, equationRaceOf } from '@shared/clinical/race.ts'
import { Enrolment } from '@shared/features/population/model.ts'

/** A reading older than this says nothing of today. */
const OLDEST_READING_MS = 365 * 86_400_000
/** The series that the assessment reads, as publishers name them; of each the newest reading. */
const metrics = [
  'heart_rate',
  'blood_pressure',
  'systolic',
  'diastolic',
  'respiratory_rate',
  'temperature',
  'oxygen_saturation',
  'weight',
  'bmi',
  'a1c',
  'creatinine',
  'egfr',
  'potassium',
  'sodium',
  'hemoglobin',
  'glucose',
] as const
/** The seed's `blood_pressure` is the systolic one. */
const otherNames: Readonly<Record<string, string>> = { blood_pressure: 'systolic' }

const Texts = z.array(z.string())
const Maybe = z.string().nullable()
const PAGE = 1_000
/** Records hold long texts. */
const RECORD_PAGE = 50
const MOST_NOTES = 200_000
/** What the hospital's record system writes of a patient, as JSON; fields beside notes and race are not read. */
const WrittenRecord = z.looseObject({ notes: z.string().max(MOST_NOTES).nullish() })
const WrittenRace = z.looseObject({ race: z.string().max(200) })

/** What the hub knows of patients, put together from lists of drugs, roster, and series of readings. */
export function hubPatients(
  hub: Hub,
  records: Pick<PatientRecords, 'series'>,
  interactions: () => { readonly lists: Pick<InteractionService['lists'], 'read'> },
): PatientSource {
  const roster = hub.keys.population('roster')
  const enrolment = async (patientId: string): Promise<Enrolment | null> => {
    const text = Maybe.parse(await hub.run('HGET', roster, patientId))
    return text === null ? null : (readEnrolment(text) ?? null)
  }
  const written = hub.keys.clinicalRisk('records')
  const writtenOf = async (patientId: string): Promise<string | null> =>
    Maybe.parse(await hub.run('HGET', written, patientId))
  const notes = async (patientId: string): Promise<HubNotes> => notesOf(await writtenOf(patientId))
  return {
    notes,
    ids: async () => {
      const ids = new Set<string>()
      for (const [command, key, page] of [
        ['HSCAN', roster, PAGE],
        ['ZSCAN', hub.keys.riskScores(), PAGE],
        ['HSCAN', written, RECORD_PAGE],
      ] as const) {
        let cursor = '0'
        do {
          const reply = await hub.run(command, key, cursor, 'COUNT', page)
          const [next, flat] = z.tuple([z.string(), Texts]).parse(reply)
          for (let at = 0; at < flat.length; at += 2) ids.add(flat[at] ?? '')
          cursor = next
        } while (cursor !== '0')
      }
      ids.delete('')
      return [...ids]
    },
    read: async (patientId) => {
      const now = hub.now()
      const [enrolled, list, record, readings] = await Promise.all([
        enrolment(patientId),
        interactions().lists.read(patientId),
        writtenOf(patientId),
        Promise.all(metrics.map((metric) => newest(records, patientId, metric, now))),
      ])
      const found = readings.flat()
      const told = notesOf(record)
      const race = enrolled?.race ?? raceOf(record)
      if (enrolled === null && list.rev === 0 && found.length === 0 && told.kind === 'none') return null
      return {
        patientId,
        ageYears: ageOf(enrolled, list.context.ageYears, now),
        sex: enrolled?.sex ?? null,
        ...(race === null ? {} : { race }),
        unit: enrolled?.unit ?? null,
        history: historyOf(enrolled),
        // A list that nobody has written is not known; one that was written empty says that there are none.
        medications: list.rev === 0 ? null : list.drugs.map(({ text }) => text.slice(0, 200)),
        allergies:
          list.rev === 0 ? null : (list.context.allergies?.map((text) => text.slice(0, 200)) ?? null),
        vitals: found.flatMap(({ vital }) => (vital === null ? [] : [vital])),
        laboratory: found.flatMap(({ laboratory }) => (laboratory === null ? [] : [laboratory])),
        quality: null,
      } satisfies PatientRecord
    },
  }
}

/** A record without notes has none; one that is no JSON, or whose notes are no text, may have some. */
function notesOf(text: string | null): HubNotes {
  if (text === null) return { kind: 'none' }
  try {
    const notes = WrittenRecord.parse(JSON.parse(text)).notes ?? ''
    return notes.trim() === '' ? { kind: 'none' } : { kind: 'notes', text: notes }
  } catch {
    return { kind: 'unreadable' }
  }
}

/** Null for another group than the equations know, and for a record that cannot be read. */
function raceOf(text: string | null): EquationRace | null {
  if (text === null) return null
  try {
    const written = WrittenRace.safeParse(JSON.parse(text))
    return written.success ? equationRaceOf(written.data.race) : null
  } catch {
    return null
  }
}

function readEnrolment(text: string): Enrolment | undefined {
  try {
    return Enrolment.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function ageOf(enrolled: Enrolment | null, stated: number | null, now: number): number | null {
  const born = enrolled?.birthDate ?? null
  if (born === null) return stated
  const age = ageFromBirth(born, now)
  return 'years' in age ? age.years : stated
}

/** A roster without conditions does not say that there are none. */
function historyOf(enrolled: Enrolment | null): HistoryEntry[] | null {
  if (enrolled === null || enrolled.conditions.length === 0) return null
  return enrolled.conditions.map((text) => ({
    text,
    code: null,
    standing: 'present',
    from: { kind: 'history' },
  }))
}

interface Read {
  readonly vital: Vital | null
  readonly laboratory: Laboratory | null
}

async function newest(
  records: Pick<PatientRecords, 'series'>,
  patientId: string,
  metric: string,
  now: number,
): Promise<readonly Read[]> {
  const series = await records.series(patientId, metric, now - OLDEST_READING_MS, now)
  const last = series.kind === 'found' ? series.points.at(-1) : undefined
  const analyte = analyteNamed(otherNames[metric] ?? metric)
  if (last === undefined || analyte === null) return []
  const measured = measure(analyte, last.value, null)
  // An impossible reading is not known: it is on the population's own list of refused readings.
  if (measured.kind === 'impossible') return []
  const { name, kind, unit } = analyte
  return kind === 'vital'
    ? [{ vital: { name, value: measured.value, at: last.at }, laboratory: null }]
    : [{ vital: null, laboratory: { name, value: measured.value, unit, at: last.at } }]
}
