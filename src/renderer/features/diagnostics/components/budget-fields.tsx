import {
  type BudgetDraft,
  budgetFields,
  isBadAmount,
  mostOf,
  usualOf,
} from '@renderer/features/diagnostics/budget-draft.ts'
import { findingStrings } from '@renderer/features/diagnostics/strings-findings.ts'
import { TextField } from '@renderer/ui/text-field.tsx'

const s = findingStrings.budget

/** What the run may spend on opinions of a model; what is left empty is the house's own amount. */
export function BudgetFields(props: {
  readonly budget: BudgetDraft
  readonly onChange: (budget: BudgetDraft) => void
}) {
  const { budget } = props
  return (
    <details className="dx-details dx-budget">
      <summary>{s.title}</summary>
      <p className="dx-muted">{s.hint}</p>
      <div className="dx-budget-fields">
        {budgetFields.map((field) => (
          <TextField
            key={field}
            label={s.fields[field]}
            value={budget[field]}
            hint={s.usual(String(usualOf(field)))}
            problem={isBadAmount(field, budget[field]) ? s.bad(mostOf[field]) : null}
            maxLength={8}
            onChange={(text) => props.onChange({ ...budget, [field]: text })}
          />
        ))}
      </div>
    </details>
  )
}
