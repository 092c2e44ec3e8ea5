import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import { cohortHead, highRiskLine, lowRiskLine } from '@test/support/risk-cohort.ts'
import type { AskedStation } from './asked-station.ts'
import { type Bundle, bundleStation } from './bundle-station.ts'
import { readUnit } from './hub-truth.ts'
import { everyStep, KilledWorld, killPoints, until } from './killed-world.ts'

const UNIT = 'icu'
const PATIENTS = 3
const keys = new HubKeys()
/** What a station writes for a run, its alerts among it. */
const workflow = /clinical_risk:|alerts?:|alert_history:/
const working = killPoints(40, [12, 21])
const raising = killPoints(30, [4, 9, 16])

let bundle: Bundle
let world: KilledWorld
beforeAll(async () => {
  bundle = await bundleStation()
})
afterAll(() => bundle.remove())
beforeEach(async () => {
  world = await KilledWorld.open(bundle)
})
afterEach(() => world.close())

/** Of each round another: the hub lists the runs of all stations. */
function fileOf(n: number): string {
  return `city-${n}.csv`
}

function patientsOf(n: number): string[] {
  return Array.from({ length: PATIENTS }, (_, at) => `H${n}-${at}`)
}

async function putFile({ dataFolder }: AskedStation, n: number): Promise<void> {
  const lines = [...patientsOf(n).map((id) => highRiskLine(id, UNIT)), lowRiskLine(`L${n}`)]
  await mkdir(join(dataFolder, 'clinical-risk'), { recursive: true })
  await writeFile(join(dataFolder, 'clinical-risk', fileOf(n)), [cohortHead, ...lines, ''].join('\n'))
}

/** How many alerts the hub has raised of each patient, and how many messages their histories hold. */
async function raised(n: number): Promise<{ alerts: number[]; messages: number[] }> {
  const { client } = world.redis
  const { alerts } = await readUnit(client, UNIT)
  const counts = patientsOf(n).map((id) =>
    [...alerts.values()].reduce((sum, { patient, count }) => sum + (patient.patientId === id ? count : 0), 0),
  )
  const messages = await Promise.all(patientsOf(n).map((id) => client.zcard(keys.alertHistory(id))))
  return { alerts: counts, messages }
}

async function runOf(station: AskedStation, n: number): Promise<RunStatus | null> {
  const { runs } = await station.ask('clinical-risk.runs', { limit: 200 })
  return runs.find(({ source }) => source === fileOf(n)) ?? null
}

/** The hub has all alerts of the run, however far its station has come with its own record of it. */
async function nothingWaits(station: AskedStation, n: number): Promise<boolean> {
  return (await runOf(station, n))?.remarks.length === 0
}

/** The run has ended, and nothing waits for the hub. */
async function isDone(station: AskedStation, n: number): Promise<boolean> {
  const run = await runOf(station, n)
  return run?.state === 'done' && run.remarks.length === 0
}

const once = { alerts: Array(PATIENTS).fill(1), messages: Array(PATIENTS).fill(1) }

// Catches: an alert that is lost or comes twice when the station dies at any step of a run with its hub.
test(`a station that works on a run is killed, and goes on (${working.length} deaths)`, async () => {
  let deaths = 0
  for (const [n, point] of working.entries()) {
    const between = await world.proxy(workflow)
    const victim = await world.station(`A${n}`, 'care-manager', world.redis.urlAt(between.port))
    await putFile(victim, n)
    between.arm(point, () => victim.kill())
    let answered = false
    void victim.ask('clinical-risk.start', { source: { file: fileOf(n) } }).then(() => (answered = true))
    const ended = async (): Promise<boolean> =>
      answered && (await Promise.race([isDone(victim, n), victim.gone.then(() => true)]))
    await until('the death or the end', async () => victim.isGone || (await ended()))
    if (victim.isGone) deaths += 1
    victim.kill()
    await victim.gone
    const after = await world.again(victim, `A${n}`, 'care-manager')
    const run = await runOf(after, n)
    if (run?.state === 'interrupted') await after.ask('clinical-risk.resume', { id: run.id })
    await until('the end of the run', () => isDone(after, n))
    expect(await raised(n), JSON.stringify(point)).toEqual(once)
    await after.remove()
    await between.close()
  }
  expect(deaths).toBeGreaterThan(working.length / 2)
  // Of all steps the last lies behind the end: none was left out.
  if (everyStep) expect(deaths).toBeLessThan(working.length)
})

// Catches: an alert that was owed by a station without a link and is lost or comes twice when it is killed again while
// it raises what it owes.
test(`a station without its hub is killed, and again at each step of raising what it owes (${raising.length} deaths)`, async () => {
  let deaths = 0
  for (const [n, point] of raising.entries()) {
    const before = await world.proxy(workflow)
    const lonely = await world.station(`B${n}`, 'care-manager', world.redis.urlAt(before.port))
    await putFile(lonely, n)
    await before.close()
    await lonely.ask('clinical-risk.start', { source: { file: fileOf(n) } })
    await until('the run without a hub', async () => (await runOf(lonely, n))?.state === 'done')
    lonely.kill()
    await lonely.gone
    expect(await raised(n)).toEqual({ alerts: Array(PATIENTS).fill(0), messages: Array(PATIENTS).fill(0) })

    const between = await world.proxy(workflow)
    const victim = await world.again(
      lonely,
      `B${n}`,
      'care-manager',
      world.redis.urlAt(between.port),
      (started) => between.arm(point, () => started.kill()),
    )
    const allRaised = async (): Promise<boolean> => (await raised(n)).messages.every((count) => count > 0)
    await until('the death or the end', async () => victim.isGone || (await allRaised()))
    if (victim.isGone) deaths += 1
    victim.kill()
    await victim.gone
    const after = await world.again(lonely, `B${n}`, 'care-manager')
    await until('nothing waits any more', () => nothingWaits(after, n))
    expect(await raised(n), JSON.stringify(point)).toEqual(once)
    await after.remove()
    await between.close()
  }
  expect(deaths).toBeGreaterThan(raising.length / 2)
})
