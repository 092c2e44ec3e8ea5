import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { person, SECRET } from '@test/support/people.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { addPeople, scan, signIn } from '@test/support/sign-in.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')
const context = { source: 'test', bed: 'GEN 04', name: 'Okafor, Nneka' }

let redis: TestRedis
test.beforeEach(async () => {
  await mkdir(pictures, { recursive: true })
  redis = await TestRedis.start()
})
test.afterEach(() => redis.close())

async function publishPotassium(): Promise<void> {
  const publisher = new SeedPublisher(redis.url)
  await publisher.publish(seedMessage({ patient_id: 'P-1', context }))
  publisher.close()
}

async function expectLocked(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Wardlight is locked' })).toBeVisible({ timeout: 20_000 })
  const text = await page.locator('body').innerHTML()
  for (const secret of ['Okafor', 'GEN 04', '6.8']) expect(text).not.toContain(secret)
}

/** Signs in as soon as the hub is live. */
async function enter(page: Page, userId: string): Promise<void> {
  const out = page.getByRole('button', { name: 'Sign out' })
  await expect(async () => {
    if (!(await out.isVisible())) await signIn(page, userId)
    await expect(out).toBeVisible({ timeout: 1_500 })
  }).toPass({ timeout: 20_000 })
}

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

async function withStation(
  env: Readonly<Record<string, string>>,
  work: (page: Page, station: Station) => Promise<void>,
): Promise<void> {
  const station = await launchStation({ hubUrl: redis.url, role: null, env })
  try {
    await work(station.page, station)
  } finally {
    await station.close()
  }
}

// Catches: a screen that stays readable after the time-out, work that is lost with it, and work that the next person
// at the desk gets to see.
test('work, warning, time-out, blank; a colleague sees nothing of it; its owner is exactly where they were', async () => {
  const colleague = person('nurse', { id: 'test.colleague', name: 'Test colleague' })
  await addPeople(redis.url, [person('nurse'), colleague])
  await withStation({ WARDLIGHT_SESSION_SECONDS: '8' }, async (page) => {
    expect(await axe(page)).toEqual([])
    await page.screenshot({ path: join(pictures, 'lock.png') })
    await enter(page, 'test.nurse')
    await publishPotassium()
    const row = page.getByRole('row', { name: /GEN 04/ })
    await expect(row).toBeVisible()
    await page.getByRole('grid').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('n')
    const note = page.getByRole('dialog').getByRole('textbox')
    await note.fill('Called the lab, they')
    await expect(page.getByText(/This station locks in \d seconds/).last()).toBeVisible({
      timeout: 20_000,
    })
    await page.screenshot({ path: join(pictures, 'ending.png') })
    await expectLocked(page)
    await expect(page.getByText('1 high alert waits')).toBeVisible()
    await page.screenshot({ path: join(pictures, 'lock-waiting.png') })

    await enter(page, 'test.colleague')
    await expect(page.getByRole('row', { name: /GEN 04/ })).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expectLocked(page)

    await enter(page, 'test.nurse')
    await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue('Called the lab, they')
  })
})

// Catches: a first run without a way in, users that cannot be added, a badge that takes a second or leaves the former
// user's screen, and one's own badge that does not sign out.
test('the first administrator adds two people, whose badges switch within a second', async () => {
  await withStation({}, async (page) => {
    await page.getByRole('button', { name: 'Create the first administrator' }).click()
    await page.getByRole('textbox', { name: 'User name' }).fill('root')
    await page.getByRole('textbox', { name: 'Full name' }).fill('Ruth Root')
    await page.getByLabel('Password (8 characters or more)').fill(SECRET)
    await page.getByRole('button', { name: 'Create and sign in' }).click()
    await expect(page.locator('.who-name')).toHaveText('Ruth Root')
    await expect(page.getByRole('navigation').getByRole('button', { name: 'Alerts' })).toHaveCount(0)
    for (const [id, name, badge] of [
      ['mara', 'Mara Lindt', '0472AE91XJ'],
      ['jon', 'Jon Abebe', '0511RE22XJ'],
    ] as const) {
      await page.getByRole('button', { name: 'People' }).click()
      await page.getByRole('tab', { name: 'Users' }).click()
      await page.getByRole('button', { name: 'Add user' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('User name').fill(id)
      await dialog.getByLabel('Full name').fill(name)
      await dialog.getByLabel('Department').fill('icu')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: `Change ${name}` }).click()
      await dialog.getByLabel('Badge number').fill(badge)
      await dialog.getByRole('button', { name: 'Register badge' }).click()
      await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('badge')
    }
    expect(await axe(page)).toEqual([])
    await page.screenshot({ path: join(pictures, 'users.png') })
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'Hub' }).click()
    expect(await axe(page)).toEqual([])
    await publishPotassium()

    await scan(page, '0472AE91XJ')
    await expect(page.locator('.who-name')).toHaveText('Mara Lindt', { timeout: 1_000 })
    const row = page.getByRole('row', { name: /GEN 04/ })
    await expect(row).toHaveAttribute('data-calling', 'true')
    await page.getByRole('grid').focus()
    await scan(page, '0511RE22XJ')
    await expect(page.locator('.who-name')).toHaveText('Jon Abebe', { timeout: 1_000 })
    // The letters of a badge are keys of the board as well: a scan must not acknowledge or resolve anything.
    await expect(row).toHaveAttribute('data-calling', 'true')
    await scan(page, '0511RE22XJ')
    await expectLocked(page)
  })
})

// Catches: emergency access without reason, banner, end or review, and rights that outlive it.
test('emergency access shows patients under a banner, and waits for the privacy officer', async () => {
  await addPeople(redis.url, [person('quality-research'), person('privacy-officer')])
  await withStation({}, async (page) => {
    await publishPotassium()
    await enter(page, 'test.quality-research')
    await expect(page.getByText('Okafor')).toHaveCount(0)
    await page.getByRole('button', { name: 'People' }).click()
    await page.getByRole('tab', { name: 'Emergency access' }).click()
    await page.getByRole('textbox', { name: 'Reason' }).fill('Resuscitation, nobody else on the ward')
    await page.getByRole('button', { name: 'Begin emergency access' }).click()
    await expect(page.getByText(/every view is recorded/)).toBeVisible()
    await page.getByRole('navigation').getByRole('button', { name: 'Alerts' }).click()
    await expect(page.getByRole('row', { name: /GEN 04/ })).toBeVisible()
    expect(await axe(page)).toEqual([])
    await page.screenshot({ path: join(pictures, 'emergency.png') })
    await page.getByRole('button', { name: 'End emergency access' }).click()
    await expect(page.getByText('Okafor')).toHaveCount(0)
    await page.getByRole('button', { name: 'Sign out' }).click()

    await enter(page, 'test.privacy-officer')
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'People' }).click()
    await expect(page.getByText('Resuscitation, nobody else on the ward')).toBeVisible()
    await expect(page.locator('.rail-badge')).toContainText('1')
    await expect(page.getByRole('button', { name: 'Review in Approvals' })).toBeVisible()
    expect(await axe(page)).toEqual([])
    await page.screenshot({ path: join(pictures, 'review.png') })
  })
})

// Catches: a wall display that goes blank with the session, or goes on naming patients to whoever passes by.
test('a wall display without a session shows beds and findings, no names, and lets a person sign in', async () => {
  await addPeople(redis.url, [person('nurse')])
  await withStation({}, async (page) => {
    await publishPotassium()
    await enter(page, 'test.nurse')
    await expect(page.getByText('Okafor').first()).toBeVisible()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('Wall density')
    await page.getByRole('option', { name: 'Wall density' }).first().click()
    await expect(page.locator('html')).toHaveAttribute('data-density', 'wall')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByText('Wall display: no names')).toBeVisible()
    await expect(page.getByRole('row', { name: /GEN 04/ })).toBeVisible()
    expect(await page.locator('body').innerHTML()).not.toContain('Okafor')
    expect(await axe(page)).toEqual([])
    await page.screenshot({ path: join(pictures, 'wall-nobody.png') })
    await page.getByRole('button', { name: 'Sign in' }).click()
    await enter(page, 'test.nurse')
    await expect(page.getByText('Okafor').first()).toBeVisible()
  })
})
