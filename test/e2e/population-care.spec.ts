import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { untouched } from '@main/features/population/engine-care.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { toScreen } from '@test/support/approval-screen.ts'
import { axeFindings } from '@test/support/axe.ts'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { recordAsSeed } from '@test/support/population-readings.ts'
import { card, grid, rows } from '@test/support/population-screen.ts'
import { TestRedis } from '@test/support/redis-server.ts'

const keys = new HubKeys()
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

async function open(): Promise<Page> {
  station = await launchStation({ hubUrl: redis.url, role: 'care-manager' })
  await toScreen(station.page, /^Risk/)
  return station.page
}

// Catches: care work that only looks done, an undo that does nothing, and a snoozed patient who is not hidden.
test('care work by keyboard: assign many, undo, snooze, note, next contact', async () => {
  await recordAsSeed(
    redis.url,
    [9, 8, 7, 6.5].map((value, index) => ({ patientId: `P300${index}`, metric: 'a1c', value })),
  )
  const page = await open()
  await expect(rows(page)).toHaveCount(4, { timeout: 20_000 })
  await grid(page).focus()
  await page.keyboard.press(' ')
  await expect(page.getByText('1 patient ticked')).toBeVisible()
  await page.keyboard.press('j')
  await expect(rows(page).nth(1)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press(' ')
  await expect(page.getByText('2 patients ticked')).toBeVisible()
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /Care manager/ }).fill('mara.lindt')
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(rows(page).nth(0)).toContainText('with mara.lindt')
  await expect(rows(page).nth(1)).toContainText('with mara.lindt')
  await expect(page.getByText('2 patients assigned to mara.lindt.').last()).toBeVisible()
  await page.screenshot({ path: join(pictures, 'population-assigned.png') })
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(rows(page).nth(0)).toContainText('with nobody')

  // Catches: an assignment of many that undoes unseen what somebody else has agreed on since they were ticked.
  const others = { ...untouched('P3001'), rev: 9, manager: 'sami.haddad' }
  const { rev, ...rest } = others
  await redis.client.hset(keys.population('care'), 'P3001', JSON.stringify({ rev, ...rest }))
  await grid(page).focus()
  await page.keyboard.press(' ')
  await page.keyboard.press('k')
  await expect(rows(page).nth(0)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press(' ')
  await page.keyboard.press('a')
  await dialog.getByRole('textbox', { name: /Care manager/ }).fill('mara.lindt')
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText('1 patient was changed by others after you saw the list')
  await expect(dialog).toContainText('P3001: with sami.haddad now')
  await expect(rows(page).nth(0)).toContainText('with mara.lindt')
  expect(await axeFindings(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'population-changed-meanwhile.png') })
  await dialog.getByRole('button', { name: 'Assign this one too' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(rows(page).nth(1)).toContainText('with mara.lindt')

  await grid(page).focus()
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await expect(card(page).getByRole('heading', { name: 'P3000' })).toBeVisible()
  await page.keyboard.press('s')
  await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Snooze' }).click()
  await expect(dialog.getByText('Give a reason of at least five letters.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('in hospital until Friday')
  expect(await axeFindings(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'population-snooze.png') })
  await dialog.getByRole('button', { name: 'Snooze' }).click()
  await expect(card(page)).toContainText('in hospital until Friday')
  await card(page).getByRole('button', { name: 'Note' }).click()
  await dialog.getByRole('textbox', { name: /What was said/ }).fill('Will come on Monday.')
  await dialog.getByRole('button', { name: 'Write down' }).click()
  await expect(card(page)).toContainText('Will come on Monday.')
  await card(page).getByRole('button', { name: 'Next contact' }).click()
  await dialog.getByRole('textbox', { name: /^Day/ }).fill('2020-01-02')
  await dialog.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(rows(page).nth(0)).toContainText('> 1 y late')
  await expect(rows(page).nth(0)).toContainText('snoozed to')
  await page.screenshot({ path: join(pictures, 'population-care-work.png') })
  await page.getByText('Hide snoozed').click()
  await expect(rows(page)).toHaveCount(3)
})

// Catches: a roster whose bad lines stop the good ones, filters without choices, and an export without a reason.
test('a roster brings names and filters; the export takes what is filtered, with a reason', async () => {
  await recordAsSeed(redis.url, [
    { patientId: 'P5001', metric: 'a1c', value: 9 },
    { patientId: 'P5002', metric: 'bmi', value: 41 },
  ])
  const page = await open()
  await expect(rows(page)).toHaveCount(2, { timeout: 20_000 })
  const file = join(station.dataFolder, 'roster.csv')
  await writeFile(
    file,
    [
      'patient_id,name,birth_date,sex,unit,conditions',
      'P5001,"Okafor, Nneka",1958-04-02,female,4b,CKD;Diabetes',
      'P5002,"Haddad, Sami",1990-12-24,male,clinic,',
      'P5003,"Brandt, K",1990-13-44,male,clinic,',
      'P5004,"Sand, Ada",1961-02-03,female,4b,',
    ].join('\n'),
  )
  await page.getByRole('button', { name: 'Import a roster' }).click()
  await page.locator('input[type="file"]').setInputFiles(file)
  await expect(page.getByText('roster.csv: 5 lines')).toBeVisible()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText('3 patients were taken over. 1 of them has no reading yet')).toBeVisible()
  await page.screenshot({ path: join(pictures, 'population-roster.png') })
  await page.getByRole('button', { name: 'Close' }).last().click()
  await expect(rows(page).first()).toContainText('Okafor, Nneka')
  // Catches: somebody whom nobody has measured left out, or shown as if his risk were low.
  await expect(rows(page).nth(2)).toContainText('Sand, Ada')
  await expect(rows(page).nth(2)).toContainText('no reading yet')
  await page.getByRole('button', { name: '1 of them without any reading' }).click()
  await expect(rows(page)).toHaveCount(1)
  await rows(page).first().click()
  await expect(card(page)).toContainText('The risk is not known; it is not low.')
  expect(await axeFindings(page)).toEqual([])
  await page.screenshot({ path: join(pictures, 'population-unscored.png') })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /No reading yet/ }).click()
  await page.getByRole('option', { name: 'All bands' }).click()
  await expect(rows(page)).toHaveCount(3)
  await page.getByRole('button', { name: /All units/ }).click()
  await page.getByRole('option', { name: 'clinic' }).click()
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText('Haddad, Sami')
  await page.getByRole('button', { name: /All care managers/ }).click()
  await page.getByRole('option', { name: 'With nobody' }).click()
  await expect(rows(page)).toHaveCount(1)
  const saved = join(station.dataFolder, 'export.csv')
  await station.app.evaluate(({ session }, path) => {
    session.defaultSession.once('will-download', (_event, item) => item.setSavePath(path))
  }, saved)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('for the monthly conference')
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click()
  await expect.poll(() => readFile(saved, 'utf8').catch(() => '')).toContain('P5002')
  expect(await readFile(saved, 'utf8')).not.toContain('P5001')
})
