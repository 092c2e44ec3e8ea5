import { HubError } from '@main/hub/hub-error.ts'
import type { PriorAuthErrorCode } from '@shared/features/prior-auth/errors.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

/** A refusal of this feature, with a code of its own union. */
export function priorAuthFailure(
  code: PriorAuthErrorCode,
  message: string,
  details: Record<string, unknown> = {},
): RequestFailure {
  return new RequestFailure(code, message, details)
}

/** Does something on the hub; what failed there is told as what is known of it. */
export async function onHub<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    throw error.failure === 'outcome-unknown'
      ? priorAuthFailure(
          'prior-auth.outcome-unknown',
          'The hub did not answer in time. The request may or may not have been taken; look at the list before sending it again.',
        )
      : priorAuthFailure(
          'prior-auth.hub-unreachable',
          'No link to the hub: nothing was sent. Your entries are kept here; send them when the link is back.',
        )
  }
}

/** True for what the hub or the queue of approvals may answer; anything else is a defect. */
export function isRefusal(error: unknown): boolean {
  return error instanceof HubError || error instanceof RequestFailure
}
