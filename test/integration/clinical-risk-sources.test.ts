import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { TestRedis } from '@test/support/redis-server.ts'
import { assessed, RiskTestDesk } from '@test/support/risk-desk.ts'
import { riskColumns, riskRows } from '@test/support/risk-rows.ts'

let redis: TestRedis
let desk: RiskTestDesk
let round = 0
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())
beforeEach(async () => {
  desk = await new RiskTestDesk(redis.url, { prefix: `sources${(round += 1)}:` }).open()
})
afterEach(() => desk.close())

const good = (id: string): string =>
  `${id},70,,male,hypertension,metformin 500 mg,penicillin,heart_rate=72,0.97,icu,`

async function failure(work: unknown): Promise<string> {
  return Promise.resolve(work).then(
    () => 'no failure',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  )
}

// Catches: a bad row that loads, one that is lost, one that takes good rows with it, and a text that is not kept.
test('of a bad CSV file every row is taken, left out or kept with its reason', async () => {
  const bad: readonly (readonly [string | Buffer, RegExp])[] = [
    ['B1,70,,male', /4 columns/],
    [`B2${','.repeat(100_000)}`, /100001 columns/],
    ['B3,250,,male,,,,,0.97,icu,', /130/],
    ['B4,,2999-01-01,male,,,,,0.97,icu,', /future/],
    ['B5,70,,male,,,,heart_rate=900,0.97,icu,', /[Hh]eart rate/],
    ['B6,70,,male,,,,temperature=98.6,0.97,icu,', /F/],
    ['B7,70,,male,,,,,97,icu,', /per cent/],
    ['B8,seventy,,male,,,,,0.97,icu,', /no number/],
    [Buffer.from('B9,70,,male,M\xfcdigkeit,,,,0.97,icu,', 'latin1'), /UTF-8/],
    ['"B10,70,,male,,,,,0.97,icu,', /quotation/],
    [',70,,male,,,,,0.97,icu,', /patient id/],
    [good('G00001'), /occurs before/],
    ['B12,70,,male,[not json,,,,0.97,icu,', /JSON/],
  ]
  const rows: (string | Buffer)[] = [riskColumns]
  for (let at = 0; at < 30_000; at += 1) {
    rows.push(good(`G${String(at).padStart(5, '0')}`))
    const [row] = bad[(at - 25_000) / 10] ?? []
    if (row !== undefined) rows.push(row)
  }
  rows.push('LOW,70,,male,,,,,0.5,icu,')
  await desk.put('bad.csv', Buffer.concat(rows.flatMap((row) => [Buffer.from(row), Buffer.from('\n')])))
  const status = await desk.run('bad.csv')
  expect(status).toMatchObject({
    state: 'done',
    done: 30_000 + bad.length + 1,
    rejected: bad.length,
    lowQuality: 1,
    of: 30_000 + bad.length + 1,
  })
  const { rejects, total } = await desk.risk.handlers['clinical-risk.rejects']({
    id: status.id,
    offset: 0,
    limit: 100,
  })
  expect(total).toBe(bad.length)
  for (const [at, [text, reason]] of bad.entries()) {
    expect(rejects[at]?.reason).toMatch(reason)
    expect(rejects[at]?.text).toBe(typeof text === 'string' ? text : text.toString('latin1'))
    // The first line names the columns; one more bad row stands before each.
    expect(rejects[at]?.line).toBe(25_000 + at * 10 + at + 3)
  }
})

// Catches: a row of commas that takes the memory of ten million cells, or the rows behind it.
test('a row of ten million commas, and one longer than any row, are kept with their reason', async () => {
  const commas = `B,${','.repeat(10_000_000)}`
  const endless = `C${',x'.repeat(9_000_000)}`
  await desk.put('commas.csv', [riskColumns, good('A'), commas, good('D'), endless, good('E'), ''].join('\n'))
  const status = await desk.run('commas.csv')
  expect(status).toMatchObject({ state: 'done', rejected: 2 })
  const { rejects } = await desk.risk.handlers['clinical-risk.rejects']({
    id: status.id,
    offset: 0,
    limit: 10,
  })
  expect(rejects.map(({ line }) => line)).toEqual([3, 5])
  expect(rejects[0]?.reason).toMatch(/10000002 columns.*Only the first 1000000 /)
  expect((await desk.rows(status.id)).map(({ patientId }) => patientId)).toEqual(['A', 'D', 'E'])
})

// Catches: a mended row that does not reach its run, is counted twice, or is lost with the station.
test('a rejected row is mended, replayed and found; another is discarded', async () => {
  await desk.put(
    'mend.csv',
    `${riskColumns}\n${good('A')}\nB,700,,male,,,,,0.97,icu,\nC,-1,,male,,,,,0.97,icu,\n`,
  )
  const status = await desk.run('mend.csv')
  const { handlers } = desk.risk
  const { rejects } = await handlers['clinical-risk.rejects']({ id: status.id, offset: 0, limit: 10 })
  const [first, second] = rejects
  const mend = (reject: number, text: string | null) =>
    handlers['clinical-risk.mend']({ id: status.id, reject, text })
  const still = await mend(first?.id ?? -1, 'B,701,,male,,,,,0.97,icu,')
  expect(still.left?.reason).toMatch(/130/)
  const twin = await mend(first?.id ?? -1, good('A'))
  expect(twin.left?.reason).toMatch(/already/)
  const done = await mend(first?.id ?? -1, 'B,70,,male,,,,,0.97,icu,')
  expect(done).toMatchObject({ left: null, run: { done: 3, rejected: 1, mended: 1 } })
  expect(assessed(done.run)).toBe(2)
  expect(await failure(mend(first?.id ?? -1, null))).toMatch(/meanwhile/)
  expect((await mend(second?.id ?? -1, null)).run).toMatchObject({ done: 3, rejected: 0, mended: 1 })
  expect((await desk.rows(status.id)).map(({ patientId }) => patientId)).toEqual(['A', 'B'])
  expect(await handlers['clinical-risk.read']({ id: status.id, patientId: 'B' })).toMatchObject({
    patientId: 'B',
  })
  expect(await handlers['clinical-risk.read']({ id: status.id, patientId: 'A' })).toMatchObject({
    patientId: 'A',
  })
})

// Catches: a file that cannot be read at all and yet begins a run, or fails without saying why.
test('a file that is broken as a whole is refused in one sentence', async () => {
  await desk.put('utf16.csv', Buffer.from(`\ufeff${riskColumns}\n`, 'utf16le'))
  await desk.put('empty.csv', '')
  await desk.put('noid.csv', 'age,gender\n70,male\n')
  await desk.put('fake.parquet', 'patient_id,age\n')
  await desk.put('twice.csv', 'patient_id,age,age\nA,1,2\n')
  // As Synthea writes them.
  await desk.put(
    'conditions.csv',
    'START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION\n2001-05-01,,A,E,44054006,Diabetes\n',
  )
  await desk.put(
    'careplans.csv',
    'Id,START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION\nC,2001-05-01,,A,E,1,Plan\n',
  )
  const start = (file: string): Promise<string> =>
    failure(desk.risk.handlers['clinical-risk.start']({ source: { file } }))
  expect(await start('utf16.csv')).toMatch(/UTF-16/)
  expect(await start('empty.csv')).toMatch(/empty/)
  expect(await start('noid.csv')).toMatch(/patient_id/)
  expect(await start('fake.parquet')).toMatch(/no Parquet/)
  expect(await start('twice.csv')).toMatch(/twice/)
  expect(await start('conditions.csv')).toMatch(/Synthea load the FHIR output/)
  expect(await start('careplans.csv')).toMatch(/Synthea load the FHIR output/)
  expect(await start('absent.csv')).toMatch(/no longer/)
  await desk.put('broken.json', '[{"patient_id": "A"')
  const status = await desk.run('broken.json')
  expect(status.state).toBe('failed')
  expect(status.remarks.join()).toMatch(/not JSON/)
})

// Catches: a format whose patients are read in another way than those of CSV, and rows of a damaged row group lost.
test('Parquet gives what CSV gives; of a broken row group nothing is lost', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wardlight-parquet-'))
  try {
    const rows = riskRows(5_000, 11)
    await desk.put('same.csv', `${riskColumns}\n${rows.join('\n')}\n`)
    const duck = await DuckDBInstance.create(':memory:')
    const connection = await duck.connect()
    const path = join(folder, 'same.parquet')
    await connection.run(`COPY (SELECT * FROM read_csv('${join(desk.folder, 'same.csv')}', all_varchar = true, header = true))
      TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`)
    const found = await connection.runAndReadAll(
      `SELECT data_page_offset FROM parquet_metadata('${path}') WHERE path_in_schema = 'medical_history' AND row_group_id = 1`,
    )
    connection.closeSync()
    duck.closeSync()
    const bytes = await readFile(path)
    await desk.put('same.parquet', bytes)
    const csv = await desk.run('same.csv')
    const parquet = await desk.run('same.parquet')
    expect(parquet).toMatchObject({
      state: 'done',
      format: 'parquet',
      counts: csv.counts,
      rejected: csv.rejected,
      lowQuality: csv.lowQuality,
    })
    expect(await desk.rows(parquet.id)).toEqual(await desk.rows(csv.id))

    // Why the urgent stand where they stand can be told without the file.
    await rm(join(desk.folder, 'same.parquet'))
    await rm(join(desk.folder, 'same.csv'))
    const urgent = csv.counts.high + csv.counts.review
    expect(urgent).toBeGreaterThan(20)
    for (const run of [csv, parquet]) {
      const listed = await desk.rows(run.id)
      const told = listed.filter(({ standing }) => standing === 'high' || standing === 'review')
      expect(told).toHaveLength(urgent)
      for (const { patientId, standing, low, high } of told.filter((_, at) => at % 20 === 0))
        expect(await desk.risk.handlers['clinical-risk.read']({ id: run.id, patientId })).toMatchObject({
          patientId,
          standing,
          low,
          high,
        })
    }

    const from = Number(found.getRows()[0]?.[0])
    bytes.fill(0xff, from, from + 400)
    await desk.put('damaged.parquet', bytes)
    const damaged = await desk.run('damaged.parquet')
    expect(damaged.state).toBe('done')
    expect(damaged.done).toBe(rows.length)
    expect(assessed(damaged) + damaged.rejected + damaged.lowQuality).toBe(rows.length)
    const { rejects } = await desk.risk.handlers['clinical-risk.rejects']({
      id: damaged.id,
      offset: 0,
      limit: 500,
    })
    expect(rejects.some(({ reason }) => reason.includes('Rows 2049 to 4096'))).toBe(true)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
