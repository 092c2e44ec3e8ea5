// A whole station in a process of its own, at which one person is signed in, and which does what its parent asks.
import { resolve } from 'node:path'
import { pino } from 'pino'
import { Station } from '@main/compose.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { headlessPlatform } from '@main/platform/headless/headless-platform.ts'
import { setUpStation } from '@test/support/first-settings.ts'
import { keepSignedIn } from '@test/support/people.ts'
import { AskedPlan, type AskedReport, Question } from './asked-messages.ts'

const plan = AskedPlan.parse(JSON.parse(process.env['WARDLIGHT_ASKED_STATION'] ?? 'null'))
const reading = readHubAddress(plan.hubUrl)
if (!reading.ok) throw new Error(reading.sentence)

function report(message: AskedReport): void {
  process.send?.(message)
}

setUpStation(plan.dataFolder, plan.name, ['icu'])
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
    log: pino({ level: 'silent' }),
    signInDemonstration: false,
    sessionSeconds: null,
    provider: null,
    probe: null,
    policy: { approvals: plan.approvals },
  },
  headlessPlatform(resolve('out'), { send: () => undefined }),
)

process.on('message', (message) => {
  const { serial, name, input } = Question.parse(message)
  void station.answer(name, input, true).then((reply) => report({ kind: 'reply', serial, reply }))
})
process.on('disconnect', () => process.exit(0))

await station.start()
keepSignedIn(station, plan.role)
const waiting = setInterval(() => {
  if (station.people.sessions.present === null) return
  if (station.session?.parts?.hub.state.link !== 'live') return
  clearInterval(waiting)
  report({ kind: 'ready' })
}, 20)
