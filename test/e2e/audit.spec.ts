import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { signInSomebody } from '@test/support/sign-in.ts'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')
const themes = { dark: 'Dark theme', light: 'Light theme', 'high-contrast': 'High-contrast theme' } as const

let station: Station
test.beforeAll(async () => {
  await mkdir(pictures, { recursive: true })
  station = await launchStation({ env: { WARDLIGHT_DEMO_SPEED: '120' } })
  await expect(station.page.getByRole('row').nth(2)).toBeVisible({ timeout: 30_000 })
})
test.afterAll(() => station.close())

async function command(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(text)
  await page.getByRole('option', { name: text }).first().click()
}

/** Only a privacy officer sees the audit. */
async function openAudit(page: Page): Promise<void> {
  const audit = page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Audit' })
  if (!(await audit.isVisible())) {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await signInSomebody(page, undefined, 'privacy-officer')
  }
  await audit.click()
}

test('who looked at a patient, in one click (bug: a look at a patient that left no entry)', async () => {
  const { page } = station
  await page.getByRole('button', { name: 'Open patient page' }).click()
  await expect(page.getByRole('region', { name: 'Alert history' })).toBeVisible()
  await page.keyboard.press('Escape')
  await openAudit(page)
  const entries = page.getByRole('table', { name: 'Entries' })
  const opened = entries.getByRole('row').filter({ hasText: 'Patient page opened' }).first()
  await expect(opened).toContainText('done')
  const patient = opened.getByRole('button')
  const id = await patient.textContent()
  await patient.click()
  const people = page.getByRole('table', { name: `Who looked at patient ${id}` })
  await expect(people.getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: 'Back to all entries' }).click()
  await page.getByRole('textbox', { name: 'Patient' }).fill('nobody at all')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await expect(page.getByText('No entry matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(entries).toBeVisible()
})

test('the audit verifies at the desk, and an edited entry is found there (bug: a verdict that cannot be bad)', async () => {
  const { page, dataFolder } = station
  await openAudit(page)
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText(/^Intact: \d+ entries verified/)).toBeVisible()
  const folder = join(dataFolder, 'audit')
  const [chain] = (await readdir(folder)).filter((name) => name.includes('-'))
  const file = join(folder, chain ?? '', 'segment-000001.audit')
  const bytes = await readFile(file)
  const edited = Buffer.from(bytes)
  edited.writeUInt8(edited.readUInt8(300) ^ 1, 300)
  await writeFile(file, edited)
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText('The audit has a fault:')).toBeVisible()
  await expect(page.getByText('File 1: Entry 1 is changed after having been written.')).toBeVisible()
})

for (const [theme, words] of Object.entries(themes)) {
  test(`axe finds nothing on the Audit screen, ${theme} (bug: text without contrast, a control without a name)`, async () => {
    const { page } = station
    await command(page, words)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await openAudit(page)
    await expect(page.getByRole('table', { name: 'Entries' })).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`),
    ).toEqual([])
    await page.screenshot({ path: join(pictures, `${theme}-audit.png`) })
  })
}
