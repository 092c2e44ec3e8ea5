import { band, type BandTable } from './conclude.ts'
import { above, below, upTo } from './cuts.ts'
import { measures, type Measure } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, flagItem, tally } from './tally.ts'

export interface HospitalScoreInputs {
  /** At discharge, g/L. */
  readonly haemoglobinGL?: Known<number>
  /** Discharged from an oncology service. */
  readonly oncologyService?: Known<boolean>
  /** At discharge, mmol/L. */
  readonly sodiumMmolL?: Known<number>
  /** Any coded procedure during the stay. */
  readonly procedure?: Known<boolean>
  /** Admitted as an emergency. */
  readonly urgentAdmission?: Known<boolean>
  /** Admissions in the twelve months before, 0 to 365. */
  readonly admissionsLastYear?: Known<number>
  /** Days of the stay, 0 to 3650. */
  readonly stayDays?: Known<number>
}

export type HospitalScoreBand = 'low' | 'intermediate' | 'high'

const admissions: Measure = {
  label: 'admissions of the last twelve months',
  unit: '',
  low: 0,
  high: 365,
  whole: true,
}
const stay: Measure = { label: 'length of stay', unit: 'days', low: 0, high: 3650, whole: true }

const risk = (word: string, share: string) =>
  `${word} risk: ${share} had a potentially avoidable readmission within 30 days.`
const bands: BandTable<HospitalScoreBand> = [
  upTo(4, band('low', risk('Low', '5.8 %'))),
  upTo(6, band('intermediate', risk('Intermediate', '11.9 %'))),
  above(band('high', risk('High', '22.8 %'))),
]

/** HOSPITAL score, 0 to 13, with the admission classes of the international validation: 0 to 1, 2 to 5, more (Donzé 2016). */
export function hospitalScore(inputs: HospitalScoreInputs): ScoreResult<HospitalScoreBand> {
  return tally({
    source: scoreSources.hospital,
    reading: { tables: [bands] },
    items: [
      bandItem('Haemoglobin at discharge below 120 g/L', measures.haemoglobin, inputs.haemoglobinGL, [
        below(120, 1),
        above(0),
      ]),
      flagItem('discharge from oncology', inputs.oncologyService, 2),
      bandItem('Sodium at discharge below 135 mmol/L', measures.sodium, inputs.sodiumMmolL, [
        below(135, 1),
        above(0),
      ]),
      flagItem('procedure during the stay', inputs.procedure, 1),
      flagItem('urgent admission', inputs.urgentAdmission, 1),
      bandItem('Admissions of the last year', admissions, inputs.admissionsLastYear, [
        upTo(1, 0),
        upTo(5, 2),
        above(5),
      ]),
      bandItem('Stay of five days or more', stay, inputs.stayDays, [below(5, 0), above(2)]),
    ],
  })
}
