import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { axeFindings } from '@test/support/axe.ts'
import { command, toScreen } from '@test/support/approval-screen.ts'
import { card, grid, rows } from '@test/support/population-screen.ts'
import { recordAsSeed } from '@test/support/population-readings.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')

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

async function open(role: 'care-manager' | 'quality-research' = 'care-manager'): Promise<Page> {
  station = await launchStation({ hubUrl: redis.url, role })
  await toScreen(station.page, /^Risk/)
  return station.page
}

/** A reading from elsewhere while somebody points at the list. */
function enterUnseen(patientId: string, metric: string, value: number): Promise<void> {
  return recordAsSeed(redis.url, [{ patientId, metric, value }])
}

/** Types one reading into the dialog. */
async function enter(page: Page, patient: string, value: string, unit?: string): Promise<void> {
  await page.getByRole('button', { name: 'Enter a reading' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Patient (number)' }).fill(patient)
  await dialog.getByRole('textbox', { name: 'Value' }).fill(value)
  if (unit !== undefined) await dialog.getByRole('textbox', { name: 'Measured in' }).fill(unit)
  await dialog.getByRole('button', { name: 'Record', exact: true }).click()
}

// Catches: readings of the seed's Python that are not ranked, a bar that does not say what is missing, a crossing that
// nobody sees, and a card whose sum is not the board's.
test('readings of the seed’s Python are ranked as they come, and the card says why', async () => {
  await recordAsSeed(redis.url, [
    { patientId: 'P1001', metric: 'a1c', value: 9.2 },
    { patientId: 'P1001', metric: 'bmi', value: 31 },
    { patientId: 'P1002', metric: 'blood_pressure', value: 168 },
    { patientId: 'P1003', metric: 'a1c', value: 6.2 },
  ])
  const page = await open()
  await expect(rows(page)).toHaveCount(3, { timeout: 20_000 })
  await expect(rows(page).nth(0)).toContainText('P1001')
  await expect(rows(page).nth(0)).toContainText('47')
  await expect(rows(page).nth(0)).toContainText('Systolic pressure not known')
  // Out of the list: a row under the pointer would hold the others.
  await page.mouse.move(2, 2)
  await recordAsSeed(redis.url, [{ patientId: 'P1003', metric: 'a1c', value: 14.1 }])
  await expect(rows(page).nth(0)).toContainText('P1003', { timeout: 20_000 })
  await expect(rows(page).nth(0)).toContainText('84')
  await expect(rows(page).nth(0)).toContainText('new > 75')
  await expect(page.getByRole('log', { name: 'Crossings of the threshold' })).toContainText(
    'P1003 has passed 75: 84.',
  )
  await page.screenshot({ path: join(pictures, 'population-ranking.png') })

  // The cursor stays with the patient it was on.
  await grid(page).focus()
  await page.keyboard.press('Enter')
  await expect(card(page).getByRole('heading', { name: 'P1001' })).toBeVisible()
  const parts = card(page).getByRole('table', { name: 'What it is made of' })
  await expect(parts.getByRole('row', { name: /HbA1c/ })).toContainText('35')
  await expect(parts.getByRole('row', { name: /BMI/ })).toContainText('12')
  await expect(parts.getByRole('row', { name: /Systolic pressure/ })).toContainText('not known')
  await expect(parts.getByRole('row', { name: /Together, at least/ })).toContainText('47')
  await expect(card(page).getByRole('region', { name: 'What would move the band' })).toContainText(
    /moderate|low/,
  )
  expect(await axeFindings(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'population-why.png') })
  // An open card follows the cursor.
  await page.keyboard.press('j')
  await expect(card(page).getByRole('heading', { name: 'P1002' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(card(page)).toHaveCount(0)
})

// Catches: a row that moves under the pointer, and somebody who passes the threshold and waits for a mouse to leave.
test('rows wait while the pointer is among them; who passes the threshold does not', async () => {
  await recordAsSeed(
    redis.url,
    [11, 10, 9].map((value, index) => ({ patientId: `P110${index}`, metric: 'a1c', value })),
  )
  const page = await open()
  await expect(rows(page)).toHaveCount(3, { timeout: 20_000 })
  await rows(page).nth(1).hover()
  await page.mouse.move(700, 420)
  await enterUnseen('P1102', 'a1c', 12)
  await expect(page.getByText('3 rows will move')).toBeVisible({ timeout: 20_000 })
  await expect(rows(page).nth(2)).toContainText('P1102')
  await expect(rows(page).nth(2)).toContainText('63')
  await enterUnseen('P1101', 'a1c', 14)
  await expect(rows(page).nth(0)).toContainText('P1101', { timeout: 20_000 })
  await expect(rows(page).nth(0)).toContainText('new > 75')
  await expect(rows(page).nth(2)).toContainText('P1102')
  await page.screenshot({ path: join(pictures, 'population-held.png') })
  await page.mouse.move(2, 2)
  await expect(rows(page).nth(1)).toContainText('P1102')
})

// Catches: a reading by hand that is not on the board at once, and a unit mixed up that is believed.
test('a reading by hand counts at once; one in the wrong unit is refused with a sentence', async () => {
  const page = await open()
  await expect(page.getByText('Nobody is on the risk board yet')).toBeVisible()
  await enter(page, 'P2001', '58', 'mmol/mol')
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Value' }).fill('7.5')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Measured in' }).fill('%')
  await page.getByRole('dialog').getByRole('button', { name: 'Record', exact: true }).click()
  await expect(page.getByText('P2001 now has a score of 18.')).toBeVisible()
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText('18')
})

// Catches: a distribution that leads nowhere or to a whole band, a list that forgets it, and a patient page without a way back.
test('from the distribution to the list to the patient page, and a search', async () => {
  await recordAsSeed(
    redis.url,
    [14, 13.9, 9, 8.5, 6].map((value, index) => ({ patientId: `P400${index}`, metric: 'a1c', value })),
  )
  const page = await open()
  await expect(rows(page)).toHaveCount(5, { timeout: 20_000 })
  await command(page, 'Distribution of risk scores')
  await page.getByRole('button', { name: /^Score 80 to below 85: 2 patients now/ }).click()
  await expect(rows(page)).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Score 80 to below 85: show all scores' })).toBeVisible()
  await grid(page).focus()
  await page.keyboard.press('p')
  await expect(page.getByText('Patient P4000')).toBeVisible()
  await page.keyboard.press('Escape')
  // The range is still the one that was asked for.
  await expect(rows(page)).toHaveCount(2)
  await grid(page).focus()
  await page.keyboard.press('/')
  await expect(page.getByRole('textbox', { name: 'Name or number' })).toBeFocused()
  await page.keyboard.type('p4001')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText('P4001')
  await page.keyboard.type('999')
  await expect(page.getByText('Nobody matches')).toBeVisible()
  await page.getByRole('button', { name: 'Show everybody' }).click()
  await expect(rows(page)).toHaveCount(5)
})

// Catches: old scores that look current when the hub is gone.
test('when the hub is gone the rows stay and are old; they are current again when it is back', async () => {
  await recordAsSeed(redis.url, [{ patientId: 'P6001', metric: 'a1c', value: 9 }])
  const page = await open()
  await expect(rows(page)).toHaveCount(1, { timeout: 20_000 })
  await redis.kill()
  await expect(page.getByText(/they are no longer current/)).toBeVisible({ timeout: 20_000 })
  await expect(rows(page)).toHaveCount(1)
  expect(await axeFindings(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'population-hub-gone.png') })
  await redis.launch()
  await expect(page.getByText(/they are no longer current/)).toHaveCount(0, { timeout: 20_000 })
  await recordAsSeed(redis.url, [{ patientId: 'P6002', metric: 'a1c', value: 12 }])
  await expect(rows(page).first()).toContainText('P6002', { timeout: 20_000 })
})

// Catches: names shown to somebody who may see figures only.
test('who may see figures only sees no patient', async () => {
  await recordAsSeed(redis.url, [{ patientId: 'P7001', metric: 'a1c', value: 14 }])
  const page = await open('quality-research')
  await expect(page.getByRole('region', { name: 'How the scores lie' })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('Ranking', { exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Score/ })).toHaveCount(0)
  await page.getByText('Care work', { exact: true }).click()
  await expect(page.getByRole('table', { name: 'What real-time monitoring brings' })).toBeVisible()
  await expect(page.getByText('P7001')).toHaveCount(0)
  expect(await axeFindings(page)).toEqual([])
})
