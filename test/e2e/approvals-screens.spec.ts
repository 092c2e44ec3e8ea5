import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { axeFindings } from '@test/support/axe.ts'
import { askAsSeed, command, resize, toScreen } from '@test/support/approval-screen.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')
const themes = { dark: 'Dark theme', light: 'Light theme', 'high-contrast': 'High-contrast theme' } as const
const sizes = [
  [1280, 800],
  [1920, 1080],
] as const
const MANY = 1_000

let redis: TestRedis
let station: Station
test.beforeAll(async () => {
  await mkdir(pictures, { recursive: true })
  redis = await TestRedis.start()
  station = await launchStation({ hubUrl: redis.url, role: 'physician' })
})
test.afterAll(async () => {
  await station.close()
  await redis.close()
})

const rows = (page: Page) => page.getByRole('listbox').getByRole('option')

async function look(page: Page, name: string): Promise<void> {
  expect(await axeFindings(page), `axe on ${name}`).toEqual([])
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}

async function inEveryTheme(name: string): Promise<void> {
  for (const [theme, words] of Object.entries(themes)) {
    await command(station.page, words)
    await expect(station.page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const [width, height] of sizes) {
      await resize(station, width, height)
      await look(station.page, `${theme}-${name}-${width}`)
    }
  }
}

test('axe finds nothing with no request (bug: an empty list without its sentence)', async () => {
  await toScreen(station.page, /^Approvals/)
  await expect(station.page.getByText('No request waits for a decision')).toBeVisible()
  await inEveryTheme('approvals-none')
})

test('axe finds nothing with a few requests, one open, and in every dialog (bug: a control without a name)', async () => {
  const { page } = station
  await toScreen(page, /^Approvals/)
  await askAsSeed(redis.url, [
    { id: 'auth_approval:00000001', patientId: 'P1001', procedure: '72148', cost: 7_200, priority: 'high' },
    { id: 'auth_approval:00000002', patientId: 'P1002', procedure: '27447', cost: 31_000 },
    {
      id: 'auth_approval:00000003',
      patientId: 'P1003',
      procedure: 'An experimental gene therapy whose name is far too long for one line of any list',
      cost: 2_125_000,
    },
  ])
  await expect(rows(page)).toHaveCount(3)
  await page.getByRole('listbox').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
  await inEveryTheme('approvals-few')
  await command(page, 'Dark theme')
  await resize(station, 1280, 800)
  for (const [key, name] of [
    ['d', 'deny'],
    ['q', 'ask'],
    ['h', 'hand-over'],
    ['w', 'withdraw'],
  ] as const) {
    await page.getByRole('listbox').focus()
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeFocused()
    // It is there for assistive technology once it has been faded in.
    await expect(page.locator('.dialog-frame')).toHaveCSS('opacity', '1')
    await expect(page.locator('.dialog-scrim')).toHaveCSS('opacity', '1')
    await look(page, `dark-approvals-${name}`)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
})

// Catches: a list that draws every row, a window that freezes under far too many, and keys that lose their place.
test('a thousand requests stay usable, oldest deadline first', async () => {
  const { page } = station
  await toScreen(page, /^Approvals/)
  await askAsSeed(
    redis.url,
    Array.from({ length: MANY }, (_, index) => ({
      id: `auth_approval:${(index + 16).toString(16).padStart(8, '0')}`,
      patientId: `P${2_000 + index}`,
      procedure: ['72148', '27447', 'J1745'][index % 3] ?? '',
      cost: 5_000 + index * 10,
      priority: index % 9 === 0 ? ('high' as const) : ('normal' as const),
      lifeSeconds: 86_000 - index * 60,
    })),
  )
  await expect(page.getByText(/^100[03] requests$/)).toBeVisible({ timeout: 30_000 })
  expect(await rows(page).count()).toBeLessThan(60)
  await page.mouse.move(5, 5)
  const list = page.getByRole('listbox')
  await list.focus()
  for (let step = 0; step < MANY + 3; step += 250) await page.keyboard.press('j')
  // The key that was pressed last may still be bringing its row into sight.
  await expect(async () => {
    await list.evaluate((element) => element.scrollTo({ top: 0 }))
    await expect(rows(page).first()).toContainText('Patient P2999', { timeout: 500 })
  }).toPass()
  await inEveryTheme('approvals-many')
  await page.getByRole('button', { name: /Type$/ }).click()
  await page.getByRole('option', { name: 'High-risk diagnosis' }).click()
  await expect(page.getByText('No request fits the filter')).toBeVisible()
  await page.getByRole('button', { name: 'Show all requests' }).click()
  await expect(page.getByText(/^100[03] requests$/)).toBeVisible()
})
