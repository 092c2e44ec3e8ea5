import { shippedPolicies } from '@main/features/prior-auth/policies-shipped.ts'
import { meeting } from './prior-auth-requests.ts'

export const csvHeader =
  'patient_id,procedure,diagnoses,payer,plan,urgent,estimated_cost,quantity,used_before,age,documents,facts'

/** What one in every so many rows is: the rest is approved automatically. */
const DEAR_EVERY = 10
const LACKING_EVERY = 10

/**
 * A file of requests over all policies and plans. Of every ten rows one costs too much and one lacks a fact, so that a
 * fifth goes to people, as the seed's table has it.
 */
export function csvOf(rows: number): string {
  const book = shippedPolicies()
  const today = new Date().toISOString().slice(0, 10)
  const kinds = book.policies.flatMap((policy) =>
    [...policy.plans].map((plan) => meeting(policy, plan, today)),
  )
  const lines = Array.from({ length: rows }, (_, index) => {
    const request = kinds[index % kinds.length] ?? kinds[0]
    if (request === undefined) throw new Error('there is no policy')
    const cost = index % DEAR_EVERY === 1 ? 12_000 : 900 + (index % 50)
    const facts = index % LACKING_EVERY === 2 ? [] : request.facts
    return [
      `P${index}`,
      request.procedure,
      request.diagnoses.join(';'),
      request.payer,
      request.plan,
      index % 7 === 0 ? 'yes' : '',
      cost,
      request.quantity,
      request.usedBefore,
      request.ageYears,
      request.documents.join(';'),
      facts.map(({ id, value, on }) => `${id}=${String(value)}${on === null ? '' : ` @ ${on}`}`).join('; '),
    ].join(',')
  })
  return [csvHeader, ...lines].join('\n')
}
