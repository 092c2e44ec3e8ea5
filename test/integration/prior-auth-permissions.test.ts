import { afterAll, beforeAll, expect, test } from 'vitest'
import { GuardedRedis } from '@test/support/access-list.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { csvOf } from '@test/support/prior-auth-csv.ts'
import { lumbarMri } from '@test/support/prior-auth-requests.ts'

let guarded: GuardedRedis
let station: HeadlessStation
beforeAll(async () => {
  guarded = await GuardedRedis.start()
  const hubUrl = guarded.urlAs('station')
  station = await new HeadlessStation({ hubUrl, units: ['icu'], role: 'physician' }).start()
  await station.live()
})
afterAll(async () => {
  await station.stop()
  await guarded.close()
})

// Catches: a command that prior authorisation needs and the printed list of permissions forgot.
test('a station with exactly the printed permissions decides, lists, counts and works through a batch', async () => {
  const request = lumbarMri()
  const { id } = await station.ask('prior-auth.decide', { request })
  expect((await station.ask('prior-auth.decide', { request })).reason).toBe('Matching prior approval on file')
  await station.ask('prior-auth.decide', { request: lumbarMri({ estimatedCost: null }) })
  expect((await station.ask('prior-auth.list', { which: 'open', limit: 10 })).total).toBe(1)
  expect((await station.ask('prior-auth.list', { which: 'closed', limit: 10 })).total).toBe(2)
  expect((await station.ask('prior-auth.read', { id })).status).toBe('auto_approved')
  const year = new Date().getUTCFullYear()
  expect((await station.ask('prior-auth.statistics', { year })).submitted).toBe(3)
  const batch = await station.ask('prior-auth.batch-start', { name: 'monday', text: csvOf(20) })
  await station.until('the batch', () =>
    station.pushed.some(
      ({ name, payload }) =>
        name === 'prior-auth.batch' && JSON.stringify(payload).includes('"state":"done"'),
    ),
  )
  const { batch: ended } = await station.ask('prior-auth.batch-status', { id: batch.id })
  expect(ended).toMatchObject({ state: 'done', failed: 0 })
  await station.station.session?.parts?.priorAuth.look()
  expect((await station.ask('hub.report', {})).lastErrors).toEqual([])
})

test('who may not ask for authorisations is refused, and figures name nobody', async () => {
  const other = await new HeadlessStation({
    hubUrl: guarded.urlAs('station'),
    units: ['icu'],
    role: 'quality-research',
  }).start()
  try {
    await other.until('somebody is signed in', () => other.status?.link === 'live')
    const year = new Date().getUTCFullYear()
    let reply = await other.answer('prior-auth.statistics', { year })
    for (let tries = 0; !reply.ok && tries < 200; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      reply = await other.answer('prior-auth.statistics', { year })
    }
    expect(reply.ok).toBe(true)
    expect(JSON.stringify(reply)).not.toContain('P1001')
    expect(await other.answer('prior-auth.decide', { request: lumbarMri() })).toMatchObject({
      ok: false,
      error: { code: 'ipc.not-permitted' },
    })
  } finally {
    await other.stop()
  }
})
