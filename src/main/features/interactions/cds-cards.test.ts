import { describe, expect, test } from 'vitest'
import type { CheckResult, Finding } from '@shared/features/interactions/check.ts'
import { cardsOf, indicatorOf } from './cds-cards.ts'
import type { OrderedDrug } from './cds-request.ts'

const finding = (more: Partial<Finding> = {}): Finding => ({
  key: 'rule:warfarin + @nsaids',
  kind: 'interaction',
  drugs: [0, 1],
  ingredients: ['warfarin', 'ibuprofen'],
  severity: 'major',
  baseSeverity: 'major',
  tier: 'ward',
  effect: 'Bleeding, above all of the stomach.',
  mechanism: 'Platelets and mucosa.',
  action: 'Use acetaminophen instead.',
  onset: 'delayed',
  evidence: 'established',
  sources: ['label'],
  source: 'local',
  standing: 'knowledge',
  provenance: null,
  applied: [],
  missing: [],
  interrupts: false,
  demotedUntil: null,
  ...more,
})

const result = (more: Partial<CheckResult> = {}): CheckResult => ({
  checkId: 'c',
  drugs: [],
  findings: [],
  clear: [],
  adviceOnly: [],
  pending: [],
  unchecked: [],
  allergiesNotUnderstood: [],
  consulted: { hub: 'consulted', model: 'off' },
  knowledge: { version: '2026-11-22', ingredients: 900, rules: 500, reviewed: null },
  oldestAnswerMs: null,
  citations: { label: 'US prescribing information of warfarin, section 7' },
  latencyMs: 1,
  simulated: false,
  ...more,
})

const drugs: OrderedDrug[] = [
  { text: 'warfarin', route: null, acting: true },
  { text: 'ibuprofen', route: null, acting: false },
  { text: 'digoxin', route: null, acting: false },
]
let serial = 0
const maker = { newId: () => `id-${(serial += 1)}`, linkOf: () => 'https://cds.example/knowledge/x' }

describe('cards', () => {
  // Catches: a contraindication that an EHR shows as a hint, and a minor remark that stops the work.
  test.each([
    [{ interrupts: true, severity: 'contraindicated' }, 'critical'],
    [{ interrupts: true, severity: 'major', tier: 'onc-high' }, 'critical'],
    [{ severity: 'major' }, 'warning'],
    [{ severity: 'moderate' }, 'info'],
    [{ severity: 'minor' }, 'info'],
    [{ severity: 'contraindicated', interrupts: false, demotedUntil: 1 }, 'warning'],
  ] as const)('%o is %s', (more, indicator) => {
    expect(indicatorOf(finding(more))).toBe(indicator)
  })

  // Catches: a summary that clients cut off in the middle of a drug's name.
  test('the summary is under 140 characters, the detail says all', () => {
    const long = finding({ effect: 'x'.repeat(500) })
    const [card] = cardsOf(result({ findings: [long] }), drugs, true, maker).cards
    expect(card?.summary.length).toBeLessThan(140)
    expect(card?.summary.startsWith('warfarin + ibuprofen: ')).toBe(true)
    expect(card?.detail).toContain('x'.repeat(500))
    expect(card?.detail).toContain('US prescribing information of warfarin')
    expect(card?.source.url).toBe('https://cds.example/knowledge/x')
    expect(card?.overrideReasons?.map(({ code }) => code)).toContain('will-monitor')
  })

  // Catches: warnings about drugs that nobody is ordering now.
  test('findings among what the patient takes already stay away', () => {
    const among = finding({ drugs: [1, 2] })
    expect(cardsOf(result({ findings: [among] }), drugs, true, maker).cards).toEqual([])
  })

  // Catches: silence where something could not be checked, which an EHR reads as safe.
  test.each<[string, Partial<CheckResult>, boolean]>([
    [
      'an unknown drug',
      { unchecked: [{ drugs: [2], reason: 'unknown-drug', sentence: 'Not known.', retry: false }] },
      true,
    ],
    [
      'a model that fails',
      { unchecked: [{ drugs: [0, 2], reason: 'model-slow', sentence: 'Too slow.', retry: true }] },
      true,
    ],
    ['an answer on its way', { pending: [[0, 2]] }, true],
    ['a hub that is gone', { consulted: { hub: 'unreachable', model: 'off' } }, true],
    ['a model that alone says nothing is known', { clear: [[0, 2]], adviceOnly: [[0, 2]] }, true],
    ['an allergy in unknown words', { allergiesNotUnderstood: ['blue tablets'] }, true],
    ['no list of what is taken', {}, false],
  ])('%s has a card', (_, more, complete) => {
    const { cards } = cardsOf(result(more), drugs, complete, maker)
    expect(cards).toHaveLength(1)
    expect(cards[0]).toMatchObject({ indicator: 'warning' })
    expect(cards[0]?.summary).toMatch(/could not|Could not/)
  })

  // Catches: text of a chart that becomes a link, a picture or a heading in the prescriber's client.
  test('what a chart holds stays text', () => {
    const sentence = 'x'
    const evil = [{ text: '![](http://evil.example/p.png) <img src=x>', route: null, acting: true }]
    const unchecked = [{ drugs: [0], reason: 'unknown-drug' as const, sentence, retry: false }]
    const [card] = cardsOf(result({ unchecked }), evil, true, maker).cards
    expect(card?.detail).not.toContain('![](')
    expect(card?.detail).not.toContain('<img')
  })

  // Catches: advice of a model that looks like knowledge.
  test('what a model said is called so', () => {
    const said = finding({ source: 'model', standing: 'unvalidated' })
    const [card] = cardsOf(result({ findings: [said] }), drugs, true, maker).cards
    expect(card?.source.label).toContain('not validated')
  })

  // Catches: thirty cards in a row.
  test('the mildest of many are summed up, none is lost', () => {
    const many = Array.from({ length: 30 }, (_, n) => finding({ key: `rule:${n}`, effect: `effect ${n}.` }))
    const { cards, findings } = cardsOf(result({ findings: many }), drugs, true, maker)
    expect(cards).toHaveLength(13)
    expect(findings.size).toBe(12)
    expect(cards.map(({ detail }) => detail).join('\n')).toContain('effect 29.')
  })
})
