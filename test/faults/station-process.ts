// A whole station in a process of its own, with a window that paints and people who answer. It tells its parent
// everything that it shows and does, and can be told to die at a certain point of its work.
import { resolve } from 'node:path'
import { pino } from 'pino'
import { Station } from '@main/compose.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { headlessPlatform } from '@main/platform/headless/headless-platform.ts'
import { setUpStation } from '@test/support/first-settings.ts'
import { keepSignedIn } from '@test/support/people.ts'
import { StationWindow } from './station-window.ts'
import { type DeathPoint, StationOrder, StationPlan, type StationReport } from './station-messages.ts'

const plan = StationPlan.parse(JSON.parse(process.env['WARDLIGHT_FAULT_STATION'] ?? 'null'))
const deaths = new Map<DeathPoint, number>()

function report(message: StationReport): void {
  process.send?.(message)
}

/** Counts down to a planned death at this point. */
function passed(point: DeathPoint): void {
  const left = deaths.get(point)
  if (left === undefined) return
  deaths.set(point, left - 1)
  if (left <= 1) process.kill(process.pid, 'SIGKILL')
}

function defect(text: string): void {
  report({ kind: 'defect', text })
}

const reading = readHubAddress(plan.hubUrl)
if (!reading.ok) throw new Error(reading.sentence)

const window = new StationWindow({
  answer: (name, input) => station.answer(name, input, true),
  report,
  passed,
  answers: plan.answers,
  paintMs: plan.paintMs,
})

const headless = headlessPlatform(resolve('out'), {
  send: (name, payload) => window.receive(name, payload),
})

setUpStation(plan.dataFolder, plan.name, plan.units)
const station = new Station(
  {
    dataFolder: plan.dataFolder,
    hubFolder: plan.dataFolder,
    givenHub: reading.address,
    demo: false,
    demoSeed: 1,
    demoSpeed: 1,
    keyPrefix: '',
    versions: { version: 'test', electron: '', chrome: '', node: process.versions.node },
    log: pino({ level: 'error' }, { write: (line: string) => defect(line) }),
    signInDemonstration: false,
    sessionSeconds: null,
    provider: null,
    probe: { decided: () => passed('decided'), shown: () => passed('shown') },
  },
  {
    ...headless,
    outputs: {
      ...headless.outputs,
      notify: ({ key }) => {
        if (key !== 'rest') report({ kind: 'called', by: 'notice', ids: [key] })
        return Promise.resolve({ kind: 'shown' })
      },
    },
  },
)

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error) => {
    defect(error instanceof Error ? (error.stack ?? error.message) : String(error))
    // The parent reads the defect before the end of the process.
    setTimeout(() => process.exit(70), 100)
  })
}

process.on('message', (message) => {
  const order = StationOrder.parse(message)
  switch (order.kind) {
    case 'die':
      deaths.set(order.point, order.after)
      return
    case 'window':
      void window.describe(order.serial)
      return
    case 'counters':
      void window.count(order.serial)
      return
    case 'stop':
      window.close()
      void station.stop().finally(() => process.exit(0))
  }
})
process.on('disconnect', () => process.exit(0))

await station.start()
keepSignedIn(station, 'nurse')
