import { useEffect, useRef, useState } from 'react'
import { budgetOf, emptyBudget, type BudgetDraft } from './budget-draft.ts'
import { screenStore, showRun } from './desk.ts'
import {
  emptyFindings,
  findingsOf,
  type FindingsDraft,
  isEmptyDraft,
  readFindings,
} from './findings-draft.ts'
import { useDiagnosticsHost } from './use-host.ts'
import { findingStrings as s } from './strings-findings.ts'
import { request } from '@renderer/ipc/client.ts'

const PATIENT = 'diagnostics patient'
const placeOf = (patientId: string): string => `diagnostics of ${patientId}`

export interface FindingsForm {
  /** Null until a patient is chosen: findings belong to one patient and never move to another. */
  readonly patientId: string | null
  readonly draft: FindingsDraft
  /** True when the draft is one that had been begun before. */
  readonly isBack: boolean
  readonly sending: boolean
  readonly problem: string | null
  readonly choose: (patientId: string) => void
  readonly leave: () => void
  readonly budget: BudgetDraft
  readonly setBudget: (budget: BudgetDraft) => void
  readonly change: (next: (before: FindingsDraft) => FindingsDraft) => void
  readonly send: () => Promise<void>
}

interface State {
  readonly patientId: string | null
  readonly draft: FindingsDraft
  readonly isBack: boolean
}

/** The form: whose findings, what has been typed, and sending it. What is typed outlives a lock of the station. */
export function useForm(): FindingsForm {
  const { drafts, readChart } = useDiagnosticsHost()
  const stateOf = (patientId: string | null, given: FindingsDraft | null): State => {
    if (patientId === null) return { patientId, draft: emptyFindings, isBack: false }
    const kept = given ?? readFindings(drafts.read(placeOf(patientId)))
    return {
      patientId,
      draft: kept ?? emptyFindings,
      isBack: given === null && kept !== null && !isEmptyDraft(kept),
    }
  }
  const [state, setState] = useState(() => {
    const { wanted } = screenStore.getState()
    const kept = drafts.read(PATIENT)
    return stateOf(wanted?.patientId ?? (kept === '' ? null : kept), wanted?.findings ?? null)
  })
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [budget, setBudget] = useState(emptyBudget)
  const { patientId, draft } = state
  useEffect(() => screenStore.setState({ wanted: null }), [])

  // What is typed is kept, and the patient with it; an empty form leaves nothing behind.
  const keep = useRef(drafts.keep)
  useEffect(() => {
    keep.current = drafts.keep
  })
  useEffect(() => {
    keep.current(PATIENT, patientId ?? '')
    if (patientId !== null) keep.current(placeOf(patientId), isEmptyDraft(draft) ? '' : JSON.stringify(draft))
  }, [patientId, draft])

  // The chart fills in only what nobody has typed.
  useEffect(() => {
    if (patientId === null) return undefined
    let wanted = true
    void readChart(patientId).then((chart) => {
      if (!wanted || chart === null) return
      setState((before) => ({
        ...before,
        draft: {
          ...before.draft,
          age: before.draft.age === '' && chart.ageYears !== null ? String(chart.ageYears) : before.draft.age,
          sex: before.draft.sex === '' ? (chart.sex ?? '') : before.draft.sex,
        },
      }))
    })
    return () => {
      wanted = false
    }
  }, [patientId, readChart])

  const send = async (): Promise<void> => {
    if (sending || patientId === null) return
    const findings = isEmptyDraft(draft) ? null : findingsOf(draft)
    if (findings === null) {
      if (isEmptyDraft(draft)) setProblem(s.nothing)
      return
    }
    setSending(true)
    setProblem(null)
    const reply = await request('diagnostics.start', { patientId, findings, budget: budgetOf(budget) })
    setSending(false)
    if (!reply.ok) return setProblem(reply.error.message)
    drafts.keep(placeOf(patientId), '')
    drafts.keep(PATIENT, '')
    return showRun(reply.value)
  }

  return {
    ...state,
    budget,
    setBudget,
    sending,
    problem,
    choose: (id) => {
      setProblem(null)
      setBudget(emptyBudget)
      setState(stateOf(id, null))
    },
    leave: () => {
      setProblem(null)
      setState(stateOf(null, null))
    },
    change: (next) => {
      setProblem(null)
      setState((before) => ({ ...before, draft: next(before.draft), isBack: false }))
    },
    send,
  }
}
