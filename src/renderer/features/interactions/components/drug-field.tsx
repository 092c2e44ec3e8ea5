import { useRef, useState } from 'react'
import { chipWords, shorten } from '@renderer/features/interactions/describe.ts'
import { listStrings as s } from '@renderer/features/interactions/strings.ts'
import type { Candidate, ListedDrug, Recognition } from '@shared/features/interactions/model.ts'
import { request } from '@renderer/ipc/client.ts'
import { ComboField } from '@renderer/ui/combo-field.tsx'
import './drug-field.css'

const MOST_TEXT = 2_000

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

function option(match: Candidate) {
  return (
    <>
      <span className="ix-suggestion-name">{match.name}</span>
      {match.matched.toLowerCase() !== match.name.toLowerCase() && (
        <span className="ix-suggestion-via">{s.via[match.kind](shorten(match.matched))}</span>
      )}
    </>
  )
}

/** The field into which drugs are typed; Enter adds what is typed, a suggestion adds what is chosen. */
export function DrugField(props: {
  readonly onAdd: (drug: ListedDrug) => void
  /** Several lines were pasted. */
  readonly onPasteList: (text: string) => void
  readonly autoFocus?: boolean
}) {
  const { text, type, suggested } = useSuggestions()
  const { matches } = suggested
  const add = (chosen: string | null): void => {
    props.onAdd({ text: text.trim(), chosen, route: null })
    type('')
  }
  const settled = suggested.text === text && text.trim() !== ''
  const hint = settled ? hintOf(suggested) : null
  const noMatch = settled && matches.length === 0 && hint === null
  return (
    <div className="ix-field">
      <ComboField
        label={s.field}
        value={text}
        onType={type}
        matches={matches}
        keyOf={({ name, matched }) => `${name} ${matched}`}
        optionOf={option}
        optionsLabel={s.suggestions}
        found={s.matches}
        onChoose={({ name }) => add(name)}
        onEnter={() => {
          if (text.trim() !== '') add(null)
          return true
        }}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text/plain')
          if (!/[\r\n]/.test(pasted.trim())) return
          event.preventDefault()
          props.onPasteList(pasted)
        }}
        hint={noMatch ? s.noMatch : hint === null ? s.fieldHint : s.enterAdds(hint)}
        maxLength={MOST_TEXT}
        autoFocus={props.autoFocus ?? false}
      />
    </div>
  )
}
