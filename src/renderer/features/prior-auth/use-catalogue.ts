import { useMemo } from 'react'
import type { FactDefinition, PlanView, ProcedureView } from '@shared/features/prior-auth/answers.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'

/** More procedures than any set of policies names; the list is narrowed here, while one types. */
const MOST = 200

export interface Catalogue {
  readonly procedures: readonly ProcedureView[]
  readonly plans: readonly PlanView[]
  readonly facts: ReadonlyMap<string, FactDefinition>
}

const nothing: Catalogue = { procedures: [], plans: [], facts: new Map() }

/** What the station's policies know: procedures, plans and the facts that they ask about. */
export function useCatalogue(): {
  readonly phase: 'asking' | 'had' | 'failed'
  readonly failure: string
  readonly catalogue: Catalogue
} {
  const answer = useRequest('prior-auth.procedures', { query: '', limit: MOST })
  const value = answer.phase === 'had' ? answer.value : null
  const catalogue = useMemo(
    () =>
      value === null ? nothing : { ...value, facts: new Map(value.facts.map((fact) => [fact.id, fact])) },
    [value],
  )
  return { phase: answer.phase, failure: answer.phase === 'failed' ? answer.failure.message : '', catalogue }
}
