import { useId, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from 'react'
import './combo-field.css'

export interface ComboFieldProps<T> {
  readonly label: string
  readonly value: string
  readonly onType: (text: string) => void
  readonly matches: readonly T[]
  readonly keyOf: (match: T) => string
  /** What an option shows. */
  readonly optionOf: (match: T) => ReactNode
  /** Name of the list of options. */
  readonly optionsLabel: string
  /** How many fit, for assistive technology. */
  readonly found: (count: number) => string
  readonly onChoose: (match: T) => void
  /** Enter while no option is chosen; true when that did something, then the list closes. */
  readonly onEnter?: (shown: boolean) => boolean
  readonly onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void
  readonly hint: string
  readonly problem?: string | null
  readonly maxLength: number
  readonly autoFocus?: boolean
}

function Options<T>(props: {
  readonly id: string
  readonly of: ComboFieldProps<T>
  readonly active: number | null
  readonly onChoose: (match: T) => void
}) {
  const { id, of, active } = props
  return (
    <ul className="select-list combo-options" role="listbox" id={id} aria-label={of.optionsLabel}>
      {of.matches.map((match, index) => (
        <li
          key={of.keyOf(match)}
          id={`${id}-${index}`}
          role="option"
          aria-selected={active === index}
          className="select-option combo-option"
          data-focused={active === index || undefined}
          ref={(line) => {
            if (active === index) line?.scrollIntoView({ block: 'nearest' })
          }}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onChoose(match)}
        >
          {of.optionOf(match)}
        </li>
      ))}
    </ul>
  )
}

/**
 * A line of text with suggestions. A combobox of our own: React Aria's hides the rest of the window from assistive
 * technology while its list is open, and with it the region that announces alerts.
 */
export function ComboField<T>(props: ComboFieldProps<T>) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState<number | null>(null)
  const { matches, problem = null } = props
  const shown = open && matches.length > 0
  const close = (): void => {
    setOpen(false)
    setActive(null)
  }
  const choose = (match: T): void => {
    props.onChoose(match)
    close()
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
      const match = shown && active !== null ? matches[active] : undefined
      if (match === undefined && props.onEnter?.(shown) !== true) return
      event.preventDefault()
      if (match === undefined) close()
      else choose(match)
    } else if (event.key === 'Escape') {
      if (shown) event.preventDefault()
      close()
    }
  }
  return (
    <div className="field combo-field">
      <label className="field-label" htmlFor={`${id}-input`}>
        {props.label}
      </label>
      <div className="combo-box">
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
          aria-invalid={problem !== null}
          spellCheck={false}
          autoComplete="off"
          autoFocus={props.autoFocus ?? false}
          maxLength={props.maxLength}
          value={props.value}
          onChange={(event) => {
            props.onType(event.currentTarget.value)
            setOpen(true)
            setActive(null)
          }}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
          onPaste={props.onPaste}
        />
        {shown && <Options id={id} of={props} active={active} onChoose={choose} />}
      </div>
      <p id={`${id}-hint`} className={problem === null ? 'field-hint' : 'field-problem'}>
        {problem ?? props.hint}
      </p>
      <p className="visually-hidden" role="status">
        {shown ? props.found(matches.length) : ''}
      </p>
    </div>
  )
}
