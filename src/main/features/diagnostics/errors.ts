import { HubError } from '@main/hub/hub-error.ts'
import type { DiagnosticErrorCode } from '@shared/features/diagnostics/errors.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

/** A refusal of the diagnostics feature, with a code of its own union. */
export function diagnosticFailure(
  code: DiagnosticErrorCode,
  message: string,
  details: Record<string, unknown> = {},
): RequestFailure {
  return new RequestFailure(code, message, details)
}

/** What a person is told when something could not be read. */
export const COULD_NOT_READ =
  'The hub did not answer, so nothing can be said about diagnostic runs. They go on where they are worked on; try again when the link is back.'

export const NOT_FOUND = diagnosticFailure(
  'diagnostics.not-found',
  'The hub knows no such run of this patient. It may have been removed after its time; nothing was changed.',
)

/** Runs a hub call for a request; what failed becomes a sentence. */
export async function onHub<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    throw error.failure === 'outcome-unknown'
      ? diagnosticFailure(
          'diagnostics.outcome-unknown',
          'The hub did not answer in time. It may or may not have been recorded; the list of runs shows it when the link is back.',
        )
      : diagnosticFailure(
          'diagnostics.hub-unreachable',
          'No answer from the hub: nothing was changed. Try again when the link is back; the Hub screen says why.',
        )
  }
}
