import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { accessRules } from '@main/hub/access-list.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { GuardedRedis } from '@test/support/access-list.ts'
import { cohortCsv, cohortHead, highRiskLine } from '@test/support/risk-cohort.ts'
import { RiskTestDesk } from '@test/support/risk-desk.ts'
import { RiskHosts } from '@test/support/risk-hosts.ts'

const PATIENTS = 4_000
/** So many parts that a second host finds some left. */
const PART_RECORDS = 50
const MOST_ALERTS = 30

let guarded: GuardedRedis
let hosts: RiskHosts
let folder = ''
const desks: RiskTestDesk[] = []
beforeAll(async () => {
  guarded = await GuardedRedis.start()
  hosts = await RiskHosts.build()
})
afterAll(async () => {
  hosts.close()
  await guarded.close()
})
beforeEach(async () => {
  await guarded.redis.client.flushall()
  folder = mkdtempSync(join(tmpdir(), 'wardlight-risk-access-'))
  await writeFile(join(folder, 'city.csv'), cohortCsv(PATIENTS))
})
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(url: string, name: string): Promise<RiskTestDesk> {
  const desk = new RiskTestDesk(url, { prefix: '', name, folder, partRecords: PART_RECORDS })
  desks.push(desk)
  return desk.open()
}

const counts = { high: PATIENTS / 10, review: 0, possible: PATIENTS / 5, lower: (PATIENTS * 7) / 10 }

// Catches: a command of the queue that the printed access list forgets, so that runs never leave their station.
test('with the printed permissions a run goes through the queue to a second host', async () => {
  const helper = await open(guarded.urlAs('engine-host'), 'helper')
  const desk = await open(guarded.urlAs('station'), 'desk')
  const { id } = await desk.risk.handlers['clinical-risk.start']({ source: { file: 'city.csv' } })
  await desk.until('the run is on the hub', async () => {
    await helper.risk.desk.join()
    return helper.told.length > 0
  })
  const status = await desk.ended(id)
  expect(status).toMatchObject({ state: 'done', counts })
  expect(status.remarks).toEqual([
    expect.stringContaining('370 patients at high risk have no alert of their own'),
  ])
  expect(status.workers).toHaveLength(2)
  expect([...desk.complaints, ...helper.complaints]).toEqual([])
  // Nothing of the queue is left, and both together raised no more than one run may.
  expect(await guarded.redis.client.keys(`${new HubKeys('').clinicalRiskJobs()}*`)).toEqual([])
  expect(desk.alerts.length + helper.alerts.length).toBe(MOST_ALERTS)
  await helper.risk.desk.settled()
})

// Catches: a part that nobody does any more because the host that had taken it is dead.
test.each(['station', 'engine-host'] as const)(
  'with the permissions of a %s the part of a dead host is taken by another',
  async (client) => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'wardlight-risk-dead-'))
    const helper = hosts.start({
      url: guarded.urlAs('engine-host'),
      prefix: '',
      name: 'helper',
      dataFolder,
      folder,
      partRecords: PART_RECORDS,
      file: null,
      holds: true,
    })
    try {
      await helper.told(({ state }) => state === 'ready')
      const desk = await open(guarded.urlAs(client), 'desk')
      const { id } = await desk.risk.handlers['clinical-risk.start']({ source: { file: 'city.csv' } })
      // The helper has taken a part and never ends it.
      await helper.told(({ state }) => state === 'holding')
      helper.child.kill('SIGKILL')
      const status = await desk.ended(id)
      expect(status).toMatchObject({ state: 'done', counts, parts: { done: PATIENTS / PART_RECORDS } })
      expect(status.workers).toHaveLength(1)
      expect(desk.complaints).toEqual([])
    } finally {
      rmSync(dataFolder, { recursive: true, force: true })
    }
  },
)

/** Signs in with a list from before this feature, or one that lacks these commands for it. */
async function lacking(name: string, change: (rule: string) => string[]): Promise<string> {
  const rules = accessRules('station', { prefix: '', knowsSelectors: true, timeSeries: false })
  await guarded.redis.client.call('ACL', 'SETUSER', name, 'on', `>${name}`, ...rules.flatMap(change))
  return guarded.redis.urlAs(name, name)
}

// Catches: a run that asks a hub for ever which denies it, and alerts of high risk that are then never raised.
test.each([
  ['knows nothing of clinical risk', (rule: string) => (rule.includes('clinical_risk') ? [] : [rule])],
  [
    'lacks what the queue takes parts by',
    (rule: string) => [rule.includes('clinical_risk') ? rule.replace(/ \+bzpopmin/, '') : rule],
  ],
] as const)('with a list that %s a run works alone, raises alerts and says so', async (what, change) => {
  const url = await lacking(what.includes('nothing') ? 'of-old' : 'half', change)
  const desk = await open(url, 'desk')
  const status = await desk.run('city.csv')
  expect(status).toMatchObject({ state: 'done', counts })
  expect(status.remarks[0]).toContain('denies what a run shares')
  expect(desk.alerts).toHaveLength(MOST_ALERTS)
  // What the folder brings is picked up as well.
  await desk.risk.handlers['clinical-risk.watch']({ watched: true })
  await desk.put('more.csv', `${cohortHead}\n${highRiskLine('NEW')}\n`)
  await desk.risk.watch.look()
  await desk.risk.watch.look()
  await desk.risk.desk.settled()
  const { runs } = await desk.risk.handlers['clinical-risk.runs']({ limit: 10 })
  expect(runs.map(({ source, state }) => [source, state])).toContainEqual(['more.csv', 'done'])
})
