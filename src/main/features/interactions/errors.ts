import { HubError } from '@main/hub/hub-error.ts'
import type { InteractionErrorCode } from '@shared/features/interactions/errors.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

/** A refusal of the interactions feature, with a code of its own union. */
export function interactionFailure(code: InteractionErrorCode, message: string): RequestFailure {
  return new RequestFailure(code, message)
}

/** Does something on the hub; without an answer the person is told what is known to have happened. */
export async function onHub<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof HubError) throw explained(error)
    throw error
  }
}

function explained({ failure }: HubError): RequestFailure {
  switch (failure) {
    case 'outcome-unknown':
      return interactionFailure(
        'interactions.outcome-unknown',
        'The hub did not answer in time. It may or may not have been done; look again when the link is back.',
      )
    case 'not-sent':
      return interactionFailure(
        'interactions.hub-unreachable',
        'No link to the hub: nothing was changed. Checks go on with the knowledge of this station; try again when the link is back.',
      )
    case 'refused':
      return interactionFailure(
        'interactions.hub-unreachable',
        'The hub refused this: nothing was changed. The Hub screen says why.',
      )
  }
}

export function changedMeanwhile(): RequestFailure {
  return interactionFailure(
    'interactions.changed-meanwhile',
    'Somebody else has changed this meanwhile. Nothing was overwritten; look at the new state and decide again.',
  )
}

export function notFound(message: string): RequestFailure {
  return interactionFailure('interactions.not-found', message)
}
