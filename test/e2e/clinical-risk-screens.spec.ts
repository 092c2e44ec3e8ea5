import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { axeFindings } from '@test/support/axe.ts'
import { command, resize, toScreen } from '@test/support/approval-screen.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { cohortCsv, cohortLine } from '@test/support/risk-cohort.ts'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')
const themes = { dark: 'Dark theme', light: 'Light theme', 'high-contrast': 'High-contrast theme' } as const
const sizes = [
  [1280, 800],
  [1920, 1080],
] as const

let redis: TestRedis
let station: Station
let folder: string
test.beforeAll(async () => {
  await mkdir(pictures, { recursive: true })
  redis = await TestRedis.start()
  folder = await mkdtemp(join(tmpdir(), 'wardlight-risk-'))
  station = await launchStation({
    hubUrl: redis.url,
    role: 'physician',
    env: { WARDLIGHT_RISK_FOLDER: folder },
  })
  await toScreen(station.page, /^Risk/)
  await station.page.getByRole('tab', { name: 'Clinical risk' }).click()
  const watch = station.page.getByRole('switch', { name: /new file appears/ })
  if (await watch.isChecked()) await station.page.getByText('Start a run when a new file appears').click()
})
test.afterAll(async () => {
  await station.close()
  await redis.close()
  await rm(folder, { recursive: true, force: true })
})

/** Every theme in every size; `show` brings what is to be seen and gives it a name. */
async function everywhere(
  show: readonly (readonly [string, (page: Page) => Promise<void>])[],
): Promise<void> {
  const { page } = station
  for (const [theme, words] of Object.entries(themes)) {
    await command(page, words)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const [width, height] of sizes) {
      await resize(station, width, height)
      for (const [name, bring] of show) {
        await bring(page)
        await expect(page.getByText(/^(Reading|Looking|Assessing)/)).toHaveCount(0)
        const picture = `${theme}-clinical-risk-${name}-${width}`
        expect(await axeFindings(page), `axe on ${picture}`).toEqual([])
        await page.screenshot({ path: join(pictures, `${picture}.png`) })
      }
    }
  }
}

test('axe finds nothing without a file and without a run (bug: an empty place without its sentence)', async () => {
  test.slow()
  const { page } = station
  await expect(page.getByText(/^No file in the folder/)).toBeVisible()
  await expect(page.getByText('No run is open')).toBeVisible()
  await everywhere([['none', () => Promise.resolve()]])
})

// Catches: a list that draws every row, an explanation that does not fit, and rows without a name.
test('axe finds nothing with results, reasons, rows to mend and a dialog', async () => {
  test.slow()
  const { page } = station
  const bad = Array.from({ length: 150 }, (_, index) =>
    cohortLine({ id: `B${index}`, age: `${1900 + index}` }),
  )
  const poor = Array.from({ length: 5 }, (_, index) =>
    cohortLine({ id: `Q${index}`, age: '50', quality: '0.5' }),
  )
  await writeFile(join(folder, 'everything-of-november.csv'), cohortCsv(3_000, [...bad, ...poor]))
  await writeFile(join(folder, 'minutes.docx'), 'no source')
  await page
    .getByRole('button', { name: 'Start a run over everything-of-november.csv' })
    .click({ timeout: 20_000 })
  const open = page.getByRole('region', { name: 'Run over everything-of-november.csv' })
  await expect(open.getByText('Complete', { exact: true })).toBeVisible({ timeout: 60_000 })
  await expect(open.getByText(/5 records were left out/)).toBeVisible()
  const rows = page.getByRole('option')
  await everywhere([
    [
      'results',
      async () => {
        await page.getByText('Patients', { exact: true }).click()
        const close = page.getByRole('button', { name: 'Close', exact: true })
        if (await close.isVisible()) await close.click()
        await expect(rows.nth(2)).toBeVisible()
        expect(await rows.count()).toBeLessThan(60)
      },
    ],
    [
      'why',
      async () => {
        await rows.nth(1).click()
        await expect(page.getByText('Mean of three')).toBeVisible()
      },
    ],
    [
      'rejects',
      async () => {
        await page.getByText('Rows not read (150)').click()
        await expect(page.getByText('1 to 100 of 150')).toBeVisible()
      },
    ],
  ])
  await page.getByRole('button', { name: 'Discard…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
})
