import { fixtureFiles, fixtureWith } from '@test/support/interaction-fixture.ts'
import { expect, test } from 'vitest'
import { checkAtc, readAtc } from './knowledge-atc.ts'
import { checkKnowledge, checkSize } from './knowledge-check.ts'
import { KnowledgeError, createKnowledge } from './knowledge.ts'
import { shippedFiles } from './knowledge-shipped.ts'

const tell = (files: ReadonlyMap<string, string>): readonly string[] =>
  checkKnowledge(files).problems.map(({ file, line, message }) => `${file}:${line}: ${message}`)

// Catches: a line of the shipped knowledge that nobody can read, or knowledge that shrinks below what was promised.
test('the shipped knowledge passes its validator and is large enough', () => {
  const { base } = checkKnowledge(shippedFiles())
  expect(tell(shippedFiles())).toEqual([])
  expect(checkSize(base)).toEqual([])
  expect(base.version.ingredients).toBeGreaterThanOrEqual(800)
  expect(base.version.rules).toBeGreaterThanOrEqual(448)
})

test('the fixture is sound, so that the faults below are the ones that are found', () => {
  expect(tell(fixtureFiles())).toEqual([])
})

// Catches: a fault in the knowledge that passes the validator, or one whose line nobody finds.
test.each([
  [
    'an unknown ingredient in a rule',
    'rules/a.txt',
    'warfrin + aspirin | major | ward | a | b | c | rapid | probable | src |',
    'rules/a.txt:7: "warfrin" is no normal name',
  ],
  [
    'a brand in a rule',
    'rules/a.txt',
    'Coumadin + aspirin | major | ward | a | b | c | rapid | probable | src |',
    '"Coumadin" is no normal name',
  ],
  [
    'an unknown class',
    'rules/a.txt',
    'warfarin + @nsaid | major | ward | a | b | c | rapid | probable | src |',
    'There is no class "nsaid"',
  ],
  [
    'an unknown severity',
    'rules/a.txt',
    'warfarin + aspirin | severe | ward | a | b | c | rapid | probable | src |',
    '"severe" is no severity',
  ],
  [
    'an unknown source',
    'rules/a.txt',
    'warfarin + aspirin | major | ward | a | b | c | rapid | probable | srcc |',
    'There is no source "srcc"',
  ],
  [
    'a rule without a source',
    'rules/a.txt',
    'warfarin + aspirin | major | ward | a | b | c | rapid | probable | |',
    'names no source',
  ],
  [
    'a rule without what to do',
    'rules/a.txt',
    'warfarin + aspirin | major | ward | a | b | | rapid | probable | src |',
    'nothing under "what to do"',
  ],
  [
    'a condition that is none',
    'rules/a.txt',
    'warfarin + aspirin | major | ward | a | b | c | rapid | probable | src | aged -> minor',
    '"aged" is no condition',
  ],
  [
    'a term that the rule lacks',
    'rules/a.txt',
    'warfarin + aspirin | major | ward | a | b | c | rapid | probable | src | route(c)=topical -> minor',
    'is no condition',
  ],
  [
    'an unknown route',
    'rules/a.txt',
    'warfarin + aspirin | major | ward | a | b | c | rapid | probable | src | route(b)=skin -> minor',
    'is no condition',
  ],
  [
    'a context without severity',
    'rules/a.txt',
    'warfarin + aspirin | major | ward | a | b | c | rapid | probable | src | age>=65',
    'is no "condition -> severity"',
  ],
  [
    'a missing field',
    'rules/a.txt',
    'warfarin + aspirin | major | ward | a | b',
    'has 5 fields and needs 10',
  ],
  [
    'the same rule twice',
    'rules/a.txt',
    '@nsaids + warfarin | major | ward | a | b | c | rapid | probable | src |',
    'is there already (rules/a.txt:1)',
  ],
  [
    'a contradiction',
    'rules/a.txt',
    '@nsaids + warfarin | minor | ward | a | b | c | rapid | probable | src |',
    'contradicts rules/a.txt:1: minor and major',
  ],
  [
    'a class that repeats another and contradicts it',
    'classes/a.txt',
    'nsaids2 | NSAIDs | ibuprofen; diclofenac | src',
    null,
  ],
  [
    'a rule that nothing can fill',
    'rules/a.txt',
    'warfarin + warfarin | major | ward | a | b | c | rapid | probable | src |',
    'No different ingredients',
  ],
  [
    'a name that two entries share',
    'formulary/a.txt',
    'naproxen | M01AE02 | coumadin | |',
    '"coumadin" is a name of "warfarin" already (formulary/a.txt:1)',
  ],
  [
    'a name that differs in a hyphen only',
    'formulary/a.txt',
    'naproxen | M01AE02 | Cou-madin | |',
    'is a name of "warfarin" already',
  ],
  ['an ingredient twice', 'formulary/a.txt', 'warfarin | B01AA03 | | |', '"warfarin" has a line already'],
  ['a malformed code', 'formulary/a.txt', 'naproxen | M01AE2 | | |', '"M01AE2" is no fifth-level ATC code'],
  ['no code at all', 'formulary/a.txt', 'naproxen | | | |', 'names no ATC code'],
  [
    'a combination of something unknown',
    'formulary/a.txt',
    'aspirin + caffeine | N02BA51 | | |',
    '"caffeine" of "aspirin + caffeine" has no line of its own',
  ],
  ['a class that contains itself', 'classes/a.txt', 'loop | loops | @loop | src', 'contains itself'],
  [
    'a class without members',
    'classes/a.txt',
    'empty | empties | ibuprofen; -ibuprofen | src',
    'has no members',
  ],
  [
    'an ATC prefix that nothing has',
    'classes/a.txt',
    'empty | empties | ibuprofen; atc:Z99 | src',
    'begins with "Z99"',
  ],
  [
    'a duplication of no class',
    'duplicates.txt',
    'statins | 1 | major | Two statins: keep one. | src',
    'There is no class "statins"',
  ],
  [
    'a number that is none',
    'duplicates.txt',
    'penicillins | one | major | Two: keep one. | src',
    '"one" is no number',
  ],
  [
    'cross-reactivity with nobody',
    'allergies.txt',
    'x | x | ibuprofen | cefs = minor, 1 % | src',
    'There is no allergen "cefs"',
  ],
  [
    'cross-reactivity without severity',
    'allergies.txt',
    'x | x | ibuprofen | nsaids | src',
    'is no "allergen = severity, rate"',
  ],
  ['a source twice', 'sources.txt', 'src | Another.', 'The source "src" has a line already'],
])('%s is found', (_what, file, line, message) => {
  const told = tell(fixtureWith(file, line))
  if (message === null) expect(told).toEqual([])
  else expect(told.join('\n')).toContain(message)
})

test('two class names for the same drugs must not disagree', () => {
  const files = new Map(fixtureWith('classes/a.txt', 'nsaids2 | NSAIDs | ibuprofen; diclofenac | src'))
  files.set('rules/b.txt', 'warfarin + @nsaids2 | minor | ward | a | b | c | rapid | probable | src |')
  expect(tell(files).join('\n')).toContain('speaks of the same drugs as rules/a.txt:1 under other names')
})

test('a missing date is found', () => {
  expect(tell(fixtureFiles({ 'version.txt': null })).join('\n')).toContain('date of the knowledge')
})

// Catches: a station that checks with the part of its knowledge that happens to be readable.
test('knowledge with a line that cannot be read is refused as a whole', () => {
  expect(() => createKnowledge(fixtureWith('rules/a.txt', 'warfarin | major'))).toThrow(KnowledgeError)
  expect(createKnowledge(fixtureFiles()).version).toEqual({
    version: '2026-01-31',
    ingredients: 11,
    reviewed: null,
    rules: 6,
  })
})

// Catches: codes that WHO does not have, and a code under the wrong name, pass the comparison with WHO's table.
test('codes and names are compared with a table of WHO', () => {
  const { base } = checkKnowledge(fixtureFiles())
  const table = [
    'atc_code,atc_name,ddd',
    'B01AA03,warfarin,7.5',
    'B01AC06,acetylsalicylic acid,1',
    'N02BA01,acetylsalicylic acid,3',
    'M01AE01,ibuprofen,1.2',
    'M01AB05,diclofenac,0.1',
    'A02BC01,omeprazole,20',
    'N06AB06,sertraline,50',
    'C01AA05,digitoxin,0.1',
    'N05BB01,hydroxyzine,75',
    'C02DB02,hydralazine,100',
    'J01CA04,"amoxicillin",1.5',
  ].join('\n')
  const report = checkAtc(base, readAtc(table))
  expect(report.unknown.map(({ message }) => message)).toEqual([
    'WHO has no code J01CR02 ("amoxicillin + clavulanate").',
  ])
  expect(report.otherNames.map(({ message }) => message)).toEqual([
    'C01AA05 is "digitoxin" at WHO and "digoxin" here.',
  ])
})
