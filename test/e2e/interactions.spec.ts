import { expect, test } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { addDrug, cell, decideLater, drugField, openInteractions } from '@test/support/interactions-screen.ts'

let station: Station
const complaints: string[] = []
test.beforeAll(async () => {
  station = await launchStation({ role: 'physician' })
  station.page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy'))
      complaints.push(message.text())
  })
  station.page.on('pageerror', (error) => complaints.push(error.message))
})
test.afterAll(() => station.close())
test.beforeEach(async () => {
  const { page } = station
  await openInteractions(page)
  await page.getByRole('tab', { name: 'Check' }).click()
  const clear = page.getByRole('button', { name: 'Empty the list' })
  if (await clear.isEnabled()) await clear.click()
})

// Catches: a misspelt drug that is guessed or lost, a warning that does not stop, an override without a reason, and
// one that leaves no trace in the figures.
test('a misspelt drug is chosen, the ONC warning stops, is overridden with a reason, and stands in the figures', async () => {
  const { page } = station
  const field = drugField(page)
  await field.pressSequentially('simvastain', { delay: 70 })
  await page
    .getByRole('option', { name: /^simvastatin/ })
    .first()
    .click()
  await expect(page.getByRole('list', { name: 'Drugs on the list' })).toContainText('simvastatin')
  await addDrug(page, 'Biaxin 500 mg tablet')
  const dialog = page.getByRole('dialog', { name: 'Stop: contraindicated' })
  await expect(dialog).toContainText('simvastatin + clarithromycin')
  await dialog.getByRole('button', { name: 'Go on anyway…' }).click()
  await dialog.getByRole('button', { name: 'Go on anyway' }).click()
  await expect(dialog).toContainText('Choose a reason.')
  await dialog.getByRole('radio', { name: 'Other (in words)' }).click({ force: true })
  await dialog.getByRole('button', { name: 'Go on anyway' }).click()
  await expect(dialog).toContainText('none of the reasons fits')
  await dialog.getByRole('textbox', { name: 'In your own words' }).fill('Single dose before surgery')
  await dialog.getByRole('button', { name: 'Go on anyway' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Details' })).toContainText('Single dose before surgery')
  // Once per finding and list: another drug does not bring it back.
  await addDrug(page, 'paracetamol')
  await expect(page.getByRole('status', { name: 'Result of the check' })).toContainText('3 drugs, 3 pairs')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('tab', { name: 'Rules' }).click()
  const rule = page.getByRole('table', { name: 'Warnings by rule' }).getByRole('row', { name: /simvastatin/ })
  await expect(rule).toContainText('Other (in words) 1')
})

// Catches: a drug that is not known reading as "nothing found", and one that is dropped in silence.
test('an unknown drug could not be checked, beside pairs in which nothing was found', async () => {
  const { page } = station
  await addDrug(page, 'acetaminophen')
  await addDrug(page, 'blargonexil')
  await addDrug(page, 'omeprazole')
  await expect(cell(page, /acetaminophen.*nothing found in the knowledge of/)).toHaveCount(1)
  await expect(cell(page, /blargonexil.*could not check/)).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'Could not check' })).toContainText('blargonexil')
  await expect(page.getByRole('status', { name: 'Result of the check' })).toContainText(
    '2 pairs could not be checked',
  )
})

// Catches: a pasted list that is taken over unseen, and lines that vanish.
test('a pasted list is shown line by line before it is taken over', async () => {
  const { page } = station
  await page.getByRole('button', { name: 'Paste a list…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Paste a medication list' })
  await dialog
    .getByRole('textbox', { name: 'List' })
    .fill('Medications on admission:\n1. Coumadin 5 mg tab daily\n2. Amiodarone 200 mg\n- zzyxerol 3 mg\n')
  await dialog.getByRole('button', { name: 'Read the list' }).click()
  const lines = dialog.getByRole('list', { name: 'What was read' })
  await expect(lines).toContainText('warfarin')
  await expect(lines.getByRole('listitem').filter({ hasText: 'zzyxerol' })).toContainText('Not known')
  await expect(page.getByRole('list', { name: 'Drugs on the list' })).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Add 3 drugs' }).click()
  const stop = page.getByRole('button', { name: 'Decide later' })
  const chips = page.getByRole('list', { name: 'Drugs on the list', includeHidden: true })
  await expect(chips.getByRole('listitem', { includeHidden: true })).toHaveCount(3)
  if (await stop.isVisible()) await decideLater(page)
  await expect(chips).toContainText('Coumadin 5 mg')
})

// Catches: a step that needs the mouse: typing, choosing, deciding, moving in the matrix, opening a pair.
test('a list is checked and decided by keyboard alone', async () => {
  const { page } = station
  await drugField(page).focus()
  await page.keyboard.type('warfarin', { delay: 70 })
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.type('simvastatin', { delay: 70 })
  await page.keyboard.press('Enter')
  await page.keyboard.type('clarithromycin', { delay: 70 })
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /^Stop/ })
  await expect(dialog).toBeVisible()
  for (let step = 0; step < 8; step += 1) {
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? '')
    if (focused === 'Take clarithromycin off the list') break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('list', { name: 'Drugs on the list' }).getByRole('listitem')).toHaveCount(2)
  await drugField(page).focus()
  await page.keyboard.type('aspirin', { delay: 70 })
  await page.keyboard.press('Enter')
  const grid = page.getByRole('grid', { name: 'Pairs' })
  await expect(grid.getByRole('gridcell')).toHaveCount(3)
  const later = page.getByRole('button', { name: 'Decide later' })
  if (await later.isVisible()) await page.keyboard.press('Escape')
  for (let step = 0; step < 40; step += 1) {
    if (await grid.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await expect(grid).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Details' })).toContainText(/aspirin/)
  const active = await grid.getAttribute('aria-activedescendant')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => grid.getAttribute('aria-activedescendant')).not.toBe(active)
})

// Catches: a fact that changes nothing, and an unknown one that is not said.
test('what is known of the patient is said, and so is what is not', async () => {
  const { page } = station
  await page.getByRole('button', { name: 'Patient facts…' }).click()
  const dialog = page.getByRole('dialog', { name: 'What is known of the patient' })
  await dialog.getByRole('textbox', { name: 'Age, years' }).fill('200')
  await dialog.getByRole('button', { name: 'Use these facts' }).click()
  await expect(dialog).toContainText('A number from 0 to 130')
  await dialog.getByRole('textbox', { name: 'Age, years' }).fill('82')
  await dialog.getByRole('button', { name: 'Use these facts' }).click()
  const facts = page.getByRole('list', { name: 'Patient facts' })
  await expect(facts).toContainText('82 years')
  await expect(facts).toContainText('kidney function unknown')
})

// Catches: a list that is lost when another screen is looked at.
test('the list is still there after another screen', async () => {
  const { page } = station
  await addDrug(page, 'digoxin')
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Alerts' }).click()
  await openInteractions(page)
  await expect(page.getByRole('list', { name: 'Drugs on the list' })).toContainText('digoxin')
})

// Catches: a list of the former person in front of the next one.
test('the list goes with the person, and comes back with the same person only', async () => {
  const { page } = station
  const out = page.getByRole('button', { name: 'Sign out' })
  await addDrug(page, 'digoxin')
  await out.click()
  await page.getByRole('button', { name: 'Demo Pharmacist (DEMO)' }).click()
  await openInteractions(page)
  await expect(page.getByText('No drugs on the list yet')).toBeVisible()
  await out.click()
  await page.getByRole('button', { name: 'Demo Physician (DEMO)' }).click()
  await openInteractions(page)
  await expect(page.getByRole('list', { name: 'Drugs on the list' })).toContainText('digoxin')
})

test('the content security policy was kept (bug: a style injected without the nonce)', () => {
  expect(complaints).toEqual([])
})
