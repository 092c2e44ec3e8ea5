import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessUser } from '@main/hub/access-list.ts'
import type { HubClientKind } from '@main/hub/family-uses.ts'
import { accessFile } from '@test/support/access-list.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { TestCluster } from '@test/support/redis-cluster.ts'
import { RiskTestDesk } from '@test/support/risk-desk.ts'
import { riskColumns, riskRows } from '@test/support/risk-rows.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

const access = accessFile()
let cluster: TestCluster
beforeAll(async () => {
  cluster = await TestCluster.start({ aclfile: access.file })
})
afterAll(async () => {
  await cluster.close()
  rmSync(access.folder, { recursive: true, force: true })
})

function urlAs(client: HubClientKind): string {
  return cluster.urlAs(accessUser(client), access.passwords.get(client) ?? '')
}

// Catches: an access list that a Cluster's stations cannot even connect with, since they may not ask where the slots lie.
test.each(['station', 'engine-host'] as const)(
  'with the permissions of a %s a Cluster is reached and worked with',
  async (client) => {
    await cluster.flush()
    const started = new HeadlessStation({
      hubUrl: urlAs(client),
      units: ['icu'],
      role: client === 'station' ? 'charge-nurse' : null,
    })
    const station = await started.start()
    const publisher = new SeedPublisher(cluster.open())
    const desk = await new RiskTestDesk(urlAs(client), { prefix: '', name: client }).open()
    try {
      await station.live()
      await publisher.publish(seedMessage({ patient_id: 'P1' }))
      const raised = async (): Promise<number> => cluster.client.zcard('alert:{icu}:open')
      await expect.poll(raised, { timeout: 10_000 }).toBe(1)
      await desk.put('few.csv', `${riskColumns}\n${riskRows(100, 5).join('\n')}\n`)
      expect(await desk.run('few.csv')).toMatchObject({ state: 'done' })
      expect(desk.complaints).toEqual([])
    } finally {
      publisher.close()
      await desk.close()
      await station.stop()
    }
  },
)
