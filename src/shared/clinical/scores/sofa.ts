import { band, type BandTable } from './conclude.ts'
import { above, below, cutAt, edgesOf, upTo } from './cuts.ts'
import { measures, type Measure } from './measure.ts'
import type { Known, ScoreResult } from './score.ts'
import { scoreSources } from './score-sources.ts'
import { bandItem, item, tally, type Item } from './tally.ts'
import { measured, yesNo } from './variable.ts'

/** The worst values of one day. */
export interface SofaInputs {
  /** Arterial PO₂, mmHg, 20 to 700. */
  readonly arterialPo2MmHg?: Known<number>
  /** Inspired oxygen as a fraction, 0.21 to 1. */
  readonly inspiredOxygenFraction?: Known<number>
  /** Mechanical ventilation, invasive or not, continuous positive airway pressure included. */
  readonly respiratorySupport?: Known<boolean>
  /** 10⁹/L. */
  readonly platelets?: Known<number>
  /** µmol/L. */
  readonly bilirubinUmolL?: Known<number>
  /** mmHg. */
  readonly meanArterialMmHg?: Known<number>
  /** µg/kg/min for at least one hour; 0 when not given. */
  readonly dopamineUgKgMin?: Known<number>
  /** Dobutamine at any dose. */
  readonly dobutamine?: Known<boolean>
  /** µg/kg/min for at least one hour; 0 when not given. */
  readonly adrenalineUgKgMin?: Known<number>
  /** µg/kg/min for at least one hour; 0 when not given. */
  readonly noradrenalineUgKgMin?: Known<number>
  /** 3 to 15. */
  readonly glasgowComaScale?: Known<number>
  /** µmol/L. */
  readonly creatinineUmolL?: Known<number>
  /** mL in 24 hours, 0 to 20 000. */
  readonly urineMlPerDay?: Known<number>
}

export type SofaBand = 'below-two' | 'two-or-more'

const dopamine: Measure = { label: 'dopamine dose', unit: 'µg/kg/min', low: 0, high: 60 }
const adrenaline: Measure = { label: 'adrenaline dose', unit: 'µg/kg/min', low: 0, high: 10 }
const noradrenaline: Measure = { label: 'noradrenaline dose', unit: 'µg/kg/min', low: 0, high: 10 }
const urine: Measure = { label: 'urine output of 24 hours', unit: 'mL', low: 0, high: 20_000 }

const bands: BandTable<SofaBand> = [
  below(
    2,
    band('below-two', 'A total below two: no organ dysfunction by the Sepsis-3 threshold on this day.'),
  ),
  above(
    band(
      'two-or-more',
      'A total of two or more. If infection raised it by two or more above what is usual for the patient, this is sepsis (hospital mortality of about 10 % or more).',
    ),
  ),
]

const creatininePoints = [below(110, 0), below(171, 1), below(300, 2), upTo(440, 3), above(4)]
const urinePoints = [below(200, 4), below(500, 3), above(0)]

/**
 * SOFA, 0 to 24, by the table of Sepsis-3 in µmol/L. Between the whole numbers printed there the next range starts at
 * its printed lower edge; above 204 µmol/L of bilirubin and 440 of creatinine 4 points.
 */
export function sofa(inputs: SofaInputs): ScoreResult<SofaBand> {
  return tally({
    source: scoreSources.sofa,
    reading: { tables: [bands] },
    items: [
      respiration(inputs),
      bandItem('Coagulation: platelets', measures.platelets, inputs.platelets, [
        below(20, 4),
        below(50, 3),
        below(100, 2),
        below(150, 1),
        above(0),
      ]),
      bandItem('Liver: bilirubin', measures.bilirubin, inputs.bilirubinUmolL, [
        below(20, 0),
        below(33, 1),
        below(102, 2),
        upTo(204, 3),
        above(4),
      ]),
      circulation(inputs),
      bandItem('Consciousness: Glasgow Coma Scale', measures.gcs, inputs.glasgowComaScale, [
        below(6, 4),
        upTo(9, 3),
        upTo(12, 2),
        upTo(14, 1),
        above(0),
      ]),
      item(
        'Kidney: creatinine or urine output',
        [
          measured('creatinine', measures.creatinine, inputs.creatinineUmolL, edgesOf(creatininePoints)),
          measured('urine', urine, inputs.urineMlPerDay, edgesOf(urinePoints)),
        ],
        (of) => Math.max(cutAt(creatininePoints, of('creatinine')), cutAt(urinePoints, of('urine'))),
      ),
    ],
  })
}

/** PO₂ to FiO₂ in mmHg: below 400 1, below 300 2; below 200 3 and below 100 4 only with respiratory support. */
function respiration(inputs: SofaInputs): Item {
  return item(
    'Respiration: PO₂ to inspired oxygen',
    [
      measured('po2', measures.po2, inputs.arterialPo2MmHg),
      measured('fio2', measures.fio2, inputs.inspiredOxygenFraction),
      yesNo('support', 'respiratory support', inputs.respiratorySupport),
    ],
    (of) => {
      const most = of('support') === 1 ? 4 : 2
      const ratio = of('po2') / of('fio2')
      return Math.min(
        most,
        cutAt([below(100, 4), below(200, 3), below(300, 2), below(400, 1), above(0)], ratio),
      )
    },
  )
}

/** Mean pressure below 70 1; dopamine up to 5 or any dobutamine 2; dopamine above 5 or (nor)adrenaline up to 0.1 3; above 15 or 0.1 4. */
function circulation(inputs: SofaInputs): Item {
  const strong = [upTo(0, 0), upTo(0.1, 3), above(4)]
  return item(
    'Circulation: mean pressure or vasopressors',
    [
      measured('mean', measures.meanArterial, inputs.meanArterialMmHg, [70]),
      measured('dopamine', dopamine, inputs.dopamineUgKgMin, [5, 15]),
      yesNo('dobutamine', 'dobutamine', inputs.dobutamine),
      measured('adrenaline', adrenaline, inputs.adrenalineUgKgMin, [0.1]),
      measured('noradrenaline', noradrenaline, inputs.noradrenalineUgKgMin, [0.1]),
    ],
    (of) =>
      Math.max(
        of('mean') < 70 ? 1 : 0,
        cutAt([upTo(0, 0), upTo(5, 2), upTo(15, 3), above(4)], of('dopamine')),
        of('dobutamine') * 2,
        cutAt(strong, of('adrenaline')),
        cutAt(strong, of('noradrenaline')),
      ),
  )
}
