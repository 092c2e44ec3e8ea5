import type { PriorAuthRecord, PriorAuthRequest } from '@shared/features/prior-auth/model.ts'

/** How a file names the denied request that it appeals against. */
export type Earlier =
  | { readonly kind: 'number'; readonly id: string }
  /** The sender's own identifier of the earlier claim, and the item of it. */
  | { readonly kind: 'claim'; readonly identifier: string; readonly sequence: number }

const WRONG =
  'The request that is appealed against was not denied, or is another patient’s. Correct its number, or leave it empty.'
const UNKNOWN =
  'The request that is appealed against is not on this hub: it was closed more than 90 days ago, or was never sent here. Correct its number, or send the appeal by the form.'

/** Why this is no appeal against that denial, as a sentence; null when it is one. Pure. */
export function appealFault(
  { patientId }: Pick<PriorAuthRequest, 'patientId'>,
  before: PriorAuthRecord | undefined,
): string | null {
  if (before === undefined) return UNKNOWN
  return before.request.patientId === patientId && before.status === 'denied' ? null : WRONG
}
