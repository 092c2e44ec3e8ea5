import type { FactDefinition, PlanView } from '@shared/features/prior-auth/answers.ts'
import type { ProcedureCategory } from '@shared/features/prior-auth/model.ts'
import type { Expression } from './expression.ts'

export interface Need {
  readonly id: string
  readonly label: string
  /** `payer/plan` of the plans that ask for it; null for all. */
  readonly plans: ReadonlySet<string> | null
  readonly expression: Expression
}

/** What a payer's plan asks for before it pays for a procedure. */
export interface Policy {
  readonly id: string
  readonly category: ProcedureCategory
  readonly procedures: ReadonlyMap<string, string>
  readonly plans: ReadonlySet<string>
  /** Beginnings of ICD-10-CM codes, without dots. */
  readonly diagnoses: readonly string[]
  readonly diagnosesText: string
  readonly age: { readonly from: number; readonly to: number } | null
  readonly quantity: { readonly most: number; readonly days: number } | null
  readonly documents: readonly string[]
  readonly needs: readonly Need[]
  readonly source: string
}

/** All policies of all payers, checked and ready. */
export interface PolicyBook {
  readonly facts: ReadonlyMap<string, FactDefinition>
  readonly documents: ReadonlyMap<string, string>
  /** By `payer/plan`. The version holds a digest of the whole folder. */
  readonly plans: ReadonlyMap<string, PlanView>
  readonly policies: readonly Policy[]
  /** By `payer/plan` and procedure. */
  find(plan: string, procedure: string): Policy | null
  /** The name of a procedure that some policy knows. */
  procedureName(code: string): string | null
}

/** The name under which a plan stands in the book. */
export function planKey(payer: string, plan: string): string {
  return `${payer}/${plan}`
}

/** The fact as people read it: its label, and the value with its unit. */
export function factText(definition: FactDefinition, value: boolean | number | string): string {
  const said = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
  return `${definition.label}: ${said}${definition.unit === '' ? '' : ` ${definition.unit}`}`
}
