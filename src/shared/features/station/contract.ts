import { z } from 'zod'
import { request } from '@shared/ipc/contract.ts'

/** What this station is. */
export const StationInfo = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  platform: z.string(),
  stationName: z.string(),
})
export type StationInfo = z.infer<typeof StationInfo>

export const stationRequests = {
  'station.info': request({ input: z.object({}), output: StationInfo, role: 'anyone', audit: 'quiet' }),
} as const
