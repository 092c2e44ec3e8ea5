import { z } from 'zod'
import { Role } from '@shared/clinical/roles.ts'
import { request } from '@shared/ipc/contract.ts'

/** Who and what this station is. */
export const StationInfo = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  platform: z.string(),
  user: z.string(),
  role: Role,
  stationName: z.string(),
})
export type StationInfo = z.infer<typeof StationInfo>

export const stationRequests = {
  'station.info': request({ input: z.object({}), output: StationInfo, role: 'any', audit: 'quiet' }),
} as const
