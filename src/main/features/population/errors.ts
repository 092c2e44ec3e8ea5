import { HubError, type HubFailure } from '@main/hub/hub-error.ts'
import type { PopulationErrorCode } from '@shared/features/population/errors.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

/** A refusal of this feature, with a code of its own union. */
export function populationFailure(
  code: PopulationErrorCode,
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
    throw populationFailure(
      error.failure === 'outcome-unknown' ? 'population.outcome-unknown' : 'population.hub-unreachable',
      sentences[error.failure],
    )
  }
}

const sentences: Readonly<Record<HubFailure, string>> = {
  'outcome-unknown':
    'The hub did not answer in time. It may or may not have been done; look at the patient, then do it again: doing it twice is harmless.',
  'not-sent': 'No link to the hub: nothing was changed. Do it again when the link is back.',
  refused:
    'The hub refused it: nothing was changed. The Hub screen says what it refuses; tell whoever runs the hub.',
}

/** True for what the hub or the care desk may answer; anything else is a defect. */
export function isRefusal(error: unknown): boolean {
  return error instanceof HubError || error instanceof RequestFailure
}
