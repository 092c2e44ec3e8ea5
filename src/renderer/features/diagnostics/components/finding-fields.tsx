import { memo, useCallback, useId, useMemo, useRef, useState } from 'react'
import {
  type Entry,
  groupNames,
  type GroupName,
  searchCatalogue,
} from '@renderer/features/diagnostics/catalogue.ts'
import {
  type FindingsDraft,
  numberProblem,
  withFlag,
  withText,
} from '@renderer/features/diagnostics/findings-draft.ts'
import { findingStrings as s } from '@renderer/features/diagnostics/strings-findings.ts'
import { Segments } from '@renderer/ui/choices.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { formatValue } from '@renderer/ui/value-format.ts'

interface LineProps {
  readonly entry: Entry
  readonly flag: boolean | null
  readonly text: string
  readonly onFlag: (key: string, value: boolean | null) => void
  readonly onText: (key: string, value: string) => void
}

const answers = [
  { value: true, label: s.states.present },
  { value: false, label: s.states.absent },
  { value: null, label: s.states.unknown },
] as const

/** Present, absent or unknown, all in sight. Native radios: a group shows up to ninety of these lines. */
function FlagField(props: LineProps & { readonly labelId: string }) {
  const { entry, flag } = props
  const name = useId()
  return (
    <div className="dx-answers" role="radiogroup" aria-labelledby={props.labelId}>
      {answers.map(({ value, label }) => (
        <label key={label} className="dx-answer" data-chosen={flag === value} data-value={String(value)}>
          <input
            type="radio"
            name={name}
            checked={flag === value}
            onChange={() => props.onFlag(entry.key, value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  )
}

function NumberField(
  props: LineProps & {
    readonly labelId: string
    readonly entry: Extract<Entry, { readonly kind: 'number' }>
  },
) {
  const { entry, text } = props
  const { unit, low, high } = entry.measure
  const id = useId()
  const problem = numberProblem(entry, text)
  return (
    <span className="dx-number">
      <input
        className="field-input"
        aria-labelledby={`${props.labelId} ${id}-unit`}
        aria-describedby={`${id}-range`}
        aria-invalid={problem !== null}
        inputMode="decimal"
        maxLength={12}
        autoComplete="off"
        value={text}
        onChange={(event) => props.onText(entry.key, event.currentTarget.value)}
      />
      <span id={`${id}-unit`} className="dx-unit">
        {unit}
      </span>
      <span id={`${id}-range`} className={problem === null ? 'dx-range' : 'field-problem'}>
        {problem ?? s.range(formatValue(low), formatValue(high), '')}
      </span>
    </span>
  )
}

function ChoiceField(
  props: LineProps & {
    readonly labelId: string
    readonly entry: Extract<Entry, { readonly kind: 'choice' }>
  },
) {
  const { entry, text } = props
  return (
    <select
      className="field-input dx-select"
      aria-labelledby={props.labelId}
      value={text}
      onChange={(event) => props.onText(entry.key, event.currentTarget.value)}
    >
      <option value="">{s.unknownChoice}</option>
      {entry.choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}

const Line = memo(function Line(props: LineProps & { readonly showGroup: boolean }) {
  const { entry } = props
  const labelId = useId()
  return (
    <li className="dx-finding">
      <span className="dx-finding-label">
        <span id={labelId}>{entry.label}</span>
        {props.showGroup && <span className="dx-muted"> {s.groups[entry.group]}</span>}
      </span>
      {entry.kind === 'flag' && <FlagField {...props} labelId={labelId} />}
      {entry.kind === 'number' && <NumberField {...props} entry={entry} labelId={labelId} />}
      {entry.kind === 'choice' && <ChoiceField {...props} entry={entry} labelId={labelId} />}
    </li>
  )
})

/** The catalogue of findings: one group at a time, or everything that fits the words searched for. */
export function FindingFields(props: {
  readonly draft: FindingsDraft
  readonly counts: Readonly<Record<GroupName, number>>
  readonly change: (next: (before: FindingsDraft) => FindingsDraft) => void
}) {
  const { draft, counts, change } = props
  const [group, setGroup] = useState<GroupName>('symptoms')
  const [text, setText] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const id = useId()
  const searching = text.trim() !== ''
  const entries = useMemo(
    () => searchCatalogue(text).filter((entry) => searching || entry.group === group),
    [text, searching, group],
  )
  const latest = useRef(change)
  latest.current = change
  const onFlag = useCallback((key: string, value: boolean | null) => {
    latest.current((before) => withFlag(before, key, value))
  }, [])
  const onText = useCallback((key: string, value: string) => {
    latest.current((before) => withText(before, key, value))
  }, [])
  return (
    <>
      <div className="dx-find-bar">
        <Segments
          label={s.groupsLabel}
          hideLabel
          value={group}
          choices={groupNames.map((name) => ({
            value: name,
            label: s.groupCount(s.groups[name], counts[name]),
          }))}
          onChange={(next) => {
            setGroup(next)
            setText('')
          }}
        />
        <div className="field dx-search">
          <label className="visually-hidden" htmlFor={`${id}-search`}>
            {s.search}
          </label>
          <input
            id={`${id}-search`}
            className="field-input"
            type="search"
            placeholder={s.search}
            aria-describedby={`${id}-hint`}
            autoComplete="off"
            spellCheck={false}
            maxLength={80}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
              event.preventDefault()
              const first = list.current?.querySelector('input:checked, input:not([type="radio"]), select')
              if (first instanceof HTMLElement) first.focus()
            }}
          />
          <span id={`${id}-hint`} className="visually-hidden">
            {s.searchHint}
          </span>
        </div>
      </div>
      <p className="visually-hidden" role="status">
        {searching ? s.matches(entries.length) : ''}
      </p>
      {entries.length === 0 ? (
        <Empty kind="nothing" title={s.noMatch.title} text={s.noMatch.text} />
      ) : (
        <ul ref={list} className="dx-findings" aria-label={searching ? s.search : s.groups[group]}>
          {entries.map((entry) => (
            <Line
              key={entry.key}
              entry={entry}
              flag={draft.flags[entry.key] ?? null}
              text={draft.texts[entry.key] ?? ''}
              showGroup={searching}
              onFlag={onFlag}
              onText={onText}
            />
          ))}
        </ul>
      )}
    </>
  )
}
