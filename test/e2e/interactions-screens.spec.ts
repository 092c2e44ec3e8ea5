import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { axeFindings } from '@test/support/axe.ts'
import {
  addDrug,
  command,
  decideLater,
  drugField,
  openInteractions,
  resize,
} from '@test/support/interactions-screen.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')
const themes = { dark: 'Dark theme', light: 'Light theme', 'high-contrast': 'High-contrast theme' } as const
const sizes = [
  [1280, 800],
  [1920, 1080],
] as const

/** A list with every kind of answer: contraindicated to minor, nothing found, could not check, and a triple. */
const everyKind = [
  'Coumadin 5 mg tab',
  'ibuprofen 400 mg',
  'lisinopril',
  'hydrochlorothiazide',
  'blargonexil 20 mg',
  'Tylenol',
]

let station: Station
test.beforeAll(async () => {
  await mkdir(pictures, { recursive: true })
  station = await launchStation({ role: 'pharmacist', env: { WARDLIGHT_DEMO_SPEED: '120' } })
  await expect(station.page.getByRole('row').nth(2)).toBeVisible({ timeout: 30_000 })
})
test.afterAll(() => station.close())

async function openList(page: Page, drugs: readonly string[]): Promise<void> {
  await openInteractions(page)
  await page.getByRole('tab', { name: 'Check' }).click()
  const clear = page.getByRole('button', { name: 'Empty the list' })
  if (await clear.isEnabled()) await clear.click()
  await page.getByRole('button', { name: 'Paste a list…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'List' }).fill(drugs.join('\n'))
  await dialog.getByRole('button', { name: 'Read the list' }).click()
  await dialog.getByRole('button', { name: /^Add \d+ drug/ }).click()
  await expect(page.getByRole('list', { name: 'Drugs on the list', includeHidden: true })).toBeVisible()
  await page.waitForTimeout(200)
  if (await page.getByRole('button', { name: 'Decide later' }).isVisible()) await decideLater(page)
}

/** Checks what is on the screen with axe and takes its picture. */
async function look(page: Page, name: string): Promise<void> {
  expect(await axeFindings(page), `axe on ${name}`).toEqual([])
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}

for (const [theme, words] of Object.entries(themes)) {
  test(`axe finds nothing on the Interactions screen, ${theme} (bug: text without contrast, a control without a name)`, async () => {
    const { page } = station
    await resize(station, 1280, 800)
    await command(page, words)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await openInteractions(page)
    await page.getByRole('tab', { name: 'Check' }).click()
    const clear = page.getByRole('button', { name: 'Empty the list' })
    if (await clear.isEnabled()) await clear.click()
    await look(page, `${theme}-interactions-empty`)
    await drugField(page).fill('metopr')
    await expect(page.getByRole('option').first()).toBeVisible()
    await look(page, `${theme}-interactions-suggestions`)
    await drugField(page).fill('')
    await openList(page, everyKind)
    for (const [width, height] of sizes) {
      await resize(station, width, height)
      await look(page, `${theme}-interactions-check-${width}`)
    }
    await resize(station, 1280, 800)
    for (const tab of ['Queue', 'Rules', 'Formulary', 'Ledger']) {
      await page.getByRole('tab', { name: tab }).click()
      await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible()
      await expect(page.getByText('Reading…')).toHaveCount(0)
      await look(page, `${theme}-interactions-${tab.toLowerCase()}`)
    }
  })
}

test('dialogs, menus and cards pass axe too (bug: a dialog without a name, a menu out of reach)', async () => {
  const { page } = station
  await command(page, 'Dark theme')
  await resize(station, 1280, 800)
  await openList(page, ['simvastatin'])
  await addDrug(page, 'clarithromycin')
  await expect(page.getByRole('dialog', { name: /^Stop/ })).toBeVisible()
  await look(page, 'dark-interactions-stop')
  await page.getByRole('button', { name: 'Go on anyway…' }).click()
  await look(page, 'dark-interactions-override')
  await page.getByRole('button', { name: 'Back' }).click()
  await decideLater(page)
  await page.getByRole('button', { name: 'Patient facts…' }).click()
  await look(page, 'dark-interactions-facts')
  await page.keyboard.press('Escape')
  await page
    .getByRole('button', { name: /^simvastatin/ })
    .first()
    .click()
  await expect(page.getByRole('menu')).toBeVisible()
  await look(page, 'dark-interactions-route')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Paste a list…' }).click()
  await page
    .getByRole('dialog')
    .getByRole('textbox')
    .fill('Adalat\ninsulin\nxyzzyol 5 mg\nfeels better today')
  await page.getByRole('button', { name: 'Read the list' }).click()
  await expect(page.getByRole('list', { name: 'What was read' })).toBeVisible()
  await look(page, 'dark-interactions-paste')
  await page.keyboard.press('Escape')
})

// Catches: a list of a hundred drugs that freezes the window, and one whose matrix takes the findings away.
test('a hundred drugs stay usable', async () => {
  const { page } = station
  await page.getByRole('tab', { name: 'Formulary' }).click()
  const list = page.getByRole('listbox', { name: 'Drugs' })
  await expect(list.getByRole('option').first()).not.toContainText('Reading')
  const names = await page.evaluate(async () => {
    const reply: unknown = await window.wardlight?.request('interactions.formulary', {
      query: '',
      offset: 200,
      limit: 200,
    })
    return JSON.stringify(reply)
  })
  const drugs = [...names.matchAll(/"name":"([a-z]+)"/g)].map(([, name]) => name ?? '').slice(0, 100)
  expect(drugs).toHaveLength(100)
  await openList(page, drugs)
  await expect(page.getByRole('status', { name: 'Result of the check' })).toContainText(
    '100 drugs, 4950 pairs',
  )
  const grid = page.getByRole('grid', { name: 'Pairs' })
  await grid.focus()
  await page.keyboard.press('Control+End')
  await expect(page.getByRole('region', { name: 'Details' })).toContainText(drugs[99] ?? '')
  await look(page, 'dark-interactions-100')
  await openList(page, drugs.slice(0, 18))
  await look(page, 'dark-interactions-18')
})

// Catches: a printed sheet that leaves out what could not be checked, or prints the frame of the window.
test('the list prints as a sheet of its own', async () => {
  const { page } = station
  await openList(page, everyKind)
  const asked = await page.evaluate(() => {
    const calls: string[] = []
    window.print = () => void calls.push('print')
    return Object.assign(globalThis, { printCalls: calls }) !== null
  })
  expect(asked).toBe(true)
  await page.getByRole('button', { name: 'Print' }).click()
  expect(await page.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'printCalls')))).toBe('["print"]')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText('Interaction check')).toBeVisible()
  await expect(page.getByText('DEMO: simulated, nothing here is real')).toBeVisible()
  await expect(page.locator('.ix-print')).toContainText('blargonexil')
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeHidden()
  await page.screenshot({ path: join(pictures, 'print-interactions.png'), fullPage: true })
  await page.emulateMedia({ media: 'screen' })
})

test('the medications of a patient pass axe (bug: the page of a patient without room for a list)', async () => {
  const { page } = station
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Alerts' }).click()
  await page.getByRole('button', { name: 'Open patient page' }).click()
  const medications = page.getByRole('region', { name: 'Medications' })
  await expect(medications).toContainText('Nobody has written a list yet')
  await addDrug(medications, 'lithium')
  await addDrug(medications, 'ibuprofen')
  await expect(medications.getByRole('grid', { name: 'Pairs' })).toBeVisible()
  await medications.scrollIntoViewIfNeeded()
  await look(page, 'dark-patient-medications')
})
