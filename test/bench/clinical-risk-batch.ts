import { RiskTestDesk, shippedJudge } from '@test/support/risk-desk.ts'
import { z } from 'zod'

/** What a process of its own found: a batch over one file, from a station that has just started. */
export const BatchFigures = z.object({
  seconds: z.number(),
  /** Patients assessed, and those at high risk. */
  assessed: z.number(),
  high: z.number(),
  /** Peak memory of the process in bytes. */
  peak: z.number(),
  remarks: z.array(z.string()),
})
export type BatchFigures = z.infer<typeof BatchFigures>

/** Runs a batch over a file of a folder. @param url of a Redis that is not asked: the station works alone. */
export async function measureBatch(url: string, folder: string, file: string): Promise<BatchFigures> {
  shippedJudge()
  const desk = await new RiskTestDesk(url, { prefix: `${file}:`, folder, linked: false }).open()
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)
  const started = performance.now()
  const { counts, remarks } = await desk.run(file)
  const seconds = (performance.now() - started) / 1_000
  clearInterval(timer)
  await desk.close()
  const { high, review, possible, lower } = counts
  return { seconds, assessed: high + review + possible + lower, high, peak, remarks }
}
