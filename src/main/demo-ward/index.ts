import { openClient } from '@main/hub/open-client.ts'
import { onParentGone } from './lifetime.ts'
import { patients } from './patients.ts'
import { DemoPopulation } from './population.ts'
import { WardPublisher } from './publisher.ts'
import { readSettings } from './settings.ts'
import { systemClock } from './ward-clock.ts'
import { DemoWard } from './ward.ts'

/** Longest wait for commands under way when the ward ends. */
const FAREWELL_MS = 1000

const reading = readSettings(process.env)
if (reading.ok) {
  const { hubUrl, seed, speed, prefix } = reading.settings
  delete process.env['WARDLIGHT_DEMO_HUB_URL']
  const hub = openClient(hubUrl)
  const publisher = new WardPublisher(hub, prefix, systemClock)
  const ward = new DemoWard(patients, publisher, systemClock, { seed, speed })
  const population = new DemoPopulation(publisher, systemClock, { seed, speed })
  onParentGone(() => {
    setTimeout(() => process.exit(0), FAREWELL_MS).unref()
    void Promise.all([ward.stop(), population.stop()]).finally(() => {
      hub.disconnect()
      process.exit(0)
    })
  })
  ward.start()
  population.start()
  process.stdout.write(
    `Demonstration ward: ${patients.length} invented patients, seed ${seed}, speed ${speed}.\n`,
  )
} else {
  process.stderr.write(`${reading.sentence}\n`)
  process.exitCode = 1
}
