import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freeLoopbackPort } from '@main/hub/embedded-files.ts'
import { FaultRun } from '@test/support/fault-run.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const fixture = (name: string): string => resolve('test/fixtures/tls', name)

let redis: TestRedis
let port: number
beforeEach(async () => {
  port = await freeLoopbackPort()
  redis = await TestRedis.start({
    'tls-port': String(port),
    'tls-cert-file': fixture('hub.pem'),
    'tls-key-file': fixture('hub.key'),
    'tls-auth-clients': 'no',
  })
})
afterEach(() => redis.close())

async function showCertificate(name: 'hub' | 'other' | 'stranger'): Promise<void> {
  await redis.client.config(
    'SET',
    'tls-cert-file',
    fixture(`${name}.pem`),
    'tls-key-file',
    fixture(`${name}.key`),
  )
}

function stationUrl(): string {
  const ca = encodeURIComponent(fixture('ca.pem'))
  return `rediss://:${redis.password}@127.0.0.1:${port}/0?servername=hub.test&ca=${ca}`
}

describe('a hub behind TLS', () => {
  // Catches: the private authority or the certificate's name not being handed to the connection.
  test('carries alerts when its certificate is for the name asked for', async () => {
    const run = await FaultRun.start(redis, stationUrl())
    try {
      expect(await run.isBack()).toBeGreaterThan(0)
    } finally {
      await run.stop()
    }
  })

  // Catches: a name that is not checked, which would hand the password to whoever answers.
  test.each([
    { certificate: 'other', trouble: 'tls-name', sentence: /for another name/ },
    { certificate: 'stranger', trouble: 'tls-untrusted', sentence: /not trusted/ },
  ] as const)(
    'with the certificate "$certificate" is refused as $trouble until it shows its own',
    async (fault) => {
      await showCertificate(fault.certificate)
      const run = await FaultRun.connecting(redis, stationUrl())
      try {
        await run.askMuch()
        expect(await run.says(fault.trouble)).toMatchObject({
          link: 'lost',
          sentence: expect.stringMatching(fault.sentence),
        })
        await showCertificate('hub')
        expect(await run.isBack()).toBeGreaterThan(0)
      } finally {
        await run.stop()
      }
    },
  )
})
