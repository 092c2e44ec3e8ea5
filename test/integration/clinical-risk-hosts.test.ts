import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ResultRow, RunStatus } from '@shared/features/clinical-risk/model.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { RiskTestDesk } from '@test/support/risk-desk.ts'
import { RiskHosts } from '@test/support/risk-hosts.ts'
import { riskColumns, riskRows } from '@test/support/risk-rows.ts'

const PATIENTS = 16_000
/** So many parts that a run is still under way when the first is told of. */
const PART_RECORDS = 400

let redis: TestRedis
let hosts: RiskHosts
let folder = ''
let alone: { status: RunStatus; rows: ResultRow[] }

beforeAll(async () => {
  redis = await TestRedis.start()
  folder = mkdtempSync(join(tmpdir(), 'wardlight-risk-shared-'))
  hosts = await RiskHosts.build()
  // A block of varied rows, repeated under other ids.
  const block = riskRows(2_000, 23)
  const rows = Array.from({ length: PATIENTS }, (_, at) =>
    (block[at % block.length] ?? '').replace(/^P\d+/, `P${String(at).padStart(6, '0')}`),
  )
  await writeFile(join(folder, 'city.csv'), `${riskColumns}\n${rows.join('\n')}\n`)
  const desk = await new RiskTestDesk(redis.url, { ...shared(), prefix: 'alone:' }).open()
  const status = await desk.run('city.csv')
  alone = { status, rows: await sample(desk, status.id) }
  await desk.close()
}, 60_000)

afterAll(async () => {
  hosts.close()
  rmSync(folder, { recursive: true, force: true })
  await redis.close()
})

/** What all hosts of these tests have in common. */
function shared(): { folder: string; partRecords: number } {
  return { folder, partRecords: PART_RECORDS }
}

/** Rows from the whole of the results: every eighth page. */
async function sample(desk: RiskTestDesk, id: string): Promise<ResultRow[]> {
  const rows: ResultRow[] = []
  for (let offset = 0; offset < PATIENTS; offset += 4_000) {
    const page = { id, standing: null, search: '', offset, limit: 500 }
    rows.push(...(await desk.risk.handlers['clinical-risk.results'](page)).rows)
  }
  return rows
}

function compared({ state, done, of, parts, rejected, lowQuality, counts, bins }: RunStatus) {
  return { state, done, of, parts, rejected, lowQuality, counts, bins }
}

// Catches: parts counted twice or lost when their worker is killed, and a resumed run that comes to another result.
test('a host killed midway leaves a run that is resumed to the same result', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'wardlight-risk-killed-'))
  try {
    const killed = hosts.start({
      ...shared(),
      url: redis.url,
      prefix: 'killed:',
      name: 'desk',
      dataFolder,
      file: 'city.csv',
    })
    const { id } = await killed.told(({ parts }) => parts > 0)
    killed.child.kill('SIGKILL')
    const desk = await new RiskTestDesk(redis.url, { ...shared(), prefix: 'killed:', dataFolder }).open()
    try {
      const before = await desk.risk.desk.status(id)
      expect(before.state).toBe('interrupted')
      expect(before.parts.done).toBeLessThan(before.parts.of)
      await desk.risk.handlers['clinical-risk.resume']({ id })
      const after = await desk.ended(id)
      expect(compared(after)).toEqual(compared(alone.status))
      expect(await sample(desk, id)).toEqual(alone.rows)
    } finally {
      await desk.close()
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
})

// Catches: a result that depends on how many work on it, parts that two count, and rows that stay with a helper.
test('two hosts in processes of their own come to what one comes to', async () => {
  const folders = ['one', 'two'].map((name) => mkdtempSync(join(tmpdir(), `wardlight-risk-${name}-`)))
  const helper = hosts.start({
    ...shared(),
    url: redis.url,
    prefix: 'two:',
    name: 'helper',
    dataFolder: folders[0] ?? '',
    file: null,
  })
  await helper.told(({ state }) => state === 'ready')
  const desk = await new RiskTestDesk(redis.url, {
    ...shared(),
    prefix: 'two:',
    dataFolder: folders[1] ?? '',
  }).open()
  try {
    const status = await desk.run('city.csv')
    expect(status.workers).toHaveLength(2)
    expect(compared(status)).toEqual(compared(alone.status))
    expect(await sample(desk, status.id)).toEqual(alone.rows)
    // Another station sees the urgent ones, and says that the others are elsewhere.
    const other = await new RiskTestDesk(redis.url, { prefix: 'two:', name: 'other' }).open()
    const page = { id: status.id, search: '', offset: 0, limit: 10 }
    const results = other.risk.handlers['clinical-risk.results']
    expect((await results({ ...page, standing: 'high' })).matching).toBe(status.counts.high)
    await expect(Promise.resolve(results({ ...page, standing: 'lower' }))).rejects.toThrow(
      /only at the station/,
    )
    // It can say why of the urgent, without the file.
    for (const standing of ['high', 'review'] as const)
      for (const row of (await results({ ...page, standing })).rows)
        expect(
          await other.risk.handlers['clinical-risk.read']({ id: status.id, patientId: row.patientId }),
        ).toMatchObject({ patientId: row.patientId, standing, low: row.low, high: row.high })
    const [possible] = (await results({ ...page, standing: 'possible' })).rows
    const why = other.risk.handlers['clinical-risk.read']({
      id: status.id,
      patientId: possible?.patientId ?? '',
    })
    await expect(Promise.resolve(why)).rejects.toThrow(/no record was kept/)
    await other.close()
  } finally {
    await desk.close()
    helper.child.kill('SIGKILL')
    for (const each of folders) rmSync(each, { recursive: true, force: true })
  }
})

// Catches: a run that goes on after it was cancelled, and one that loses what was done when it is resumed.
test('a run is cancelled midway and resumed; without a hub it works by itself', async () => {
  const desk = await new RiskTestDesk(redis.url, {
    ...shared(),
    prefix: 'none:',
    name: 'lonely',
    linked: false,
  }).open()
  try {
    const { id } = await desk.risk.handlers['clinical-risk.start']({ source: { file: 'city.csv' } })
    await desk.until('a part is done', () => desk.told.some(({ parts }) => parts.done > 0))
    const cancelled = await desk.risk.handlers['clinical-risk.cancel']({ id })
    expect(cancelled.state).toBe('cancelled')
    expect(cancelled.parts.done).toBeLessThan(cancelled.parts.of)
    await desk.risk.handlers['clinical-risk.resume']({ id })
    const after = await desk.ended(id)
    expect(compared(after)).toEqual(compared(alone.status))
    expect(await sample(desk, id)).toEqual(alone.rows)
  } finally {
    await desk.close()
  }
})
