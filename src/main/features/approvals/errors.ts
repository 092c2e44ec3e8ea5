import { assertNever } from '@shared/assert-never.ts'
import { HubError } from '@main/hub/hub-error.ts'
import type { ApprovalErrorCode } from '@shared/features/approvals/errors.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import type { Refusal } from './engine-record.ts'

/** A refusal of the approvals feature, with a code of its own union. */
export function approvalFailure(code: ApprovalErrorCode, message: string): RequestFailure {
  return new RequestFailure(code, message)
}

/** What a person is told when the engine or the hub refused what they asked. */
export function explainRefusal(why: Refusal): RequestFailure {
  switch (why) {
    case 'not-now':
      return approvalFailure(
        'approvals.not-now',
        'In its present state this cannot be done with the request; nothing was changed. The queue shows the state.',
      )
    case 'taken':
      return approvalFailure(
        'approvals.taken',
        'Another reviewer has this request now; nothing was changed. It returns to the queue when they let it go.',
      )
    case 'claim-lost':
      return approvalFailure(
        'approvals.claim-lost',
        'Your claim on this request has ended; nothing was decided. Take the request again and look at it as it is now.',
      )
    case 'too-late':
      return approvalFailure(
        'approvals.too-late',
        'The time for this was over before it reached the hub; nothing was changed. The queue shows the state.',
      )
    case 'reason-needed':
      return approvalFailure(
        'approvals.reason-needed',
        'A denial needs a reason that the asker can act on, in a sentence; nothing was decided. Name what is not met.',
      )
    case 'second-reviewer-needed':
      return approvalFailure(
        'approvals.second-reviewer-needed',
        'This request needs two different reviewers, and you are the first; nothing was changed.',
      )
    case 'asked-it-oneself':
      return approvalFailure(
        'approvals.asked-it-oneself',
        'This request needs two reviewers who are not the person who asked for it; nothing was changed.',
      )
    case 'denied-it-before':
      return approvalFailure(
        'approvals.denied-it-before',
        'This is an appeal against a denial of yours; somebody else decides it (42 CFR 422.590). Nothing was changed.',
      )
    case 'own-matter':
      return approvalFailure(
        'approvals.own-matter',
        'Nobody reviews what they did themselves; nothing was changed. Leave it to another reviewer.',
      )
    case 'nobody-to-ask':
      return approvalFailure(
        'approvals.nobody-to-ask',
        'Nobody can answer questions about a request of this kind; nothing was changed. Decide it, hand it over, or give it back.',
      )
    case 'no-such-choice':
      return approvalFailure(
        'approvals.no-such-choice',
        'The request does not offer this choice; nothing was decided. Look at it as it is now and decide again.',
      )
    case 'words-needed':
      return approvalFailure(
        'approvals.reason-needed',
        'A decision of this kind needs a note that says what it rests on; nothing was decided.',
      )
    case 'stale-fence':
      return approvalFailure(
        'approvals.stale-fence',
        'A newer run has asked for this; the older one changes nothing any more.',
      )
    case 'no-such-delegate':
      return approvalFailure(
        'approvals.no-such-delegate',
        'The request cannot be handed to this person; nothing was changed. Choose somebody else who may decide it.',
      )
    default:
      return assertNever(why)
  }
}

/** What a person is told when an action did not get an answer from the hub. */
export function explainHubError({ failure }: HubError): RequestFailure {
  switch (failure) {
    case 'outcome-unknown':
      return approvalFailure(
        'approvals.outcome-unknown',
        'The hub did not answer in time. The action may or may not have been recorded; the queue shows it when the link returns. It is safe to repeat it.',
      )
    case 'not-sent':
      return approvalFailure(
        'approvals.hub-unreachable',
        'No link to the hub: nothing was changed. Repeat the action when the link is back.',
      )
    case 'refused':
      return approvalFailure(
        'approvals.hub-unreachable',
        'The hub refused the action: nothing was changed. The Hub screen says why.',
      )
    default:
      return assertNever(failure)
  }
}

export const NOT_FOUND = 'This request is no longer on the hub. The queue is up to date.'
export const COULD_NOT_READ =
  'The hub did not answer. What is shown elsewhere stays; try again when the link is back.'

/** Does something on the hub; without an answer the person is told what is known to have happened. */
export async function onHub<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof HubError) throw explainHubError(error)
    throw error
  }
}
