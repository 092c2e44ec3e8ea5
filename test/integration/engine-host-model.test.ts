import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { buildEngineHost, EngineHostProcess } from '@test/support/engine-host-process.ts'
import { ModelServer } from '@test/support/model-server.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const ISSUER = 'https://ehr.example'
const KEY = 'sk-of-the-host-only'
const folder = mkdtempSync(join(tmpdir(), 'wardlight-host-model-'))
let redis: TestRedis
let model: ModelServer
let built: Awaited<ReturnType<typeof buildEngineHost>>
let signer: CryptoKey
let hooks = ''
beforeAll(async () => {
  const pair = await generateKeyPair('ES384', { extractable: true })
  signer = pair.privateKey
  hooks = join(folder, 'cds.json')
  const jwks = { keys: [await exportJWK(pair.publicKey)] }
  writeFileSync(hooks, JSON.stringify({ port: 0, clients: [{ issuer: ISSUER, jwks }] }))
  built = await buildEngineHost()
  redis = await TestRedis.start()
  model = await ModelServer.start()
})
afterAll(async () => {
  await model.close()
  await redis.close()
  built.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** Writes the key and the settings that name it; answers the path of the settings. */
function settingsFile(mode: number): string {
  const [path, keyFile] = [join(folder, 'model.json'), join(folder, 'model.key')]
  writeFileSync(keyFile, `${KEY}\n`)
  chmodSync(keyFile, mode)
  const prices = { inputPrice: 10, outputPrice: 30, budgetPerDay: 5 }
  writeFileSync(path, JSON.stringify({ baseUrl: model.url, model: 'ward-model', keyFile, ...prices }))
  return path
}

const Cards = z.object({
  cards: z.array(
    z.object({ summary: z.string(), detail: z.string(), source: z.object({ label: z.string() }) }),
  ),
})

/** What the host says about ordering the first drug for somebody who takes the second. */
async function order(base: string, ordered: string, taken: string) {
  const url = `${base}/wardlight-order-sign`
  const bundle = (text: string) => ({
    resourceType: 'Bundle',
    entry: [
      {
        resource: {
          resourceType: 'MedicationRequest',
          id: text,
          status: 'draft',
          medicationCodeableConcept: { text },
        },
      },
    ],
  })
  const token = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES384', typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(url)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(signer)
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      hook: 'order-sign',
      hookInstance: randomUUID(),
      context: { userId: 'Practitioner/7', patientId: 'P77', draftOrders: bundle(ordered) },
      prefetch: { medications: bundle(taken) },
    }),
  })
  expect(response.status).toBe(200)
  return Cards.parse(await response.json()).cards
}

// Catches: a host that answers record systems without ever asking the model that its administrator has paid for, one
// that sends no key, and one that asks again for what it was told.
test('a host asks the model that its settings file names, with the key of the key file', async () => {
  const host = new EngineHostProcess(built.program, redis.url, {
    WARDLIGHT_MODEL: settingsFile(0o600),
    WARDLIGHT_CDS_HOOKS: hooks,
  })
  try {
    const addressed = /CDS Hooks at (\S+)/
    await expect.poll(() => host.out, { timeout: 20_000 }).toMatch(addressed)
    const base = addressed.exec(host.out)?.[1] ?? ''
    const asking = async () => {
      const cards = await order(base, 'cetirizine', 'amoxicillin')
      return cards.map(({ detail }) => detail).join('\n')
    }
    await expect.poll(asking, { timeout: 20_000 }).toContain('a model is being asked')
    await expect.poll(asking, { timeout: 20_000 }).toContain('amoxicillin raises cetirizine')
    expect(model.asked).toEqual(['amoxicillin + cetirizine'])
    expect(model.keys).toEqual([`Bearer ${KEY}`])
    const [card] = await order(base, 'cetirizine', 'amoxicillin')
    expect(card?.source.label).toBe('AI advice, not validated by a pharmacist')
    const stored = await redis.client.get("drug_interaction:['amoxicillin', 'cetirizine']")
    expect(stored).toContain('"model":"ward-model"')
    expect(await redis.client.hlen('interaction:{all}:queue')).toBe(1)
    // 400 tokens at 10 and 100 at 30 per million.
    const day = new Date().toISOString().slice(0, 10)
    await expect
      .poll(() => redis.client.hget(`interaction:{all}:ledger:${day}`, 'total:spentMicro'), {
        timeout: 10_000,
      })
      .toBe('7000')
    expect(host.error).toBe('')
  } finally {
    await host.stop()
  }
})

// Catches: a key that everybody on the server can read, used without a word.
test.runIf(process.platform !== 'win32')('a host whose key file others can read does not start', async () => {
  const host = new EngineHostProcess(built.program, redis.url, { WARDLIGHT_MODEL: settingsFile(0o644) })
  expect(await host.ended()).toBe(1)
  expect(host.error).toContain('can be read by others')
  expect(host.error).not.toContain(KEY)
  await host.stop()
})
