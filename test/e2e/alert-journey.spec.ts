import { expect, test } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

let redis: TestRedis
test.beforeEach(async () => {
  redis = await TestRedis.start()
})
test.afterEach(() => redis.close())

const context = { source: 'test', bed: 'GEN 04', name: 'Okafor, Nneka' }

async function twoStations(): Promise<[Station, Station]> {
  return [await launchStation({ hubUrl: redis.url }), await launchStation({ hubUrl: redis.url })]
}

/** Notifications that the desktop was asked to show, as main asks for them. */
async function recordNotifications(station: Station): Promise<void> {
  await station.app.evaluate(({ Notification }) => {
    const titles: string[] = []
    Object.assign(globalThis, { shownTitles: titles })
    Notification.prototype.show = function record(this: Electron.Notification) {
      titles.push(`${this.title} | ${this.body}`)
    }
  })
}

// Catches: a break anywhere between Redis and pixels, a nurse whose acknowledgement stays at her own desk, and a
// notification that names the patient.
test('a published potassium is a row and a notification, is acknowledged by keyboard, and the other desk shows it', async () => {
  const [desk, other] = await twoStations()
  try {
    await recordNotifications(desk)
    const publisher = new SeedPublisher(redis.url)
    await publisher.publish(seedMessage({ patient_id: 'P-1', context }))
    publisher.close()
    const row = desk.page.getByRole('row', { name: /GEN 04/ })
    await expect(row).toContainText('6.8')
    await expect(row).toContainText('mmol/L')
    const titles = async (): Promise<string> =>
      desk.app.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'shownTitles')))
    await expect.poll(titles).toContain('High alert, GEN 04')
    expect(await titles()).not.toContain('Okafor')

    await desk.page.getByRole('grid').focus()
    await desk.page.keyboard.press('j')
    await desk.page.keyboard.press('a')
    await expect(row).not.toContainText('escalates in')
    const elsewhere = other.page.getByRole('row', { name: /GEN 04/ })
    await expect(elsewhere).toBeVisible()
    await expect(elsewhere.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0)
  } finally {
    await desk.close()
    await other.close()
  }
})

// Catches: a board that goes on looking alive without its hub, and one that does not come back by itself.
test('a killed hub is a technical alarm on every screen, and its return clears the alarm and brings what was missed', async () => {
  const desk = await launchStation({ hubUrl: redis.url })
  try {
    await expect(desk.page.getByText(/live/).first()).toBeVisible()
    await redis.kill()
    await expect(desk.page.getByText(/no link/).first()).toBeVisible()
    await expect(desk.page.getByText(/no data since/).first()).toBeVisible()
    await redis.launch()
    await expect(desk.page.getByText(/no link/)).toHaveCount(0)
    // Published as by a bedside system whose pub/sub message nobody heard: only the history has it.
    const missed = JSON.stringify(seedMessage({ patient_id: 'P-2', context: { ...context, bed: 'GEN 05' } }))
    await redis.client.zadd('alert_history:P-2', Date.now() / 1_000, missed)
    await redis.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await expect(desk.page.getByRole('row', { name: /GEN 05/ })).toBeVisible()
  } finally {
    await desk.close()
  }
})
