/**
 * Units by their UCUM code (The Unified Code for Units of Measure, v2.1), each with the spellings that monitors,
 * laboratories and scripts use for it. Case, space, the three forms of micro and superscripts do not matter.
 */
const spellings = [
  ['1', ['', 'no unit', 'unitless', 'dimensionless', '{ratio}', 'ratio', 'fraction', 'l/l']],
  ['%', ['percent', 'pct', '% sat']],
  ['{score}', ['score', 'points', 'pts', '{points}', '/15']],
  ['{INR}', ['inr']],
  ['[pH]', ['ph', 'ph units', 'ph unit']],
  [
    '/min',
    [
      'bpm',
      'beats/min',
      'beats per minute',
      'breaths/min',
      'breaths per minute',
      'brpm',
      'rpm',
      '1/min',
      'min-1',
      '{beats}/min',
      '{breaths}/min',
      'per minute',
      '/minute',
      'br/min',
    ],
  ],
  ['mm[Hg]', ['mmhg', 'mm hg', 'torr']],
  ['kPa', ['kilopascal']],
  ['cm[H2O]', ['cmh2o', 'cm h2o']],
  ['Cel', ['c', '°c', 'degc', 'deg c', 'celsius', '[degc]', 'degrees celsius', '℃']],
  ['[degF]', ['f', '°f', 'degf', 'deg f', 'fahrenheit', 'degrees fahrenheit', '℉']],
  ['s', ['sec', 'secs', 'second', 'seconds']],
  ['ms', ['msec', 'millisecond', 'milliseconds']],
  ['mL/kg/h', ['ml/kg/hr', 'ml/kg/hour', 'ml/(kg.h)', 'ml/(kg·h)', 'cc/kg/h', 'cc/kg/hr']],
  ['mmol/L', ['mm', 'mmol', 'millimol/l', 'mmol/litre', 'mmol/liter']],
  ['umol/L', ['micromol/l', 'mcmol/l', 'umol']],
  ['nmol/L', ['nanomol/l']],
  ['meq/L', ['meq', 'meq/litre', 'meq/liter']],
  ['mosm/kg', ['mosmol/kg', 'mmol/kg', 'mosm/kg h2o', 'mosmol/kg h2o']],
  ['g/L', ['gm/l', 'g/litre', 'g/liter']],
  ['g/dL', ['gm/dl', 'g%', 'gm%', 'g/100ml', 'g/100 ml']],
  ['mg/dL', ['mg%', 'mg/100ml', 'mg/100 ml']],
  ['mg/L', ['mg/litre', 'mg/liter']],
  ['ug/L', ['mcg/l', 'microg/l']],
  ['ug/dL', ['mcg/dl', 'microg/dl']],
  ['ug/mL', ['mcg/ml', 'microg/ml']],
  ['ng/L', ['ng/litre', 'ng/liter']],
  ['ng/mL', []],
  ['pg/mL', []],
  ['U/L', ['iu/l', '[iu]/l', 'units/l', 'unit/l']],
  [
    '10*9/L',
    [
      '10^9/l',
      '10e9/l',
      'x10^9/l',
      'x10*9/l',
      'x10e9/l',
      'x109/l',
      '109/l',
      'k/ul',
      'k/mm3',
      'k/cumm',
      '10*3/ul',
      '10^3/ul',
      'x10^3/ul',
      'x103/ul',
      '10e3/ul',
      '10^3/mm3',
      'x10*3/ul',
      'x1000/ul',
      'thou/ul',
      'thousand/ul',
      'giga/l',
      'gpt/l',
      'g/l',
    ],
  ],
  ['/uL', ['cells/ul', '{cells}/ul', '/mm3', '/cumm', 'cells/mm3', 'cells/cumm', '1/ul', 'per ul']],
] as const satisfies readonly (readonly [string, readonly string[]])[]

/** A unit the vocabulary knows, as its UCUM code. */
export type UcumUnit = (typeof spellings)[number][0]

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[μµ]/g, 'u')
    .replaceAll('×', 'x')
    .replaceAll(/\s+/g, '')
}

const candidates = new Map<string, readonly UcumUnit[]>()
for (const [unit, names] of spellings) {
  for (const spelling of [unit, ...names].map(folded)) {
    const known = candidates.get(spelling) ?? []
    if (!known.includes(unit)) candidates.set(spelling, [...known, unit])
  }
}

/** Units as most publishers write them, so that the common case needs no folding. */
const asWritten = new Map<string, readonly UcumUnit[]>()
for (const [unit, names] of spellings) {
  for (const spelling of [unit, ...names]) asWritten.set(spelling, candidates.get(folded(spelling)) ?? [])
}

/**
 * The UCUM units a written unit may mean; empty when none is known.
 * More than one only for `G/L`, which is gram per litre or, for cell counts, giga per litre: the finding decides.
 */
export function unitsSpelt(text: string): readonly UcumUnit[] {
  return asWritten.get(text) ?? candidates.get(folded(text)) ?? []
}
