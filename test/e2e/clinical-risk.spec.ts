import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { axeFindings } from '@test/support/axe.ts'
import { toScreen } from '@test/support/approval-screen.ts'
import { recordAsSeed } from '@test/support/population-readings.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { cohortCsv, cohortLine, highRiskLine } from '@test/support/risk-cohort.ts'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '@shared/clinical/roles.ts'

const pictures = join(process.cwd(), 'artefacts', 'screens')
/** Long enough to be cancelled on any machine. */
const MANY = 400_000

let redis: TestRedis
let station: Station
let folder: string
test.beforeEach(async () => {
  await mkdir(pictures, { recursive: true })
  redis = await TestRedis.start()
  folder = await mkdtemp(join(tmpdir(), 'wardlight-risk-'))
})
test.afterEach(async () => {
  await station.close()
  await redis.close()
  await rm(folder, { recursive: true, force: true })
})

async function open(role: Role = 'physician'): Promise<Page> {
  station = await launchStation({ hubUrl: redis.url, role, env: { WARDLIGHT_RISK_FOLDER: folder } })
  await toScreen(station.page, /^Risk/)
  await station.page.getByRole('tab', { name: 'Clinical risk' }).click()
  return station.page
}

const run = (page: Page, name: string) => page.getByRole('region', { name: `Run over ${name}` })
const rows = (page: Page) => page.getByRole('listbox', { name: /^Patients/ }).getByRole('option')
const why = (page: Page, patient: string) =>
  page.getByRole('region', { name: `Why patient ${patient} stands here` })

/** Turns watching to what a test needs; it starts as the station has it. */
async function watching(page: Page, on: boolean): Promise<void> {
  const box = page.getByRole('switch', { name: /new file appears/ })
  await expect(box).toBeVisible()
  if ((await box.isChecked()) !== on) await page.getByText('Start a run when a new file appears').click()
  await expect(box).toBeChecked({ checked: on })
}

async function start(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Start a run over ${name}` }).click({ timeout: 20_000 })
}

async function untilComplete(page: Page, name: string): Promise<void> {
  await expect(run(page, name).getByText('Complete', { exact: true })).toBeVisible({ timeout: 60_000 })
}

// Catches: a high risk that nobody is alerted to, a run that ends without a result, counts that are not the list's, what is missing read as low risk, and an
// explanation that does not explain.
test('a file of the folder is run by hand: counts, list, why, and the way to the patient', async () => {
  const page = await open()
  await expect(page.getByText(/^No run yet/)).toBeVisible()
  await watching(page, false)
  await writeFile(join(folder, 'ward.csv'), cohortCsv(39, [highRiskLine('P-HERE', 'general')]))
  await start(page, 'ward.csv')
  await untilComplete(page, 'ward.csv')
  await expect(
    run(page, 'ward.csv')
      .getByText(/40 patients assessed/)
      .first(),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: /^High risk 5/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Possibly high 8/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Lower 27/ })).toBeVisible()
  await expect(rows(page)).not.toHaveCount(0)

  await page.getByRole('button', { name: /^Possibly high/ }).click()
  await expect(page.getByText('8 patients', { exact: true })).toBeVisible()
  await expect(rows(page).first()).toContainText(/\d\.\d\d – /)
  await expect(rows(page).first()).toContainText(/missing/)
  await page.getByRole('listbox', { name: /^Patients/ }).focus()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const open8 = why(page, 'P0000002')
  await expect(open8.getByText('A physician has to look at this')).toBeVisible()
  await expect(open8.getByText('Mean of three')).toBeVisible()
  await expect(open8.getByRole('region', { name: /^Medication: 0\.00 – 1\.00/ })).toBeVisible()
  await expect(open8.getByRole('region', { name: /^Age: 1\.00/ })).toContainText(/Charlson/)
  expect(await axeFindings(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'clinical-risk-why-open.png') })

  await page.getByRole('button', { name: /^High risk/ }).click()
  await expect(page.getByText('5 patients', { exact: true })).toBeVisible()
  await rows(page).filter({ hasText: 'P0000000' }).click()
  const high = why(page, 'P0000000')
  await expect(high.getByText('High risk', { exact: true })).toBeVisible()
  await expect(high.getByRole('region', { name: 'Recommended' }).getByRole('listitem')).not.toHaveCount(0)
  await page.screenshot({ path: join(pictures, 'clinical-risk-why-high.png') })
  await high.getByRole('button', { name: 'Patient page' }).click()
  const card = page.getByRole('region', { name: 'Clinical risk' })
  await expect(card.getByText(/nothing was assessed, which says nothing of the risk/)).toBeVisible()
  await recordAsSeed(redis.url, [{ patientId: 'P0000000', metric: 'a1c', value: 9.2 }])
  await card.getByRole('button', { name: 'Assess again' }).click()
  await expect(card.getByText('Mean of three')).toBeVisible()
  await expect(card.getByText('Possibly high', { exact: true })).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'clinical-risk-patient.png'), fullPage: true })
  await page.keyboard.press('Escape')
  await expect(why(page, 'P0000000')).toBeVisible()
  // Only the patient of this station's ward calls here; the others call where they lie.
  await toScreen(page, /^Alerts/)
  await expect(page.getByRole('main').getByText('P-HERE').first()).toBeVisible()
  await expect(page.getByRole('main').getByText('Clinical risk', { exact: true }).first()).toBeVisible()
  await expect(page.getByRole('main').getByText('unknown type')).toHaveCount(0)
  await page.screenshot({ path: join(pictures, 'clinical-risk-alert.png') })
})

// Catches: a bad row that stops the good ones or is lost, a mended row that does not join its run, and a discard
// without a question.
test('rows that cannot be read are kept, mended and discarded', async () => {
  const page = await open()
  await watching(page, false)
  const bad = [cohortLine({ id: 'P-BAD-1', age: '1938' }), cohortLine({ id: 'P-BAD-2', age: 'old' })]
  await writeFile(join(folder, 'errors.csv'), cohortCsv(20, bad))
  await start(page, 'errors.csv')
  await untilComplete(page, 'errors.csv')
  await page.getByText('Rows not read (2)').click()
  const list = page.getByRole('list', { name: 'Rows that could not be read' })
  await expect(list.getByRole('listitem')).toHaveCount(2)
  await expect(list.getByRole('listitem').first()).toContainText('Line 22')
  const text = page.getByRole('textbox', { name: 'Text of the row' })
  await expect(text).toHaveValue(/P-BAD-1,1938/)
  await page.screenshot({ path: join(pictures, 'clinical-risk-rejects.png') })
  expect(await axeFindings(page)).toEqual([])
  await text.fill(cohortLine({ id: 'P-BAD-1', age: 'very old' }))
  await page.getByRole('button', { name: 'Try again with this text' }).click()
  await expect(page.getByText('Still not readable.')).toBeVisible()
  await text.fill(highRiskLine('P-BAD-1'))
  await page.getByRole('button', { name: 'Try again with this text' }).click()
  await expect(page.getByText('The row was read and its patient assessed.')).toBeVisible()
  await expect(list.getByRole('listitem')).toHaveCount(1)

  await page.getByRole('button', { name: 'Discard…' }).click()
  await expect(page.getByRole('dialog')).toContainText('cannot be undone')
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await page.getByRole('button', { name: 'Discard…' }).click()
  await page.getByRole('button', { name: 'Discard the row' }).click()
  await expect(rows(page)).not.toHaveCount(0)
  await expect(page.getByRole('button', { name: /^High risk 3/ })).toBeVisible()
  await page.getByRole('textbox', { name: 'Patient number' }).fill('P-BAD-1')
  await expect(page.getByText('1 patient', { exact: true })).toBeVisible()
})

// Catches: a cancel that loses what was assessed, a resume that begins anew or counts twice, and progress that hides.
test('a large run is cancelled and resumed, and loses nobody', async () => {
  test.slow()
  await writeFile(join(folder, 'city.csv'), cohortCsv(MANY))
  const page = await open()
  await watching(page, false)
  if (!(await run(page, 'city.csv').isVisible())) await start(page, 'city.csv')
  await expect(page.getByRole('progressbar', { name: 'Progress of the run' })).toBeVisible({
    timeout: 30_000,
  })
  await expect(run(page, 'city.csv').getByText('Under way', { exact: true })).toBeVisible({ timeout: 60_000 })
  // At once: looking at the screen takes longer than the rest of the run may.
  await page.getByRole('button', { name: 'Cancel the run' }).click()
  await expect(run(page, 'city.csv').getByText('Cancelled', { exact: true })).toBeVisible({ timeout: 30_000 })
  await expect(
    run(page, 'city.csv')
      .getByText(/of 400\s000 records/)
      .first(),
  ).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Resume', exact: true }).click()
  await page.screenshot({ path: join(pictures, 'clinical-risk-progress.png') })
  await expect(run(page, 'city.csv').getByText('Complete', { exact: true })).toBeVisible({ timeout: 120_000 })
  await expect(page.getByRole('button', { name: /^High risk 40\s000/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Lower 280\s000/ })).toBeVisible()
  await expect(rows(page).nth(2)).toBeVisible({ timeout: 30_000 })
  expect(await rows(page).count()).toBeLessThan(60)
  await page
    .getByRole('listbox', { name: /^Patients/ })
    .evaluate((list) => list.scrollTo(0, list.scrollHeight))
  await expect(rows(page).last()).toContainText(/P\d{7}/, { timeout: 30_000 })
  await page.screenshot({ path: join(pictures, 'clinical-risk-city.png') })
})

// Catches: a file that is added and never seen, watching that does nothing, and one file that is run twice.
test('a file that is chosen, dropped or copied is run by itself while watching is on', async () => {
  const page = await open()
  await watching(page, true)
  const file = join(station.dataFolder, 'added.csv')
  await writeFile(file, cohortCsv(30))
  await page.locator('input[type="file"]').setInputFiles(file)
  await expect(page.getByText(/added\.csv lies in the folder now/)).toBeVisible({ timeout: 20_000 })
  await untilComplete(page, 'added.csv')
  const dropped = await page.evaluateHandle((text) => {
    const held = new DataTransfer()
    held.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }))
    return held
  }, cohortCsv(32))
  const panel = page.getByRole('region', { name: 'Sources' })
  await panel.dispatchEvent('dragover', { dataTransfer: dropped })
  await expect(page.getByText('Let go to add these files')).toBeVisible()
  await panel.dispatchEvent('drop', { dataTransfer: dropped })
  await expect(page.getByText(/dropped\.csv lies in the folder now/)).toBeVisible({ timeout: 20_000 })
  await writeFile(join(folder, 'copied.csv'), cohortCsv(31))
  await expect(page.getByRole('list', { name: 'Runs, newest first' }).getByRole('button')).toHaveCount(3, {
    timeout: 30_000,
  })
})

// Catches: an export without a reason, one that is not the filter's, and a file that is not there.
test('results are exported with a reason', async () => {
  const page = await open()
  await watching(page, false)
  await writeFile(join(folder, 'ward.csv'), cohortCsv(20))
  await start(page, 'ward.csv')
  await untilComplete(page, 'ward.csv')
  await page.getByRole('button', { name: /^High risk 2/ }).click()
  const saved = join(station.dataFolder, 'out.csv')
  await station.app.evaluate(({ session }, path) => {
    session.defaultSession.once('will-download', (_event, item) => item.setSavePath(path))
  }, saved)
  await page.getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeDisabled()
  await expect(dialog.getByRole('button', { name: /High risk \(2\)/ })).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Weekly review of the ward')
  await page.screenshot({ path: join(pictures, 'clinical-risk-export.png') })
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  await expect.poll(() => readFile(saved, 'utf8').catch(() => '')).toContain('P0000010')
  expect(await readFile(saved, 'utf8')).not.toContain('P0000005')
})

// Catches: a control that a nurse may not use, and a nurse who does not see what the run has found.
test('who may only read sees runs and reasons, and nothing to start', async () => {
  const page = await open()
  await watching(page, false)
  await writeFile(join(folder, 'ward.csv'), cohortCsv(20))
  await start(page, 'ward.csv')
  await untilComplete(page, 'ward.csv')
  await station.close()
  const nurse = await open('nurse')
  await expect(run(nurse, 'ward.csv')).toBeVisible()
  await expect(nurse.getByText(/Runs are started by those who may/)).toBeVisible()
  await expect(nurse.getByRole('button', { name: /^(Start|Export|Cancel|Resume|Add files)/ })).toHaveCount(0)
  expect(await axeFindings(nurse)).toEqual([])
})

// Catches: another station's result that looks complete, and what is not here read as nobody.
test('another station sees the run and those at risk, and says what is not here', async () => {
  const page = await open()
  await watching(page, false)
  await writeFile(join(folder, 'ward.csv'), cohortCsv(40))
  await start(page, 'ward.csv')
  await untilComplete(page, 'ward.csv')
  const other = await launchStation({ hubUrl: redis.url, role: 'physician' })
  try {
    const there = other.page
    await toScreen(there, /^Risk/)
    await there.getByRole('tab', { name: 'Clinical risk' }).click()
    await expect(run(there, 'ward.csv').getByText('Complete', { exact: true })).toBeVisible()
    await expect(there.getByText('Not all results of this run are here')).toBeVisible()
    await there.screenshot({ path: join(pictures, 'clinical-risk-elsewhere.png') })
    await there.getByRole('button', { name: 'Show only high risk', exact: true }).click()
    await expect(there.getByText('4 patients', { exact: true })).toBeVisible()
    await rows(there).first().click()
    // The reasons of the urgent come with the results.
    await expect(there.getByText('Mean of three').first()).toBeVisible()
    expect(await axeFindings(there)).toEqual([])
  } finally {
    await other.close()
  }
})

// Catches: a hub that is gone and a screen that looks as if nothing had happened.
test('without the hub the panel says so and keeps what it has', async () => {
  const page = await open()
  await watching(page, false)
  await writeFile(join(folder, 'ward.csv'), cohortCsv(20))
  await start(page, 'ward.csv')
  await untilComplete(page, 'ward.csv')
  await redis.kill()
  await expect(page.getByText(/^No link to the hub/).first()).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('button', { name: /^High risk 2/ })).toBeVisible()
  await page.screenshot({ path: join(pictures, 'clinical-risk-no-hub.png') })
  expect(await axeFindings(page)).toEqual([])
})
