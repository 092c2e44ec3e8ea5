import { SeverityMark } from './severity-mark.tsx'
import { findingName, type Decisions } from '@renderer/features/interactions/decisions.ts'
import { findingTitle, groupUnchecked, shorten } from '@renderer/features/interactions/describe.ts'
import {
  cardStrings,
  findingListStrings as s,
  severityWords,
} from '@renderer/features/interactions/strings-finding.ts'
import type { CheckResult, Finding } from '@shared/features/interactions/check.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Chip } from '@renderer/ui/chip.tsx'
import './finding-list.css'

/** Most pairs that are named under one reason; the rest is counted. */
const MOST_NAMED = 4

function Line(props: {
  readonly finding: Finding
  readonly waits: boolean
  readonly overridden: boolean
  readonly selected: boolean
  readonly onSelect: () => void
}) {
  const { finding } = props
  return (
    <li>
      <button
        type="button"
        className="ix-line"
        data-severity={finding.severity}
        aria-current={props.selected ? 'true' : undefined}
        onClick={props.onSelect}
      >
        <SeverityMark severity={finding.severity} />
        <span className="ix-line-severity">{severityWords[finding.severity]}</span>
        <span className="ix-line-title">
          {finding.kind === 'interaction' ? '' : `${cardStrings.kinds[finding.kind]}: `}
          {findingTitle(finding)}
        </span>
        <span className="ix-line-rest">
          <span className="ix-line-effect">{finding.effect}</span>
          {finding.standing === 'unvalidated' && <Chip tone="doubt" text={s.ai} />}
          {props.waits && <Chip tone="danger" text={s.waits} />}
          {props.overridden && <Chip tone="plain" text={s.overridden} />}
        </span>
      </button>
    </li>
  )
}

/** Every finding, the worst first: pairs, groups of three and more, duplicates, allergies. */
export function FindingList(props: {
  readonly result: CheckResult
  readonly ids: readonly number[]
  readonly decisions: Decisions
  readonly selected: string | null
  readonly onSelect: (name: string) => void
}) {
  const { result, ids, decisions } = props
  if (result.findings.length === 0) {
    const open = result.unchecked.length + result.pending.length > 0
    return <p className="ix-muted">{open ? s.noneUnchecked : s.none}</p>
  }
  return (
    <ul className="ix-lines" aria-label={s.label}>
      {result.findings.map((finding) => {
        const name = findingName(finding, ids)
        const decision = decisions.get(name)
        return (
          <Line
            key={name}
            finding={finding}
            waits={finding.interrupts && decision?.kind !== 'overridden'}
            overridden={decision?.kind === 'overridden'}
            selected={props.selected === name}
            onSelect={() => props.onSelect(name)}
          />
        )
      })}
    </ul>
  )
}

/** What could not be checked, by reason; hatched, so that nobody takes it for "nothing found". */
export function UncheckedList(props: {
  readonly result: CheckResult
  readonly names: readonly string[]
  readonly onRetry: (pairs: readonly (readonly number[])[]) => void
}) {
  const groups = groupUnchecked(props.result)
  const allergies = props.result.allergiesNotUnderstood
  if (groups.length === 0 && allergies.length === 0) return null
  const named = (places: readonly number[]): string =>
    places.map((place) => props.names[place] ?? '').join(' + ')
  return (
    <section className="ix-unchecked" aria-label={s.uncheckedLabel}>
      <h2>{s.uncheckedLabel}</h2>
      <ul>
        {allergies.map((allergy) => (
          <li key={allergy} className="ix-unchecked-line">
            <div>
              <p className="ix-unchecked-names selectable">{s.allergy(shorten(allergy))}</p>
              <p>{s.allergyText}</p>
            </div>
          </li>
        ))}
        {groups.map((group) => (
          <li key={`${group.sentence}${group.retry}${group.places[0]?.join()}`} className="ix-unchecked-line">
            <div>
              <p className="ix-unchecked-names">{group.places.slice(0, MOST_NAMED).map(named).join(', ')}</p>
              {group.places.length > MOST_NAMED && <p>{s.morePairs(group.places.length - MOST_NAMED)}</p>}
              <p className="selectable">{group.sentence}</p>
            </div>
            {group.retry && (
              <Button
                label={group.places.length === 1 ? s.retry : s.retryAll(group.places.length)}
                onPress={() => props.onRetry(group.places)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
