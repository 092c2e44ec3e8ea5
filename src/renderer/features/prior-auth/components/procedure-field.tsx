import { useMemo } from 'react'
import { searchProcedures } from '@renderer/features/prior-auth/draft.ts'
import { intakeStrings as s } from '@renderer/features/prior-auth/strings.ts'
import type { ProcedureView } from '@shared/features/prior-auth/answers.ts'
import { ComboField } from '@renderer/ui/combo-field.tsx'
import './procedure-field.css'

const MOST_SHOWN = 30
const MOST_CODE = 40

function option(match: ProcedureView) {
  return (
    <>
      <span className="pa-option-code">{match.code}</span>
      <span>{match.name}</span>
      <span className="pa-option-kind">{s.categories[match.category]}</span>
    </>
  )
}

/** The procedure, found by its code or by words in any order; Enter takes the only one that fits. */
export function ProcedureField(props: {
  readonly value: string
  readonly procedures: readonly ProcedureView[]
  readonly problem: string | null
  readonly onChange: (code: string) => void
}) {
  const { value } = props
  const matches = useMemo(
    () => searchProcedures(props.procedures, value).slice(0, MOST_SHOWN),
    [props.procedures, value],
  )
  const exact = props.procedures.find(({ code }) => code.toUpperCase() === value.trim().toUpperCase())
  const isUnknown = value.trim() !== '' && exact === undefined && matches.length === 0
  return (
    <div className="pa-procedure">
      <ComboField
        label={s.procedure}
        value={value}
        onType={props.onChange}
        matches={matches}
        keyOf={({ code }) => code}
        optionOf={option}
        optionsLabel={s.procedures}
        found={s.found}
        onChoose={({ code }) => props.onChange(code)}
        onEnter={(shown) => {
          const [only, ...others] = matches
          if (!shown || only === undefined || others.length > 0) return false
          props.onChange(only.code)
          return true
        }}
        problem={props.problem}
        hint={isUnknown ? s.procedureNone : (exact?.name ?? s.procedureHint)}
        maxLength={MOST_CODE}
      />
    </div>
  )
}
