import { useRef, useState } from 'react'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
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
const keyOf = ({ name, matched }: Candidate): string => `${name}\n${matched}`

/** What Enter would add, in words; null while that is not known or there is nothing to say. */
function hintOf({ recognition, text }: Suggested): string | null {
  if (recognition?.kind !== 'known') return null
  const { main, note } = chipWords({ text, chosen: null, route: null }, recognition)
  return note === null ? main : `${main}: ${note}`
}

/** The field into which drugs are typed; Enter adds what is typed, a suggestion adds what is chosen. */
export function DrugField(props: {
  readonly onAdd: (drug: ListedDrug) => void
  /** Several lines were pasted. */
  readonly onPasteList: (text: string) => void
  readonly autoFocus?: boolean
}) {
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
      // A slow answer to fewer letters never replaces the one to all of them.
      if (latest.current !== typed || !reply.ok) return
      setSuggested({ text: typed, ...reply.value })
    })
  }
  const add = (drug: ListedDrug): void => {
    props.onAdd(drug)
    type('')
  }
  const choose = (key: string | number | null): void => {
    const match = suggested.matches.find((each) => keyOf(each) === key)
    if (match !== undefined) add({ text: suggested.text, chosen: match.name, route: null })
  }
  const hint = suggested.text === text ? hintOf(suggested) : null
  return (
    <ComboBox
      className="field ix-field"
      items={suggested.matches.map((match) => ({ ...match, id: keyOf(match) }))}
      inputValue={text}
      onInputChange={type}
      value={null}
      onChange={choose}
      defaultFilter={() => true}
      allowsCustomValue
      // Suggestions come after the letters: the list opens with the letters and fills.
      allowsEmptyCollection={text.trim() !== ''}
      menuTrigger="input"
    >
      <Label className="field-label">{s.field}</Label>
      <Input
        className="field-input"
        spellCheck="false"
        autoComplete="off"
        autoFocus={props.autoFocus ?? false}
        maxLength={2_000}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text/plain')
          if (!/[\r\n]/.test(pasted.trim())) return
          event.preventDefault()
          props.onPasteList(pasted)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.currentTarget.getAttribute('aria-activedescendant')) return
          event.preventDefault()
          if (text.trim() !== '') add({ text: text.trim(), chosen: null, route: null })
        }}
      />
      <Text slot="description" className="field-hint">
        {hint === null ? s.fieldHint : s.enterAdds(hint)}
      </Text>
      <Popover className="ix-suggestions" offset={2}>
        <ListBox
          className="select-list"
          aria-label={s.suggestions}
          renderEmptyState={() => (
            <p className="ix-no-suggestion">{suggested.text === text ? s.noMatch : s.looking}</p>
          )}
        >
          {(match: Candidate & { readonly id: string }) => (
            <ListBoxItem id={match.id} textValue={match.name} className="select-option ix-suggestion">
              <span className="ix-suggestion-name">{match.name}</span>
              {match.matched.toLowerCase() !== match.name.toLowerCase() && (
                <span className="ix-suggestion-via">{s.via[match.kind](shorten(match.matched))}</span>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
