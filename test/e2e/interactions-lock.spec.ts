import { expect, test, type Page } from '@playwright/test'
import { launchStation } from '@test/support/electron-app.ts'
import { addDrug, openInteractions } from '@test/support/interactions-screen.ts'
import { person } from '@test/support/people.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { addPeople, signIn } from '@test/support/sign-in.ts'

let redis: TestRedis
test.beforeEach(async () => {
  redis = await TestRedis.start()
})
test.afterEach(() => redis.close())

/** Signs in as soon as the hub is live. */
async function enter(page: Page, userId: string): Promise<void> {
  const out = page.getByRole('button', { name: 'Sign out' })
  await expect(async () => {
    if (!(await out.isVisible())) await signIn(page, userId)
    await expect(out).toBeVisible({ timeout: 1_500 })
  }).toPass({ timeout: 20_000 })
}

const locked = (page: Page) => page.getByRole('heading', { name: 'Wardlight is locked' })

// Catches: a typed list that is lost when the station locks, that the next person at the desk sees, and a warning that
// nobody had decided about and that does not stop any more.
test('a typed list outlives the lock, for its owner alone, and still stops where it had stopped', async () => {
  const colleague = person('physician', { id: 'test.colleague', name: 'Test colleague' })
  await addPeople(redis.url, [person('physician'), colleague])
  const station = await launchStation({
    hubUrl: redis.url,
    role: null,
    env: { WARDLIGHT_SESSION_SECONDS: '10' },
  })
  const { page } = station
  const chips = page.getByRole('list', { name: 'Drugs on the list', includeHidden: true })
  const stop = page.getByRole('dialog', { name: 'Stop: contraindicated' })
  try {
    await enter(page, 'test.physician')
    await openInteractions(page)
    await addDrug(page, 'paracetamol')
    await addDrug(page, 'simvastatin')
    await addDrug(page, 'Biaxin 500 mg tablet')
    await expect(stop).toBeVisible()
    await expect(locked(page)).toBeVisible({ timeout: 30_000 })
    expect(await page.locator('body').innerHTML()).not.toContain('Biaxin')

    await enter(page, 'test.colleague')
    await openInteractions(page)
    await expect(page.getByText('Biaxin')).toHaveCount(0)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(locked(page)).toBeVisible()

    await enter(page, 'test.physician')
    await expect(chips.getByRole('listitem', { includeHidden: true })).toHaveCount(3)
    await expect(chips).toContainText('Biaxin 500 mg tablet')
    await expect(stop).toContainText('simvastatin + clarithromycin')
    await page.getByRole('button', { name: 'Decide later' }).click()
    await page.getByRole('button', { name: 'Empty the list' }).click()
    // Catches: the last change before a sign-out lost because it had not been written yet.
    await page.getByRole('button', { name: 'Sign out' }).click()
    await enter(page, 'test.physician')
    await openInteractions(page)
    await expect(page.getByRole('button', { name: 'Empty the list' })).toBeDisabled()
  } finally {
    await station.close()
  }
})
