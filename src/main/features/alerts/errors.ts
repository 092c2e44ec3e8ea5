import type { HubError } from '@main/hub/hub-error.ts'
import type { AlertErrorCode } from '@shared/features/alerts/errors.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

/** A refusal of the alerts feature, with a code of its own union. */
export function alertFailure(code: AlertErrorCode, message: string): RequestFailure {
  return new RequestFailure(code, message)
}

/** What a person is told when an action did not get an answer from the hub. */
export function explainHubError(error: HubError): RequestFailure {
  switch (error.failure) {
    case 'outcome-unknown':
      return alertFailure(
        'alerts.outcome-unknown',
        'The hub did not answer in time. The action may or may not have been recorded; the board shows it when the link returns. It is safe to repeat it.',
      )
    case 'not-sent':
      return alertFailure(
        'alerts.hub-unreachable',
        'No link to the hub: nothing was changed, and the alert keeps calling elsewhere. Repeat the action when the link is back.',
      )
    case 'refused':
      return alertFailure(
        'alerts.hub-unreachable',
        'The hub refused the action: nothing was changed. The Hub screen says why.',
      )
  }
}

/** What a person is told when something could not be read; what is on the screen elsewhere stays true. */
export const COULD_NOT_READ =
  'The hub did not answer. What is shown elsewhere stays; try again when the link is back.'
