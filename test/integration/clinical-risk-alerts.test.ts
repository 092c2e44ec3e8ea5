import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { HubError } from '@main/hub/hub-error.ts'
import { HubKeys } from '@main/hub/keys.ts'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { cohortHead, cohortLine, highRiskLine, lowRiskLine, openRiskLine } from '@test/support/risk-cohort.ts'
import { RiskTestDesk } from '@test/support/risk-desk.ts'
import { RiskHosts } from '@test/support/risk-hosts.ts'

const MOST_IN_WARD = 30

let redis: TestRedis
let hosts: RiskHosts
let dataFolder = ''
let prefix = ''
let round = 0
const desks: RiskTestDesk[] = []
beforeAll(async () => {
  redis = await TestRedis.start()
  hosts = await RiskHosts.build()
})
afterAll(async () => {
  hosts.close()
  await redis.close()
})
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'wardlight-risk-alerts-'))
  prefix = `alerts${(round += 1)}:`
})
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close()
  rmSync(dataFolder, { recursive: true, force: true })
})

async function open(
  options: Partial<ConstructorParameters<typeof RiskTestDesk>[1]> = {},
): Promise<RiskTestDesk> {
  const desk = new RiskTestDesk(redis.url, { prefix, dataFolder, ...options })
  desks.push(desk)
  return desk.open()
}

async function runOver(desk: RiskTestDesk, name: string, lines: readonly string[]): Promise<RunStatus> {
  await desk.put(name, [cohortHead, ...lines, ''].join('\n'))
  return desk.run(name)
}

function ids(start: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${start}${String(at).padStart(4, '0')}`)
}

const waiting = /alerts of this run wait for the hub/

// Catches: alerts that die with the process that found them, and that only a resumed run would raise.
test('a station without its hub is killed; what it found is raised when it is back, also of a cancelled run', async () => {
  const folder = join(dataFolder, 'clinical-risk')
  const first = await open({ linked: false, partRecords: 20 })
  const cohort = [...ids('H', 25).map((id) => highRiskLine(id)), ...ids('L', 35).map(lowRiskLine)]
  await first.put('city.csv', [cohortHead, ...cohort, ''].join('\n'))
  await first.close()
  desks.length = 0
  const killed = hosts.start({
    url: 'redis://127.0.0.1:9/0',
    linked: false,
    prefix,
    name: 'desk',
    dataFolder,
    folder,
    partRecords: 20,
    file: 'city.csv',
  })
  const { id } = await killed.told(({ state }) => state === 'done')
  killed.child.kill('SIGKILL')

  const alone = await open({ linked: false, partRecords: 20 })
  expect((await alone.risk.desk.status(id)).remarks).toEqual([
    expect.stringMatching(/^25 .* wait for the hub/),
  ])
  expect(await alone.filesWith('H0001')).toEqual(['city.csv'])
  const { id: second } = await alone.risk.handlers['clinical-risk.start']({ source: { file: 'city.csv' } })
  await alone.risk.handlers['clinical-risk.cancel']({ id: second })
  expect(alone.alerts).toEqual([])
  await alone.close()
  desks.length = 0

  const linked = await open({ partRecords: 20 })
  await linked.risk.desk.alerts.settled()
  expect(linked.alerted).toEqual(ids('H', 25))
  expect((await linked.risk.desk.status(id)).remarks).toEqual([])
  await linked.risk.desk.alerts.settled()
  await linked.close()
  desks.length = 0
  // And not once more.
  const again = await open({ partRecords: 20 })
  await again.risk.desk.alerts.settled()
  expect(again.alerts).toEqual([])
})

// Catches: a part that every station takes for done while its alerts are still owed, and a run that its hub holds up.
test('a part is on the hub only when its alerts are, and a link that goes away in between loses none', async () => {
  let away = true
  const desk = await open({
    partRecords: 10,
    beforeAlert: () =>
      away ? Promise.reject(new HubError('outcome-unknown', 'silent', 'ETIMEDOUT')) : Promise.resolve(),
  })
  const lines = [...ids('H', 5).map((id) => highRiskLine(id)), ...ids('L', 25).map(lowRiskLine)]
  await desk.put('city.csv', [cohortHead, ...lines, ''].join('\n'))
  const { id } = await desk.risk.handlers['clinical-risk.start']({ source: { file: 'city.csv' } })
  await desk.until('all parts are done here', () => desk.told.at(-1)?.parts.done === 3)
  expect((await desk.risk.desk.status(id)).remarks).toEqual([expect.stringMatching(waiting)])
  const parts = new HubKeys(prefix).clinicalRiskRun(id, 'parts')
  await desk.until('the others are on the hub', async () => (await redis.client.hlen(parts)) === 2)
  expect(await redis.client.hexists(parts, '0')).toBe(0)
  away = false
  const status = await desk.ended(id)
  expect(status).toMatchObject({ state: 'done', remarks: [] })
  expect(desk.alerted).toEqual(ids('H', 5))
  expect(await redis.client.hexists(parts, '0')).toBe(1)
})

// Catches: a ward that is buried under rows, or gets none because another was first; patients of whom nobody is told.
test('a ward gets at most thirty alerts of a run, the last with word of the list, and each ward its own', async () => {
  const desk = await open({ partRecords: 50 })
  const big = ids('B', 400).map((id) => highRiskLine(id, 'ICU'))
  const small = ids('S', 3).map((id) => highRiskLine(id, 'ward 7'))
  const status = await runOver(desk, 'city.csv', [...big, ...small])
  expect(status.counts.high).toBe(403)
  expect(desk.alerts).toHaveLength(MOST_IN_WARD + 3)
  expect(desk.alerted.filter((id) => id.startsWith('S'))).toEqual(ids('S', 3))
  const last = desk.alerts.filter((text) => text.includes('clinical_risk_and_more'))
  expect(last).toHaveLength(1)
  expect(last[0]).toMatch(/further patients stand only in the list/)
  expect(status.remarks).toEqual([
    expect.stringContaining('370 patients at high risk have no alert of their own'),
  ])
  // The next night: nobody again, except who is new.
  const next = await runOver(desk, 'next.csv', [...big, ...small, highRiskLine('NEW', 'ICU')])
  expect(desk.alerted.filter((id) => id === 'NEW')).toHaveLength(1)
  expect(desk.alerts).toHaveLength(MOST_IN_WARD + 4)
  expect(next.remarks).toEqual([expect.stringContaining('403 patients at high risk were alerted to before')])
})

// Catches: the same patient called again by every run, and a new danger that is taken for the old one.
test('a patient is told of again when he is worse, in another ward, or at high risk anew', async () => {
  const desk = await open()
  const history = 'metastatic cancer;congestive heart failure;severe liver disease;dementia'
  const high = cohortLine({ id: 'P', age: '88', history, drugs: 'simvastatin;clarithromycin', unit: 'ICU' })
  const milder = cohortLine({ id: 'P', age: '78', history, drugs: 'simvastatin;clarithromycin', unit: 'ICU' })
  const rounds: readonly (readonly [what: string, line: string, alerts: number])[] = [
    ['first', milder, 1],
    ['the same from another file', `${milder.slice(0, -1)},seen`, 1],
    ['worse', high, 2],
    ['less', milder, 2],
    ['no ward is named', highRiskLine('P', ''), 2],
    ['moved', highRiskLine('P', 'ward 7'), 3],
    ['nothing known: not better', openRiskLine('P'), 3],
    ['high as before', highRiskLine('P', 'ward 7'), 3],
    ['well', lowRiskLine('P'), 3],
    ['high anew', highRiskLine('P', 'ward 7'), 4],
  ]
  for (const [what, line, alerts] of rounds) {
    const { state } = await runOver(desk, `${what.replaceAll(/\W/g, '-')}.csv`, [line])
    expect([what, state, desk.alerts.length]).toEqual([what, 'done', alerts])
  }
})

// Catches: a mended row whose alert is forgotten, or raised again by the next run.
test('a row at high risk that is mended and replayed raises its alert', async () => {
  const desk = await open()
  const bad = highRiskLine('MENDED').replace(',88,', ',1938,')
  const { id } = await runOver(desk, 'city.csv', [bad, lowRiskLine('L')])
  expect(desk.alerts).toEqual([])
  const { rejects } = await desk.risk.handlers['clinical-risk.rejects']({ id, offset: 0, limit: 10 })
  const reject = rejects[0]?.id ?? -1
  await desk.risk.handlers['clinical-risk.mend']({ id, reject, text: highRiskLine('MENDED') })
  await desk.risk.desk.alerts.settled()
  expect(desk.alerted).toEqual(['MENDED'])
  await runOver(desk, 'next.csv', [highRiskLine('MENDED')])
  expect(desk.alerted).toEqual(['MENDED'])
})

// Catches: an alert that dies with the host that helped, since its part already counted as done, or that the next host
// raises as another message.
test.each(['unheard', 'heard'] as const)(
  'a host that helps is killed at its first alert (%s), its station too; whoever goes on raises the same',
  async (dies) => {
    const folder = join(dataFolder, 'clinical-risk')
    const helperFolder = mkdtempSync(join(tmpdir(), 'wardlight-risk-helper-'))
    mkdirSync(folder)
    // Each part has one patient at high risk, in a ward of his own.
    const lines = ids('H', 12).flatMap((id, at) => [
      highRiskLine(id, `ward ${at}`),
      ...ids(`L${at}-`, 3).map(lowRiskLine),
    ])
    await writeFile(join(folder, 'city.csv'), [cohortHead, ...lines, ''].join('\n'))
    const plan = { url: redis.url, prefix, folder, partRecords: 4 }
    try {
      const helper = hosts.start({ ...plan, name: 'helper', dataFolder: helperFolder, file: null, dies })
      await helper.told(({ state }) => state === 'ready')
      const killed = hosts.start({ ...plan, name: 'desk', dataFolder, file: 'city.csv', holds: true })
      await killed.told(({ state }) => state === 'holding')
      await helper.gone
      killed.child.kill('SIGKILL')
      const raised = await redis.client.lrange(`${prefix}raised`, '0', '-1')
      expect(raised).toHaveLength(dies === 'heard' ? 1 : 0)

      const desk = await open({ partRecords: 4 })
      const { runs } = await desk.risk.handlers['clinical-risk.runs']({ limit: 5 })
      const id = runs[0]?.id ?? ''
      expect(runs).toMatchObject([{ state: 'interrupted', parts: { done: 0 } }])
      await desk.risk.handlers['clinical-risk.resume']({ id })
      expect(await desk.ended(id)).toMatchObject({ state: 'done', counts: { high: 12 }, remarks: [] })
      expect(desk.alerted).toEqual(ids('H', 12))
      expect(desk.alerts).toEqual(expect.arrayContaining(raised))
    } finally {
      rmSync(helperFolder, { recursive: true, force: true })
    }
  },
)
