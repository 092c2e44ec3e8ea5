import { HubError } from '@main/hub/hub-error.ts'
import type { SessionErrorCode } from '@shared/features/sessions/errors.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

/** A refusal of the sessions feature, with a code of its own union. */
export function sessionFailure(code: SessionErrorCode, message: string): RequestFailure {
  return new RequestFailure(code, message)
}

/** One answer for a wrong name, a wrong password and a wrong PIN: nobody learns which names exist. */
export function refused(): RequestFailure {
  return sessionFailure('sessions.refused', 'User name and password or PIN do not match. Try again.')
}

export function lockedOut(seconds: number): RequestFailure {
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
  return sessionFailure(
    'sessions.locked-out',
    `Too many attempts failed, here or at other stations. Wait ${wait}, use your badge, or ask an administrator.`,
  )
}

/** Does something on the hub; without an answer the person is told that nothing is known to have happened. */
export async function onHub<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    const text =
      error.failure === 'outcome-unknown'
        ? 'The hub did not answer in time. It may or may not have been done; look again when the link is back.'
        : 'No link to the hub: nothing was changed. Try again when the link is back.'
    throw sessionFailure('sessions.hub-unreachable', text)
  }
}
