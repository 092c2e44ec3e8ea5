import { MOST_NOTES, type PriorAuthRequest, type RequestFault } from '@shared/features/prior-auth/model.ts'

/** Dearer than anything that is paid for one procedure, in US dollars: a slip of the keyboard. */
const MOST_COST = 100_000_000

/**
 * What in the request itself cannot be right. With one of these nothing is decided and nothing is kept. What is merely
 * not known is no fault: criteria are then missing.
 */
export function faultsOf(request: PriorAuthRequest): RequestFault[] {
  const { procedure, payer, plan, estimatedCost, quantity, usedBefore, ageYears, notes } = request
  const faults: RequestFault[] = []
  const say = (wrong: boolean, field: string, sentence: string): void => {
    if (wrong) faults.push({ field, sentence })
  }
  say(procedure.trim() === '', 'procedure', 'Name the procedure by its CPT or HCPCS code.')
  say(payer.trim() === '' || plan.trim() === '', 'payer', 'Name the payer and the plan.')
  say(
    estimatedCost !== null && !(estimatedCost >= 0 && estimatedCost <= MOST_COST),
    'estimatedCost',
    'The estimated cost is below zero or beyond belief. Correct it, or leave it empty when it is not known.',
  )
  say(
    quantity !== null && !(quantity > 0 && quantity <= 1_000_000),
    'quantity',
    'The quantity is zero, negative or beyond belief. Correct it, or leave it empty when it is not known.',
  )
  say(
    usedBefore !== null && !(usedBefore >= 0),
    'usedBefore',
    'What was used before cannot be less than nothing.',
  )
  say(
    ageYears !== null && !(ageYears >= 0 && ageYears <= 130),
    'ageYears',
    'The age is no age in years. Correct it, or leave it empty when it is not known.',
  )
  say(
    notes.length > MOST_NOTES,
    'notes',
    `The notes are longer than ${MOST_NOTES} characters. Send the part that matters.`,
  )
  return faults
}
