import type { Page } from '@playwright/test'
import { setTimeout as pause } from 'node:timers/promises'
import { newLedger } from '@main/features/diagnostics/engine-ledger.ts'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import { defaultBudget, SpecialistId } from '@shared/features/diagnostics/model.ts'
import { DiagnosticDesk } from '@test/support/diagnostic-desks.ts'
import { launchStation } from '@test/support/electron-app.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { figuresOf, type Line, ms } from './figures.ts'
import { FRAME_MS, measurePainted, readTimes, wallClock } from './painted.ts'

const RUNS = 24
const WARM_UP = 2
/** Longer than the station bundles the events of one run: each is a change of its own. */
const EVERY_MS = 60
const findings = Findings.parse({ symptoms: { fever: true } })

/** Notes in the page when a lane of the opened run has been painted in a new state. */
async function watchLanes(page: Page): Promise<void> {
  await page.evaluate(() => {
    const painted: Record<string, number> = {}
    Object.assign(window, { paintedLanes: painted })
    const note = (): void => {
      const run = document.querySelector('.dx-row[data-opened="true"]')?.id ?? ''
      const names: string[] = []
      for (const lane of document.querySelectorAll('.dx-lane')) {
        const name = `${run} ${lane.querySelector('h3')?.textContent ?? ''} ${lane.getAttribute('data-state') ?? ''}`
        if (name in painted) continue
        painted[name] = Number.POSITIVE_INFINITY
        names.push(name)
      }
      if (names.length === 0) return
      // The frame that is being prepared is on the screen when the next task runs.
      requestAnimationFrame(() =>
        setTimeout(() => {
          for (const name of names) painted[name] = performance.timeOrigin + performance.now()
        }),
      )
    }
    new MutationObserver(note).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    })
  })
}

const names: Readonly<Record<SpecialistId, string>> = {
  cardiology: 'Cardiology',
  neurology: 'Neurology',
  radiology: 'Radiology',
  laboratory: 'Laboratory',
  infectious_disease: 'Infectious disease',
  pharmacology: 'Pharmacology',
  general_medicine: 'General medicine',
  challenger: 'Challenger',
  steward: 'Steward',
}

/** A specialist's progress, written by another station → painted in its lane; beside it the path of an alert. */
export async function benchDiagnosticsPainted(redis: TestRedis): Promise<Line[]> {
  const alerts = await measurePainted(redis)
  const station = await launchStation({
    hubUrl: redis.url,
    role: 'physician',
    env: { WARDLIGHT_DEMO: 'off' },
  })
  const { page } = station
  const desk = await DiagnosticDesk.open(redis.url, '', 'bench', { lookMs: 3_600_000 })
  const sent = new Map<string, number>()
  try {
    await page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('button', { name: 'Diagnostics' })
      .click()
    await page.getByRole('heading', { name: 'Diagnostics', level: 1 }).waitFor()
    await watchLanes(page)
    for (let n = 0; n < RUNS + WARM_UP; n += 1) {
      const hex = n.toString(16).padStart(8, '0')
      const sessionId = `diag:B${n}:${hex}`
      await desk.store.watch(sessionId, desk.store.now() + 300_000)
      const begun = await desk.store.begin(sessionId, `token ${n}`, {
        startedBy: { user: 'bench', role: 'physician', station: 'bench' },
        findings,
        ledger: newLedger(defaultBudget),
      })
      if (begun.kind !== 'begun') throw new Error('the lock was not given')
      const { grip } = begun
      await desk.store.write(grip, { fields: {}, lines: [], final: null })
      await desk.store.write(grip, {
        fields: { ledger: JSON.stringify(newLedger(defaultBudget)) },
        lines: [],
        final: null,
      })
      await page.locator(`#run-${hex}`).click()
      await page.getByText('0 of 9 specialists are done').waitFor()
      await pause(150)
      for (const event of ['specialist_started', 'specialist_complete'] as const)
        for (const specialist of SpecialistId.options) {
          const state = event === 'specialist_started' ? 'working' : 'done'
          if (n >= WARM_UP) sent.set(`run-${hex} ${names[specialist]} ${state}`, wallClock())
          const confidence = event === 'specialist_complete' ? 0.5 : null
          await desk.store.write(grip, {
            fields: {},
            lines: [{ event, specialist, confidence }],
            final: null,
          })
          await pause(EVERY_MS)
        }
      await desk.store.end(sessionId, 'cancelled', null)
      await desk.store.watch(sessionId, null)
    }
    await pause(500)
    const seen = await page
      .evaluate(() => ('paintedLanes' in window ? JSON.stringify(window.paintedLanes) : '{}'))
      .then(readTimes)
    const painted = figuresOf(
      [...sent].flatMap(([name, at]) => (seen[name] === undefined ? [] : [seen[name] - at])),
    )
    const bound = alerts.painted.p99 + 2 * FRAME_MS
    return [
      {
        what: `progress of a diagnostic run → painted: p99 (${painted.count} of ${sent.size} changes seen)`,
        measured: `${ms(painted.p99)} (median ${ms(painted.median)})`,
        floor: `alert path ${ms(alerts.painted.p99)}`,
        bound: `≤ alert path + 2 frames = ${ms(bound)}`,
        kept: painted.p99 <= bound && painted.count === sent.size,
      },
    ]
  } finally {
    await desk.close()
    await station.close()
  }
}
