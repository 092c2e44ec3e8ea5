import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { chipWords, shorten } from '@renderer/features/interactions/describe.ts'
import { listStrings as s } from '@renderer/features/interactions/strings.ts'
import type { Candidate, ListedDrug, Recognition } from '@shared/features/interactions/model.ts'
import { request } from '@renderer/ipc/client.ts'
import './drug-field.css'

interface Suggested {
  readonly text: string
  readonly matches: readonly Candidate[]
  readonly recognition: Recognition | null
}

const nothing: Suggested = { text: '', matches: [], recognition: null }

/** What Enter would add, in words; null while that is not known or there is nothing to say. */
function hintOf({ recognition, text }: Suggested): string | null {
  if (recognition?.kind !== 'known') return null
  const { main, note } = chipWords({ text, chosen: null, route: null }, recognition)
  return note === null ? main : `${main}: ${note}`
}

/** Suggestions for what is typed. A slow answer to fewer letters never replaces the one to all of them. */
function useSuggestions() {
  const [text, setText] = useState('')
  const [suggested, setSuggested] = useState(nothing)
  const latest = useRef('')
  const type = (typed: string): void => {
    setText(typed)
    latest.current = typed
    if (typed.trim() === '') {
      setSuggested(nothing)
      return
    }
    void request('interactions.recognise', { text: typed }).then((reply) => {
      if (latest.current === typed && reply.ok) setSuggested({ text: typed, ...reply.value })
    })
  }
  return { text, type, suggested }
}

function Options(props: {
  readonly id: string
  readonly matches: readonly Candidate[]
  readonly active: number | null
  readonly onChoose: (match: Candidate) => void
}) {
  return (
    <ul className="select-list ix-suggestions" role="listbox" id={props.id} aria-label={s.suggestions}>
      {props.matches.map((match, index) => (
        <li
          key={`${match.name} ${match.matched}`}
          id={`${props.id}-${index}`}
          role="option"
          aria-selected={props.active === index}
          className="select-option ix-suggestion"
          data-focused={props.active === index || undefined}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onChoose(match)}
        >
          <span className="ix-suggestion-name">{match.name}</span>
          {match.matched.toLowerCase() !== match.name.toLowerCase() && (
            <span className="ix-suggestion-via">{s.via[match.kind](shorten(match.matched))}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

/**
 * The field into which drugs are typed; Enter adds what is typed, a suggestion adds what is chosen. A combobox of our
 * own: React Aria's hides the rest of the window from assistive technology while its list is open, and with it the
 * region that announces alerts.
 */
export function DrugField(props: {
  readonly onAdd: (drug: ListedDrug) => void
  /** Several lines were pasted. */
  readonly onPasteList: (text: string) => void
  readonly autoFocus?: boolean
}) {
  const id = useId()
  const { text, type, suggested } = useSuggestions()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState<number | null>(null)
  const { matches } = suggested
  const shown = open && matches.length > 0
  const add = (drug: ListedDrug): void => {
    props.onAdd(drug)
    type('')
    setOpen(false)
    setActive(null)
  }
  const choose = (match: Candidate): void => add({ text: text.trim(), chosen: match.name, route: null })
  const step = (by: number): void => {
    if (matches.length === 0) return
    setOpen(true)
    const from = active === null ? (by > 0 ? -1 : matches.length) : active
    setActive((from + by + matches.length) % matches.length)
  }
  const enter = (): void => {
    const match = shown && active !== null ? matches[active] : undefined
    if (match !== undefined) choose(match)
    else if (text.trim() !== '') add({ text: text.trim(), chosen: null, route: null })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault()
        step(event.key === 'ArrowDown' ? 1 : -1)
        break
      case 'Enter':
        event.preventDefault()
        enter()
        break
      case 'Escape':
        if (shown) event.preventDefault()
        setOpen(false)
        setActive(null)
        break
      default:
    }
  }
  const settled = suggested.text === text && text.trim() !== ''
  const hint = settled ? hintOf(suggested) : null
  const noMatch = settled && matches.length === 0 && hint === null
  return (
    <div className="field ix-field">
      <label className="field-label" htmlFor={`${id}-input`}>
        {s.field}
      </label>
      <div className="ix-field-box">
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
          spellCheck={false}
          autoComplete="off"
          autoFocus={props.autoFocus ?? false}
          maxLength={2_000}
          value={text}
          onChange={(event) => {
            type(event.currentTarget.value)
            setOpen(true)
            setActive(null)
          }}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData('text/plain')
            if (!/[\r\n]/.test(pasted.trim())) return
            event.preventDefault()
            props.onPasteList(pasted)
          }}
        />
        {shown && <Options id={id} matches={matches} active={active} onChoose={choose} />}
      </div>
      <p id={`${id}-hint`} className="field-hint">
        {noMatch ? s.noMatch : hint === null ? s.fieldHint : s.enterAdds(hint)}
      </p>
      <p className="visually-hidden" role="status">
        {shown ? s.matches(matches.length) : ''}
      </p>
    </div>
  )
}
