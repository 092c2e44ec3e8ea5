import { describe } from 'vitest'
import { abcd2 } from './abcd2.ts'
import { centor, mcIsaac } from './centor.ts'
import { cha2ds2Vasc } from './cha2ds2-vasc.ts'
import { childPugh } from './child-pugh.ts'
import { curb65 } from './curb65.ts'
import { glasgowBlatchford } from './glasgow-blatchford.ts'
import { hasBled } from './has-bled.ts'
import { heart } from './heart.ts'
import { nihss } from './nihss.ts'
import { perc } from './perc.ts'
import { qsofa } from './qsofa.ts'
import * as points from '@test/support/scores/arbitrary-point-inputs.ts'
import { sirs } from './sirs.ts'
import { sofa } from './sofa.ts'
import { wellsDvt } from './wells-dvt.ts'
import { wellsPeThreeTier, wellsPeTwoTier } from './wells-pe.ts'
import { agrees, count, crossed, letter, past } from '@test/support/scores/second-form.ts'

describe('sepsis', () => {
  const two = (value: number) => letter('bbttt', value)
  agrees(
    'qSOFA',
    points.qsofaInputs,
    qsofa,
    (i) => count(i.respiratoryRate >= 22, i.systolicMmHg <= 100, i.glasgowComaScale !== 15),
    two,
  )
  agrees(
    'SIRS',
    points.sirsInputs,
    sirs,
    (i) =>
      count(
        Math.abs(i.temperatureCelsius - 37) > 1,
        i.heartRate > 90,
        i.respiratoryRate > 20 || i.arterialPco2MmHg < 32,
        Math.abs(i.whiteCells - 8) > 4 || i.bandFormsPercent > 10,
      ),
    two,
  )
  const gcsPoints = '---4443333222110'
  agrees(
    'SOFA',
    points.sofaInputs,
    sofa,
    (i) => {
      const ratio = i.arterialPo2MmHg / i.inspiredOxygenFraction
      const lungs = 4 - crossed(ratio, [100, 1], [200, 1], [300, 1], [400, 1])
      const catecholamine = Math.max(i.adrenalineUgKgMin, i.noradrenalineUgKgMin)
      return (
        (i.respiratorySupport ? lungs : Math.min(2, lungs)) +
        (4 - crossed(i.platelets, [20, 1], [50, 1], [100, 1], [150, 1])) +
        (crossed(i.bilirubinUmolL, [20, 1], [33, 1], [102, 1]) + past(i.bilirubinUmolL, [204, 1])) +
        Math.max(
          count(i.meanArterialMmHg < 70),
          past(i.dopamineUgKgMin, [0, 2], [5, 1], [15, 1]),
          2 * count(i.dobutamine),
          past(catecholamine, [0, 3], [0.1, 1]),
        ) +
        Number(gcsPoints.charAt(i.glasgowComaScale)) +
        Math.max(
          crossed(i.creatinineUmolL, [110, 1], [171, 1], [300, 1]) + past(i.creatinineUmolL, [440, 1]),
          4 - crossed(i.urineMlPerDay, [200, 1], [500, 3]),
        )
      )
    },
    (value) => (value >= 2 ? 't' : 'b'),
  )
})

describe('heart, vessels and brain', () => {
  agrees(
    'HEART',
    points.heartInputs,
    heart,
    (i) =>
      ['slightly', 'moderately', 'highly'].indexOf(i.history.replace('-suspicious', '')) +
      ['normal', 'non-specific', 'significant-st-deviation'].indexOf(i.ecg) +
      crossed(i.ageYears, [45, 1], [65, 1]) +
      (i.atheroscleroticDisease ? 2 : crossed(i.riskFactorCount, [1, 1], [3, 1])) +
      past(i.troponinTimesLimit, [1, 1], [3, 1]),
    (value) => letter('llllmmmhhhh', value),
  )
  agrees(
    'Wells DVT, the whole input space of switches sampled',
    points.wellsDvtInputs,
    wellsDvt,
    (i) => count(...Object.values(i)) - (i.alternativeAsLikely ? 3 : 0),
    (value) => (value >= 2 ? 'l' : 'u'),
  )
  const pe = (i: Parameters<typeof wellsPeTwoTier>[0] & { heartRate: number }) =>
    3 * count(i.signsOfDvt === true, i.noAlternativeMoreLikely === true) +
    1.5 * count(i.heartRate > 100, i.immobilisedOrSurgery === true, i.previousDvtOrPe === true) +
    count(i.haemoptysis === true, i.malignancy === true)
  agrees('Wells PE, two tiers', points.wellsPeInputs, wellsPeTwoTier, pe, (value) => (value > 4 ? 'l' : 'u'))
  agrees('Wells PE, three tiers', points.wellsPeInputs, wellsPeThreeTier, pe, (value) =>
    value > 6 ? 'h' : value >= 2 ? 'm' : 'l',
  )
  agrees(
    'PERC',
    points.percInputs,
    perc,
    ({ ageYears, heartRate, saturationOnAirPercent, ...flags }) =>
      count(ageYears >= 50, heartRate >= 100, saturationOnAirPercent < 95, ...Object.values(flags)),
    () => 'r',
  )
  agrees(
    'CHA2DS2-VASc',
    points.cha2ds2VascInputs,
    cha2ds2Vasc,
    ({ ageYears, sex, ...flags }) =>
      count(...Object.values(flags), flags.strokeOrEmbolism, sex === 'female') +
      crossed(ageYears, [65, 1], [75, 1]),
    (value, { sex }) => letter('lihhhhhhhh', value - (sex === 'female' ? 1 : 0)),
  )
  agrees(
    'HAS-BLED',
    points.hasBledInputs,
    hasBled,
    ({ ageYears, ...flags }) => count(...Object.values(flags), ageYears > 65),
    (value) => letter('llmhhhhhhh', value),
  )
  agrees(
    'NIHSS',
    points.nihssInputs,
    nihss,
    (i) => Object.values(i).reduce<number>((sum, part) => sum + (part === 'untestable' ? 0 : part), 0),
    (value) => letter(`n${'m'.repeat(4)}${'m'.repeat(11)}${'m'.repeat(5)}${'s'.repeat(22)}`, value),
  )
  agrees(
    'ABCD2',
    points.abcd2Inputs,
    abcd2,
    (i) =>
      count(i.ageYears >= 60, i.systolicMmHg >= 140 || i.diastolicMmHg >= 90, i.diabetes) +
      ['other', 'speech-disturbance-without-weakness', 'unilateral-weakness'].indexOf(i.features) +
      crossed(i.durationMinutes, [10, 1], [60, 1]),
    (value) => letter('llllmmhh', value),
  )
})

describe('lungs, throat, gut and liver', () => {
  agrees(
    'CURB-65',
    points.curb65Inputs,
    curb65,
    (i) =>
      count(
        i.confusion,
        i.ureaMmolL > 7,
        i.respiratoryRate >= 30,
        i.systolicMmHg < 90 || i.diastolicMmHg <= 60,
        i.ageYears >= 65,
      ),
    (value) => letter('llmhhh', value),
  )
  agrees(
    'Centor',
    points.centorInputs,
    centor,
    (i) => count(i.tonsillarExudate, i.tenderAnteriorNodes, i.fever, !i.cough),
    (value) => letter('llmhh', value),
  )
  agrees(
    'McIsaac',
    points.mcIsaacInputs,
    mcIsaac,
    (i) =>
      1 +
      count(i.tonsillarExudate, i.tenderAnteriorNodes, i.fever, !i.cough) +
      crossed(i.ageYears, [15, -1], [45, -1]),
    (value) => letter('lllmmhh', value + 1),
  )
  agrees(
    'Glasgow-Blatchford',
    points.glasgowBlatchfordInputs,
    glasgowBlatchford,
    (i) =>
      crossed(i.ureaMmolL, [6.5, 2], [8, 1], [10, 1], [25, 2]) +
      (i.sex === 'male'
        ? 6 - crossed(i.haemoglobinGL, [100, 3], [120, 2], [130, 1])
        : 6 - crossed(i.haemoglobinGL, [100, 5], [120, 1])) +
      (3 - crossed(i.systolicMmHg, [90, 1], [100, 1], [110, 1])) +
      count(i.heartRate >= 100, i.melaena) +
      2 * count(i.syncope, i.hepaticDisease, i.cardiacFailure),
    (value) => letter(`vv${'r'.repeat(5)}${'h'.repeat(17)}`, value),
  )
  agrees(
    'Child-Pugh',
    points.childPughInputs,
    childPugh,
    (i) =>
      3 +
      crossed(i.bilirubinUmolL, [34, 1]) +
      past(i.bilirubinUmolL, [50, 1]) +
      (2 - crossed(i.albuminGL, [28, 1]) - past(i.albuminGL, [35, 1])) +
      crossed(i.inr, [1.7, 1]) +
      past(i.inr, [2.3, 1]) +
      ['-', 'none', 'mild', 'moderate-to-severe'].indexOf(i.ascites) +
      ['-', 'none', 'grade-1-to-2', 'grade-3-to-4'].indexOf(i.encephalopathy),
    (value) => letter('-----AABBBCCCCCC', value),
  )
})
