import { readCondition } from './features/clinical-risk/engine-conditions.ts'
import { readRecord } from './features/clinical-risk/engine-count.ts'
import { factsOf, spokenOf } from './features/clinical-risk/engine-facts.ts'
import { groupNames } from './features/clinical-risk/engine-groups.ts'
import type { MedicationJudge } from './features/clinical-risk/ports.ts'
import { createFurtherScores, type ClinicalRecord } from './features/population/further-source.ts'
import type { BoardStore, FurtherScores, ReadingStore } from './features/population/ports.ts'
import type { PatientRecord } from '@shared/features/clinical-risk/model.ts'

/** What further scores are read from. */
export interface FurtherScoresParts {
  readonly readings: Pick<ReadingStore, 'now' | 'series'>
  readonly board: Pick<BoardStore, 'patient'>
  /** The record that clinical risk assesses for this patient; null when there is none. */
  readonly record: (patientId: string) => Promise<PatientRecord | null>
  readonly judge: MedicationJudge
}

/** Names of the record's values among `furtherMetrics`. */
const metricNames: Readonly<Record<string, string>> = {
  respiratory_rate: 'respiratory_rate',
  oxygen_saturation: 'oxygen_saturation',
  temperature: 'temperature',
  heart_rate: 'heart_rate',
  systolic: 'systolic',
  creatinine: 'creatinine',
  egfr: 'egfr',
  albumin_creatinine_ratio: 'albumin_creatinine_ratio',
  total_cholesterol: 'total_cholesterol',
  hdl_cholesterol: 'hdl_cholesterol',
  hemoglobin: 'hemoglobin',
  sodium: 'sodium',
}

/** Further scores of the why card: series and roster of the population, record and tables of clinical risk. */
export function buildFurtherScores({ readings, board, record, judge }: FurtherScoresParts): FurtherScores {
  return createFurtherScores({
    now: () => readings.now(),
    series: (patientId, metric, from, to) => readings.series(patientId, metric, from, to),
    enrolment: async (patientId) => (await board.patient(patientId))?.enrolment ?? null,
    record: async (patientId) => {
      const found = await record(patientId)
      return found === null ? null : clinicalRecordOf(found, judge, readings.now())
    },
    names: namesCondition,
  })
}

/** Whether an entry of the roster names a condition for certain, read as an entry of a record is. */
export function namesCondition(entry: string, condition: string): boolean {
  const { groups, standing } = readCondition(entry, null)
  if (standing === 'absent' || standing === 'uncertain') return false
  const group = groupNames.find((name) => name === condition)
  if (group !== undefined) return groups.includes(group)
  return spokenOf(entry, null, standing === 'past').includes(` ${condition} `)
}

/** A record of clinical risk as the population's scores ask about it. */
export function clinicalRecordOf(record: PatientRecord, judge: MedicationJudge, now: number): ClinicalRecord {
  const facts = factsOf(record, readRecord(record, judge), now)
  return {
    ageYears: record.ageYears === null ? null : Math.floor(record.ageYears),
    sex: record.sex,
    race: record.race ?? null,
    values: [...record.vitals, ...record.laboratory].flatMap(({ name, value, at }) => {
      const metric = metricNames[name]
      return metric === undefined ? [] : [{ metric, value, at }]
    }),
    has: (condition) => {
      const group = groupNames.find((name) => name === condition)
      return group === undefined ? facts.says(condition) : facts.has(group)
    },
    takes: (codes) => facts.takes(...codes),
  }
}
