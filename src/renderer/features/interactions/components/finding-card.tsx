import type { ReactNode } from 'react'
import { SeverityMark } from './severity-mark.tsx'
import { findingTitle, knowledgeAgeDays } from '@renderer/features/interactions/describe.ts'
import { cardStrings as s, severityWords, tierOf } from '@renderer/features/interactions/strings-finding.ts'
import type { CheckResult, Finding } from '@shared/features/interactions/check.ts'
import { Chip } from '@renderer/ui/chip.tsx'
import { formatDay, formatMoment, formatAge } from '@renderer/ui/time-format.ts'
import { formatMillis } from '@renderer/ui/value-format.ts'
import './finding-card.css'

/** Who stands behind an answer, said as loudly as it must be. */
export function StandingNote(props: { readonly finding: Finding }) {
  const { standing, provenance } = props.finding
  if (standing === 'knowledge') return null
  const at = provenance?.at ?? null
  const from =
    provenance === null
      ? null
      : s.provenance(
          provenance.model,
          provenance.promptVersion,
          at === null ? null : formatMoment(at, Date.now()),
        )
  const contradiction = provenance?.contradictedBy ?? null
  return (
    <div className="ix-standing" data-standing={standing}>
      {standing === 'validated' ? (
        <p>{s.validated}</p>
      ) : (
        <>
          <p className="ix-standing-title">{s[standing].title}</p>
          <p>{s[standing].text}</p>
        </>
      )}
      {from !== null && <p className="selectable">{from}</p>}
      {contradiction !== null && (
        <>
          <p className="ix-standing-title">{s.contradicted}</p>
          <p className="selectable">
            {s.contradictedText(
              contradiction.model,
              contradiction.severity === null ? null : severityWords[contradiction.severity].toLowerCase(),
              contradiction.effect,
            )}
          </p>
        </>
      )}
    </div>
  )
}

function Facts(props: { readonly finding: Finding }) {
  const { applied, missing, baseSeverity, severity } = props.finding
  if (applied.length === 0 && missing.length === 0) return null
  return (
    <section>
      <h3>{s.facts}</h3>
      {baseSeverity !== severity && <p>{s.base(severityWords[baseSeverity].toLowerCase())}</p>}
      <ul className="ix-card-list">
        {applied.map((each) => (
          <li key={each.condition}>
            {s.applied(
              each.condition,
              each.severity === null ? null : severityWords[each.severity].toLowerCase(),
            )}
            {each.note !== null && <span className="ix-muted"> {each.note}</span>}
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <div className="ix-missing">
          {missing.map((fact) => (
            <Chip key={fact} tone="unknown" text={s.missing(fact)} />
          ))}
          <span className="ix-muted">{s.missingNote}</span>
        </div>
      )}
    </section>
  )
}

function Origin(props: { readonly finding: Finding; readonly result: CheckResult }) {
  const { finding, result } = props
  const now = Date.now()
  const days = knowledgeAgeDays(result.knowledge.version, now)
  const parts = [
    s.from(finding.source),
    // What is no rule does not come from the knowledge, and has not its date.
    finding.standing === 'knowledge'
      ? s.age(result.knowledge.version, days === null ? '' : s.days(days))
      : null,
    finding.source !== 'local' && result.oldestAnswerMs !== null
      ? s.oldest(formatAge(now - result.oldestAnswerMs, now))
      : null,
    s.latency(formatMillis(result.latencyMs)),
  ]
  return <p className="ix-origin">{parts.filter((part) => part !== null).join(' · ')}</p>
}

/** One finding in full: effect, what to do, mechanism, who says so, what of the patient was looked at. */
export function FindingCard(props: {
  readonly finding: Finding
  readonly result: CheckResult
  /** What has been decided, and the way to decide. */
  readonly decision?: ReactNode
  readonly heading: 'h2' | 'h3'
}) {
  const { finding, result, heading: Title } = props
  const sources = finding.sources.map((id) => result.citations[id] ?? id)
  return (
    <div className="ix-card-body" data-severity={finding.severity}>
      <div className="ix-card-head">
        <SeverityMark severity={finding.severity} letters />
        <span className="ix-card-severity">{severityWords[finding.severity]}</span>
        <Chip tone="plain" text={tierOf(finding)} />
        <Chip
          tone={finding.interrupts ? 'danger' : 'plain'}
          text={finding.interrupts ? s.interrupts : s.quiet}
        />
      </div>
      <Title className="ix-card-title selectable">
        {finding.kind === 'interaction' ? '' : `${s.kinds[finding.kind]}: `}
        {findingTitle(finding)}
      </Title>
      {props.decision}
      <StandingNote finding={finding} />
      <p className="ix-card-effect selectable">{finding.effect}</p>
      {finding.action !== '' && (
        <section className="ix-action">
          <h3>{s.action}</h3>
          <p className="selectable">{finding.action}</p>
        </section>
      )}
      {finding.mechanism !== '' && (
        <section>
          <h3>{s.mechanism}</h3>
          <p className="selectable">{finding.mechanism}</p>
        </section>
      )}
      <Facts finding={finding} />
      {finding.demotedUntil !== null && (
        <p className="ix-muted">{s.demoted(formatDay(finding.demotedUntil))}</p>
      )}
      <dl className="ix-card-facts">
        <div>
          <dt>{s.onset}</dt>
          <dd>{s.onsets[finding.onset]}</dd>
        </div>
        <div>
          <dt>{s.evidence}</dt>
          <dd>{s.evidenceWords[finding.evidence]}</dd>
        </div>
      </dl>
      <section>
        <h3>{s.sources}</h3>
        {sources.length === 0 ? (
          <p>{s.noSources}</p>
        ) : (
          <ul className="ix-card-list selectable">
            {sources.map((citation) => (
              <li key={citation}>{citation}</li>
            ))}
          </ul>
        )}
      </section>
      <Origin finding={finding} result={result} />
    </div>
  )
}
