// Clinical risk as an engine host has it, in a process of its own: tells its parent how its runs stand, and can be killed.
import { z } from 'zod'
import type { MedicationJudge } from '@main/features/clinical-risk/ports.ts'
import { RiskTestDesk, shippedJudge } from './risk-desk.ts'

const Plan = z.object({
  url: z.string(),
  prefix: z.string(),
  name: z.string(),
  dataFolder: z.string(),
  folder: z.string(),
  partRecords: z.number(),
  /** File to start a run over; null for a host that only helps. */
  file: z.string().nullable(),
  holds: z.boolean().default(false),
  linked: z.boolean().default(true),
  dies: z.enum(['unheard', 'heard']).nullable().default(null),
})
const JOIN_MS = 25

const plan = Plan.parse(JSON.parse(process.env['WARDLIGHT_RISK_PROCESS'] ?? 'null'))
const { file, url, holds, dies, ...options } = plan
/** Stops the whole process at the first drug of its first part: nothing but its death ends that. */
function holding(): MedicationJudge {
  const drug = (): never => {
    process.send?.({ id: '', state: 'holding', parts: 0 })
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
  return { ...shippedJudge(), drug }
}
shippedJudge()
/** Ends the whole process at its first alert, before the hub hears of it or after. */
async function dying(text: string): Promise<void> {
  if (dies === 'heard') await desk.hub.run('RPUSH', `${options.prefix}raised`, text)
  if (dies !== null) process.kill(process.pid, 'SIGKILL')
}
const hold = holds ? { judge: holding } : {}
const desk = await new RiskTestDesk(url, { ...options, ...hold, beforeAlert: dying }).open()
setInterval(() => {
  void desk.risk.desk.join()
  const status = desk.told.at(-1)
  if (status !== undefined) process.send?.({ id: status.id, state: status.state, parts: status.parts.done })
}, JOIN_MS)
process.on('disconnect', () => process.exit(0))
process.send?.({ id: '', state: 'ready', parts: 0 })
if (file !== null) await desk.risk.handlers['clinical-risk.start']({ source: { file } })
