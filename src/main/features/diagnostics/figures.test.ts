import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newLedger, reserve, settle } from './engine-ledger.ts'
import type { FeedbackFigure } from './ports.ts'
import { calibrate } from './view.ts'

describe('calibration', () => {
  const judged = (
    confidence: number,
    verdict: FeedbackFigure['verdict'],
    month: string | null = '2026-11',
  ): FeedbackFigure => ({
    confidence,
    verdict,
    useful: verdict !== 'wrong',
    month,
  })

  // Catches: a confidence on the edge counted twice or not at all.
  test('puts every run into one bucket, the edge into the upper one and 1 into the last', () => {
    const { buckets } = calibrate([
      judged(0, 'wrong'),
      judged(0.1, 'right'),
      judged(0.95, 'right'),
      judged(1, 'partly'),
    ])
    expect(buckets.map(({ runs }) => runs)).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 2])
    expect(buckets[9]).toMatchObject({ right: 1, partly: 1, wrong: 0, meanConfidence: 0.975 })
    expect(buckets[5]?.meanConfidence).toBeNull()
  })

  // Catches: rules that have grown worse hidden behind the good runs of last year.
  test('is told by month, the latest first, and what has no month by itself', () => {
    const { months } = calibrate([
      judged(0.9, 'right', '2025-12'),
      judged(0.8, 'wrong'),
      judged(0.6, 'right'),
      judged(0.5, 'partly', null),
    ])
    expect(months).toEqual([
      {
        month: '2026-11',
        runs: 2,
        right: 1,
        partly: 0,
        wrong: 1,
        meanConfidence: expect.closeTo(0.7, 9),
        brier: expect.closeTo(0.4, 9),
      },
      {
        month: '2025-12',
        runs: 1,
        right: 1,
        partly: 0,
        wrong: 0,
        meanConfidence: 0.9,
        brier: expect.closeTo(0.01, 9),
      },
      { month: null, runs: 1, right: 0, partly: 1, wrong: 0, meanConfidence: 0.5, brier: 0 },
    ])
    const many = Array.from({ length: 30 }, (_, n) => judged(0.5, 'right', `20${10 + n}-01`))
    expect(calibrate(many).months.map(({ month }) => month)).toHaveLength(24)
    expect(calibrate(many).months[0]?.month).toBe('2039-01')
  })

  // Catches: no feedback shown as a perfect score.
  test('without feedback there is no score, and a sure and right run has the best one', () => {
    expect(calibrate([])).toMatchObject({ brier: null, judged: 0 })
    expect(calibrate([judged(1, 'right')]).brier).toBe(0)
    expect(calibrate([judged(1, 'wrong')]).brier).toBe(1)
    expect(calibrate([judged(0.8, 'right'), judged(0.4, 'wrong')]).brier).toBeCloseTo((0.04 + 0.16) / 2, 10)
  })
})

describe('the ledger of a run', () => {
  // Catches: a budget that can be passed by any order of questions and costs up to their ceiling.
  test('never sets aside more than the budget', () => {
    fc.assert(
      fc.property(
        fc.record({ calls: fc.nat(12), moneyMicro: fc.nat(1_000_000), timeMs: fc.constant(1) }),
        fc.integer({ min: 1, max: 200_000 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }),
        (budget, ceiling, shares) => {
          let ledger = newLedger(budget)
          for (const share of shares) {
            const reserved = reserve(ledger, ceiling)
            ledger = reserved.ledger
            expect(ledger.calls).toBeLessThanOrEqual(budget.calls)
            expect(ledger.moneyMicro).toBeLessThanOrEqual(budget.moneyMicro)
            if (reserved.allowed) ledger = settle(ledger, ceiling, share * ceiling)
            else expect(ledger.spent).not.toBeNull()
          }
        },
      ),
    )
  })
})
