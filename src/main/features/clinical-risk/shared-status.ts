import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import type { RedisClinicalRisk } from './redis.ts'
import { type RunHead, statusOf } from './run-plan.ts'

/** A run whose station has given no sign of life for so long has been interrupted. */
export const SILENT_MS = 20_000

/** How a run stands as the hub knows it. Rejects with a HubError. */
export async function sharedStatus(
  hub: Pick<RedisClinicalRisk, 'course' | 'parts' | 'now'>,
  head: RunHead,
): Promise<RunStatus> {
  const course = await hub.course(head.id)
  const found = [...(await hub.parts(head.id))]
  const silent = course !== null && course.state === 'running' && hub.now() - course.beatAt > SILENT_MS
  return statusOf(
    head,
    course === null
      ? { state: 'interrupted', endedAt: null, remarks: [], beatAt: 0 }
      : silent
        ? { ...course, state: 'interrupted' }
        : course,
    found.flatMap(([field, summary]) => (field.startsWith('m') ? [] : [summary])),
    found.flatMap(([field, summary]) => (field.startsWith('m') ? [summary] : [])),
  )
}
