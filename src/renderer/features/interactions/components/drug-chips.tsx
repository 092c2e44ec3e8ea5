import { ChevronDown, CircleHelp, TriangleAlert, X } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Header } from 'react-aria-components/Header'
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import type { ListEntry } from '@renderer/features/interactions/check-desk.ts'
import { chipWords, nameOf, shorten } from '@renderer/features/interactions/describe.ts'
import { listStrings as s, routeWords } from '@renderer/features/interactions/strings.ts'
import { Route, type ListedDrug, type Recognition } from '@shared/features/interactions/model.ts'
import './drug-chips.css'

const AS_WRITTEN = 'as-written'

interface ChipProps {
  readonly entry: ListEntry
  readonly recognition: Recognition | null
  readonly readOnly: boolean
  readonly onChange: (drug: ListedDrug) => void
  readonly onRemove: () => void
}

function RouteSection(props: ChipProps) {
  const { drug } = props.entry
  return (
    <MenuSection
      selectionMode="single"
      selectedKeys={[drug.route ?? AS_WRITTEN]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : keys
        const route = Route.options.find((each) => each === key) ?? null
        props.onChange({ ...drug, route })
      }}
    >
      <Header className="ix-menu-head">{s.route}</Header>
      {[AS_WRITTEN, ...Route.options].map((route) => (
        <MenuItem key={route} id={route} className="select-option">
          {Route.safeParse(route).success ? routeWords[Route.parse(route)] : s.routeAsWritten}
        </MenuItem>
      ))}
    </MenuSection>
  )
}

function MeantSection(
  props: ChipProps & { readonly candidates: readonly { name: string; matched: string }[] },
) {
  const { drug } = props.entry
  const names = [...new Map(props.candidates.map((each) => [each.name, each])).values()]
  return (
    <MenuSection>
      <Header className="ix-menu-head">{s.meant}</Header>
      {names.map(({ name, matched }) => (
        <MenuItem
          key={name}
          id={name}
          textValue={name}
          className="select-option ix-suggestion"
          onAction={() => props.onChange({ ...drug, chosen: name })}
        >
          <span className="ix-suggestion-name">{name}</span>
          {matched.toLowerCase() !== name.toLowerCase() && (
            <span className="ix-suggestion-via">{matched}</span>
          )}
        </MenuItem>
      ))}
    </MenuSection>
  )
}

function ChipMenu(props: ChipProps) {
  const { recognition, entry } = props
  const typed = shorten(entry.drug.text)
  if (recognition === null) return null
  const candidates =
    recognition.kind === 'ambiguous'
      ? recognition.candidates
      : recognition.kind === 'unknown'
        ? recognition.suggestions
        : []
  return (
    <Popover className="ix-chip-popover">
      {recognition.kind === 'ambiguous' && <p className="ix-menu-note">{s.chooseFor(typed)}</p>}
      {recognition.kind === 'unknown' && (
        <p className="ix-menu-note">
          {recognition.sentence} {candidates.length === 0 ? s.noSuggestions : ''}
        </p>
      )}
      {(candidates.length > 0 || recognition.kind === 'known') && (
        <Menu className="ix-menu" aria-label={s.options(nameOf(entry.drug, recognition))}>
          {recognition.kind === 'known' ? (
            <RouteSection {...props} />
          ) : (
            <MeantSection {...props} candidates={candidates} />
          )}
        </Menu>
      )}
    </Popover>
  )
}

function DrugChip(props: ChipProps) {
  const { entry, recognition } = props
  const { main, note } = chipWords(entry.drug, recognition)
  const kind = recognition?.kind ?? 'reading'
  if (props.readOnly) {
    return (
      <li className="ix-chip ix-chip-body" data-kind={kind}>
        <span className="ix-chip-main">{main}</span>
        {note !== null && <span className="ix-chip-note">{note}</span>}
      </li>
    )
  }
  return (
    <li className="ix-chip" data-kind={kind}>
      <MenuTrigger>
        <AriaButton className="ix-chip-body">
          {kind === 'ambiguous' && <CircleHelp aria-hidden="true" />}
          {kind === 'unknown' && <TriangleAlert aria-hidden="true" />}
          <span className="ix-chip-main">{main}</span>
          {note !== null && <span className="ix-chip-note">{note}</span>}
          {kind !== 'reading' && <ChevronDown className="ix-chip-more" aria-hidden="true" />}
        </AriaButton>
        <ChipMenu {...props} />
      </MenuTrigger>
      <button type="button" className="ix-chip-remove" aria-label={s.remove(main)} onClick={props.onRemove}>
        <X aria-hidden="true" />
      </button>
    </li>
  )
}

/** What was understood of every drug. What is ambiguous asks; what is unknown says that it could not be checked. */
export function DrugChips(props: {
  readonly entries: readonly ListEntry[]
  readonly recognitions: ReadonlyMap<number, Recognition>
  readonly readOnly: boolean
  readonly onChange: (id: number, drug: ListedDrug) => void
  readonly onRemove: (id: number) => void
}) {
  if (props.entries.length === 0) return null
  return (
    <ul className="ix-chips" aria-label={s.chips}>
      {props.entries.map((entry) => (
        <DrugChip
          key={entry.id}
          entry={entry}
          recognition={props.recognitions.get(entry.id) ?? null}
          readOnly={props.readOnly}
          onChange={(drug) => props.onChange(entry.id, drug)}
          onRemove={() => props.onRemove(entry.id)}
        />
      ))}
    </ul>
  )
}
