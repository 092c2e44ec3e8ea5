import { expect, test, type Locator, type Page } from '@playwright/test'
import { launchStation } from '@test/support/electron-app.ts'
import { axeFindings } from '@test/support/axe.ts'
import { command, openInteractions, resize } from '@test/support/interactions-screen.ts'
import { ModelServer } from '@test/support/model-server.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { signInSomebody } from '@test/support/sign-in.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

const pictures = join(process.cwd(), 'artefacts', 'screens')
const themes = {
  light: 'Light theme',
  'high-contrast': 'High-contrast theme',
  dark: 'Dark theme',
} as const
const sizes = [
  [1280, 800],
  [1920, 1080],
] as const

let redis: TestRedis
test.beforeAll(() => mkdir(pictures, { recursive: true }))
test.beforeEach(async () => {
  redis = await TestRedis.start()
})
test.afterEach(() => redis.close())

const look = (page: Page, name: string) => page.screenshot({ path: join(pictures, `${name}.png`) })
const region = (page: Page, name: string | RegExp): Locator => page.getByRole('region', { name, exact: true })

async function openDiagnostics(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Diagnostics' }).click()
  await expect(page.getByRole('heading', { name: 'Diagnostics', level: 1 })).toBeVisible()
}

/** As the seed's Python publishes its progress. */
async function publish(session: string, event: string, specialist: string, confidence?: number) {
  const middle = confidence === undefined ? '' : `"confidence": ${confidence}, `
  const line = `{"event": "specialist_${event}", "specialist": "${specialist}", ${middle}"timestamp": 1790000000.25}`
  await redis.client.publish(`diagnostic:${session}`, line)
}

// Catches: a patient on whom another program works and nobody knows; a run of others that looks like one of ours, or
// stays "under way" when it has ended; and our own runs shown twice.
test('the run of another program is shown lane by lane beside our own, and where one would be begun', async () => {
  test.slow()
  const station = await launchStation({ hubUrl: redis.url, role: 'physician' })
  const { page } = station
  const session = 'diag:P-77:0badcafe'
  try {
    await openDiagnostics(page)
    await expect(page.getByText('No diagnostic run yet')).toBeVisible()
    await redis.client.set('lock:diagnostic:P-77', 'python', 'EX', 300, 'NX')
    await publish(session, 'started', 'cardiology')
    const others = region(page, 'Runs of other programs')
    await expect(others).toContainText('Patient P-77')
    await others.getByRole('button').click()
    const lanes = region(page, 'Specialists')
    await expect(lanes).toContainText('at work')
    await publish(session, 'complete', 'cardiology', 0.82)
    await publish(session, 'started', 'infectious_disease')
    await publish(session, 'started', 'dermatology')
    await expect(lanes).toContainText('82 %')
    await expect(lanes).toContainText('dermatology')
    await expect(lanes).toContainText('1 of 3 heard of are done')
    for (const [theme, words] of Object.entries(themes)) {
      await command(page, words)
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      for (const [width, height] of sizes) {
        await resize(station, width, height)
        expect(await axeFindings(page), `axe in ${theme} at ${width}`).toEqual([])
        await look(page, `${theme}-diagnostics-foreign-${width}`)
      }
    }
    await page.getByRole('tab', { name: 'New run' }).click()
    await page.getByRole('textbox', { name: 'Patient number' }).fill('P-77')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Another program is making a diagnostic run for this patient.')).toBeVisible()
    await page.getByText('Budget of this run').click()
    for (const [theme, words] of Object.entries(themes)) {
      await command(page, words)
      for (const [width, height] of sizes) {
        await resize(station, width, height)
        expect(await axeFindings(page), `axe in ${theme} at ${width}`).toEqual([])
        await look(page, `${theme}-diagnostics-budget-${width}`)
      }
    }
    await page.getByRole('button', { name: 'Show it' }).click()
    await redis.client.del('lock:diagnostic:P-77')
    await expect(page.getByText(/That program no longer holds the patient’s lock/)).toBeVisible()
    await expect(lanes).toContainText('stopped')
    await page.getByRole('button', { name: 'Close' }).click()
    await expect(page.getByText('No run is open')).toBeVisible()
  } finally {
    await station.close()
  }
})

// Catches: a budget that is typed and not kept to, and a run that stops asking without saying so.
test('a run asks no more than its budget allows, and says so', async () => {
  const model = await ModelServer.start()
  model.conduct = { kind: 'refusal' }
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
    await page.getByRole('button', { name: 'Sign out' }).click()
    await signInSomebody(page, redis.url, 'nurse')
    await openDiagnostics(page)
    await page.getByRole('button', { name: 'Start a diagnostic run' }).click()
    await page.getByRole('textbox', { name: 'Patient number' }).fill('P-9')
    await page.keyboard.press('Enter')
    const search = page.getByRole('searchbox', { name: 'Search all findings' })
    await search.fill('fever')
    await search.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await page.getByText('Budget of this run').click()
    const questions = page.getByRole('textbox', { name: 'Questions' })
    await questions.fill('2.5')
    await expect(page.getByText('0 to 100.').first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Start the run' })).toBeDisabled()
    await questions.fill('2')
    await page.getByRole('button', { name: 'Start the run' }).click()
    await expect(page.getByText('The allowed calls were spent: what came after was not asked.')).toBeVisible({
      timeout: 30_000,
    })
    await expect(page.getByText('2 of 2')).toBeVisible()
    await expect(
      region(page, 'Specialists')
        .getByText(/not asked/)
        .first(),
    ).toBeVisible()
    expect(model.bodies).toHaveLength(2)
    await look(page, 'diagnostics-budget-spent')
  } finally {
    await station.close()
    await model.close()
  }
})

// Catches: runs that nobody can reach because two hundred newer ones lie before them.
test('runs beyond the newest two hundred are reached', async () => {
  const { client } = redis
  const budget = { calls: 0, moneyMicro: 0, timeMs: 0 }
  const ledger = { budget, calls: 0, moneyMicro: 0, modelMs: 0, runMs: 0, spent: null }
  const now = Date.now()
  for (let n = 0; n < 230; n += 1) {
    const hex = n.toString(16).padStart(8, '0')
    const at = now - n * 60_000
    await client.hset(`diagnostics:{lock:diagnostic:Q${n}}:run:${hex}`, {
      status: 'cancelled',
      startedAt: at,
      endedAt: at,
      token: 'gone',
      fence: 1,
      attempts: 1,
      startedBy: JSON.stringify({ user: 'kim', role: 'physician', station: 'gone' }),
      findings: JSON.stringify({ symptoms: { fever: true } }),
      ledger: JSON.stringify(ledger),
    })
    await client.zadd('diagnostics:{all}:recent', at, `diag:Q${n}:${hex}`)
  }
  const station = await launchStation({ hubUrl: redis.url, role: 'nurse' })
  const { page } = station
  try {
    await openDiagnostics(page)
    const options = page.getByRole('option')
    await expect(options).toHaveCount(200)
    await look(page, 'diagnostics-older')
    await page.getByRole('button', { name: 'Show older runs' }).click()
    await expect(options).toHaveCount(230)
    await expect(options.last()).toContainText('Patient Q229')
    await expect(page.getByRole('button', { name: 'Show older runs' })).toHaveCount(0)
  } finally {
    await station.close()
  }
})
