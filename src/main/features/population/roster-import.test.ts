import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HubError } from '@main/hub/hub-error.ts'
import type { Enrolment } from '@shared/features/population/model.ts'
import { RosterImport, type RosterShelf } from './roster-import.ts'

const HEADER = 'patient_id,name,birth_date,sex,unit,conditions'

class Shelf implements RosterShelf {
  readonly taken = new Map<string, Enrolment>()
  announced = 0

  now(): number {
    return Date.UTC(2026, 10, 22)
  }

  write(enrolments: readonly Enrolment[]): Promise<void> {
    for (const enrolment of enrolments) this.taken.set(enrolment.patientId, enrolment)
    return Promise.resolve()
  }

  unscored(patientIds: readonly string[]): Promise<number> {
    return Promise.resolve(patientIds.length)
  }

  announce(): Promise<void> {
    this.announced += 1
    return Promise.resolve()
  }
}

const good = (n: number): string => `P${n},Name ${n},1950-01-01,male,west,`

// Catches: a good line that is lost because of what stands before, after or around it, above all of stray quotation marks.
test('whatever stands between them, good lines are taken and the others are told by their number', async () => {
  const rubbish = fc.oneof(
    fc.stringMatching(/^["a-z, ]{1,20}$/),
    fc.constantFrom(
      '"',
      'X,"',
      '",1950-01-01,male,west,c',
      'X,"open',
      ',,,,,',
      '"",""',
      'X,Name"',
      '\u0000',
      '",',
    ),
  )
  const line = fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: rubbish })
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 40 }), fc.constantFrom('\n', '\r\n'), async (lines, end) => {
      const shelf = new Shelf()
      const texts = lines.map((text, index) => text ?? good(index))
      const outcome = await new RosterImport(shelf).import('r', [HEADER, ...texts].join(end))
      const wanted = lines.flatMap((text, index) => (text === null ? [`P${index}`] : []))
      for (const id of wanted) expect(shelf.taken.get(id)?.name).toBe(`Name ${id.slice(1)}`)
      expect(outcome.taken).toBe(shelf.taken.size)
      for (const { line: number } of outcome.refused) expect(lines[number - 2]).not.toBeNull()
    }),
    { numRuns: 500, examples: [[['X,"', null, '",1950-01-01,male,west,c'], '\n']] },
  )
})

// Catches: a name over two lines that is refused, or with a line break in it on the board.
test('a cell may run over lines; it becomes one', async () => {
  const shelf = new Shelf()
  const text = [HEADER, '"P1","Ann\nBee",1950-01-01,female,west,"COPD;\ndiabetes"', good(2)].join('\n')
  expect(await new RosterImport(shelf).import('r', text)).toMatchObject({ taken: 2, refused: [] })
  expect(shelf.taken.get('P1')).toMatchObject({ name: 'Ann Bee', conditions: ['COPD', 'diabetes'] })
})

// Catches: three patients taken for one because of two stray quotation marks around them.
test('an id never runs over lines', async () => {
  const shelf = new Shelf()
  const outcome = await new RosterImport(shelf).import('r', 'patient_id\n"P1\nP2\nP3"\nP4')
  expect([...shelf.taken.keys()]).toEqual(['P2', 'P4'])
  expect(outcome.refused.map(({ line }) => line)).toEqual([2, 4])
})

// Catches: "nothing was taken" told of an import that stopped midway, and an announcement that is left out then.
test('a hub that is lost midway: what was taken is said, kept and announced', async () => {
  const shelf = new Shelf()
  let writes = 0
  const frail: RosterShelf = {
    now: () => shelf.now(),
    unscored: (ids) => shelf.unscored(ids),
    announce: () => shelf.announce(),
    write: (enrolments) => {
      writes += 1
      return writes < 3
        ? shelf.write(enrolments)
        : Promise.reject(new HubError('not-sent', 'silent', 'NOLINK'))
    },
  }
  const text = [HEADER, ...Array.from({ length: 2_000 }, (_, n) => good(n))].join('\n')
  await expect(new RosterImport(frail).import('r', text)).rejects.toMatchObject({
    code: 'population.outcome-unknown',
    details: { taken: 1_000 },
  })
  expect([shelf.taken.size, shelf.announced]).toEqual([1_000, 1])
})

// Catches: an announcement of nothing, and a whole file of bad lines that is told as a failure.
test('a file without one good line takes nothing and tells nobody', async () => {
  const shelf = new Shelf()
  expect(await new RosterImport(shelf).import('r', `${HEADER}\nP1`)).toMatchObject({
    taken: 0,
    refused: [{ line: 2 }],
  })
  expect(shelf.announced).toBe(0)
})

// Catches: "nothing was changed" after a write whose answer was lost, because the second attempt found no link.
test('a write that may have been done is never told as not done', async () => {
  const shelf = new Shelf()
  const failures = [
    new HubError('outcome-unknown', 'silent', 'TIMEOUT'),
    new HubError('not-sent', 'unreachable', 'ECONNREFUSED'),
  ]
  shelf.write = () => Promise.reject(failures.shift() ?? new Error('asked once too often'))
  const importing = new RosterImport(shelf).import('roster.csv', [HEADER, good(1)].join('\n'))
  await expect(importing).rejects.toMatchObject({ code: 'population.outcome-unknown' })
})
