import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import { ApprovalDesk } from '@test/support/approval-desks.ts'
import { pythonAnnouncement, pythonRequest, SPECIFIC } from '@test/support/approval-samples.ts'
import { decideAt, ID } from '@test/support/approval-set.ts'
import { DiagnosticDesk, RememberingGate } from '@test/support/diagnostic-desks.ts'
import { csvOf } from '@test/support/prior-auth-csv.ts'
import { PriorAuthDesk } from '@test/support/prior-auth-desk.ts'
import { lumbarMri } from '@test/support/prior-auth-requests.ts'
import { TestCluster } from '@test/support/redis-cluster.ts'
import { assessed, RiskTestDesk } from '@test/support/risk-desk.ts'
import { RiskHosts } from '@test/support/risk-hosts.ts'
import { riskColumns, riskRows } from '@test/support/risk-rows.ts'

const PATIENTS = 4_000
const PART_RECORDS = 200

let cluster: TestCluster
const closing: (() => Promise<void> | void)[] = []
beforeAll(async () => {
  cluster = await TestCluster.start()
})
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})
afterAll(() => cluster.close())

function folder(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `wardlight-cluster-${name}-`))
  closing.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function riskDesk(prefix: string, name: string, sources: string): Promise<RiskTestDesk> {
  const settings = { prefix, name, folder: sources, partRecords: PART_RECORDS }
  const desk = await new RiskTestDesk(cluster.url, settings).open()
  closing.push(() => desk.close())
  return desk
}

async function city(): Promise<string> {
  const sources = folder('sources')
  await writeFile(join(sources, 'city.csv'), `${riskColumns}\n${riskRows(PATIENTS, 23).join('\n')}\n`)
  return sources
}

const compared = ({ state, done, of, parts, rejected, lowQuality, counts, bins }: RunStatus) => ({
  state,
  done,
  of,
  parts,
  rejected,
  lowQuality,
  counts,
  bins,
})

// Catches: a job queue whose keys lie in several slots (CROSSSLOT), and workers that a Cluster never gives a part.
test('hosts share a batch of clinical risk, and one killed midway loses nothing', async () => {
  const sources = await city()
  const alone = compared(await (await riskDesk('alone:', 'alone', sources)).run('city.csv'))
  expect(alone).toMatchObject({ state: 'done' })
  const hosts = await RiskHosts.build()
  closing.push(() => hosts.close())
  const common = { url: cluster.url, prefix: 'two:', folder: sources, partRecords: PART_RECORDS, file: null }
  const holding = hosts.start({ ...common, name: 'holds', dataFolder: folder('holds'), holds: true })
  const helper = hosts.start({ ...common, name: 'helps', dataFolder: folder('helps') })
  await Promise.all([holding, helper].map((host) => host.told(({ state }) => state === 'ready')))
  const desk = await riskDesk('two:', 'desk', sources)
  const { id } = await desk.risk.handlers['clinical-risk.start']({ source: { file: 'city.csv' } })
  await holding.told(({ state }) => state === 'holding')
  holding.child.kill('SIGKILL')
  const status = await desk.ended(id)
  expect(compared(status)).toEqual(alone)
  expect(assessed(status)).toBeGreaterThan(0)
  expect(status.workers.length).toBeGreaterThan(1)
  expect(desk.complaints.join('\n')).not.toMatch(/CROSSSLOT|MOVED/)
})

// Catches: scripts over keys in several slots, and a decision that the seed's Python cannot read on a Cluster.
test('a request of the seed’s Python is taken, decided and read back', async () => {
  const key = `approval_request:${ID}`
  await cluster.client.setex(key, 86_400, pythonRequest(ID))
  await cluster.client.publish('auth:pending', pythonAnnouncement(ID))
  const desks = await Promise.all(['A', 'B'].map((station) => ApprovalDesk.open(cluster.url, '', station)))
  const [a, b] = desks
  closing.push(() => desks.forEach((desk) => desk.close()))
  if (a === undefined || b === undefined) throw new Error('two desks')
  for (const desk of desks) await desk.until('the request', () => desk.rows().length === 1)
  await decideAt(a, 'denied')
  await b.until('the decision in the seed’s key', async () => {
    const read: unknown = JSON.parse((await cluster.client.get(key)) ?? '{}')
    return typeof read === 'object' && read !== null && 'reason' in read && read.reason === SPECIFIC
  })
  for (const desk of desks) await desk.until('an empty queue', () => desk.rows().length === 0)
  expect(JSON.parse((await cluster.client.get(key)) ?? '{}')).toMatchObject({ status: 'denied' })
})

// Catches: lock and fence of one patient in two slots, and progress that another station never sees.
test('a diagnostic run is done, seen by another station, and leaves no lock', async () => {
  const gate = new RememberingGate()
  const a = await DiagnosticDesk.open(cluster.url, 'd:', 'A', { gate })
  const b = await DiagnosticDesk.open(cluster.url, 'd:', 'B', { gate })
  closing.push(
    () => a.close(),
    () => b.close(),
  )
  const infarction = Findings.parse({
    ageYears: 66,
    symptoms: { 'chest-pain': true },
    labs: { troponinTimesLimit: 8 },
    studies: { 'ecg-st-elevation': true },
  })
  const { sessionId } = await a.service.start('P1', infarction, null)
  expect(await a.ended(sessionId)).toBe('completed')
  await b.until('the whole progress', () => b.pushed.at(-1)?.progress.at(-1)?.event === 'completed')
  expect(gate.asked.size).toBe(1)
  await a.until('no lock', async () => (await cluster.client.exists('d:lock:diagnostic:P1')) === 0)
  expect([...a.defects, ...b.defects]).toEqual([])
})

// Catches: records, cache, outcomes and batches that one script or one question reaches for in several slots.
test('prior authorisations and a batch of them are decided, cached and kept', async () => {
  const desk = await new PriorAuthDesk(cluster, 'p:').open()
  closing.push(() => desk.close())
  const first = await desk.service.decide(lumbarMri(), 'kim')
  const second = await desk.service.decide(lumbarMri({ patientId: 'P2' }), 'kim')
  expect(second).toMatchObject({ status: 'auto_approved', reference: first.reference })
  const { id } = await desk.batches.begin('monday', csvOf(100))
  await desk.batches.settled()
  expect(await desk.batches.status(id)).toMatchObject({
    state: 'done',
    done: 100,
    automatic: 80,
    pending: 20,
  })
  expect(desk.defects).toEqual([])
})
