import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BoardView } from '@shared/features/population/board.ts'
import { type CohortFilter, everybody } from '@shared/features/population/model.ts'
import { distributionOf } from './distribution.ts'
import { DAY_MS, pointsOf } from './engine.ts'
import type { PatientState } from './ports.ts'
import { PopulationReplica } from './replica.ts'
import { Selection } from './selection.ts'

const NOW = Date.UTC(2026, 10, 22, 15)
const TODAY = Math.floor(NOW / DAY_MS)

function stateOf(value: number, change: Partial<PatientState> = {}): PatientState {
  const points = pointsOf('blood_pressure', value)
  return {
    contributions: [{ metric: 'blood_pressure', value, at: NOW, points }],
    score: points,
    day: TODAY,
    before: null,
    highSince: points > 75 ? NOW : null,
    announced: points > 75,
    enteredAt: null,
    ...change,
  }
}

function put(
  replica: PopulationReplica,
  patientId: string,
  value: number,
  change: Partial<PatientState> = {},
): number {
  const state = stateOf(value, change)
  return replica.putScore(patientId, state.score, state)
}

const view = (change: Partial<BoardView> = {}): BoardView => ({
  filter: everybody,
  search: '',
  order: 'score',
  offset: 0,
  limit: 50,
  ...change,
})

const idsOf = (selection: Selection): string[] => selection.rows(NOW).map(({ patientId }) => patientId)

describe('ranking', () => {
  // Catches: a patient lost, doubled or in a wrong place after many moves; equal scores in another order than the hub's.
  test('after any changes the order is that of a sort', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 120, max: 135 })), {
          maxLength: 200,
        }),
        (changes) => {
          const replica = new PopulationReplica()
          const scores = new Map<string, number>()
          for (const [patient, value] of changes) {
            put(replica, `P${patient}`, value)
            scores.set(`P${patient}`, pointsOf('blood_pressure', value))
          }
          const sorted = [...scores].sort(([a, one], [b, other]) => other - one || (a < b ? 1 : -1))
          const rows = new Selection(replica, view({ limit: 200 })).rows(NOW)
          expect(rows.map(({ patientId }) => patientId)).toEqual(sorted.map(([id]) => id))
          expect(rows.map(({ rank }) => rank)).toEqual(sorted.map((_, index) => index + 1))
        },
      ),
    )
  })
})

describe('a selection', () => {
  function cohort(): PopulationReplica {
    const replica = new PopulationReplica()
    put(replica, 'P1', 290)
    put(replica, 'P2', 230, { before: 10 })
    put(replica, 'P3', 180, { before: 29 })
    put(replica, 'P4', 130, { before: 80 })
    const base = { sex: null, conditions: [] as string[] }
    replica.putEnrolment({ ...base, patientId: 'P1', name: 'Ada Lind', birthDate: '1944-11-23', unit: '4b' })
    replica.putEnrolment({
      ...base,
      patientId: 'P2',
      name: 'Bo Ek',
      birthDate: '1946-11-22',
      unit: '4b',
      conditions: ['diabetes', 'asthma'],
    })
    replica.putEnrolment({
      ...base,
      patientId: 'P3',
      name: null,
      birthDate: null,
      unit: null,
      conditions: ['asthma'],
    })
    const care = { rev: 1, assignedAt: NOW, outreach: [], olderNotes: 0 }
    const snooze = { until: NOW + 60_000, reason: 'away', by: 'kim', at: NOW - 60_000 }
    replica.putCare({ ...care, patientId: 'P2', manager: 'kim', snooze, nextContact: '2026-12-01' })
    replica.putCare({ ...care, patientId: 'P3', manager: null, snooze: null, nextContact: '2026-11-30' })
    return replica
  }
  const filtered = (change: Partial<CohortFilter>) => view({ filter: { ...everybody, ...change } })

  // Catches: an unknown attribute taken as a match, and the wrong side of an age's edge (81 and 80 today).
  test.each([
    [{ unit: '4b' }, ['P1', 'P2']],
    [{ unit: '9z' }, []],
    [{ ageBand: '80+' }, ['P1', 'P2']],
    [{ ageBand: '65-79' }, []],
    [{ condition: 'asthma' }, ['P2', 'P3']],
    [{ condition: 'diabetes' }, ['P2']],
    [{ careManager: 'kim' }, ['P2']],
    [{ careManager: '' }, ['P1', 'P3', 'P4']],
    [{ band: 'raised' }, ['P2']],
    [{ awake: true }, ['P1', 'P3', 'P4']],
  ] as const)('of %j is %j', (filter, expected) => {
    const selection = new Selection(cohort(), filtered(filter))
    expect(idsOf(selection)).toEqual(expected)
    expect(selection.matching).toBe(expected.length)
  })

  test('finds part of a name or an id in any case', () => {
    expect(idsOf(new Selection(cohort(), view({ search: 'LIND' })))).toEqual(['P1'])
    expect(idsOf(new Selection(cohort(), view({ search: 'p3' })))).toEqual(['P3'])
  })

  // Catches: ranks within the selection instead of within the population, and pages that do not join.
  test('keeps the ranks of the whole, page by page', () => {
    const pages = [0, 1].map((offset) =>
      new Selection(cohort(), view({ filter: { ...everybody, condition: 'asthma' }, offset, limit: 1 })).rows(
        NOW,
      ),
    )
    expect(pages.flat().map(({ patientId, rank }) => [patientId, rank])).toEqual([
      ['P2', 2],
      ['P3', 3],
    ])
  })

  // Catches: who was not there yesterday listed as the greatest rise, and who has no date as the next to be called.
  test('orders by rise and by next contact, what is not known last', () => {
    expect(idsOf(new Selection(cohort(), view({ order: 'rise' })))).toEqual(['P2', 'P3', 'P4', 'P1'])
    expect(idsOf(new Selection(cohort(), view({ order: 'fall' })))).toEqual(['P4', 'P3', 'P2', 'P1'])
    expect(idsOf(new Selection(cohort(), view({ order: 'next-contact' })))).toEqual(['P3', 'P2', 'P1', 'P4'])
  })

  // Catches: a snooze that outlasts a crossing.
  test('a crossing after the snooze wakes', () => {
    const replica = cohort()
    put(replica, 'P2', 280, { enteredAt: NOW - 30_000 })
    expect(idsOf(new Selection(replica, filtered({ awake: true })))).toContain('P2')
    put(replica, 'P2', 280, { enteredAt: NOW - 90_000 })
    expect(idsOf(new Selection(replica, filtered({ awake: true })))).not.toContain('P2')
  })

  // Catches: a count or a page that is right when made and wrong after the next change.
  test('follows changes as a new one would see them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 120, max: 300 })), {
          maxLength: 60,
        }),
        fc.constantFrom('high', 'raised', 'low'),
        (changes, band) => {
          const replica = new PopulationReplica()
          const followed = new Selection(replica, filtered({ band }))
          followed.rows(NOW)
          for (const [patient, value] of changes) followed.touched(put(replica, `P${patient}`, value))
          const fresh = new Selection(replica, filtered({ band }))
          expect(followed.rows(NOW)).toEqual(fresh.rows(NOW))
          expect(followed.matching).toBe(fresh.matching)
          expect(fresh.rows(NOW).every((row) => row.band === band)).toBe(true)
        },
      ),
    )
  })
})

describe('somebody on the roster of whom nothing was ever read', () => {
  const enrol = (replica: PopulationReplica, patientId: string): number =>
    replica.putEnrolment({ patientId, name: null, birthDate: null, sex: null, unit: '4b', conditions: [] })
  function mixed(): PopulationReplica {
    const replica = new PopulationReplica()
    enrol(replica, 'U2')
    put(replica, 'P1', 290)
    enrol(replica, 'P1')
    enrol(replica, 'U1')
    put(replica, 'P2', 100)
    return replica
  }
  const pagesOf = (replica: PopulationReplica, change: Partial<BoardView>): string[] =>
    [0, 1, 2, 3, 4].flatMap((offset) => idsOf(new Selection(replica, view({ ...change, offset, limit: 1 }))))

  // Catches: a patient left out because nobody has measured anything, or shown with a score of 0 as the safest of all.
  test('is on the board after everybody else, without rank, score and band', () => {
    const replica = mixed()
    const rows = new Selection(replica, view()).rows(NOW)
    expect(rows.map(({ patientId, rank, score, band }) => [patientId, rank, score, band])).toEqual([
      ['P1', 1, 85, 'high'],
      ['P2', 2, 0, 'low'],
      ['U1', null, null, null],
      ['U2', null, null, null],
    ])
    expect(rows[2]).toMatchObject({ missing: ['a1c', 'bmi', 'blood_pressure'], yesterday: null })
    expect(new Selection(replica, view()).matching).toBe(4)
    for (const order of ['score', 'rise', 'fall', 'next-contact'] as const)
      expect(pagesOf(replica, { order })).toEqual(['P1', 'P2', 'U1', 'U2'])
    expect(pagesOf(replica, { filter: { ...everybody, unit: '4b' } })).toEqual(['P1', 'U1', 'U2'])
  })

  // Catches: one who is found as "low", in a bar, or among those who stayed as they were.
  test('is in no band, in no bar and in a filter and a count of his own', () => {
    const replica = mixed()
    const of = (band: CohortFilter['band']): string[] =>
      idsOf(new Selection(replica, view({ filter: { ...everybody, band } })))
    expect(of('low')).toEqual(['P2'])
    expect(of('unscored')).toEqual(['U1', 'U2'])
    const all = distributionOf(replica, everybody, NOW)
    expect(all).toMatchObject({ patients: 2, unscored: 2, rose: 0, fell: 0, same: 0 })
    expect(all.bins.reduce((sum, bin) => sum + bin.now, 0)).toBe(2)
    expect(distributionOf(replica, { ...everybody, scores: { from: 0, below: null } }, NOW)).toMatchObject({
      patients: 2,
      unscored: 0,
    })
  })

  // Catches: one who is listed twice, or still counted, once the first reading has come.
  test('takes his place with the first reading', () => {
    const replica = mixed()
    const selection = new Selection(replica, view({ filter: { ...everybody, band: 'unscored' } }))
    expect(idsOf(selection)).toEqual(['U1', 'U2'])
    selection.touched(put(replica, 'U1', 200))
    expect(idsOf(selection)).toEqual(['U2'])
    expect(pagesOf(replica, {})).toEqual(['P1', 'U1', 'P2', 'U2'])
    expect([replica.size, replica.unscored]).toEqual([4, 1])
  })
})

// Catches: a bar that leads to other patients than it counts, at its edges above all.
test('every bar of the distribution is the list of its range', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.integer({ min: 0, max: 20 }).map((n) => n * 5),
          fc.double({ min: 0, max: 100, noNaN: true }),
        ),
        {
          maxLength: 60,
        },
      ),
      (scores) => {
        const replica = new PopulationReplica()
        scores.forEach((score, n) => replica.putScore(`P${n}`, score, null))
        for (const { from, now } of distributionOf(replica, everybody, NOW).bins) {
          const span = { from, below: from === 95 ? null : from + 5 }
          expect(
            new Selection(replica, view({ filter: { ...everybody, scores: span } })).rows(NOW).length,
          ).toBe(Math.min(50, now))
        }
      },
    ),
  )
})

// Catches: movements counted against nothing, bins that lose the score of 100, and sums that do not come out.
test('the distribution says who rose and fell since yesterday', () => {
  const replica = new PopulationReplica()
  put(replica, 'P1', 290, { before: 60 })
  put(replica, 'P2', 130, { before: 60 })
  put(replica, 'P3', 220, { day: TODAY - 3, before: 10 })
  put(replica, 'P4', 300)
  replica.putScore('P5', 100, stateOf(300, { score: 100 }))
  replica.putScore('P6', 42, null)
  const found = distributionOf(replica, everybody, NOW)
  expect(found).toMatchObject({ patients: 6, rose: 1, fell: 1, same: 1 })
  expect(found.bins.reduce((sum, bin) => sum + bin.now, 0)).toBe(6)
  expect(found.bins.reduce((sum, bin) => sum + bin.yesterday, 0)).toBe(3)
  expect(found.bins.at(-1)?.now).toBe(1)
  expect(found.flow).toContainEqual({ from: 'raised', to: 'high', patients: 1 })
  expect(found.flow).toContainEqual({ from: null, to: 'moderate', patients: 1 })
  expect(found.flow.reduce((sum, { patients }) => sum + patients, 0)).toBe(6)
})
