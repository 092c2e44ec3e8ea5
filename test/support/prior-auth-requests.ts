import type { Condition } from '@main/features/prior-auth/expression.ts'
import type { Policy } from '@main/features/prior-auth/policies.ts'
import type { ClinicalFact, PriorAuthRequest } from '@shared/features/prior-auth/model.ts'

/** A fact as a person records it. */
export function fact(
  id: string,
  value: boolean | number | string,
  more: Partial<ClinicalFact> = {},
): ClinicalFact {
  return { id, value, on: null, source: 'chart', quotation: null, ...more }
}

/** A request for an MRI of the lumbar spine that meets everything and costs little. */
export function lumbarMri(more: Partial<PriorAuthRequest> = {}): PriorAuthRequest {
  return {
    patientId: 'P1001',
    procedure: '72148',
    diagnoses: ['M54.50'],
    payer: 'meridian',
    plan: 'choice-ppo',
    urgent: false,
    estimatedCost: 900,
    quantity: 1,
    usedBefore: 0,
    ageYears: 54,
    documents: ['clinical-note'],
    facts: [fact('conservative-care-weeks', 8)],
    notes: '',
    appealOf: null,
    claim: null,
    ...more,
  }
}

/** A request that meets everything the policy asks for in this plan. @param on the day of its facts. */
export function meeting(policy: Policy, plan: string, on = '2026-11-20'): PriorAuthRequest {
  const [payer = '', planName = ''] = plan.split('/')
  const conditions = policy.needs
    .filter(({ plans }) => plans === null || plans.has(plan))
    .flatMap(({ expression }) => expression[0] ?? [])
  const values = new Map<string, boolean | number | string>()
  for (const { fact: id, test } of conditions) values.set(id, valueFor(test, values.get(id)))
  return lumbarMri({
    procedure: [...policy.procedures.keys()][0] ?? '',
    diagnoses: [policy.diagnoses[0] ?? ''],
    payer,
    plan: planName,
    ageYears: policy.age?.from ?? 54,
    documents: [...policy.documents],
    facts: [...values].map(([id, value]) => fact(id, value, { on })),
  })
}

function valueFor(
  test: Condition['test'],
  before: boolean | number | string | undefined,
): boolean | number | string {
  switch (test.kind) {
    case 'yes':
    case 'no':
      return test.kind === 'yes'
    case 'in':
      return test.choices[0] ?? ''
    case 'compare': {
      const { by, with: limit } = test
      const value = by === '>' ? limit + 1 : by === '<' ? limit - 1 : limit
      const grows = by === '>' || by === '>='
      return typeof before === 'number' && grows ? Math.max(before, value) : value
    }
  }
}
