import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FhirFolder } from '@main/features/prior-auth/fhir-folder.ts'
import { writeRequestBundle } from '@main/features/prior-auth/fhir-write.ts'
import { requestFolder } from '@main/prior-auth-files.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { PriorAuthDesk } from '@test/support/prior-auth-desk.ts'
import { lumbarMri } from '@test/support/prior-auth-requests.ts'
import { TestRedis } from '@test/support/redis-server.ts'

/** A host without a window at which nobody has signed in. */
let redis: TestRedis
let host: HeadlessStation
let files: FhirFolder
const folder = mkdtempSync(join(tmpdir(), 'wardlight-pas-'))
const inside = (...parts: string[]): string => join(folder, ...parts)
beforeAll(async () => {
  // What an earlier host had under way when it ended.
  mkdirSync(inside('work'), { recursive: true })
  writeFileSync(inside('work', 'earlier.json'), '{}')
  redis = await TestRedis.start()
  host = await new HeadlessStation({ hubUrl: redis.url, units: ['icu'], role: null }).start()
  await host.live()
  files = requestFolder(host.station, folder, pino({ level: 'silent' }))
})
afterAll(async () => {
  await files.stop()
  await host.stop()
  await redis.close()
  rmSync(folder, { recursive: true, force: true })
})

test('each file is decided once, put on record and answered; what cannot be read is answered with a sentence', async () => {
  const before = host.audit.status().lastSeq
  const bundle = writeRequestBundle(lumbarMri(), 'auth_approval:00000001', Date.now())
  const dear = writeRequestBundle(lumbarMri({ estimatedCost: 7_000 }), 'auth_approval:00000002', Date.now())
  writeFileSync(inside('in', 'cheap.json'), bundle)
  writeFileSync(inside('in', 'dear.json'), dear)
  writeFileSync(inside('in', 'torn.json'), bundle.slice(0, 300))
  await files.look()
  await files.look()
  expect(readFileSync(inside('out', 'cheap.1.response.json'), 'utf8')).toContain('"A1"')
  expect(readFileSync(inside('out', 'dear.1.response.json'), 'utf8')).toContain('"A4"')
  expect(readFileSync(inside('out', 'torn.error.txt'), 'utf8')).toContain('no JSON')
  // Catches: a second decision about a file that a crashed host may have decided.
  expect(readFileSync(inside('out', 'earlier.error.txt'), 'utf8')).toContain('Look in the list')
  expect(existsSync(inside('out', 'earlier.1.response.json'))).toBe(false)
  expect(readdirSync(inside('done')).sort()).toEqual(['cheap.json', 'dear.json', 'earlier.json', 'torn.json'])
  expect(readdirSync(inside('in'))).toEqual([])
  expect(await redis.client.hlen('prior_auth:{all}:records')).toBe(2)
  expect(host.audit.status().lastSeq).toBeGreaterThanOrEqual(before + 2)
})

// Catches: a requester who is told "pended" and never what people decided, also when the host was started anew between.
test('what people decide is answered when they have, and what the hub has lost is said', async () => {
  const answer = (name: string): string => readFileSync(inside('out', name), 'utf8')
  const idOf = (name: string): string => /auth_approval:[0-9a-f]{8}/.exec(answer(name))?.[0] ?? ''
  const bundle = writeRequestBundle(
    lumbarMri({ patientId: 'P-late', estimatedCost: 7_000 }),
    'auth_approval:00000003',
    Date.now(),
  )
  for (const name of ['late.json', 'lost.json']) writeFileSync(inside('in', name), bundle)
  await files.look()
  const [late, lost] = [idOf('late.1.response.json'), idOf('lost.1.response.json')]
  const desk = await new PriorAuthDesk(redis, '').open()
  const become = async (more: object): Promise<void> => {
    const [record] = await desk.store.read([late])
    if (record === undefined) throw new Error('the request')
    const rev = record.rev + 1
    await desk.store.put([{ record: { ...record, ...more, rev }, expectedRev: record.rev }])
  }
  await files.stop()
  files = requestFolder(host.station, folder, pino({ level: 'silent' }))
  rmSync(inside('out', 'late.1.response.json'))
  await files.look()
  expect(existsSync(inside('out', 'late.1.response.json'))).toBe(false)
  await become({ status: 'information_asked', reason: 'Since when?' })
  await redis.client.hdel('prior_auth:{all}:records', lost)
  await files.look()
  expect(answer('late.1.response.json')).toMatch(/"A4"[^]*Since when\?/)
  expect(answer('lost.1.error.txt')).toContain('does not know')
  await become({ status: 'denied', reason: 'No conservative care.', decidedAt: Date.now() })
  await files.look()
  expect(answer('late.1.response.json')).toMatch(/"A3"[^]*No conservative care\./)
  expect(readdirSync(inside('wait')).filter((name) => /late|lost/.test(name))).toEqual([])
  await desk.close()
})

// Catches: an appeal that a host decides as a first request, one against nothing, and a bundle that is half decided.
test('an appeal by file is against a denial that the hub knows, by its number or the sender’s own name of it', async () => {
  const dear = { patientId: 'P-appeal', estimatedCost: 7_000 }
  const first = lumbarMri({ ...dear, claim: { identifier: 'C-77', sequence: 1 } })
  const put = async (name: string, text: string): Promise<{ answer: string; refusal: string }> => {
    writeFileSync(inside('in', `${name}.json`), text)
    await files.look()
    const read = (file: string): string =>
      existsSync(inside('out', file)) ? readFileSync(inside('out', file), 'utf8') : ''
    return { answer: read(`${name}.1.response.json`), refusal: read(`${name}.error.txt`) }
  }
  const { answer } = await put('first', writeRequestBundle(first, 'x', Date.now()))
  const id = /auth_approval:[0-9a-f]{8}/.exec(answer)?.[0] ?? ''
  const appeal = (more: object = {}): string =>
    writeRequestBundle(lumbarMri({ ...dear, appealOf: id, ...more }), 'C-78', Date.now())
  // Not denied yet.
  expect((await put('early', appeal())).refusal).toContain('was not denied')
  const desk = await new PriorAuthDesk(redis, '').open()
  const [record] = await desk.store.read([id])
  if (record === undefined) throw new Error('the first request')
  const closed = { status: 'denied' as const, reason: 'Not met.', decidedAt: Date.now(), rev: record.rev + 1 }
  await desk.store.put([{ record: { ...record, ...closed }, expectedRev: record.rev }])
  expect((await put('other', appeal({ patientId: 'P-other' }))).refusal).toContain('another patient')
  expect((await put('unknown', appeal({ appealOf: 'auth_approval:00000009' }))).refusal).toContain(
    'is not on this hub',
  )
  const taken = (await put('taken', appeal())).answer
  expect(taken).toContain('On appeal')
  expect(taken).toContain(id)
  const named = appeal().replaceAll(id, 'C-77')
  expect((await put('named', named)).answer).toContain(id)
  const kept = (await desk.service.list('open', 50)).rows.filter(({ patientId }) => patientId === 'P-appeal')
  const records = await desk.store.read(kept.map((row) => row.id))
  expect(records.map(({ request }) => request.appealOf)).toEqual([id, id])
  await desk.close()
})
