import { z } from 'zod'
import { CheckResult, LateAnswer } from './check.ts'
import {
  FormularyEntry,
  Ledger,
  MedicationList,
  ModelSettings,
  OverrideReason,
  QueueItem,
  RuleFigures,
} from './governance.ts'
import { Candidate, DrugText, IngredientName, ListedDrug, PatientContext, Recognition } from './model.ts'
import { PatientId } from '@shared/clinical/person.ts'
import { event, request } from '@shared/ipc/contract.ts'

const Nothing = z.object({})
const Words = z.string().trim().max(500)
/** Lists longer than MAX_DRUGS are answered with a sentence; only absurd ones are refused here. */
const Drugs = z.array(ListedDrug).max(2_000)
const Key = z.string().min(1).max(400)

export const interactionRequests = {
  /** What a text means, and what else begins or sounds like it; for typing. */
  'interactions.recognise': request({
    input: z.object({ text: DrugText }),
    output: z.object({ recognition: Recognition, matches: z.array(Candidate).max(12) }),
    role: 'check-interactions',
    audit: 'quiet',
  }),
  /** Reads a pasted list of any form. Lines that are no drug are told apart from drugs that are not known. */
  'interactions.read-list': request({
    input: z.object({ text: z.string().max(200_000) }),
    output: z.object({
      lines: z.array(z.object({ text: z.string(), recognition: Recognition.nullable() })),
    }),
    role: 'check-interactions',
    audit: 'quiet',
  }),
  /** Checks a whole list. Pairs that were answered before are not asked about again. */
  'interactions.check': request({
    input: z.object({
      drugs: Drugs,
      context: PatientContext,
      patientId: PatientId.nullable(),
    }),
    output: CheckResult,
    role: 'check-interactions',
    audit: 'read',
    // A look-up for no patient is like a look into a book.
    unrecorded: ({ patientId }) => patientId === null,
    subject: ({ patientId }) => (patientId === null ? null : { patient: patientId }),
  }),
  /** Asks the model again about one pair of a check. The answer comes by `interactions.answered`. */
  'interactions.retry': request({
    input: z.object({ checkId: z.string().max(64), pair: z.tuple([z.number().int(), z.number().int()]) }),
    output: Nothing,
    role: 'check-interactions',
    audit: 'quiet',
  }),
  /** A person followed a warning: a drug was taken off the list. */
  'interactions.accept': request({
    input: z.object({
      key: Key,
      drugs: z.array(IngredientName).min(1).max(10),
      patientId: PatientId.nullable(),
    }),
    output: Nothing,
    role: 'check-interactions',
    audit: 'write',
    kind: 'decision',
    subject: ({ patientId, key }) => (patientId === null ? { about: key } : { patient: patientId }),
  }),
  'interactions.override': request({
    input: z.object({
      key: Key,
      drugs: z.array(IngredientName).min(1).max(10),
      patientId: PatientId.nullable(),
      reason: OverrideReason,
      /** Needed with the reason `other`. */
      text: Words,
    }),
    output: Nothing,
    role: 'override-interactions',
    audit: 'write',
    kind: 'decision',
    subject: ({ patientId, key }) => (patientId === null ? { about: key } : { patient: patientId }),
    why: ({ reason, text }) => (text === '' ? reason : `${reason}: ${text}`),
  }),
  'interactions.medications': request({
    input: z.object({ patientId: PatientId }),
    output: MedicationList,
    role: 'read-patients',
    audit: 'read',
    subject: ({ patientId }) => ({ patient: patientId }),
  }),
  /** Writes a patient's list; refused when another station has written it meanwhile. */
  'interactions.save-medications': request({
    input: z.object({
      patientId: PatientId,
      rev: z.number().int().nonnegative(),
      drugs: Drugs,
      context: PatientContext,
    }),
    output: MedicationList,
    role: 'change-medications',
    audit: 'write',
    subject: ({ patientId }) => ({ patient: patientId }),
  }),
  'interactions.queue': request({
    input: Nothing,
    output: z.object({ items: z.array(QueueItem) }),
    role: 'check-interactions',
    audit: 'quiet',
  }),
  /** Puts a judged answer before the pharmacists once more; the verdict holds until they decide. */
  'interactions.ask-again': request({
    input: z.object({
      pair: z.tuple([IngredientName, IngredientName]),
      rev: z.number().int().positive(),
      why: Words.min(1),
    }),
    output: QueueItem,
    role: 'validate-interactions',
    audit: 'write',
    subject: ({ pair }) => ({ about: pair.join(' + ') }),
    why: ({ why }) => why,
  }),
  'interactions.figures': request({
    input: Nothing,
    output: z.object({ rules: z.array(RuleFigures) }),
    role: 'check-interactions',
    audit: 'quiet',
  }),
  /** Keeps a rule from interrupting until a date; the warning itself stays visible. */
  'interactions.demote': request({
    input: z.object({ key: Key, days: z.number().int().min(1).max(365), reason: Words.min(1) }),
    output: RuleFigures,
    role: 'validate-interactions',
    audit: 'write',
    kind: 'decision',
    subject: ({ key }) => ({ about: key }),
    why: ({ reason }) => reason,
  }),
  'interactions.restore': request({
    input: z.object({ key: Key }),
    output: RuleFigures,
    role: 'validate-interactions',
    audit: 'write',
    kind: 'decision',
    subject: ({ key }) => ({ about: key }),
  }),
  'interactions.formulary': request({
    input: z.object({
      query: z.string().max(500),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(200),
    }),
    output: z.object({ entries: z.array(FormularyEntry), total: z.number().int() }),
    role: 'check-interactions',
    audit: 'quiet',
  }),
  'interactions.ledger': request({
    input: z.object({ days: z.number().int().min(1).max(90) }),
    output: Ledger,
    role: 'check-interactions',
    audit: 'quiet',
  }),
  'interactions.model': request({
    input: Nothing,
    output: z.object({ settings: ModelSettings, hasKey: z.boolean() }),
    role: 'check-interactions',
    audit: 'quiet',
  }),
  'interactions.set-model': request({
    /** `key`: null keeps the stored one, an empty text removes it. */
    input: z.object({ settings: ModelSettings, key: z.string().max(400).nullable() }),
    output: z.object({ settings: ModelSettings, hasKey: z.boolean() }),
    role: 'connect-hub',
    audit: 'write',
    kind: 'setting',
  }),
}

export const interactionEvents = {
  'interactions.answered': event(LateAnswer, 'check-interactions'),
  /** Something that stations share has changed; whoever shows it asks again. */
  'interactions.changed': event(
    z.object({
      what: z.enum(['queue', 'demotions', 'medications', 'model']),
      patientId: PatientId.nullable(),
    }),
    'check-interactions',
  ),
}
