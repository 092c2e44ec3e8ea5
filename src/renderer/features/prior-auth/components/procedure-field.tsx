import { useId, useMemo, useState, type KeyboardEvent } from 'react'
import { searchProcedures } from '@renderer/features/prior-auth/draft.ts'
import { intakeStrings as s } from '@renderer/features/prior-auth/strings.ts'
import type { ProcedureView } from '@shared/features/prior-auth/answers.ts'
import './procedure-field.css'

const MOST_SHOWN = 30

function Options(props: {
  readonly id: string
  readonly matches: readonly ProcedureView[]
  readonly active: number | null
  readonly onChoose: (match: ProcedureView) => void
}) {
  return (
    <ul className="select-list pa-options" role="listbox" id={props.id} aria-label={s.procedures}>
      {props.matches.map((match, index) => (
        <li
          key={match.code}
          id={`${props.id}-${index}`}
          role="option"
          aria-selected={props.active === index}
          className="select-option pa-option"
          data-focused={props.active === index || undefined}
          ref={(line) => {
            if (props.active === index) line?.scrollIntoView({ block: 'nearest' })
          }}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onChoose(match)}
        >
          <span className="pa-option-code">{match.code}</span>
          <span>{match.name}</span>
          <span className="pa-option-kind">{s.categories[match.category]}</span>
        </li>
      ))}
    </ul>
  )
}

/**
 * The procedure, found by its code or by words in any order. A combobox of our own: React Aria's hides the rest of the
 * window from assistive technology while its list is open, and with it the region that announces alerts.
 */
export function ProcedureField(props: {
  readonly value: string
  readonly procedures: readonly ProcedureView[]
  readonly problem: string | null
  readonly onChange: (code: string) => void
}) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState<number | null>(null)
  const { value } = props
  const matches = useMemo(
    () => searchProcedures(props.procedures, value).slice(0, MOST_SHOWN),
    [props.procedures, value],
  )
  const exact = props.procedures.find(({ code }) => code.toUpperCase() === value.trim().toUpperCase())
  const shown = open && matches.length > 0
  const choose = (match: ProcedureView): void => {
    props.onChange(match.code)
    setOpen(false)
    setActive(null)
  }
  const step = (by: number): void => {
    if (matches.length === 0) return
    setOpen(true)
    const from = active === null ? (by > 0 ? -1 : matches.length) : active
    setActive((from + by + matches.length) % matches.length)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      step(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter') {
      const [only, ...others] = matches
      const match = active === null ? (others.length === 0 ? only : undefined) : matches[active]
      if (shown && match !== undefined) {
        event.preventDefault()
        choose(match)
      }
    } else if (event.key === 'Escape') {
      if (shown) event.preventDefault()
      setOpen(false)
      setActive(null)
    }
  }
  const isUnknown = value.trim() !== '' && exact === undefined && matches.length === 0
  return (
    <div className="field pa-procedure">
      <label className="field-label" htmlFor={`${id}-input`}>
        {s.procedure}
      </label>
      <div className="pa-procedure-box">
        <input
          id={`${id}-input`}
          className="field-input"
          type="text"
          role="combobox"
          aria-expanded={shown}
          aria-controls={shown ? id : undefined}
          aria-autocomplete="list"
          aria-activedescendant={shown && active !== null ? `${id}-${active}` : undefined}
          aria-describedby={`${id}-hint`}
          aria-invalid={props.problem !== null}
          spellCheck={false}
          autoComplete="off"
          maxLength={40}
          value={value}
          onChange={(event) => {
            props.onChange(event.currentTarget.value)
            setOpen(true)
            setActive(null)
          }}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        {shown && <Options id={id} matches={matches} active={active} onChoose={choose} />}
      </div>
      <p id={`${id}-hint`} className={props.problem === null ? 'field-hint' : 'field-problem'}>
        {props.problem ?? (isUnknown ? s.procedureNone : (exact?.name ?? s.procedureHint))}
      </p>
      <p className="visually-hidden" role="status">
        {shown ? s.found(matches.length) : ''}
      </p>
    </div>
  )
}
