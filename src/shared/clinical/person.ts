import { z } from 'zod'
import { Role } from './roles.ts'

/** A patient as publishers and the hub name one. */
export const PatientId = z.string().min(1).max(128)

/** Who acted: from main's session, never from the renderer. */
export const Actor = z.object({ user: z.string().max(120), role: Role, station: z.string().max(120) })
export type Actor = z.infer<typeof Actor>
