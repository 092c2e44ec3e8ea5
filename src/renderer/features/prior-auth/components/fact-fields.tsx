import { X } from 'lucide-react'
import { type Draft, withFact } from '@renderer/features/prior-auth/draft.ts'
import { intakeStrings as s } from '@renderer/features/prior-auth/strings.ts'
import type { FactDefinition } from '@shared/features/prior-auth/answers.ts'
import { Chip } from '@renderer/ui/chip.tsx'
import './fact-fields.css'

interface LineProps {
  readonly draft: Draft
  readonly place: number
  readonly definition: FactDefinition
  readonly wanted: boolean
  readonly bad: ReadonlySet<string>
  readonly twice: boolean
  readonly onChange: (draft: Draft) => void
}

function ValueField(props: LineProps) {
  const { draft, place, definition, onChange } = props
  const fact = draft.facts[place]
  if (fact === undefined) return null
  const set = (value: string): void => onChange(withFact(draft, place, { value }))
  if (definition.kind === 'number')
    return (
      <span className="pa-fact-number">
        <input
          className="field-input"
          aria-label={definition.unit === '' ? definition.label : `${definition.label}, ${definition.unit}`}
          aria-invalid={props.bad.has(`fact ${place}`)}
          inputMode="decimal"
          maxLength={20}
          value={fact.value}
          onChange={(event) => set(event.currentTarget.value)}
        />
        <span className="pa-muted">{definition.unit}</span>
      </span>
    )
  const choices =
    definition.kind === 'yes-no'
      ? [
          { value: 'yes', label: s.yes },
          { value: 'no', label: s.no },
        ]
      : definition.choices.map((value) => ({ value, label: value }))
  return (
    <select
      className="field-input pa-native"
      aria-label={definition.label}
      value={fact.value}
      onChange={(event) => set(event.currentTarget.value)}
    >
      <option value="">{s.unknown}</option>
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}

function Line(props: LineProps) {
  const { draft, place, definition, onChange } = props
  const fact = draft.facts[place]
  if (fact === undefined) return null
  const remove = (): void => onChange({ ...draft, facts: draft.facts.filter((_, index) => index !== place) })
  return (
    <li className="pa-fact" data-wanted={props.wanted}>
      <span className="pa-fact-label">
        {definition.label} {props.wanted && <Chip tone="doubt" text={s.wanted} />}
        {fact.value !== '' && fact.source !== 'form' && (
          <span className="pa-muted"> {s.sources[fact.source]}</span>
        )}
      </span>
      <ValueField {...props} />
      <input
        className="field-input pa-fact-day"
        aria-label={s.dayOf(definition.label)}
        aria-invalid={props.bad.has(`day ${place}`)}
        title={props.bad.has(`day ${place}`) ? s.badDay : undefined}
        maxLength={10}
        value={fact.on}
        onChange={(event) => onChange(withFact(draft, place, { on: event.currentTarget.value }))}
      />
      {props.twice && (
        <button
          type="button"
          className="button pa-fact-remove"
          data-kind="quiet"
          aria-label={s.remove(definition.label)}
          onClick={remove}
        >
          <X aria-hidden="true" />
        </button>
      )}
    </li>
  )
}

/** The facts that the policy asks for, each to be filled in or left unknown, and whatever else is on record. */
export function FactFields(props: {
  readonly draft: Draft
  readonly asked: readonly string[]
  readonly definitions: ReadonlyMap<string, FactDefinition>
  readonly wanted: ReadonlySet<string>
  readonly bad: ReadonlySet<string>
  readonly onChange: (draft: Draft) => void
}) {
  const { draft, asked, definitions, onChange } = props
  const places = draft.facts.map((fact, place) => ({ ...fact, place }))
  const rank = new Map(asked.map((id, index) => [id, index]))
  const own = places
    .filter(({ id }) => rank.has(id))
    .toSorted((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0) || a.place - b.place)
  const others = places.filter(({ id, value }) => !rank.has(id) && value !== '')
  const count = new Map<string, number>()
  for (const { id } of own) count.set(id, (count.get(id) ?? 0) + 1)
  return (
    <>
      {asked.length === 0 ? (
        <p className="pa-muted">{s.noFacts}</p>
      ) : (
        <>
          <div className="pa-fact pa-fact-head" aria-hidden="true">
            <span />
            <span />
            <span>{s.factDay}</span>
          </div>
          <ul className="pa-facts">
            {own.map(({ id, place }) => {
              const definition = definitions.get(id)
              if (definition === undefined) return null
              return (
                <Line
                  key={place}
                  draft={draft}
                  place={place}
                  definition={definition}
                  wanted={props.wanted.has(id)}
                  bad={props.bad}
                  twice={(count.get(id) ?? 0) > 1}
                  onChange={onChange}
                />
              )
            })}
          </ul>
        </>
      )}
      {others.length > 0 && (
        <>
          <h3>{s.otherFacts}</h3>
          <ul className="pa-other-facts">
            {others.map(({ id, value, source, place }) => (
              <li key={place} className="pa-muted">
                {s.otherFact(definitions.get(id)?.label ?? id, value, s.sources[source])}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
