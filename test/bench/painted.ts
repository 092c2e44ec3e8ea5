import type { Page } from '@playwright/test'
import { setTimeout as pause } from 'node:timers/promises'
import { openClient } from '@main/hub/open-client.ts'
import { launchStation } from '@test/support/electron-app.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { seedMessage } from '@test/support/seed-publisher.ts'
import { type Figures, figuresOf, type Line, ms } from './figures.ts'

const ALERTS = 600
const WARM_UP = 50
const EVERY_MS = 20
export const FRAME_MS = 1_000 / 60

/** Wall-clock milliseconds with fractions, comparable between processes of one machine. */
export const wallClock = (): number => performance.timeOrigin + performance.now()

/** Notes in the page when the row of each patient has been painted. */
async function watchRows(page: Page): Promise<void> {
  await page.evaluate(() => {
    const painted: Record<string, number> = {}
    const pending = new Set<string>()
    Object.assign(window, { paintedRows: painted })
    const note = (): void => {
      for (const name of document.querySelectorAll('.row-name')) {
        const text = name.textContent ?? ''
        if (text !== '' && !(text in painted)) pending.add(text)
      }
      if (pending.size === 0) return
      const names = [...pending]
      pending.clear()
      for (const name of names) painted[name] = Number.POSITIVE_INFINITY
      // The frame that is being prepared is on the screen when the next task runs.
      requestAnimationFrame(() =>
        setTimeout(() => {
          for (const name of names) painted[name] = performance.timeOrigin + performance.now()
        }),
      )
    }
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
}

export interface Painted {
  readonly painted: Figures
  /** Publish → heard by a bare subscriber. */
  readonly floor: Figures
  readonly sent: number
}

/** publish → painted at 50 alerts/s in a real window. */
export async function measurePainted(redis: TestRedis): Promise<Painted> {
  const station = await launchStation({ hubUrl: redis.url, env: { WARDLIGHT_DEMO: 'off' } })
  const listener = openClient(redis.url)
  const heard = new Map<string, number>()
  listener.on('message', (_channel, text) => {
    const name = /"name":"([^"]+)"/.exec(text)?.[1]
    if (name !== undefined) heard.set(name, wallClock())
  })
  await listener.subscribe('alerts:general')
  await station.page.getByRole('grid').or(station.page.getByRole('main')).first().waitFor()
  await pause(1_500)
  await watchRows(station.page)
  const sent = new Map<string, number>()
  for (let n = 0; n < ALERTS + WARM_UP; n += 1) {
    const name = `Bench ${n}`
    sent.set(name, wallClock())
    const message = seedMessage({ patient_id: `b${n}`, context: { source: 'bench', bed: `B ${n}`, name } })
    await redis.client.publish('alerts:general', JSON.stringify(message))
    await pause(EVERY_MS)
  }
  await pause(1_000)
  const rows = new Map(
    Object.entries(
      await station.page
        .evaluate(() => ('paintedRows' in window ? JSON.stringify(window.paintedRows) : '{}'))
        .then(readTimes),
    ),
  )
  listener.disconnect()
  await station.close()
  const measured = [...sent].slice(WARM_UP)
  const painted = figuresOf(
    measured.flatMap(([name, at]) => (rows.has(name) ? [(rows.get(name) ?? at) - at] : [])),
  )
  const floor = figuresOf(measured.map(([name, at]) => (heard.get(name) ?? at) - at))
  return { painted, floor, sent: measured.length }
}

/** The alert path: the floor is publish → heard by a bare subscriber. */
export async function benchPainted(redis: TestRedis): Promise<Line[]> {
  const { painted, floor, sent } = await measurePainted(redis)
  const bound = floor.p99 + 2 * FRAME_MS
  return [
    {
      what: `publish → painted at 50/s: p99 (${painted.count} of ${sent} rows seen)`,
      measured: `${ms(painted.p99)} (median ${ms(painted.median)})`,
      floor: ms(floor.p99),
      bound: `≤ floor + 2 frames = ${ms(bound)}`,
      kept: painted.p99 <= bound && painted.count === sent,
    },
  ]
}

/** What a page has noted, by name. */
export function readTimes(text: string): Record<string, number> {
  const parsed: unknown = JSON.parse(text)
  const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
}
