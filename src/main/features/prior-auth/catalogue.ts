import type { ProcedureView } from '@shared/features/prior-auth/answers.ts'
import type { PolicyBook } from './policies.ts'

/** Procedures whose code or name holds the text, by code; each with what its policy asks for. */
export function proceduresOf(
  book: PolicyBook,
  query: string,
  limit: number,
): { procedures: ProcedureView[]; total: number } {
  const wanted = query.trim().toLowerCase()
  const found = book.policies.flatMap((policy) =>
    [...policy.procedures]
      .filter(([code, name]) => code.toLowerCase().startsWith(wanted) || name.toLowerCase().includes(wanted))
      .map(([code, name]): ProcedureView => {
        const facts = policy.needs.flatMap(({ expression }) => expression.flat().map(({ fact }) => fact))
        return {
          code,
          name,
          category: policy.category,
          policy: policy.id,
          plans: [...policy.plans],
          facts: [...new Set(facts)],
          documents: policy.documents.map((id) => ({ id, label: book.documents.get(id) ?? id })),
          quantity: policy.quantity,
        }
      }),
  )
  found.sort((a, b) => (a.code < b.code ? -1 : 1))
  return { procedures: found.slice(0, limit), total: found.length }
}
