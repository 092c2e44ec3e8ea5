import { describe } from 'vitest'
import { braden } from './braden.ts'
import { charlson, charlsonAgeAdjusted } from './charlson.ts'
import { kdigoCkd } from './kdigo-ckd.ts'
import { hospitalScore } from './hospital-score.ts'
import { lace } from './lace.ts'
import { morse } from './morse.ts'
import * as formulas from '@test/support/scores/arbitrary-formula-inputs.ts'
import * as points from '@test/support/scores/arbitrary-point-inputs.ts'
import { agrees, count, crossed, letter } from '@test/support/scores/second-form.ts'

describe('hospital stay and comorbidity', () => {
  agrees(
    'LACE',
    points.laceInputs,
    lace,
    (i) =>
      crossed(i.stayDays, [1, 1], [2, 1], [3, 1], [4, 1], [7, 1], [14, 2]) +
      3 * count(i.acuteAdmission) +
      Number('012355'.charAt(Math.min(5, i.comorbidityIndex))) +
      Math.min(4, i.emergencyVisits),
    (value) => letter(`${'l'.repeat(5)}${'m'.repeat(5)}${'h'.repeat(10)}`, value),
  )
  agrees(
    'HOSPITAL',
    points.hospitalScoreInputs,
    hospitalScore,
    (i) =>
      count(i.haemoglobinGL < 120, i.sodiumMmolL < 135, i.procedure, i.urgentAdmission) +
      2 * count(i.oncologyService, i.stayDays >= 5) +
      crossed(i.admissionsLastYear, [2, 2], [6, 3]),
    (value) => letter('lllllii' + 'h'.repeat(7), value),
  )
  const weights: Readonly<Record<string, number>> = {
    hemiplegia: 2,
    renalDisease: 2,
    leukaemia: 2,
    lymphoma: 2,
    aids: 6,
    mild: 1,
    'moderate-to-severe': 3,
    uncomplicated: 1,
    'end-organ-damage': 2,
    localised: 2,
    metastatic: 6,
    none: 0,
  }
  const conditions = (i: Readonly<Record<string, unknown>>) =>
    Object.entries(i).reduce((sum, [name, value]) => {
      if (value === true) return sum + (weights[name] ?? 1)
      return typeof value === 'string' ? sum + (weights[value] ?? Number.NaN) : sum
    }, 0)
  const grade = (value: number) => letter(`nmmmm${'s'.repeat(40)}`, value)
  agrees('Charlson', points.charlsonInputs, charlson, (i) => conditions({ ...i }), grade)
  agrees(
    'Charlson with age',
    points.charlsonAgeAdjustedInputs,
    charlsonAgeAdjusted,
    (i) => conditions({ ...i }) + crossed(i.ageYears, [50, 1], [60, 1], [70, 1], [80, 1]),
    grade,
  )
  agrees(
    'Braden',
    points.bradenInputs,
    braden,
    (i) => Object.values(i).reduce((sum, part) => sum + part, 0),
    (value) => letter('vvvvvvvvvvhhhmmmmmmnnnnn', value),
  )
  agrees(
    'Morse',
    points.morseInputs,
    morse,
    (i) =>
      25 * count(i.recentFall) +
      15 * count(i.secondaryDiagnosis, i.forgetsLimits) +
      20 * count(i.intravenousAccess) +
      15 * ['none-or-nurse', 'crutches-cane-or-walker', 'furniture'].indexOf(i.walkingAid) +
      10 * ['normal-or-bedrest', 'weak', 'impaired'].indexOf(i.gait),
    (value) => (value >= 45 ? 'h' : value >= 25 ? 'm' : 'l'),
  )
  // The heat map of KDIGO's figure row by row, as its colours: green, yellow, orange, red.
  agrees(
    'KDIGO chronic kidney disease',
    formulas.kdigoCkdInputs,
    kdigoCkd,
    (i) =>
      'gyor'.indexOf(
        ['rrr', 'rrr', 'orr', 'yor', 'gyo', 'gyo'][
          crossed(i.filtrationMlMin, [15, 1], [30, 1], [45, 1], [60, 1], [90, 1])
        ]?.charAt(i.albuminCreatinineMgG > 300 ? 2 : i.albuminCreatinineMgG >= 30 ? 1 : 0) ?? 'none',
      ),
    (value) => letter('lmhv', value),
  )
})
