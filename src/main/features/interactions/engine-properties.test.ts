import fc from 'fast-check'
import { drugsOf } from '@test/support/interaction-fixture.ts'
import { Finding } from '@shared/features/interactions/check.ts'
import { interactionRank, nothingKnown, Recognition } from '@shared/features/interactions/model.ts'
import type { KnownDrug, PatientContext } from '@shared/features/interactions/model.ts'
import { expect, test } from 'vitest'
import { shippedKnowledge } from './knowledge-shipped.ts'

const knowledge = shippedKnowledge()
const formulary = knowledge.browse('', 0, 5_000).entries.map(({ name }) => name)
// Drugs that many rules speak of, so that random lists meet something.
const busy =
  'warfarin aspirin ibuprofen diclofenac lisinopril losartan spironolactone furosemide digoxin amiodarone simvastatin clarithromycin fluconazole rifampin carbamazepine phenytoin sertraline tramadol linezolid phenelzine haloperidol methadone ondansetron oxycodone lorazepam gabapentin lithium methotrexate omeprazole pantoprazole clopidogrel metformin tacrolimus cyclosporine ritonavir theophylline ciprofloxacin levothyroxine prednisone metoprolol verapamil'.split(
    ' ',
  )
const route = fc.constantFrom('oral', 'topical', 'intravenous', 'ophthalmic', null)
const drug = fc
  .tuple(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...busy) }, fc.constantFrom(...formulary)), route)
  .map(([text, given]): KnownDrug => {
    const [found] = drugsOf(
      { ...knowledge, recognise: (line) => knowledge.recognise({ ...line, chosen: line.text }) },
      [text],
    )
    if (found === undefined) throw new Error(text)
    return { ...found, route: given }
  })
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null })
const patient: fc.Arbitrary<PatientContext> = fc.record({
  ageYears: orNull(fc.integer({ min: 0, max: 110 })),
  pregnant: orNull(fc.boolean()),
  egfr: orNull(fc.integer({ min: 0, max: 130 })),
  childPugh: orNull(fc.constantFrom('A', 'B', 'C')),
  potassium: orNull(fc.double({ min: 2, max: 7, noNaN: true })),
  qtc: orNull(fc.integer({ min: 350, max: 600 })),
  allergies: orNull(
    fc.array(fc.constantFrom('penicillin', 'sulfa', 'aspirin', 'nsaid', 'unknown thing'), { maxLength: 3 }),
  ),
})

/** What a finding says, without where in the list its drugs stand. */
const said = (finding: Finding): string =>
  [
    finding.key,
    [...finding.ingredients].sort().join('+'),
    finding.severity,
    finding.tier,
    finding.interrupts,
    [...finding.missing].sort().join(),
  ].join(' | ')

// Catches: an answer that depends on which drug was typed first.
test('two drugs are answered the same in either order', () => {
  fc.assert(
    fc.property(drug, drug, patient, (a, b, context) => {
      const one = knowledge.check([a, b], context, new Map(), 0)
      const other = knowledge.check([b, a], context, new Map(), 0)
      expect(other.findings.map(said).sort()).toEqual(one.findings.map(said).sort())
      expect(other.open.map(({ pair }) => pair.join()).sort()).toEqual(
        one.open.map(({ pair }) => pair.join()).sort(),
      )
      expect(other.settled).toEqual(one.settled)
    }),
    { numRuns: 400 },
  )
})

test('a list is answered the same in every order', () => {
  fc.assert(
    fc.property(
      fc
        .array(drug, { minLength: 2, maxLength: 9 })
        .chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
          ),
        ),
      patient,
      ([list, shuffled], context) => {
        const one = knowledge.check(list, context, new Map(), 0)
        const other = knowledge.check(shuffled, context, new Map(), 0)
        expect(other.findings.map(said).sort()).toEqual(one.findings.map(said).sort())
        expect(other.open.map(({ pair }) => pair.join()).sort()).toEqual(
          one.open.map(({ pair }) => pair.join()).sort(),
        )
      },
    ),
    { numRuns: 150 },
  )
})

// Catches: a warning that another drug of the list hides. A PPI is the one drug that may change the others' answer.
test('one more drug takes no warning about the others away', () => {
  const isPpi = ({ ingredients }: KnownDrug) => ingredients.some((name) => /prazole$|prazan$/.test(name))
  fc.assert(
    fc.property(fc.array(drug, { minLength: 2, maxLength: 7 }), drug, patient, (list, added, context) => {
      fc.pre(!isPpi(added))
      const before = knowledge.check(list, context, new Map(), 0).findings
      const after = knowledge.check([...list, added], context, new Map(), 0).findings
      for (const finding of before) {
        // Duplicates and "three of one class" name one drug more and may be worse; what they said before is still in it.
        const still = after.some(
          ({ key, drugs, severity }) =>
            interactionRank(severity) >= interactionRank(finding.severity) &&
            (key === finding.key || key.startsWith('duplicate:')) &&
            finding.drugs.every((place) => drugs.includes(place)),
        )
        expect(still, `${finding.key} went away`).toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})

// Catches: a pair that is neither answered nor open, and so would read as safe.
test('every pair of a list is either settled or an open question', () => {
  fc.assert(
    fc.property(fc.array(fc.option(drug, { nil: null }), { maxLength: 8 }), patient, (list, context) => {
      const { open, settled, findings } = knowledge.check(list, context, new Map(), 0)
      const answered = new Set([
        ...open.map(({ places }) => places.join()),
        ...settled.map((places) => places.join()),
      ])
      for (const [a, first] of list.entries())
        for (const [b, second] of list.entries())
          if (a < b && first !== null && second !== null) expect(answered).toContain(`${a},${b}`)
      for (const finding of findings) {
        expect(Finding.safeParse(finding).success).toBe(true)
        expect(finding.drugs.length).toBe(finding.ingredients.length)
        for (const place of finding.drugs) expect(list[place]).not.toBeNull()
      }
    }),
    { numRuns: 150 },
  )
})

test('findings come worst first', () => {
  const order = ['contraindicated', 'major', 'moderate', 'minor']
  fc.assert(
    fc.property(fc.array(drug, { maxLength: 10 }), patient, (list, context) => {
      const ranks = knowledge
        .check(list, context, new Map(), 0)
        .findings.map(({ severity }) => order.indexOf(severity))
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
    }),
    { numRuns: 60 },
  )
})

// Catches: a text that stops the reading of a list, or an answer that the contract refuses.
test('any pasted text is read without failing, and every answer fits the contract', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom(
      'Allergies: penicillin',
      '1. warfarin 5 mg',
      'Drug,Dose',
      '- ',
      '\t\t',
      '|a|b|',
      '"',
      'and',
      ';;;',
      ',',
    ),
    fc.constantFrom(...busy),
  )
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n', ', ', ' ; '),
      (lines, joint) => {
        const read = knowledge.readList(lines.join(joint))
        expect(
          read.filter(({ recognition }) => !Recognition.nullable().safeParse(recognition).success),
        ).toEqual([])
      },
    ),
    { numRuns: 200 },
  )
})

test('an allergy list of any words is read without failing', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 5 }), (allergies) => {
      const { allergiesNotUnderstood } = knowledge.check(
        drugsOf(knowledge, ['warfarin']),
        { ...nothingKnown, allergies },
        new Map(),
        0,
      )
      expect(allergiesNotUnderstood.every((text) => allergies.includes(text))).toBe(true)
    }),
    { numRuns: 100 },
  )
})
