import { RequestFailure } from '@shared/ipc/envelope.ts'
import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import type { RunFiles } from './run-files.ts'
import { type RunCourse, type RunHead, statusOf } from './run-plan.ts'

/**
 * How a run of this station stands by what lies here, when nobody works on it; null when it is not of this station. One
 * that cannot be unsealed stands as failed, with the reason: a run that is not shown reads as one that found nothing.
 */
export async function keptStatus(files: RunFiles, id: string): Promise<RunStatus | null> {
  let head = unknownHead(id, await files.plannedAt(id))
  try {
    const plan = await files.plan(id)
    if (plan === null) return null
    head = { ...plan, parts: plan.parts.length }
    const course = await files.course(id)
    if (course === null) return null
    const left = course.state === 'running' || course.state === 'reading' || course.state === 'queued'
    const parts = [...(await files.summaries(id)).values()]
    const mends = [...(await files.mends(id)).values()].map(({ summary }) => summary)
    // Nobody works on it here: whoever did was killed.
    return statusOf(head, left ? { ...course, state: 'interrupted' } : course, parts, mends)
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error
    return statusOf(head, failed(error.message), [], [])
  }
}

/** Alerts that cannot be unsealed, and of which it is not known which run they are of. @param at milliseconds since 1970. */
export function lostAlertsStatus(remark: string, at: number): RunStatus {
  return statusOf(unknownHead('risk:000000000000', at), failed(remark), [], [])
}

function unknownHead(id: string, asOf: number): RunHead {
  return { id, source: 'unknown', format: 'csv', asOf, startedBy: '', station: '', records: 0, parts: 0 }
}

function failed(remark: string): RunCourse {
  return { state: 'failed', endedAt: null, remarks: [remark], beatAt: 0 }
}
