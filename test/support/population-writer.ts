// One writer of the population's tests in a process of its own: it writes its readings, several at a time, and says how
// far it has come. It may be killed at any moment.
import { RedisReadings } from '@main/features/population/redis.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { Hub } from '@main/hub/hub.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { readingsOf, type WriterOrder } from './population-load.ts'

const AT_ONCE = 25
const order: WriterOrder = JSON.parse(process.argv[2] ?? 'null')
const reading = readHubAddress(order.url)
if (!reading.ok) throw new Error(reading.sentence)
const hub = new Hub(reading.address, new HubKeys(order.prefix), `writer-${order.writer}`)
hub.on('error', () => undefined)
await new Promise<void>((resolve) => {
  hub.on('state', ({ link }) => {
    if (link === 'live') resolve()
  })
  hub.start()
})
const store = new RedisReadings(hub)
const readings = readingsOf(order)
for (let at = 0; at < readings.length; at += AT_ONCE) {
  await Promise.all(readings.slice(at, at + AT_ONCE).map((each) => store.record(each, false)))
  process.stdout.write(`${at + AT_ONCE}\n`)
}
hub.stop()
