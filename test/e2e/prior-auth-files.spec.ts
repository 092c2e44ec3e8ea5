import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { axeFindings } from '@test/support/axe.ts'
import { command, resize, toScreen } from '@test/support/approval-screen.ts'
import { lumbarMri } from '@test/support/prior-auth-requests.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { writeRequestBundle } from '@main/features/prior-auth/fhir-write.ts'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')
const themes = { light: 'Light theme', 'high-contrast': 'High-contrast theme', dark: 'Dark theme' } as const
const sizes = [
  [1280, 800],
  [1920, 1080],
] as const
const FINAL = { timeout: 20_000 }
/** Some seconds of work. */
const ROWS = 20_000

let redis: TestRedis
let station: Station
test.beforeEach(async () => {
  await mkdir(pictures, { recursive: true })
  redis = await TestRedis.start()
  station = await launchStation({ hubUrl: redis.url, role: 'physician' })
  await toScreen(station.page, /^Prior auth/)
  await expect(station.page.getByRole('combobox', { name: 'Procedure' })).toBeVisible()
})
test.afterEach(async () => {
  await station.close()
  await redis.close()
})

const look = (page: Page, name: string) => page.screenshot({ path: join(pictures, `${name}.png`) })
const criteria = (page: Page) => page.getByRole('complementary', { name: 'Criteria' })

async function takeFile(page: Page, name: string, text: string): Promise<void> {
  const file = join(station.dataFolder, name)
  await writeFile(file, text)
  await page.locator('input[type="file"]').setInputFiles(file)
}

async function importRequest(page: Page, more: Parameters<typeof lumbarMri>[0]): Promise<void> {
  await takeFile(
    page,
    'bundle.json',
    writeRequestBundle(lumbarMri(more), 'auth_approval:00000001', Date.now()),
  )
  await page.getByRole('dialog').getByRole('button', { name: 'Item 1: 72148' }).click()
}

// Catches: a bundle whose facts do not reach the form, one that is decided by reading it, a broken file that says nothing,
// and an answer that another program cannot match to its claim.
test('a request bundle fills the form, is decided there, and is answered by a response bundle', async () => {
  const { page } = station
  await takeFile(page, 'torn.json', '{"resourceType": "Bundle", ')
  await expect(page.getByText('The bundle could not be read')).toBeVisible()
  await look(page, 'prior-auth-import-torn')
  await page.keyboard.press('Escape')
  await takeFile(page, 'bundle.json', writeRequestBundle(lumbarMri(), 'auth_approval:00000001', Date.now()))
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('One request was read from the bundle.')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await look(page, 'prior-auth-import')
  await dialog.getByRole('button', { name: 'Item 1: 72148' }).click()
  await expect(page.getByRole('textbox', { name: 'Patient' })).toHaveValue('P1001')
  await expect(page.getByRole('textbox', { name: 'Conservative care so far, weeks' })).toHaveValue('8')
  await expect(criteria(page).getByText('Would be approved at once')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(criteria(page).getByText('Approved', { exact: true })).toBeVisible()
  const file = join(station.dataFolder, 'response.json')
  await station.app.evaluate(({ session }, path) => {
    session.defaultSession.once('will-download', (_event, item) => item.setSavePath(path))
  }, file)
  await page.getByRole('button', { name: 'Export ClaimResponse' }).click()
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('"ClaimResponse"')
  const text = await readFile(file, 'utf8')
  expect(JSON.parse(text)).toMatchObject({ resourceType: 'Bundle', type: 'collection' })
  expect(text).toContain('"A1"')
})

// Catches: a batch that cannot be stopped, one that is lost when it was stopped by mistake, and rows decided twice.
test('a batch is cancelled and resumed, and every row is decided once', async () => {
  test.slow()
  const { page } = station
  await page.getByRole('tab', { name: 'Batch' }).click()
  const head =
    'patient_id,procedure,diagnoses,payer,plan,estimated_cost,age,quantity,used_before,documents,facts'
  const rows = Array.from(
    { length: ROWS },
    (_, n) => `P${n},72148,M54.50,meridian,choice-ppo,900,54,1,0,clinical-note,conservative-care-weeks=8`,
  )
  await takeFile(page, 'monday.csv', [head, ...rows].join('\n'))
  await page.getByRole('button', { name: 'Decide all rows' }).click()
  const batch = page.getByRole('region', { name: 'monday' })
  await batch.getByRole('button', { name: 'Cancel' }).click()
  await expect(batch.getByText('Cancelled', { exact: true })).toBeVisible()
  const done = Number(
    ((await batch.getByText(/ of 20,?000 rows/).textContent()) ?? '')
      .replaceAll(/\D/g, ' ')
      .trim()
      .split(' ')[0],
  )
  expect(done).toBeLessThan(ROWS)
  expect(await axeFindings(page)).toEqual([])
  await look(page, 'prior-auth-batch-cancelled')
  await batch.getByRole('button', { name: 'Go on' }).click()
  await expect(batch.getByText('Done', { exact: true })).toBeVisible({ timeout: 60_000 })
  expect(await redis.client.hlen('prior_auth:{all}:records')).toBe(ROWS)
  await look(page, 'prior-auth-batch-resumed')
})

// Catches: a request that is sent into nothing or lost with the link, and criteria that need the hub.
test('without the hub criteria are checked and nothing is sent; the form is kept until it is back', async () => {
  const { page } = station
  await importRequest(page, { estimatedCost: 7_200 })
  await expect(criteria(page).getByText('Would go to a person')).toBeVisible()
  redis.freeze()
  await expect(page.getByText(/No link to the hub since .* nothing can be sent/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('textbox', { name: 'Estimated cost' }).fill('900')
  await expect(criteria(page).getByText('Would be approved at once')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await look(page, 'prior-auth-no-hub')
  await page.getByRole('tab', { name: 'Queue' }).click()
  await expect(page.getByText('The queue could not be read')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('tab', { name: 'Request' }).click()
  redis.thaw()
  await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled({ timeout: 20_000 })
  await expect(page.getByRole('textbox', { name: 'Patient' })).toHaveValue('P1001')
  await page.keyboard.press('Control+Enter')
  await expect(criteria(page).getByText('Approved', { exact: true })).toBeVisible()
  expect(await redis.client.hlen('prior_auth:{all}:records')).toBe(1)
})

// Catches: an appeal that has to be typed anew, one that is counted as a first request, and one against nothing.
test('a denied request is appealed against from its record, and the public metrics count it', async () => {
  test.slow()
  const { page } = station
  const appealOf = page.getByRole('textbox', { name: 'Appeal against' })
  await appealOf.fill('PA-12')
  await expect(page.getByText(/Not a number of a request/)).toBeVisible()
  await importRequest(page, { estimatedCost: 7_200 })
  await expect(appealOf).toHaveValue('')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Open in Approvals' }).click()
  await expect(page.getByRole('button', { name: 'Approve' })).toBeEnabled()
  await page.keyboard.press('d')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('six weeks of physiotherapy are not documented')
  await dialog.getByRole('button', { name: 'Deny' }).click()
  await expect(
    page
      .getByRole('complementary')
      .getByText(/^Denied by test\.physician/)
      .first(),
  ).toBeVisible(FINAL)

  await toScreen(page, /^Prior auth/)
  await page.getByRole('tab', { name: 'Queue' }).click()
  await page.getByText('Closed', { exact: true }).click()
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1, FINAL)
  await page.getByRole('listbox').getByRole('option').click()
  await page.getByRole('button', { name: 'Appeal' }).click()
  await expect(appealOf).toHaveValue(/^auth_approval:[0-9a-f]{8}$/)
  await page.getByRole('textbox', { name: 'Estimated cost' }).fill('900')
  await expect(criteria(page).getByText('Would be approved at once')).toBeVisible()
  for (const [theme, words] of Object.entries(themes)) {
    await command(page, words)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const [width, height] of sizes) {
      await resize(station, width, height)
      await appealOf.scrollIntoViewIfNeeded()
      expect(await axeFindings(page), `axe in ${theme} at ${width}`).toEqual([])
      await look(page, `${theme}-prior-auth-appeal-${width}`)
    }
  }
  await page.keyboard.press('Control+Enter')
  await expect(criteria(page).getByText('Approved', { exact: true })).toBeVisible()
  await page.getByRole('tab', { name: 'Statistics' }).click()
  await expect(page.getByRole('row', { name: /after appeal/i })).toContainText('100.0 % (1 of 1)')
})
