import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { HubKeys } from '@main/hub/keys.ts'
import { pythonPair } from '@main/features/interactions/pair-key.ts'
import { nothingKnown } from '@shared/features/interactions/model.ts'
import type { QueueItem } from '@shared/features/interactions/governance.ts'
import type { AskedStation } from './asked-station.ts'
import { type Bundle, bundleStation } from './bundle-station.ts'
import { KilledWorld, killPoints, until } from './killed-world.ts'

const keys = new HubKeys('')
const deaths = killPoints(16, [2, 6])
const WHY = 'Checked against the current label of both drugs.'
const drugs = [
  'acetaminophen',
  'omeprazole',
  'cetirizine',
  'loratadine',
  'famotidine',
  'levothyroxine',
  'vitamin c',
  'folic acid',
  'montelukast',
  'melatonin',
  'salbutamol',
  'finasteride',
]

type Pair = readonly [string, string]

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

const check = (station: AskedStation, names: readonly string[]) =>
  station.ask('interactions.check', {
    drugs: names.map((text) => ({ text, chosen: null, route: null })),
    context: nothingKnown,
    patientId: null,
  })

/** Pairs of which the knowledge says nothing, so that what the hub holds is asked about. */
async function openPairs(station: AskedStation, most: number): Promise<Pair[]> {
  const { clear, drugs: known } = await check(station, drugs)
  const nameOf = (place: number): string => {
    const drug = known[place]
    return drug?.kind === 'known' && drug.ingredients.length === 1 ? (drug.ingredients[0] ?? '') : ''
  }
  const pairs = clear
    .map(([a, b]): Pair => [nameOf(a), nameOf(b)])
    .filter((pair) => !pair.includes(''))
    .map(([a, b]): Pair => (a < b ? [a, b] : [b, a]))
  if (pairs.length < most) throw new Error(`only ${pairs.length} pairs are open questions`)
  return pairs.slice(0, most)
}

async function itemOf(station: AskedStation, [a, b]: Pair): Promise<QueueItem | undefined> {
  const { items } = await station.ask('interactions.queue', {})
  return items.find(({ pair }) => pair[0] === a && pair[1] === b)
}

/** Takes the request about the pair and approves it; rejects when it is not there, or not free. */
async function approve(station: AskedStation, pair: Pair): Promise<void> {
  const { items } = await station.ask('approvals.list', {})
  const request = items.find(({ subject }) => subject === pair.join(' + '))
  if (request === undefined) throw new Error('nobody is asked yet')
  const named = { id: request.id, patientId: null }
  const { approval, digest } = await station.ask('approvals.claim', named)
  const token = approval.claim?.token ?? 0
  const decision = { token, digest, verdict: 'approved', reason: WHY, chosen: 'contraindicated' } as const
  await station.ask('approvals.decide', { ...named, ...decision })
}

// Catches: an answer that nobody is asked about, a decision that never becomes a verdict or becomes two, a verdict that
// other programs do not read, and a question that stays open about nothing.
test(`the station that files a foreign answer and has it decided is killed (${deaths.length} deaths)`, async () => {
  const { client } = world.redis
  const b = await world.station('B', 'pharmacist')
  world.host()
  const pairs = await openPairs(b, deaths.length)
  let died = 0
  for (const [n, point] of deaths.entries()) {
    const pair = pairs[n] ?? ['', '']
    const between = await world.proxy(/approval:|interaction/)
    const victim = await world.station(`A${n}`, 'pharmacist', world.redis.urlAt(between.port))
    const value = '{"severity": "moderate", "description": "They meet.", "recommendation": "watch"}'
    await client.setex(keys.drugInteraction(pythonPair(...pair)), 86_400, value)
    between.arm(point, () => victim.kill())
    const decide = async (): Promise<void> => {
      await check(victim, pair)
      await until(
        'the decision',
        async () =>
          approve(victim, pair).then(
            () => true,
            () => false,
          ),
        5_000,
      )
    }
    void decide().catch(() => undefined)
    const judged = async (): Promise<boolean> => (await itemOf(b, pair))?.state === 'validated'
    await until('the death or the end', async () => victim.isGone || (await judged()))
    if (victim.isGone) died += 1
    await victim.remove()
    await between.close()
  }
  // Whoever comes next finds what the dead left undone.
  const late = await world.station('late', 'pharmacist')
  for (const pair of pairs) {
    await until(`the verdict about ${pair.join(' + ')}`, async () => {
      const item = await itemOf(late, pair)
      if (item?.state === 'validated') return true
      if (item === undefined) await check(late, pair)
      else await approve(late, pair).catch(() => undefined)
      return false
    })
    expect(await itemOf(late, pair)).toMatchObject({ severity: 'contraindicated', note: WHY })
    expect(await check(late, pair)).toMatchObject({ findings: [{ standing: 'validated', interrupts: true }] })
  }
  await until('no duty is left', async () => (await client.zcard(keys.approval('duties'))) === 0)
  expect(await client.hlen(keys.interactions('queue'))).toBe(0)
  expect((await late.ask('approvals.list', {})).items).toEqual([])
  const log = await client.xrange(keys.approval('log'), '-', '+')
  const approved = log
    .map(([, fields]) => fields[fields.indexOf('k') + 1])
    .filter((kind) => kind === 'approved')
  expect(approved).toHaveLength(pairs.length)
  for (const pair of pairs) {
    const text = (await client.get(keys.drugInteraction(pythonPair(...pair)))) ?? 'null'
    expect(JSON.parse(text), pair.join()).toMatchObject({ severity: 'contraindicated' })
  }
  expect(died).toBeGreaterThan(1)
})
