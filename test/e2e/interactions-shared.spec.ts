import { expect, test } from '@playwright/test'
import { launchStation } from '@test/support/electron-app.ts'
import { axeFindings } from '@test/support/axe.ts'
import { addDrug, cell, drugField, openInteractions } from '@test/support/interactions-screen.ts'
import { ModelServer } from '@test/support/model-server.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'
import { signInSomebody } from '@test/support/sign-in.ts'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')
let redis: TestRedis
let model: ModelServer
test.beforeAll(() => mkdir(pictures, { recursive: true }))
test.beforeEach(async () => {
  redis = await TestRedis.start()
  model = await ModelServer.start()
})
test.afterEach(async () => {
  await redis.close()
  await model.close()
})

// Catches: a model's answer shown like a rule, one that no pharmacist ever sees, a second place to decide, and a verdict that changes nothing.
test('a model’s answer is marked, waits for a pharmacist, and holds once it is validated', async () => {
  const policyFolder = await mkdtemp(join(tmpdir(), 'wardlight-e2e-'))
  const policy = join(policyFolder, 'policy.json')
  await writeFile(policy, JSON.stringify({ approvals: { undoMs: 1_500 } }))
  const env = { WARDLIGHT_POLICY: policy }
  const station = await launchStation({ hubUrl: redis.url, role: 'administrator', env })
  const { page } = station
  try {
    model.conduct = { kind: 'answer', severity: 'moderate', effect: 'The effect of both grows.' }
    await openInteractions(page)
    await page.getByRole('tab', { name: 'Ledger' }).click()
    await page.getByRole('button', { name: 'Model settings…' }).click()
    const settings = page.getByRole('dialog', { name: 'Model settings' })
    await settings.getByRole('textbox', { name: 'Address' }).fill(model.url)
    await settings.getByRole('textbox', { name: 'Model', exact: true }).fill('test-model')
    expect(await axeFindings(page)).toEqual([])
    await settings.getByRole('button', { name: 'Save' }).click()
    await expect(settings).toHaveCount(0)

    await page.getByRole('button', { name: 'Sign out' }).click()
    await signInSomebody(page, redis.url, 'pharmacist')
    await openInteractions(page)
    await addDrug(page, 'acetaminophen')
    await addDrug(page, 'omeprazole')
    await expect(cell(page, /omeprazole.*Moderate/)).toBeVisible()
    const details = page.getByRole('region', { name: 'Details' })
    await expect(details).toContainText('AI advice, not validated')
    await expect(details).toContainText('The effect of both grows.')
    expect(await axeFindings(page)).toEqual([])
    await page.screenshot({ path: join(pictures, 'dark-interactions-advice.png') })
    await expect(page.getByRole('button', { name: /^Approvals 1/ })).toBeVisible()

    // The queue shows what waits and leads to where it is decided.
    await page.getByRole('tab', { name: 'Queue' }).click()
    await expect(page.getByRole('region', { name: 'Waiting (1)' })).toContainText('The effect of both grows.')
    expect(await axeFindings(page)).toEqual([])
    await page.screenshot({ path: join(pictures, 'dark-interactions-queue.png') })
    await page.getByRole('button', { name: /^Decide at Approvals/ }).press('Enter')
    const request = page.getByRole('complementary', { name: 'Request' })
    await expect(request).toContainText('acetaminophen + omeprazole')
    await expect(request).toContainText('AI model test-model, prompt interaction-1')
    await expect(request).not.toContainText('Patient')
    await page.keyboard.press('a')
    const validate = page.getByRole('dialog', { name: /^Validate the answer/ })
    await expect(validate).toContainText('Moderate')
    await validate.getByRole('textbox', { name: 'Note' }).fill('As in the label')
    expect(await axeFindings(page)).toEqual([])
    await page.screenshot({ path: join(pictures, 'dark-approvals-drug-answer.png') })
    await validate.getByRole('button', { name: 'Validate' }).click()
    await expect(validate).toHaveCount(0)
    await openInteractions(page)
    await page.getByRole('tab', { name: 'Queue' }).click()
    const judged = page.getByRole('region', { name: 'Judged (1)' })
    await expect(judged).toContainText('As in the label', { timeout: 20_000 })

    // Judged, it can be put before the pharmacists once more; the verdict holds meanwhile.
    await judged.getByRole('button', { name: /^Judge again/ }).click()
    const again = page.getByRole('dialog', { name: /^Judge again/ })
    await again.getByRole('textbox', { name: 'Why' }).fill('The label has changed')
    expect(await axeFindings(page)).toEqual([])
    await again.getByRole('button', { name: 'Ask again' }).click()
    await expect(page.getByRole('region', { name: 'Waiting (1)' })).toContainText(
      'the answer that a pharmacist has validated holds',
    )
    await page.getByRole('tab', { name: 'Check' }).click()
    await addDrug(page, 'cetirizine')
    await page.getByRole('grid', { name: 'Pairs' }).getByRole('gridcell').first().click()
    await expect(details).toContainText('AI answer that a pharmacist has validated')
    await expect(details).not.toContainText('not validated')
  } finally {
    await station.close()
    await rm(policyFolder, { recursive: true })
  }
})

// Catches: a model that fails read as "nothing found", and a try that cannot be repeated.
test('a model that refuses leaves the pair unchecked, and it can be asked again', async () => {
  const station = await launchStation({ hubUrl: redis.url, role: 'administrator' })
  const { page } = station
  try {
    model.conduct = { kind: 'refusal' }
    await openInteractions(page)
    await page.getByRole('tab', { name: 'Ledger' }).click()
    await page.getByRole('button', { name: 'Model settings…' }).click()
    const settings = page.getByRole('dialog', { name: 'Model settings' })
    await settings.getByRole('textbox', { name: 'Address' }).fill(model.url)
    await settings.getByRole('textbox', { name: 'Model', exact: true }).fill('test-model')
    await settings.getByRole('button', { name: 'Save' }).click()
    await expect(settings).toHaveCount(0)
    await page.getByRole('tab', { name: 'Check' }).click()
    await addDrug(page, 'acetaminophen')
    await addDrug(page, 'omeprazole')
    await expect(cell(page, /omeprazole.*could not check/)).toBeVisible()
    await page.screenshot({ path: join(pictures, 'dark-interactions-refused.png') })
    model.conduct = { kind: 'answer', severity: 'none' }
    await page
      .getByRole('region', { name: 'Could not check' })
      .getByRole('button', { name: 'Try again' })
      .click()
    await expect(cell(page, /omeprazole.*nothing found/)).toBeVisible()
  } finally {
    await station.close()
  }
})

// Catches: a list overwritten by a slower colleague, and one that is lost to a faster one.
test('two stations change a patient’s list: the slower one is told who, and keeps what was typed', async () => {
  const one = await launchStation({ hubUrl: redis.url, role: 'physician' })
  const other = await launchStation({ hubUrl: redis.url, role: 'pharmacist' })
  try {
    const publisher = new SeedPublisher(redis.url)
    const context = { source: 'test', bed: 'GEN 04', name: 'Okafor, Nneka' }
    await publisher.publish(seedMessage({ patient_id: 'P-1', context }))
    publisher.close()
    for (const { page } of [one, other]) {
      await page.getByRole('row', { name: /GEN 04/ }).click()
      await page.getByRole('button', { name: 'Open patient page' }).click()
      await expect(page.getByRole('region', { name: 'Medications' })).toContainText('Nobody has written')
    }
    const mine = one.page.getByRole('region', { name: 'Medications' })
    const theirs = other.page.getByRole('region', { name: 'Medications' })
    await addDrug(mine, 'digoxin')
    await addDrug(theirs, 'furosemide')
    await theirs.getByRole('button', { name: 'Save the list' }).click()
    await expect(theirs.getByText('Not saved yet')).toHaveCount(0)
    await expect(mine.getByRole('alert')).toContainText('test.pharmacist at')
    await expect(mine.getByRole('list', { name: 'Drugs on the list' })).toContainText('digoxin')
    await one.page.screenshot({ path: join(pictures, 'dark-patient-conflict.png') })
    await mine.getByRole('button', { name: 'Add my drugs to theirs' }).click()
    await mine.getByRole('button', { name: 'Save the list' }).click()
    const chips = theirs.getByRole('list', { name: 'Drugs on the list' })
    await expect(chips.getByRole('listitem')).toHaveCount(2)
    await expect(chips).toContainText('digoxin')
    // From the page to the full screen, as a copy.
    await mine.getByRole('button', { name: 'Open in Interactions' }).click()
    await expect(one.page.getByText('Copied from the list of patient P-1')).toBeVisible()
    await expect(drugField(one.page)).toBeVisible()
  } finally {
    await one.close()
    await other.close()
  }
})

// Catches: a drug that the palette finds only when it is spelt as the formulary spells it.
test('the command palette finds a drug by its brand', async () => {
  const station = await launchStation({ hubUrl: redis.url, role: 'nurse' })
  const { page } = station
  try {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('coumadin')
    await page
      .getByRole('option', { name: /^Check warfarin/ })
      .first()
      .click()
    await expect(page.getByRole('list', { name: 'Drugs on the list' })).toContainText('warfarin')
  } finally {
    await station.close()
  }
})
