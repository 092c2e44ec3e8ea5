import { useEffect, useId, useRef, useState } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { formularyStrings as s } from '@renderer/features/interactions/strings-governance.ts'
import { screenStrings } from '@renderer/features/interactions/strings.ts'
import { useFormulary } from '@renderer/features/interactions/use-formulary.ts'
import type { FormularyEntry } from '@shared/features/interactions/governance.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Chip } from '@renderer/ui/chip.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import './governance.css'

const LINE_REM = 2.5

function Names(props: { readonly label: string; readonly names: readonly string[] }) {
  return (
    <section>
      <h3>{props.label}</h3>
      {props.names.length === 0 ? (
        <p className="ix-muted">{s.no}</p>
      ) : (
        <p className="ix-names selectable">
          {props.names.map((name) => (
            <Chip key={name} tone="plain" text={name} />
          ))}
        </p>
      )}
    </section>
  )
}

function Entry(props: { readonly entry: FormularyEntry; readonly onAdd: (name: string) => void }) {
  const { entry } = props
  return (
    <div className="ix-card-body">
      <h2 className="ix-card-title selectable">{entry.name}</h2>
      <p className="ix-muted">{s.rules(entry.rules)}</p>
      <div>
        <Button label={s.add} kind="primary" onPress={() => props.onAdd(entry.name)} />
      </div>
      {(entry.ingredients.length > 1 || entry.ingredients[0] !== entry.name) && (
        <Names label={s.ingredients} names={entry.ingredients} />
      )}
      <Names label={s.atc} names={entry.atc} />
      <Names label={s.brands} names={entry.brands} />
      <Names label={s.synonyms} names={entry.synonyms} />
      <Names label={s.salts} names={entry.salts} />
      <Names label={s.classes} names={entry.classes} />
    </div>
  )
}

function List(props: {
  readonly formulary: ReturnType<typeof useFormulary>
  readonly chosen: number
  readonly onChoose: (index: number) => void
}) {
  const { formulary, chosen } = props
  const { total, entries, need } = formulary
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const lines = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () =>
      LINE_REM * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16),
    overscan: 10,
  })
  const shown = lines.getVirtualItems()
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0]
  useEffect(() => {
    if (total === 0) return
    need(first)
    need(last)
  }, [need, first, last, total])
  const go = (index: number): void => {
    const next = Math.min(Math.max(index, 0), total - 1)
    lines.scrollToIndex(next)
    need(next)
    props.onChoose(next)
  }
  const steps: Readonly<Partial<Record<string, number>>> = {
    ArrowDown: chosen + 1,
    ArrowUp: chosen - 1,
    PageDown: chosen + 10,
    PageUp: chosen - 10,
    Home: 0,
    End: total - 1,
  }
  return (
    <div
      ref={scroller}
      className="ix-formulary-list"
      role="listbox"
      tabIndex={0}
      aria-label={s.list}
      aria-activedescendant={shown.some(({ index }) => index === chosen) ? `${id}-${chosen}` : undefined}
      onKeyDown={(event) => {
        const next = steps[event.key]
        if (next === undefined) return
        event.preventDefault()
        go(next)
      }}
    >
      <div role="presentation" className="ix-formulary-space" style={{ height: lines.getTotalSize() }}>
        {shown.map(({ index, start, size }) => {
          const entry = entries.get(index)
          return (
            <div
              key={index}
              id={`${id}-${index}`}
              role="option"
              className="ix-entry"
              aria-selected={index === chosen}
              aria-setsize={total}
              aria-posinset={index + 1}
              style={{ top: start, height: size }}
              onClick={() => props.onChoose(index)}
            >
              <span className="ix-entry-name">{entry?.name ?? screenStrings.loading}</span>
              <span className="ix-muted">{entry === undefined ? '' : (entry.atc[0] ?? s.noAtc)}</span>
              <span className="ix-entry-others">
                {entry === undefined ? '' : [...entry.brands, ...entry.synonyms].join(', ')}
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Every ingredient that the station knows, by any of its names, classes or codes. */
export function FormularyTab(props: { readonly onAdd: (name: string) => void }) {
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const formulary = useFormulary(query.trim())
  const entry = formulary.entries.get(chosen)
  return (
    <div className="ix-formulary">
      <div className="ix-formulary-main">
        <TextField
          label={s.search}
          value={query}
          onChange={(text) => {
            setQuery(text)
            setChosen(0)
          }}
          hint={s.hint}
          maxLength={500}
        />
        <p className="ix-muted" role="status">
          {formulary.phase === 'had' ? s.total(formulary.total) : screenStrings.loading}
        </p>
        {formulary.phase === 'failed' ? (
          <Empty kind="failed" title={s.failed} text={formulary.failure ?? ''} />
        ) : formulary.phase === 'had' && formulary.total === 0 ? (
          <Empty kind="nothing" title={s.none.title} text={s.none.text} />
        ) : (
          <List formulary={formulary} chosen={chosen} onChoose={setChosen} />
        )}
      </div>
      <section className="ix-card" aria-label={s.label} tabIndex={0}>
        {entry === undefined ? (
          <p className="ix-card-plain ix-muted">{s.choose}</p>
        ) : (
          <Entry entry={entry} onAdd={props.onAdd} />
        )}
      </section>
    </div>
  )
}
