import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ROSTER_PART } from '@main/features/population/roster-import.ts'
import { Enrolment } from '@shared/features/population/model.ts'
import { PopulationCareDesk } from '@test/support/population-care-desk.ts'
import { TestRedis } from '@test/support/redis-server.ts'

let redis: TestRedis
let desk: PopulationCareDesk
let tests = 0
beforeAll(async () => {
  redis = await TestRedis.start({ appendonly: 'no' })
})
afterAll(() => redis.close())
beforeEach(async () => {
  tests += 1
  desk = await PopulationCareDesk.open(redis.url, `r${tests}:`, 'ann')
})
afterEach(() => desk.close())

const HEADER = 'patient_id,name,birth_date,sex,unit,conditions'
const goodLine = (n: number): string =>
  `P${n},Name ${n},19${30 + (n % 70)}-0${1 + (n % 9)}-15,female,west,diabetes`

/** One line of every kind that must be refused, with what its reason says. */
const badLines: readonly (readonly [line: string, reason: RegExp])[] = [
  ['P-short,Name', /2 cells/],
  ['P-long,Name,1950-01-01,male,west,,,,', /9 cells/],
  [',Name,1950-01-01,male,west,', /patient_id is empty/],
  [`${'x'.repeat(129)},Name,1950-01-01,male,west,`, /patient_id is empty or longer/],
  ['P-date,Name,01/02/1950,male,west,', /birth_date is written/],
  ['P-day,Name,1950-02-31,male,west,', /no day/],
  ['P-future,Name,2950-01-01,male,west,', /future/],
  ['P-past,Name,1850-01-01,male,west,', /before 1900/],
  ['P-sex,Name,1950-01-01,man,west,', /sex is/],
  ['P-latin,M\uFFFDller,1950-01-01,male,west,', /Latin-1/],
  ['P-twice-read,MÃ¼ller,1950-01-01,male,west,', /wrong encoding/],
  ['P-bell,A\u0007nn,1950-01-01,male,west,', /control characters/],
  ['P-quote,Name "Nick" Name,1950-01-01,male,west,', /quotation mark/],
  ['P-open,"Name,1950-01-01,male,west,', /quotation mark/],
  [`P-name,${'n'.repeat(201)},1950-01-01,male,west,`, /name is longer/],
  [`P-unit,Name,1950-01-01,male,${'u'.repeat(65)},`, /unit is longer/],
  [`P-condition,Name,1950-01-01,male,west,${'c'.repeat(121)}`, /conditions is longer/],
  [`P-commas${','.repeat(1_000_000)}`, /20,000 characters/],
  ['P7,Another,1950-01-01,male,west,', /line \d+ already/],
]

async function rosterOf(): Promise<Map<string, Enrolment>> {
  const stored = await redis.client.hgetall(desk.hub.keys.population('roster'))
  return new Map(Object.entries(stored).map(([id, text]) => [id, Enrolment.parse(JSON.parse(text))]))
}

// Catches: a good line lost beside a bad one, a bad one taken, a wrong line number, a loop that is held all the while,
// an import that no other station hears of.
test('50 000 lines with every kind of bad line: the bad ones are told, all others are taken', async () => {
  const lines = [HEADER]
  const expected: { line: number; reason: RegExp }[] = []
  for (let n = 0; n < 50_000; n += 1) {
    lines.push(goodLine(n))
    const bad = n % 2_500 === 2_499 ? badLines[Math.floor(n / 2_500)] : undefined
    if (bad !== undefined) {
      lines.push(bad[0])
      expected.push({ line: lines.length, reason: bad[1] })
    }
  }
  expect(expected).toHaveLength(badLines.length)
  let turns = 0
  const counting = setInterval(() => (turns += 1), 1)
  const outcome = await desk.roster.import('roster.csv', `\uFEFF${lines.join('\r\n')}\r\n`)
  clearInterval(counting)
  expect(outcome.taken).toBe(50_000)
  expect(outcome.refusedMore).toBe(0)
  expect(outcome.refused.map(({ line }) => line)).toEqual(expected.map(({ line }) => line))
  outcome.refused.forEach(({ reason }, index) => expect(reason).toMatch(expected[index]?.reason ?? /never/))
  expect(turns).toBeGreaterThan(5)
  const roster = await rosterOf()
  expect(roster.size).toBe(50_000)
  expect(roster.get('P7')).toEqual({
    patientId: 'P7',
    name: 'Name 7',
    birthDate: '1937-08-15',
    sex: 'female',
    unit: 'west',
    conditions: ['diabetes'],
  })
  await desk.until('the announcement', () => desk.heard.some(({ kind }) => kind === 'roster'))
})

// Catches: a list of refusals as long as the file, or refusals that are not counted.
test('of very many bad lines the first are told and the others counted', async () => {
  const lines = [HEADER, goodLine(1), ...Array.from({ length: 1_500 }, () => 'P1,Name')]
  const outcome = await desk.roster.import('roster.csv', lines.join('\n'))
  expect(outcome).toMatchObject({ taken: 1, refusedMore: 500 })
  expect(outcome.refused).toHaveLength(1_000)
})

// Catches: an import that forgets who is not in the file, or keeps what a newer line has corrected.
test('a line replaces what was known of this patient and of nobody else', async () => {
  await desk.roster.import('a.csv', [HEADER, goodLine(1), goodLine(2)].join('\n'))
  await desk.roster.import('b.csv', 'patient_id,unit\nP2,east\n')
  const roster = await rosterOf()
  expect(roster.get('P1')).toMatchObject({ unit: 'west', name: 'Name 1' })
  expect(roster.get('P2')).toMatchObject({ unit: 'east', name: null })
})

// Catches: files in the wrong encoding of which patients with wrong names are taken, and half a file taken unseen.
test.each([
  ['UTF-16', Buffer.from(`${HEADER}\nP1,Ann`, 'utf16le').toString('latin1'), /UTF-16/],
  ['no header', `${goodLine(1)}\n${goodLine(2)}`, /does not name patient_id/],
  ['an empty file', '', /empty/],
  ['ten million columns', ','.repeat(10_000_000), /longer than 20,000/],
])('%s is refused as a whole', async (_what, text, reason) => {
  const refusal: unknown = await desk.roster.import('roster.csv', text).catch((error: unknown) => error)
  expect(refusal).toMatchObject({
    code: 'population.bad-roster',
    message: expect.stringMatching(reason),
  })
  expect((await rosterOf()).size).toBe(0)
})

// Catches: a lost link that is told as "nothing was changed" although half a file was taken.
test('a link that is lost midway is told with what was taken', async () => {
  const lines = [HEADER, ...Array.from({ length: 100_000 }, (_, n) => goodLine(n))]
  const importing = desk.roster.import('roster.csv', lines.join('\n')).catch((error: unknown) => error)
  // Of the second part something stands, so that the first has been acknowledged.
  await desk.until('a beginning', async () => (await rosterOf()).size > ROSTER_PART)
  desk.hub.stop()
  const refusal: unknown = await importing
  expect(refusal).toMatchObject({
    code: 'population.outcome-unknown',
    message: expect.stringMatching(/after \d+ patients were taken/),
  })
  const roster = await rosterOf()
  expect(roster.size).toBeGreaterThan(0)
  expect(roster.size).toBeLessThan(100_000)
})
