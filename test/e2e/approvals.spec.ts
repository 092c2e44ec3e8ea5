import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { askAsSeed, seedStatus, toScreen } from '@test/support/approval-screen.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')
const REQUEST = 'auth_approval:1f2e3d4c'
const LATER = 'auth_approval:5a6b7c8d'

let redis: TestRedis
let station: Station
test.beforeEach(async () => {
  await mkdir(pictures, { recursive: true })
  redis = await TestRedis.start()
  station = await launchStation({ hubUrl: redis.url, role: 'physician' })
})
test.afterEach(async () => {
  await station.close()
  await redis.close()
})

const rows = (page: Page) => page.getByRole('listbox').getByRole('option')
const panel = (page: Page) => page.getByRole('complementary', { name: 'Request' })

// Catches: a request of others that is not shown, a decision without its reason or without its ten seconds, an undo
// that does not free the request, and a decision that the seed's own reader never gets to see.
test('a request written by the seed is claimed, denied, undone and approved by keyboard alone', async () => {
  const { page } = station
  await toScreen(page, /^Approvals/)
  await expect(page.getByText('No request waits for a decision')).toBeVisible()
  await page.screenshot({ path: join(pictures, 'approvals-empty.png') })
  await askAsSeed(redis.url, [
    { id: REQUEST, patientId: 'P1001', procedure: '72148', cost: 7_200, priority: 'high' },
  ])
  await expect(rows(page)).toHaveCount(1)
  await expect(page.getByRole('button', { name: /Approvals/ }).locator('.rail-badge')).toContainText('1')
  await page.keyboard.press('Enter')
  await expect(panel(page).getByText('Radiculopathy — motor deficit since Monday.')).toBeVisible()
  await page.keyboard.press('t')
  await expect(panel(page).getByText(/You have this request for another/)).toBeVisible()

  await page.keyboard.press('d')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('not medically necessary')
  await dialog.getByRole('button', { name: 'Deny' }).click()
  await expect(dialog.getByText('Say specifically why')).toBeVisible()
  expect(await seedStatus(redis.url, REQUEST)).toBe('pending')
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('six weeks of physiotherapy are not documented')
  await dialog.getByRole('button', { name: 'Deny' }).click()
  const undo = page.getByRole('list', { name: 'Decisions that can be undone' })
  await expect(undo.getByText('Denied: 72148.')).toBeVisible()
  await page.screenshot({ path: join(pictures, 'approvals-undo.png') })
  expect(await seedStatus(redis.url, REQUEST)).toBe('pending')

  await page.keyboard.press('u')
  await expect(undo).toHaveCount(0)
  await expect(panel(page).getByText(/You have this request for another/)).toBeVisible()
  await page.keyboard.press('a')
  await expect(undo.getByText('Approved: 72148.')).toBeVisible()
  await expect(rows(page)).toHaveCount(0, { timeout: 20_000 })
  await expect.poll(() => seedStatus(redis.url, REQUEST)).toBe('approved')
  await expect(panel(page).getByText(/^Approved by test\.physician/)).toBeVisible()
  await page.screenshot({ path: join(pictures, 'approvals-decided.png') })
})

// Catches: a queue that can be decided from while nobody knows whether the hub still agrees, and one that stays so.
test('without the hub the queue can be read and not decided, with it again it can', async () => {
  const { page } = station
  await askAsSeed(redis.url, [
    { id: REQUEST, patientId: 'P1001', procedure: '72148', cost: 7_200 },
    { id: LATER, patientId: 'P1002', procedure: '27447', cost: 31_000 },
  ])
  await toScreen(page, /^Approvals/)
  await expect(rows(page)).toHaveCount(2)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Approve' })).toBeEnabled()
  redis.freeze()
  await expect(page.getByText(/No link to the hub since .* nothing can be decided/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0)
  await expect(rows(page)).toHaveCount(2)
  await page.screenshot({ path: join(pictures, 'approvals-no-hub.png') })
  redis.thaw()
  await expect(page.getByRole('button', { name: 'Approve' })).toBeEnabled({ timeout: 20_000 })
  await page.keyboard.press('q')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Question' }).fill('Which therapy was tried?')
  await page.getByRole('dialog').getByRole('button', { name: 'Ask' }).click()
  await expect(panel(page).getByText('Which therapy was tried?').first()).toBeVisible()
  await expect.poll(() => seedStatus(redis.url, REQUEST)).not.toBe('approved')
})
