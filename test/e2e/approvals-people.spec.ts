import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { axeFindings } from '@test/support/axe.ts'
import { command, resize, seedStatus, toScreen } from '@test/support/approval-screen.ts'
import { person } from '@test/support/people.ts'
import { lumbarMri } from '@test/support/prior-auth-requests.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { addPeople, signIn, signInSomebody } from '@test/support/sign-in.ts'
import { writeRequestBundle } from '@main/features/prior-auth/fhir-write.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')
const themes = { light: 'Light theme', 'high-contrast': 'High-contrast theme', dark: 'Dark theme' } as const
const sizes = [
  [1280, 800],
  [1920, 1080],
] as const
const FINAL = { timeout: 20_000 }

let redis: TestRedis
let station: Station
test.beforeEach(async () => {
  await mkdir(pictures, { recursive: true })
  redis = await TestRedis.start()
})
test.afterEach(async () => {
  await station.close()
  await redis.close()
})

const look = (page: Page, name: string) => page.screenshot({ path: join(pictures, `${name}.png`) })
const rows = (page: Page) => page.getByRole('listbox').getByRole('option')
const panel = (page: Page) => page.getByRole('complementary', { name: 'Request' })

async function leave(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click()
}

// Catches: somebody who approves what they have asked for, one reviewer who is both, a first approval that the asker's
// program takes for the decision, and a decided request that nobody can find any more.
test('a request of $120,000 needs two reviewers, neither of them who asked, and is then found among the closed', async () => {
  test.slow()
  station = await launchStation({ hubUrl: redis.url, role: 'physician' })
  const { page } = station
  await toScreen(page, /^Prior auth/)
  await expect(page.getByRole('combobox', { name: 'Procedure' })).toBeVisible()
  const file = join(station.dataFolder, 'dear.json')
  const dear = lumbarMri({ estimatedCost: 120_000 })
  await writeFile(file, writeRequestBundle(dear, 'auth_approval:00000001', Date.now()))
  await page.locator('input[type="file"]').setInputFiles(file)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Item 1/ })
    .click()
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('button', { name: 'Open in Approvals' }).click()
  await expect(panel(page).getByText(/You asked for this; two other people/)).toBeVisible()
  await expect(panel(page).getByText(/by test\.physician/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0)
  await page.keyboard.press('a')
  await expect(page.getByRole('list', { name: 'Decisions that can be undone' })).toHaveCount(0)
  expect(await axeFindings(page)).toEqual([])
  await look(page, 'approvals-four-eyes-asker')
  const id = (await panel(page).locator('.ap-number').textContent()) ?? ''
  await leave(page)

  await signInSomebody(page, redis.url, 'care-manager')
  await toScreen(page, /^Approvals/)
  await expect(rows(page)).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Approve' })).toBeEnabled()
  await page.keyboard.press('a')
  await expect(rows(page).getByText('Approved once, by test.care-manager')).toBeVisible(FINAL)
  await expect(panel(page).getByText(/You approved first/)).toBeVisible()
  expect(await seedStatus(redis.url, id)).toBe('pending')
  await look(page, 'approvals-four-eyes-first')
  await leave(page)

  await addPeople(redis.url, [person('physician', { id: 'second.physician' })])
  await signIn(page, 'second.physician')
  await toScreen(page, /^Approvals/)
  await expect(rows(page)).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Approve' })).toBeEnabled()
  await page.keyboard.press('a')
  await expect.poll(() => seedStatus(redis.url, id), FINAL).toBe('approved')

  await page.getByText('Closed', { exact: true }).click()
  const closed = page.getByRole('listbox', { name: /^Closed requests/ })
  await expect(closed.getByRole('option')).toHaveCount(1)
  await expect(closed.getByText('Approved by second.physician')).toBeVisible()
  await closed.focus()
  await page.keyboard.press('Enter')
  await expect(panel(page).getByText(/^Approved by second\.physician/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Patient number' }).fill('P9999')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No closed request of this patient')).toBeVisible()
  await page.getByRole('button', { name: 'Show everyone’s' }).click()
  await page.getByRole('textbox', { name: 'Patient number' }).fill('P1001')
  await page.keyboard.press('Enter')
  await expect(closed.getByRole('option')).toHaveCount(1)
  for (const [theme, words] of Object.entries(themes)) {
    await command(page, words)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const [width, height] of sizes) {
      await resize(station, width, height)
      expect(await axeFindings(page), `axe in ${theme} at ${width}`).toEqual([])
      await look(page, `${theme}-approvals-closed-${width}`)
    }
  }
})

// Catches: an emergency access that its reviewers do not find, by the list of accesses or by the queue; one that others
// are shown; a review without a finding; a finding that does not come back to the list.
test('an emergency access is reviewed in the queue, by those who may, and by nobody else', async () => {
  test.slow()
  station = await launchStation({ hubUrl: redis.url, role: 'quality-research' })
  const { page } = station
  const rail = page.getByRole('navigation', { name: 'Screens' })
  const approvals = rail.getByRole('button', { name: /^Approvals/ })
  const reason = page.getByText('Resuscitation, nobody else on the ward')
  await expect(approvals).toHaveCount(0)
  await rail.getByRole('button', { name: 'People' }).click()
  await page.getByRole('tab', { name: 'Emergency access' }).click()
  await page.getByRole('textbox', { name: 'Reason' }).fill('Resuscitation, nobody else on the ward')
  await page.getByRole('button', { name: 'Begin emergency access' }).click()
  await page.getByRole('button', { name: 'End emergency access' }).click()
  await leave(page)

  await signInSomebody(page, redis.url, 'physician')
  await toScreen(page, /^Approvals/)
  await expect(page.getByText('No request waits for a decision')).toBeVisible()
  await expect(page.getByText('Emergency access')).toHaveCount(0)
  await leave(page)

  await signInSomebody(page, redis.url, 'privacy-officer')
  await expect(approvals.locator('.rail-badge')).toContainText('1')
  await rail.getByRole('button', { name: 'People' }).click()
  await expect(reason).toBeVisible()
  await page.getByRole('button', { name: 'Review in Approvals' }).focus()
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveCount(1)
  await expect(panel(page).getByText('Resuscitation, nobody else on the ward')).toBeVisible()
  await expect(panel(page).getByText('Patients opened')).toBeVisible()
  await expect(panel(page).getByRole('button', { name: /^Ask/ })).toHaveCount(0)
  expect(await axeFindings(page)).toEqual([])
  await look(page, 'approvals-emergency')
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Justified' }).click()
  await expect(dialog.getByText('Write what you found.')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await dialog.getByRole('textbox', { name: 'Finding' }).fill('Confirmed by the ward')
  await dialog.getByRole('button', { name: 'Justified' }).click()
  await expect(page.getByRole('list', { name: 'Decisions that can be undone' })).toContainText('Justified')
  await expect(rows(page)).toHaveCount(0, FINAL)
  await page.getByText('Closed', { exact: true }).click()
  await expect(page.getByText('Justified by test.privacy-officer').first()).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Patient number' })).toHaveCount(0)
  await rail.getByRole('button', { name: 'People' }).click()
  await expect(page.getByText(/Found justified by test.privacy-officer/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Review in Approvals' })).toHaveCount(0)
})
