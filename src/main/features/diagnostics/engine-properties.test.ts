import fc from 'fast-check'
import { expect, test } from 'vitest'
import { history, studies, symptoms } from '@shared/features/diagnostics/findings-clinical.ts'
import { labs, type MeasuredFinding, vitals } from '@shared/features/diagnostics/findings-measured.ts'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import { Diagnosis, type ModelOpinion, SpecialistId } from '@shared/features/diagnostics/model.ts'
import { conditions } from './conditions.ts'
import { openCase } from './engine-case.ts'
import { opine, opineAll } from './engine-opinions.ts'
import { riskRank } from './engine-risk.ts'
import { synthesise } from './engine-synthesis.ts'
import { raisedBy, weigh } from './engine-weigh.ts'
import { similarCaseDigest } from './seed.ts'

const RUNS = 250

const flags = (table: object): fc.Arbitrary<Record<string, boolean>> =>
  fc.dictionary(fc.constantFrom(...Object.keys(table)), fc.boolean(), { maxKeys: 14 })

const numbers = (table: Readonly<Record<string, MeasuredFinding>>): fc.Arbitrary<Record<string, number>> =>
  fc
    .subarray(Object.keys(table), { maxLength: 10 })
    .chain((names) =>
      fc.tuple(
        ...names.map((name) => {
          const { low, high } = table[name] ?? { low: 0, high: 1 }
          const most = Math.min(high, Math.max(low + 1, low * 12))
          return fc
            .double({ min: low, max: most, noNaN: true })
            .map((value): [string, number] => [name, value])
        }),
      ),
    )
    .map((pairs) => Object.fromEntries(pairs))

/** Findings of all kinds, complaints always among them. */
const anyFindings: fc.Arbitrary<Findings> = fc
  .record({
    ageYears: fc.option(fc.integer({ min: 18, max: 100 })),
    sex: fc.option(fc.constantFrom('male' as const, 'female' as const)),
    symptoms: flags(symptoms),
    history: flags(history),
    vitals: numbers(vitals),
    labs: numbers(labs),
    studies: flags(studies),
    judgements: fc.record({
      acsSuspicion: fc.option(fc.constantFrom('slightly-suspicious', 'highly-suspicious')),
      embolismLeads: fc.option(fc.boolean()),
      infectionSuspected: fc.option(fc.boolean()),
    }),
  })
  .map((input) => Findings.parse(input))

const anyModelOpinion: fc.Arbitrary<ModelOpinion> = fc.record({
  specialist: fc.constantFrom(...SpecialistId.options),
  model: fc.constant('m'),
  promptVersion: fc.constant('1'),
  outcome: fc.oneof(
    fc.record({
      kind: fc.constant('answered' as const),
      concern: fc.constant(''),
      hypotheses: fc.array(
        fc.record({
          condition: fc.constantFrom(...conditions.map(({ id }) => id)),
          name: fc.constant('x'),
          confidence: fc.double({ min: 0, max: 1, noNaN: true }),
          reason: fc.constant('r'),
        }),
        { maxLength: 3 },
      ),
    }),
    fc.record({ kind: fc.constant('failed' as const), reason: fc.constant('slow') }),
  ),
})

// Catches: a result that depends on who answered first.
test('the order of specialists and of opinions does not matter', () => {
  fc.assert(
    fc.property(
      anyFindings,
      fc.shuffledSubarray([...SpecialistId.options], { minLength: 9 }),
      fc.array(anyModelOpinion, { maxLength: 4 }),
      (findings, order, model) => {
        const local = opineAll(findings)
        const shuffled = order.map((specialist) => opine(specialist, findings))
        expect(synthesise(findings, shuffled, model.toReversed())).toEqual(synthesise(findings, local, model))
      },
    ),
    { numRuns: RUNS },
  )
})

// Catches: a model, or one more voice, that talks the risk down, and a diagnosis that its own schema refuses.
test('dissent and opinions of a model never lower the risk, and never move the local ranking', () => {
  fc.assert(
    fc.property(anyFindings, fc.array(anyModelOpinion, { maxLength: 5 }), (findings, model) => {
      const local = opineAll(findings)
      const alone = synthesise(findings, local, [])
      const heard = synthesise(findings, local, model)
      expect(riskRank(heard.risk.level)).toBeGreaterThanOrEqual(riskRank(alone.risk.level))
      expect(heard.differential).toEqual(alone.differential)
      expect(heard.dissent.length).toBeGreaterThanOrEqual(alone.dissent.length)
      if (heard.dissent.length > 0 && riskRank(alone.risk.level) < 2)
        expect(riskRank(heard.risk.level)).toBeGreaterThan(0)
      Diagnosis.parse(heard)
    }),
    { numRuns: RUNS },
  )
})

type Part = 'history' | 'vitals' | 'labs'

function without(findings: Findings, part: Part, name: string): Findings {
  return Findings.parse({
    ...findings,
    [part]: Object.fromEntries(Object.entries(findings[part]).filter(([each]) => each !== name)),
  })
}

// Catches: a value whose absence makes a danger look smaller: the one thing that must never happen.
test('taking a value away never lowers how possible a danger is that a complaint raises', () => {
  fc.assert(
    fc.property(
      anyFindings,
      fc.constantFrom('history', 'vitals', 'labs'),
      fc.nat(),
      (findings, part, pick) => {
        const names = Object.keys(findings[part])
        const name = names[pick % Math.max(1, names.length)]
        if (name === undefined) return
        const [all, fewer] = [openCase(findings), openCase(without(findings, part, name))]
        for (const condition of conditions.filter(({ mustNotMiss }) => mustNotMiss)) {
          if (raisedBy(condition, all) !== 'complaint') continue
          const before = weigh(condition, all, () => true).hypothesis
          const after = weigh(condition, fewer, () => true).hypothesis
          expect(after.atMost, `${condition.id} without ${name}`).toBeGreaterThanOrEqual(before.confidence)
          expect(after.atMost, `${condition.id} without ${name}`).toBeGreaterThanOrEqual(before.atMost)
        }
      },
    ),
    { numRuns: RUNS * 2 },
  )
})

// Catches: the same at the level of the whole: high by a complaint's danger stays high.
test('taking a value away never takes a high risk away that a complaint gave', () => {
  fc.assert(
    fc.property(
      anyFindings,
      fc.constantFrom('history', 'vitals', 'labs'),
      fc.nat(),
      (findings, part, pick) => {
        const names = Object.keys(findings[part])
        const name = names[pick % Math.max(1, names.length)]
        if (name === undefined) return
        const opened = openCase(findings)
        const danger = conditions.some(
          (condition) =>
            condition.mustNotMiss &&
            raisedBy(condition, opened) === 'complaint' &&
            weigh(condition, opened, () => true).hypothesis.atMost >= 0.5,
        )
        if (!danger) return
        const fewer = without(findings, part, name)
        expect(synthesise(fewer, opineAll(fewer), []).risk.level).toBe('high')
      },
    ),
    { numRuns: RUNS },
  )
})

// Catches: absent, null and a different order of fields taken for different cases; different findings taken for one.
test('the key of similar cases depends on what is known and on nothing else', () => {
  const a = Findings.parse({ symptoms: { fever: true, cough: false }, labs: { crp: 12 } })
  const b = Findings.parse({ labs: { crp: 12.4 }, ageYears: null, symptoms: { cough: false, fever: true } })
  expect(similarCaseDigest(b, null)).toBe(similarCaseDigest(a, null))
  fc.assert(
    fc.property(anyFindings, anyFindings, (one, other) => {
      const same = similarCaseDigest(one, null) === similarCaseDigest(other, null)
      const equal = JSON.stringify(opineAll(one)) === JSON.stringify(opineAll(other))
      if (same) expect(equal).toBe(true)
    }),
    { numRuns: 50 },
  )
  expect(similarCaseDigest(a, 'model 1')).not.toBe(similarCaseDigest(a, null))
})
