import { checkTexts, fixtureFiles } from '@test/support/interaction-fixture.ts'
import { expect, test } from 'vitest'
import { createKnowledge } from './knowledge.ts'

const words = {
  bleeding: 'The patient bleeds. | Platelets are inhibited.',
  kinetics: 'Levels rise. | CYP2C9 is inhibited.',
  both: 'Levels rise and the patient bleeds. | CYP2C9 and platelets are inhibited.',
  serotonin: 'Serotonin syndrome. | Serotonin adds up.',
} as const

const line = (terms: string, severity: string, about: keyof typeof words, tier = 'ward'): string =>
  `${terms} | ${severity} | ${tier} | ${words[about]} | Avoid. | rapid | established | src |`

/** What is shown for warfarin with ibuprofen. */
function shown(...rules: readonly string[]): readonly string[] {
  const classes = [
    'nsaids | NSAIDs | atc:M01A | src',
    'analgesics | analgesics | @nsaids; aspirin | src',
    'bleeders | bleeders | warfarin; sertraline | src',
    'others | others | sertraline; ibuprofen | src',
  ]
  const files = fixtureFiles({
    'classes/a.txt': classes.join('\n'),
    'rules/a.txt': rules.join('\n'),
    'duplicates.txt': null,
    'allergies.txt': null,
  })
  return checkTexts(createKnowledge(files), ['warfarin', 'ibuprofen']).findings.map(
    ({ key, severity, tier, interrupts }) => `${key} ${severity} ${tier}${interrupts ? ' !' : ''}`,
  )
}

// Catches: a specific rule that does not speak, or one that hides a warning about something else.
test.each<[string, readonly string[], readonly string[]]>([
  [
    'the more specific one speaks, though milder',
    [line('@bleeders + @nsaids', 'major', 'bleeding'), line('warfarin + ibuprofen', 'moderate', 'bleeding')],
    ['rule:warfarin + ibuprofen moderate ward'],
  ],
  [
    'the more specific one speaks, though worse',
    [line('@bleeders + @nsaids', 'moderate', 'bleeding'), line('warfarin + @nsaids', 'major', 'bleeding')],
    ['rule:warfarin + @nsaids major ward'],
  ],
  [
    'a class within the class is more specific',
    [line('warfarin + @analgesics', 'major', 'bleeding'), line('warfarin + @nsaids', 'moderate', 'bleeding')],
    ['rule:warfarin + @nsaids moderate ward'],
  ],
  [
    'classes that only overlap: the worse',
    [line('warfarin + @others', 'moderate', 'bleeding'), line('@bleeders + @nsaids', 'major', 'bleeding')],
    ['rule:@bleeders + @nsaids major ward'],
  ],
  [
    'different things are both shown',
    [line('@bleeders + @nsaids', 'minor', 'serotonin'), line('warfarin + ibuprofen', 'major', 'bleeding')],
    ['rule:warfarin + ibuprofen major ward', 'rule:@bleeders + @nsaids minor ward'],
  ],
  [
    'a milder one about a part takes nothing back',
    [line('@bleeders + @nsaids', 'major', 'both'), line('warfarin + ibuprofen', 'minor', 'kinetics')],
    ['rule:@bleeders + @nsaids major ward', 'rule:warfarin + ibuprofen minor ward'],
  ],
  [
    'a milder one about all of it does',
    [line('@bleeders + @nsaids', 'major', 'kinetics'), line('warfarin + ibuprofen', 'minor', 'both')],
    ['rule:warfarin + ibuprofen minor ward'],
  ],
  [
    'the low-priority list gives way to the ward',
    [
      line('warfarin + ibuprofen', 'minor', 'bleeding', 'onc-low'),
      line('@bleeders + @nsaids', 'major', 'bleeding'),
    ],
    ['rule:@bleeders + @nsaids major ward'],
  ],
  [
    'the high-priority list is not softened',
    [
      line('@bleeders + @nsaids', 'major', 'bleeding', 'onc-high'),
      line('warfarin + ibuprofen', 'minor', 'bleeding'),
    ],
    ['rule:onc-high:@bleeders + @nsaids major onc-high !'],
  ],
  [
    'a worse rule of the ward inherits the right to interrupt',
    [
      line('@bleeders + @nsaids', 'moderate', 'bleeding', 'onc-high'),
      line('warfarin + ibuprofen', 'major', 'bleeding'),
    ],
    ['rule:warfarin + ibuprofen major onc-high !'],
  ],
  [
    'one contraindicated interrupts',
    [line('warfarin + ibuprofen', 'contraindicated', 'bleeding')],
    ['rule:warfarin + ibuprofen contraindicated ward !'],
  ],
  [
    'the low-priority list never does',
    [line('warfarin + ibuprofen', 'contraindicated', 'bleeding', 'onc-low')],
    ['rule:onc-low:warfarin + ibuprofen contraindicated onc-low'],
  ],
])('%s', (_what, rules, expected) => {
  expect(shown(...rules)).toEqual(expected)
  expect(shown(...rules.toReversed())).toEqual(expected)
})
