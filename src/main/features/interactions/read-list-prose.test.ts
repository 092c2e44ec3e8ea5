import { expect, test } from 'vitest'
import { shippedKnowledge } from './knowledge-shipped.ts'
import { plainWords } from './read-list-prose.ts'

const readLine = (line: string) => shippedKnowledge().readList(line)

// Catches: a sentence of the notes that stands among the drugs as "could not check", until nobody reads that any more.
test.each([
  'feels better today',
  'Feels better today.',
  'slept well',
  'Slept well, no pain',
  'no new complaints',
  'Pain controlled',
  'Continue current plan',
  'Will review tomorrow',
  'Wife visited this afternoon',
  'tolerating diet',
  'ambulating in hallway',
  'No acute events overnight',
  'stable, for discharge tomorrow',
  'Chest clear, abdomen soft',
  'Reviewed by cardiology, happy to continue',
  'Please monitor blood pressure',
  'Follow-up in 2 weeks',
  'BP was 120/80 and he has been stable all day',
  'creatinine was 1.2 mg/dl and has been rising since then',
  'geht es besser',
  'Patient fühlt sich besser',
  'keine Beschwerden',
  'none',
])('"%s" is no drug', (line) => {
  expect(readLine(line).map(({ recognition }) => recognition)).toEqual([null])
})

// Catches: a drug that nobody here knows, taken for a sentence and dropped: its pairs would read as checked.
test.each([
  'Blargonexil',
  'Blargonexil daily',
  'blargonexil 10 mg',
  'blargonexil po',
  'Blargonexil tablets',
  'feels better with blargonexil',
  'Zyxofen helps with pain',
  'Foobarazol was stopped',
  'She was started on Foobarazol 10 mg daily because of the pain',
  'She was started on foobarazol last week because of the pain',
  'She was started on blargonexil last week because of the pain',
  'Pt was seen by the team and has been taking her blargonexil since then',
  'He has been on zorbimab at home and he feels better',
  'Patient was given 2 puffs and he has been well since',
  'He is on something new po and has been well since',
  'her heart pill',
  'the white tablet',
  'water pill in the morning',
  'blood thinner',
  'sleeping pill at night',
  'herbal drops',
  'eye drops',
  'new inhaler',
  'pain killer',
  'cough and cold',
  'heart and lungs',
  'unknown',
])('"%s" could not be checked', (line) => {
  const kinds = readLine(line).map(({ recognition }) => recognition?.kind)
  expect(kinds).toEqual(['unknown'])
})

// Catches: a sentence that hides the drug in it.
test.each(['feels better with warfarin', 'Please continue warfarin and see the team tomorrow'])(
  '"%s" keeps its drug',
  (line) => {
    expect(readLine(line).some(({ recognition }) => recognition !== null)).toBe(true)
    expect(JSON.stringify(readLine(line))).toContain('warfarin')
  },
)

test('directions on a line of their own stay directions', () => {
  const lines = readLine(
    'Metformin 500 mg\nTake 1 tablet by mouth twice daily with food.\n2 drops each eye at night',
  )
  expect(lines.map(({ recognition }) => recognition?.kind ?? null)).toEqual(['known', null, null])
})

// Catches: an everyday word that is also the name of a drug.
test('no everyday word is a name of the formulary', () => {
  const named = [...plainWords].filter((word) => {
    const recognised = shippedKnowledge().recognise({ text: word, chosen: null, route: null })
    return recognised.kind === 'known' && recognised.via !== 'spelling'
  })
  expect(named).toEqual([])
})
