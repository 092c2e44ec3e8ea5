import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { axeFindings } from '@test/support/axe.ts'
import { toScreen } from '@test/support/approval-screen.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')

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

const criteria = (page: Page) => page.getByRole('complementary', { name: 'Criteria' })

/** Picks a value of a list that opens, by keyboard. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`${label}$`) }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** Types the request for a lumbar MRI that meets everything. */
async function typeLumbarMri(page: Page, cost: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Patient' }).fill('P1001')
  await choose(page, 'Payer', 'Meridian Health Plan')
  await choose(page, 'Plan', 'Meridian Choice PPO')
  await page.getByRole('combobox', { name: 'Procedure' }).fill('mri lumbar')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Procedure' })).toHaveValue('72148')
  await page.getByRole('textbox', { name: 'Diagnoses' }).fill('m54.50')
  await page.getByRole('textbox', { name: 'Estimated cost' }).fill(cost)
  await page.getByRole('textbox', { name: 'Age' }).fill('54')
  await page.getByRole('textbox', { name: 'Quantity' }).fill('1')
  await page.getByRole('textbox', { name: 'Used before' }).fill('0')
  for (const box of await page.getByRole('checkbox').all()) await box.check()
}

// Catches: criteria that lag behind the form, a missing fact that reads as met, and an approval without a reference.
test('a request typed in shows its criteria as one types, and is approved at once', async () => {
  const { page } = station
  await page.screenshot({ path: join(pictures, 'prior-auth-empty.png') })
  await typeLumbarMri(page, '900')
  await expect(criteria(page).getByText('Would go to a person')).toBeVisible()
  await expect(
    criteria(page)
      .getByText(/missing/)
      .first(),
  ).toBeVisible()
  await page.screenshot({ path: join(pictures, 'prior-auth-missing.png') })
  await page.getByRole('textbox', { name: 'Conservative care so far, weeks' }).fill('8')
  await expect(criteria(page).getByText('Would be approved at once')).toBeVisible()
  await page.getByRole('textbox', { name: 'Estimated cost' }).fill('-5')
  await expect(page.getByText(/below zero or beyond belief/).first()).toBeVisible()
  await page.getByRole('textbox', { name: 'Estimated cost' }).fill('900')
  await expect(criteria(page).getByText('Would be approved at once')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(criteria(page).getByText('Approved', { exact: true })).toBeVisible()
  await expect(criteria(page).getByText(/Reference /)).toBeVisible()
  await page.screenshot({ path: join(pictures, 'prior-auth-approved.png') })

  const file = join(station.dataFolder, 'claim-response.json')
  await station.app.evaluate(({ session }, path) => {
    session.defaultSession.once('will-download', (_event, item) => item.setSavePath(path))
  }, file)
  await page.getByRole('button', { name: 'Export ClaimResponse' }).click()
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('ClaimResponse')

  await page.getByRole('tab', { name: 'Statistics' }).click()
  await expect(page.getByText('100.0 % (1 of 1)').first()).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'prior-auth-statistics.png') })
})

// Catches: a dear request that is approved by a machine, one that no reviewer gets to see, and a clock that does not run.
test('a request above $5,000 goes to the queue and to the reviewers, with its criteria', async () => {
  const { page } = station
  await typeLumbarMri(page, '7,200')
  await page.getByRole('textbox', { name: 'Conservative care so far, weeks' }).fill('8')
  await expect(criteria(page).getByText('The estimated cost is $5,000 or more.')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(criteria(page).getByText('A person decides', { exact: true })).toBeVisible()
  await page.getByRole('tab', { name: 'Queue' }).click()
  const lines = page.getByRole('listbox').getByRole('option')
  await expect(lines).toHaveCount(1)
  await expect(lines.first()).toContainText(/[56] d \d\d h/)
  await page.keyboard.press('Escape')
  await page.getByRole('listbox').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary').getByText('Warnings')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'prior-auth-queue.png') })
  await page.getByRole('button', { name: 'Open in Approvals' }).click()
  const panel = page.getByRole('complementary', { name: 'Request' })
  await expect(panel.getByRole('heading', { name: 'For it' })).toBeVisible()
  await page.screenshot({ path: join(pictures, 'approvals-with-basis.png') })
})

// Catches: a file whose bad rows stop the good ones, progress that never ends, and a summary that is not the seed's.
test('a batch from a CSV file is decided, with its failed rows and the summary', async () => {
  const { page } = station
  await page.getByRole('tab', { name: 'Batch' }).click()
  await expect(page.getByText('No batch has run on this hub')).toBeVisible()
  const head =
    'patient_id,procedure,diagnoses,payer,plan,estimated_cost,age,quantity,used_before,documents,facts'
  const row = (patient: number, cost: string) =>
    `P${patient},72148,M54.50,meridian,choice-ppo,${cost},54,1,0,clinical-note,conservative-care-weeks=8`
  const rows = Array.from({ length: 300 }, (_, index) => row(2_000 + index, index % 5 === 0 ? '7200' : '900'))
  const file = join(station.dataFolder, 'monday.csv')
  await writeFile(file, [head, ...rows, row(9_001, 'a lot'), row(9_002, '-4')].join('\n'))
  await page.locator('input[type="file"]').setInputFiles(file)
  await expect(page.getByText('monday.csv: 302 rows')).toBeVisible()
  await page.getByRole('button', { name: 'Decide all rows' }).click()
  await expect(page.getByRole('region', { name: 'monday' }).getByText('Done')).toBeVisible({
    timeout: 30_000,
  })
  await expect(page.getByText('302 of 302 rows')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Rows that failed' })).toContainText(
    'estimated_cost is no number',
  )
  await expect(page.getByRole('table', { name: 'Summary' })).toContainText('Auto-approval rate')
  expect(await axeFindings(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'prior-auth-batch.png') })
})
