import { z } from 'zod'
import { BoardPage, BoardView, CareFigures, Crossing, Distribution, MetricStatistics, Why } from './board.ts'
import { CareRecord, CohortFilter, Metric, OutreachNote } from './model.ts'
import { PatientId } from '@shared/clinical/person.ts'
import { event, request } from '@shared/ipc/contract.ts'

const Nothing = z.object({})
/** A roster of 1 000 000 lines is far below it. */
const MOST_FILE = 200_000_000
const Reason = z.string().trim().min(5).max(500)
/** The revision that was on the screen. */
const Rev = z.number().int().min(0)

export const populationRequests = {
  /** Opens the board: the first page comes as the answer, every later one as an event until it is closed. */
  'population.open': request({
    input: z.object({ view: BoardView }),
    output: BoardPage,
    role: 'read-population',
    audit: 'read',
    subject: () => ({ about: 'risk board' }),
  }),
  /** Looks at another part of an open board. */
  'population.look': request({
    input: z.object({ view: BoardView }),
    output: BoardPage,
    role: 'read-population',
    audit: 'read',
    unrecorded: ({ view }) => view.search === '',
    subject: ({ view }) => ({ about: `risk board, searched for ${view.search}` }),
  }),
  'population.close': request({ input: Nothing, output: Nothing, role: 'read-population', audit: 'quiet' }),
  'population.why': request({
    input: z.object({ patientId: PatientId }),
    output: Why,
    role: 'read-population',
    audit: 'read',
    subject: ({ patientId }) => ({ patient: patientId }),
  }),
  'population.distribution': request({
    input: z.object({ filter: CohortFilter }),
    output: Distribution,
    role: 'see-population-figures',
    audit: 'quiet',
  }),
  'population.statistics': request({
    input: z.object({ metric: Metric, filter: CohortFilter, hours: z.number().int().min(1).max(8_784) }),
    output: MetricStatistics,
    role: 'see-population-figures',
    audit: 'quiet',
  }),
  /** The last crossings of the threshold, newest first. */
  'population.crossings': request({
    input: z.object({ limit: z.number().int().min(1).max(500) }),
    output: z.object({ crossings: z.array(Crossing) }),
    role: 'read-population',
    audit: 'read',
    subject: () => ({ about: 'crossings of the risk threshold' }),
  }),
  /** One reading by hand. `unit` as typed: what it was measured in. */
  'population.record': request({
    input: z.object({
      patientId: PatientId,
      metric: Metric,
      value: z.number(),
      unit: z.string().max(32),
      at: z.number(),
    }),
    /** Null: the patient has no score, and this metric gives none. */
    output: z.object({ score: z.number().nullable() }),
    role: 'manage-care',
    audit: 'write',
    subject: ({ patientId }) => ({ patient: patientId }),
  }),
  'population.care': request({
    input: z.object({ patientId: PatientId }),
    output: CareRecord,
    role: 'read-population',
    audit: 'read',
    subject: ({ patientId }) => ({ patient: patientId }),
  }),
  /** Hands the patients to a care manager; null to nobody. Who was changed by others meanwhile is named. */
  'population.assign': request({
    input: z.object({
      patients: z
        .array(z.object({ patientId: PatientId, rev: Rev }))
        .min(1)
        .max(500),
      manager: z.string().trim().min(1).max(120).nullable(),
    }),
    output: z.object({ records: z.array(CareRecord), refused: z.array(CareRecord) }),
    role: 'manage-care',
    audit: 'write',
    subject: ({ patients }) => ({ patients: patients.map(({ patientId }) => patientId) }),
  }),
  /** Keeps the patient from the list until then; `until` null wakes him. A crossing of the threshold wakes him too. */
  'population.snooze': request({
    input: z.object({ patientId: PatientId, rev: Rev, until: z.number().nullable(), reason: Reason }),
    output: CareRecord,
    role: 'manage-care',
    audit: 'write',
    subject: ({ patientId }) => ({ patient: patientId }),
    why: ({ reason }) => reason,
  }),
  /** Adds a note of a contact. The id is the window's, so that sending it twice writes it once. */
  'population.outreach': request({
    input: z.object({ patientId: PatientId, note: OutreachNote.omit({ at: true, by: true }) }),
    output: CareRecord,
    role: 'manage-care',
    audit: 'write',
    subject: ({ patientId }) => ({ patient: patientId }),
  }),
  'population.next-contact': request({
    input: z.object({ patientId: PatientId, rev: Rev, date: z.iso.date().nullable() }),
    output: CareRecord,
    role: 'manage-care',
    audit: 'write',
    subject: ({ patientId }) => ({ patient: patientId }),
  }),
  'population.care-figures': request({
    input: Nothing,
    output: CareFigures,
    role: 'see-population-figures',
    audit: 'quiet',
  }),
  /** Who belongs to the population, from CSV: patient_id,name,birth_date,sex,unit,conditions (split by ;),race. */
  'population.import-roster': request({
    input: z.object({ name: z.string().trim().min(1).max(120), text: z.string().max(MOST_FILE) }),
    output: z.object({
      taken: z.number().int(),
      /** How many of those taken have no score yet; null when that could not be asked. */
      unscored: z.number().int().nullable(),
      refused: z.array(z.object({ line: z.number().int(), reason: z.string() })),
      refusedMore: z.number().int(),
    }),
    role: 'manage-care',
    audit: 'write',
    subject: ({ name }) => ({ about: name }),
  }),
  /** The matching part of the board as CSV. */
  'population.export': request({
    input: z.object({ filter: CohortFilter, search: z.string().max(120), reason: Reason }),
    output: z.object({ text: z.string(), fileName: z.string(), rows: z.number().int() }),
    role: 'export-population',
    audit: 'write',
    kind: 'export',
    subject: () => ({ about: 'risk board' }),
    why: ({ reason }) => reason,
  }),
}

export const populationEvents = {
  'population.page': event(BoardPage, 'read-population'),
  /** Somebody has changed what was agreed on for a patient. */
  'population.care-changed': event(CareRecord, 'read-population'),
  'population.crossed': event(Crossing, 'read-population'),
} as const
