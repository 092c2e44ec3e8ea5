import { expect, test, type Locator, type Page } from '@playwright/test'
import { launchStation } from '@test/support/electron-app.ts'
import { axeFindings } from '@test/support/axe.ts'
import { command, openInteractions, resize } from '@test/support/interactions-screen.ts'
import { ModelServer } from '@test/support/model-server.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'
import { signInSomebody } from '@test/support/sign-in.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')
const themes = {
  light: 'Light theme',
  'high-contrast': 'High-contrast theme',
  dark: 'Dark theme',
} as const
let redis: TestRedis
test.beforeAll(() => mkdir(pictures, { recursive: true }))
test.beforeEach(async () => {
  redis = await TestRedis.start()
})
test.afterEach(() => redis.close())

const look = (page: Page, name: string) => page.screenshot({ path: join(pictures, `${name}.png`) })

async function openDiagnostics(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Diagnostics' }).click()
  await expect(page.getByRole('heading', { name: 'Diagnostics', level: 1 })).toBeVisible()
}

const search = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search all findings' })

/** Finds a finding by words and answers it with the keyboard alone. */
async function answer(page: Page, words: string, present: boolean): Promise<void> {
  await search(page).fill(words)
  await search(page).press('ArrowDown')
  // The roving stop of an unanswered finding is its last radio, "Unknown".
  await page.keyboard.press(present ? 'ArrowRight' : 'ArrowLeft')
}

async function measure(page: Page, words: string, value: string): Promise<void> {
  await search(page).fill(words)
  await search(page).press('ArrowDown')
  await page.keyboard.type(value)
}

const region = (page: Page, name: string | RegExp): Locator => page.getByRole('region', { name, exact: true })

// Catches: a run that asks nobody although it is dangerous, dissent that is averaged away, feedback that is lost.
test('from a patient’s page to a differential with dissent, its approval and the feedback', async () => {
  const station = await launchStation({ hubUrl: redis.url, role: 'physician' })
  const { page } = station
  try {
    const publisher = new SeedPublisher(redis.url)
    const context = { source: 'test', bed: 'GEN 04', name: 'Okafor, Nneka' }
    await publisher.publish(seedMessage({ patient_id: 'P-1', context }))
    publisher.close()
    await page.getByRole('row', { name: /GEN 04/ }).click()
    await page.getByRole('button', { name: 'Open patient page' }).click()
    await page.getByRole('button', { name: 'Start a diagnostic run' }).click()
    await expect(region(page, 'Patient')).toContainText('GEN 04')
    await expect(page.getByRole('complementary', { name: 'Entered' })).toContainText('Nothing yet')
    expect(await axeFindings(page)).toEqual([])
    await look(page, 'dark-diagnostics-form-empty')

    await answer(page, 'breathlessness lying flat', true)
    await answer(page, 'dyspnea', true)
    await answer(page, 'swelling of both legs', true)
    await answer(page, 'distended neck veins', true)
    await answer(page, 'fever', false)
    await answer(page, 'heart failure', true)
    await measure(page, 'NT-proBNP', '40')
    await measure(page, 'pulse hr', '70000')
    const start = page.getByRole('button', { name: 'Start the run' })
    await expect(start).toBeDisabled()
    await expect(page.getByRole('alert')).toContainText('One value cannot be right')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('98')
    await page.getByRole('textbox', { name: 'Age' }).fill('70')
    const entered = page.getByRole('complementary', { name: 'Entered' })
    await expect(entered).toContainText('40 ng/L')
    await expect(entered.getByRole('listitem').filter({ hasText: 'fever' })).toContainText('Absent')
    await search(page).fill('')
    expect(await axeFindings(page)).toEqual([])
    await look(page, 'dark-diagnostics-form')
    await start.click()

    await expect(page.getByText('9 of 9 specialists are done')).toBeVisible()
    const run = region(page, 'Opened run')
    await expect(run.getByText('Complete', { exact: true })).toBeVisible()
    const differential = region(page, 'Differential')
    await expect(differential.getByRole('button', { name: /Acute heart failure.*dissent/ })).toBeVisible()
    await expect(region(page, /^Dissent on record/)).toContainText('Laboratory (local rules)')
    await expect(region(page, 'Risk')).toContainText('High risk')
    await expect(region(page, 'Approval')).toContainText('A physician was asked')
    await expect(region(page, 'Must not be missed')).toContainText('Not known')
    expect(await axeFindings(page)).toEqual([])
    const widths = await differential
      .locator('.dx-bar')
      .evaluateAll((bars) => bars.map((bar) => Math.round(bar.getBoundingClientRect().width)))
    // Bars of different lengths cannot be compared.
    expect(new Set(widths).size).toBe(1)
    await look(page, 'dark-diagnostics-result')
    await differential.scrollIntoViewIfNeeded()
    await region(page, /^Dissent on record/).scrollIntoViewIfNeeded()
    await look(page, 'dark-diagnostics-differential')

    await region(page, 'Approval').getByRole('button', { name: 'Open in Approvals' }).click()
    await expect(page.getByRole('heading', { name: 'Approvals', level: 1 })).toBeVisible()
    await page.getByRole('button', { name: 'Approve' }).click()
    await expect(page.getByText('Undo', { exact: true })).toBeVisible()
    await openDiagnostics(page)
    await page.getByRole('option', { name: /Patient P-1 / }).click()
    await expect(region(page, 'Approval')).toContainText('A physician has approved it.', { timeout: 30_000 })

    const feedback = region(page, 'What was it in the end?')
    await expect(feedback.getByRole('button', { name: 'Save the feedback' })).toBeDisabled()
    await feedback.getByText('Partly right').click()
    await feedback.getByText('The run was useful').click()
    await feedback.getByRole('textbox', { name: 'Final diagnosis' }).fill('Pulmonary embolism')
    // A control that is hidden by clipping must not scroll the whole window when it gets the focus.
    expect(await page.locator('.app').evaluate((app) => app.getBoundingClientRect().top)).toBe(0)
    await look(page, 'dark-diagnostics-feedback')
    await feedback.getByRole('button', { name: 'Save the feedback' }).click()
    await expect(feedback).toContainText('In the end it was: Pulmonary embolism.')
    await page.getByRole('tab', { name: 'Figures' }).click()
    for (const table of ['Runs by confidence', 'Runs by month'])
      await expect(
        page.getByRole('table', { name: table }).getByRole('row', { name: /1 0 1 0/ }),
      ).toBeVisible()
    await expect(page.getByRole('table', { name: 'Ledger' })).toBeVisible()
    for (const [theme, words] of Object.entries(themes)) {
      await command(page, words)
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      expect(await axeFindings(page), `axe on the figures, ${theme}`).toEqual([])
      await look(page, `${theme}-diagnostics-figures`)
    }
    await page.getByRole('tab', { name: 'Runs' }).click()
    await page.getByRole('option').first().click()
    await expect(region(page, 'Risk')).toBeVisible()
    for (const theme of ['light', 'high-contrast'] as const) {
      await command(page, themes[theme])
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      for (const details of await page.locator('.dx-details > summary').all()) await details.click()
      expect(await axeFindings(page), `axe on the result, ${theme}`).toEqual([])
      await look(page, `${theme}-diagnostics-result`)
      await page.getByRole('tab', { name: 'New run' }).click()
      await expect(page.getByRole('textbox', { name: 'Patient number' })).toBeVisible()
      expect(await axeFindings(page), `axe on the form, ${theme}`).toEqual([])
      await page.getByRole('tab', { name: 'Runs' }).click()
    }
  } finally {
    await station.close()
  }
})

/** Starts runs as this station's window may, without the form. */
async function startMany(page: Page, count: number): Promise<void> {
  await page.evaluate(async (many) => {
    const findings = {
      ageYears: 66,
      symptoms: { 'chest-pain': true, dyspnoea: true, fever: true, cough: true, 'abdominal-pain': true },
      history: { diabetes: true, smoker: true },
      vitals: { heartRate: 118, systolic: 92, respiratoryRate: 26 },
    }
    for (let index = 0; index < many; index += 1)
      await window.wardlight?.request('diagnostics.start', {
        patientId: `P-${1_000 + index} with a number that is longer than any that a hospital should give`,
        findings: { ...findings, labs: { lactate: 2 + (index % 20) / 10 } },
      })
  }, count)
}

// Catches: a list that breaks with many runs or long numbers, one that is lost with the hub, and a form without its patient.
test('nothing, far too much, two sizes, and a hub that goes away', async () => {
  const station = await launchStation({ hubUrl: redis.url, role: 'nurse' })
  const { page } = station
  try {
    await openDiagnostics(page)
    await expect(page.getByText('No diagnostic run yet')).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
    await look(page, 'dark-diagnostics-nothing')
    await startMany(page, 60)
    const options = page.getByRole('option')
    await expect(options).toHaveCount(60)
    await page.getByRole('listbox').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(region(page, 'Risk')).toBeVisible()
    const first = await page.locator('.dx-row[data-opened="true"]').getAttribute('id')
    await page.getByRole('listbox').focus()
    await page.keyboard.press('j')
    await expect.poll(() => page.locator('.dx-row[data-opened="true"]').getAttribute('id')).not.toBe(first)
    await expect(region(page, 'Risk')).toBeVisible()
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
    ] as const) {
      await resize(station, width, height)
      const sideways = await page.evaluate(() =>
        [...document.querySelectorAll('.tabbed-screen, .dx-run-scroll, .dx-rows')].some(
          (element) => element.scrollWidth > element.clientWidth + 1,
        ),
      )
      expect(sideways).toBe(false)
      expect(await axeFindings(page)).toEqual([])
      await look(page, `diagnostics-many-${width}`)
      await page.getByRole('tab', { name: 'New run' }).click()
      const patient = page.getByRole('textbox', { name: 'Patient number' })
      if (await patient.isVisible()) {
        await page.getByRole('button', { name: 'Enter findings' }).click()
        await expect(page.getByText('Enter the patient number first.')).toBeVisible()
        await patient.fill('P-7')
        await patient.press('Enter')
      }
      await page.getByText(/^Laboratory/).click()
      await expect(page.getByRole('list', { name: 'Laboratory' })).toBeVisible()
      await look(page, `diagnostics-laboratory-${width}`)
      await page.getByRole('tab', { name: 'Runs' }).click()
      await page.getByRole('option').first().click()
      await expect(region(page, 'Risk')).toBeVisible()
    }
    await page.getByRole('textbox', { name: 'Patient number' }).fill('P-1003')
    await expect(options).toHaveCount(1)
    await redis.close()
    await expect(page.getByText(/No link to the hub since/).first()).toBeVisible({ timeout: 30_000 })
    await expect(region(page, 'Risk')).toBeVisible()
    await expect(options).toHaveCount(1)
    await look(page, 'diagnostics-no-link')
  } finally {
    await station.close()
  }
})

// Catches: a run that nobody can stop, lanes that stand still without a word, and a failed model taken for no opinion.
test('while a model is silent the local rules are shown, and the run can be cancelled', async () => {
  const model = await ModelServer.start()
  model.conduct = { kind: 'hang' }
  const station = await launchStation({ hubUrl: redis.url, role: 'administrator' })
  const { page } = station
  try {
    await openInteractions(page)
    await page.getByRole('tab', { name: 'Ledger' }).click()
    await page.getByRole('button', { name: 'Model settings…' }).click()
    const settings = page.getByRole('dialog', { name: 'Model settings' })
    await settings.getByRole('textbox', { name: 'Address' }).fill(model.url)
    await settings.getByRole('textbox', { name: 'Model', exact: true }).fill('test-model')
    await settings.getByRole('button', { name: 'Save' }).click()
    await expect(settings).toHaveCount(0)
    // Who may only see figures gets nothing of a patient.
    await openDiagnostics(page)
    await expect(page.getByRole('tab')).toHaveText(['Figures'])
    await expect(page.getByText('No run has been judged yet')).toBeVisible()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await signInSomebody(page, redis.url, 'nurse')
    await openDiagnostics(page)
    await page.getByRole('button', { name: 'Start a diagnostic run' }).click()
    await page.getByRole('textbox', { name: 'Patient number' }).fill('P-9')
    await page.keyboard.press('Enter')
    await answer(page, 'fever', true)
    await page.getByRole('button', { name: 'Start the run' }).click()
    const lanes = region(page, 'Specialists')
    await expect(lanes).toContainText('9 of 9 specialists are done')
    await expect(lanes.getByText('asked').first()).toBeVisible()
    // Before the opinions are known, nobody can say that they name nothing.
    await expect(lanes).not.toContainText('names nothing')
    expect(await axeFindings(page)).toEqual([])
    await look(page, 'dark-diagnostics-live')
    await page.getByRole('button', { name: 'Cancel the run' }).click()
    await expect(page.getByText('The run was cancelled before it had a result.')).toBeVisible()
    await expect(page.getByRole('option', { name: /Cancelled/ })).toBeVisible()
    await expect(lanes.getByText('no answer').first()).toBeVisible()
    await look(page, 'dark-diagnostics-cancelled')
  } finally {
    await station.close()
    await model.close()
  }
})
