import { expect, test, type Page } from '@playwright/test'
import { launchStation, type Station } from '@test/support/electron-app.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { axeFindings } from '@test/support/axe.ts'

const themes = ['dark', 'light', 'high-contrast'] as const
const pictures = join(process.cwd(), 'artefacts', 'screens')

/** Reads the policy violations that Chromium reports, so that a style or script from elsewhere is noticed. */
function watchConsole(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy'))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

async function command(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(text)
  await page.getByRole('option', { name: text }).first().click()
}

/** Goes through all screens, checks each with axe and takes its picture. */
async function visitAll(page: Page, name: string): Promise<void> {
  const look = async (screen: string): Promise<void> => {
    expect(await axeFindings(page), `axe on ${screen}, ${name}`).toEqual([])
    await page.screenshot({ path: join(pictures, `${name}-${screen}.png`) })
  }
  const rail = page.getByRole('navigation', { name: 'Screens' })
  const toScreen = (screen: string) => rail.getByRole('button', { name: screen }).click()
  await toScreen('Alerts')
  await expect(page.getByRole('row').first()).toBeVisible()
  await look('alerts')
  await page.getByRole('tab', { name: 'Last 24 h' }).click()
  await expect(page.getByRole('table')).toBeVisible()
  await look('last-24-h')
  await page.getByRole('tab', { name: /^Open/ }).click()
  await page.getByRole('button', { name: 'Open patient page' }).click()
  await expect(page.getByRole('region', { name: 'Alert history' })).toBeVisible()
  await expect(page.getByText('Reading the history…')).toHaveCount(0)
  await look('patient')
  await page.keyboard.press('Escape')
  await toScreen('Hub')
  await expect(page.getByText('Latency of the heartbeat')).toBeVisible()
  await look('hub')
  await toScreen('Settings')
  for (const section of ['Station', 'Display', 'Sounds', 'Notifications', 'Alert policy']) {
    await page.getByRole('tab', { name: section }).click()
    await expect(page.getByRole('tabpanel')).toBeVisible()
    await look(`settings-${section.toLowerCase().replace(' ', '-')}`)
  }
  await toScreen('Alerts')
  await page.keyboard.press('Control+k')
  await look('palette')
  await page.keyboard.press('Escape')
}

test.describe('every screen', () => {
  let station: Station
  let complaints: string[]

  test.beforeAll(async () => {
    await mkdir(pictures, { recursive: true })
    station = await launchStation({ env: { WARDLIGHT_DEMO_SPEED: '120' } })
    complaints = watchConsole(station.page)
    await expect(station.page.getByRole('row').nth(2)).toBeVisible({ timeout: 30_000 })
  })
  test.afterAll(() => station.close())

  for (const theme of themes) {
    test(`axe finds nothing, ${theme} (bug: text without contrast, a control without a name)`, async () => {
      const words = { dark: 'Dark theme', light: 'Light theme', 'high-contrast': 'High-contrast theme' }
      await command(station.page, words[theme])
      await expect(station.page.locator('html')).toHaveAttribute('data-theme', theme)
      await visitAll(station.page, theme)
    })
  }

  test('the wall density has no controls (bug: a button on a screen nobody can reach)', async () => {
    await command(station.page, 'Wall density')
    await expect(station.page.locator('html')).toHaveAttribute('data-density', 'wall')
    await expect(station.page.getByRole('grid')).toBeVisible()
    await expect(station.page.getByRole('grid').getByRole('button')).toHaveCount(0)
    expect(await axeFindings(station.page)).toEqual([])
    await station.page.screenshot({ path: join(pictures, 'wall-alerts.png') })
    await command(station.page, 'Station density')
    await expect(station.page.locator('html')).toHaveAttribute('data-density', 'station')
  })

  test('the content security policy was kept (bug: a style injected without the nonce)', () => {
    expect(complaints).toEqual([])
  })

  test('an alert is acknowledged by keyboard alone (bug: a step that needs the mouse)', async () => {
    const { page } = station
    const calling = page.locator('[role="row"][data-calling="true"]')
    await page.getByRole('grid').focus()
    await page.keyboard.press('k')
    // A single letter waits for a blink, in case that it is the first of a badge.
    await page.waitForTimeout(200)
    for (let step = 0; step < 30; step += 1) {
      const selected = page.locator('[role="row"][aria-selected="true"]')
      if ((await selected.getAttribute('data-calling')) === 'true') break
      const before = await selected.getAttribute('id')
      await page.keyboard.press('j')
      await expect.poll(() => selected.getAttribute('id')).not.toBe(before)
    }
    const selected = page.locator('[role="row"][aria-selected="true"]')
    const id = await selected.getAttribute('id')
    await expect(calling.first()).toBeVisible()
    await page.keyboard.press('a')
    await expect(page.locator(`[id="${id}"]`)).toHaveAttribute('data-calling', 'false')
    await expect(page.getByText(/: acknowledged\./)).toBeVisible()
  })
})

test('rows stay under the pointer, a critical comes in on top (bug: the wrong alert is acknowledged)', async () => {
  const hub = await TestRedis.start()
  const publisher = new SeedPublisher(hub.url)
  const station = await launchStation({ hubUrl: hub.url })
  const { page } = station
  const publish = (bed: string, value: number) =>
    publisher.publish(
      seedMessage({
        patient_id: `P-${bed}`,
        value,
        context: { unit: 'general', bed, patient_name: `Probe, ${bed}` },
      }),
    )
  try {
    await expect(page.getByText(/^live /)).toBeVisible()
    await publish('ICU 21', 6.1)
    await publish('ICU 22', 6.2)
    await expect(page.getByRole('row')).toHaveCount(2)
    const order = () => page.getByRole('row').evaluateAll((rows) => rows.map((row) => row.id))
    await page.mouse.move(5, 5)
    await page.getByRole('grid').hover({ position: { x: 300, y: 20 } })
    const before = await order()
    await publish('ICU 23', 6.3)
    await expect(page.getByText('1 new alert waits')).toBeVisible()
    expect(await order()).toEqual(before)
    await publish('ICU 24', 7.1)
    await expect(page.getByRole('row')).toHaveCount(3)
    expect((await order()).slice(1)).toEqual(before)
    await page.mouse.move(5, 5)
    await expect(page.getByRole('row')).toHaveCount(4)
  } finally {
    publisher.close()
    await station.close()
    await hub.close()
  }
})
