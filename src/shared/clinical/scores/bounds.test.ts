import { describe, expect, test } from 'vitest'
import { ascvd } from './ascvd.ts'
import { glasgowBlatchford } from './glasgow-blatchford.ts'
import { kdigoAki } from './kdigo-aki.ts'
import { perc } from './perc.ts'
import { qsofa } from './qsofa.ts'
import type { ScoreResult } from './score.ts'
import { sirs } from './sirs.ts'
import { sofa } from './sofa.ts'
import { wellsDvt } from './wells-dvt.ts'

// Bounds that are too wide are honest and useless: these are exact, by hand from the published tables.
describe('bounds are as narrow as what is known allows', () => {
  test.each<[string, ScoreResult, number, number, readonly string[]]>([
    ['qSOFA of nothing', qsofa({}), 0, 3, ['below-two', 'two-or-more']],
    ['qSOFA with two points', qsofa({ respiratoryRate: 24, systolicMmHg: 90 }), 2, 3, ['two-or-more']],
    ['SIRS of nothing', sirs({}), 0, 4, ['below-two', 'two-or-more']],
    ['SOFA of nothing', sofa({}), 0, 24, ['below-two', 'two-or-more']],
    ['SOFA with noradrenaline', sofa({ noradrenalineUgKgMin: 0.05 }), 3, 24, ['two-or-more']],
    ['Wells DVT of nothing', wellsDvt({}), -2, 9, ['unlikely', 'likely']],
    ['PERC, one present', perc({ haemoptysis: true }), 1, 8, ['rule-not-met']],
    ['KDIGO on dialysis counts as stage 3', kdigoAki({ renalReplacement: true }), 3, 3, ['stage-3']],
    [
      'Glasgow-Blatchford, haemoglobin 110 and sex unknown',
      glasgowBlatchford({
        ureaMmolL: 5,
        haemoglobinGL: 110,
        systolicMmHg: 130,
        heartRate: 80,
        melaena: false,
        syncope: false,
        hepaticDisease: false,
        cardiacFailure: false,
      }),
      1,
      3,
      ['very-low', 'raised'],
    ],
  ])('%s', (_name, result, lowest, highest, possible) => {
    if (result.kind === 'refused') throw new Error(result.reason)
    const found =
      result.kind === 'scored'
        ? [result.value, result.value, [result.band]]
        : [result.lowest, result.highest, result.possible]
    expect(found).toEqual([lowest, highest, possible])
  })

  test('what cannot matter any more is not called missing', () => {
    const bleeding = glasgowBlatchford({
      ureaMmolL: 5,
      haemoglobinGL: 90,
      systolicMmHg: 130,
      heartRate: 80,
      melaena: false,
      syncope: false,
      hepaticDisease: false,
      cardiacFailure: false,
    })
    // Below 100 g/L men and women both get 6 points.
    expect(bleeding).toMatchObject({ kind: 'scored', value: 6 })
    expect(sofa({ noradrenalineUgKgMin: 0.5 })).toMatchObject({
      missing: expect.not.arrayContaining(['mean arterial pressure']),
    })
  })

  test('a criterion of two tests stays open until both are known', () => {
    expect(
      sirs({
        temperatureCelsius: 37,
        heartRate: 80,
        respiratoryRate: 16,
        whiteCells: 8,
        bandFormsPercent: 2,
      }),
    ).toMatchObject({ kind: 'incomplete', lowest: 0, highest: 1, missing: ['arterial PCO₂'] })
  })

  // The equations are not monotone in age for every white woman: bounds from the youngest and oldest alone would lie.
  test('risk at every age lies inside the bounds of an unknown age', () => {
    const rest = {
      sex: 'female',
      race: 'white',
      totalCholesterolMgDl: 320,
      hdlCholesterolMgDl: 20,
      systolicMmHg: 90,
      bloodPressureTreated: false,
      smoker: true,
      diabetes: false,
    } as const
    const open = ascvd(rest)
    if (open.kind !== 'incomplete') throw new Error('the age is not known')
    const risks = Array.from({ length: 40 }, (_, index) => ascvd({ ...rest, ageYears: 40 + index })).map(
      (result) => (result.kind === 'scored' ? result.value : Number.NaN),
    )
    expect([open.lowest, open.highest]).toEqual([Math.min(...risks), Math.max(...risks)])
    expect(open.lowest).toBeLessThan(risks[0] ?? 0)
  })
})
