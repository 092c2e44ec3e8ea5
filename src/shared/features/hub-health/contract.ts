import { z } from 'zod'
import { HubReport, HubStatus } from './model.ts'
import { event, request } from '@shared/ipc/contract.ts'

export const hubHealthRequests = {
  'hub.status': request({ input: z.object({}), output: HubStatus, role: 'anyone', audit: 'quiet' }),
  'hub.report': request({ input: z.object({}), output: HubReport, role: 'read-hub', audit: 'quiet' }),
} as const

export const hubHealthEvents = {
  /** On every change of the link, and every 500 ms as proof of life. */
  'hub.changed': event(HubStatus, 'anyone'),
} as const
