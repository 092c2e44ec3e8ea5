import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { cohortHead, highRiskLine, lowRiskLine } from '@test/support/risk-cohort.ts'
import { RiskTestDesk } from '@test/support/risk-desk.ts'

let redis: TestRedis
let dataFolder = ''
let prefix = ''
let round = 0
const desks: RiskTestDesk[] = []
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'wardlight-risk-kept-'))
  prefix = `kept${(round += 1)}:`
})
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close()
  rmSync(dataFolder, { recursive: true, force: true })
})

async function open(
  options: Partial<ConstructorParameters<typeof RiskTestDesk>[1]> = {},
): Promise<RiskTestDesk> {
  const desk = new RiskTestDesk(redis.url, { prefix, dataFolder, partRecords: 10, ...options })
  desks.push(desk)
  return desk.open()
}

async function closeAll(): Promise<void> {
  for (const desk of desks.splice(0)) await desk.close()
}

/** Changes the last byte of the sealed files of runs whose names are like this. */
async function damage(like: RegExp): Promise<void> {
  const folder = join(dataFolder, 'clinical-risk-results')
  const names = (await readdir(folder)).filter((name) => like.test(name))
  expect(names).not.toEqual([])
  for (const name of names) {
    const sealed = await readFile(join(folder, name))
    sealed.writeUInt8(sealed.readUInt8(sealed.length - 1) ^ 1, sealed.length - 1)
    await writeFile(join(folder, name), sealed)
  }
}

const lines = (start: string, count: number, line: (id: string) => string): string[] =>
  Array.from({ length: count }, (_, at) => line(`${start}${String(at).padStart(4, '0')}`))

// Catches: a run that was done while the link was away, and that no other station ever sees.
test('what was done and mended without a link is handed in when the link is there', async () => {
  const alone = await open({ linked: false })
  const rows = [...lines('L', 24, lowRiskLine), 'BAD,700,,,,,,0.99,ICU,']
  await alone.put('city.csv', [cohortHead, ...rows, ''].join('\n'))
  const { id, rejected } = await alone.run('city.csv')
  expect(rejected).toBe(1)
  const { handlers } = alone.risk
  const { rejects } = await handlers['clinical-risk.rejects']({ id, offset: 0, limit: 1 })
  await handlers['clinical-risk.mend']({ id, reject: rejects[0]?.id ?? -1, text: lowRiskLine('MENDED') })
  await closeAll()

  const linked = await open()
  const parts = new HubKeys(prefix).clinicalRiskRun(id, 'parts')
  await linked.until('all of it is on the hub', async () => (await redis.client.hlen(parts)) === 4)
  const other = await open({ name: 'other', dataFolder: mkdtempSync(join(dataFolder, 'other-')) })
  await other.until('the run stands as done', async () => {
    const { runs } = await other.risk.handlers['clinical-risk.runs']({ limit: 10 })
    return runs.some((run) => run.id === id && run.state === 'done' && run.counts.lower === 25)
  })
})

// Catches: alerts that nobody will ever raise, known only to the log.
test('alerts that cannot be unsealed are said by their run, and a new run raises them', async () => {
  const alone = await open({ linked: false })
  await alone.put('city.csv', [cohortHead, ...lines('H', 3, highRiskLine), ''].join('\n'))
  const { id } = await alone.run('city.csv')
  await closeAll()
  await damage(/^owed-/)

  const linked = await open()
  const { remarks } = await linked.ended(id)
  expect(remarks).toEqual([expect.stringMatching(/^3 alerts .* cannot be unsealed .* start the run anew/)])
  expect(linked.alerts).toEqual([])
  // Nobody takes the part for one whose alerts were raised.
  expect(await redis.client.exists(new HubKeys(prefix).clinicalRiskRun(id, 'parts'))).toBe(0)
  await linked.run('city.csv')
  expect(linked.alerted).toHaveLength(3)
})

// Catches: one damaged file that takes the whole list of runs, and with it the window, away from people.
test('a run that cannot be unsealed stands in the list with the reason, and the others beside it', async () => {
  const desk = await open()
  await desk.put('one.csv', [cohortHead, ...lines('L', 3, lowRiskLine), ''].join('\n'))
  await desk.put('two.csv', [cohortHead, ...lines('M', 3, lowRiskLine), ''].join('\n'))
  const one = await desk.run('one.csv')
  const two = await desk.run('two.csv')
  await closeAll()
  await damage(new RegExp(`^run-${one.id.slice('risk:'.length)}`))
  // Of an older version, whose names do not tell the run.
  await writeFile(join(dataFolder, 'clinical-risk-results', 'owed-0011223344556677'), 'broken')

  const again = await open({ linked: false })
  const { runs } = await again.risk.handlers['clinical-risk.runs']({ limit: 10 })
  const remarks = new Map(runs.map(({ id, state, remarks: said }) => [id, [state, ...said]]))
  expect(remarks.get(two.id)).toEqual(['done'])
  expect(remarks.get(one.id)).toEqual(['failed', expect.stringMatching(/cannot be unsealed/)])
  expect(remarks.get('risk:000000000000')).toEqual([
    'failed',
    expect.stringMatching(/^Some alerts .* unsealed/),
  ])
  expect(runs.every(({ startedAt }) => Date.now() - startedAt < 3_600_000)).toBe(true)
  await expect(
    again.risk.handlers['clinical-risk.results']({
      id: one.id,
      standing: null,
      search: '',
      offset: 0,
      limit: 1,
    }),
  ).rejects.toThrow(/cannot be unsealed/)
})
