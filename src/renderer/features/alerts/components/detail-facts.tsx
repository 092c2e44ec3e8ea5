import { changeLine } from '@renderer/features/alerts/change.ts'
import { decimalsOf, limitInWords, unitOf, valueOf } from '@renderer/features/alerts/describe.ts'
import { detailStrings as s } from '@renderer/features/alerts/strings-detail.ts'
import { words } from '@renderer/features/alerts/strings.ts'
import { isCalling, type Alert } from '@shared/features/alerts/model.ts'
import { citation, sources, type SourceId } from '@shared/clinical/sources.ts'
import { priorityOf } from '@shared/clinical/priority.ts'
import { PriorityMark } from '@renderer/ui/priority-mark.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { formatValue } from '@renderer/ui/value-format.ts'

function isSourceId(text: string): text is SourceId {
  return Object.hasOwn(sources, text)
}

function sourceText(source: string): string {
  if (source === 'unit-override') return s.sourceUnit
  if (source === 'patient-override') return s.sourcePatient
  return isSourceId(source) ? citation(source) : source
}

/** The value as the largest thing, with what it is, the limit and the change beside it. */
export function BigValue(props: { readonly alert: Alert }) {
  const { alert } = props
  const priority = priorityOf(alert.severity)
  const lines = [limitInWords(alert) ?? words.noLimit, words.severities[alert.severity]].join(' · ')
  const more = [
    changeLine(alert),
    alert.worst === alert.value ? null : s.worst(formatValue(alert.worst, decimalsOf(alert))),
    alert.count > 1 ? words.timesInFull(alert.count) : null,
  ].filter((line) => line !== null)
  return (
    <div className="big-value" data-priority={priority}>
      <PriorityMark kind={priority} calling={isCalling(alert)} withSign />
      <span className="big-number selectable">{valueOf(alert)}</span>
      <div>
        <p className="big-what">{s.heading(alert.label, unitOf(alert))}</p>
        <p className="big-sub">{lines}</p>
        {more.length > 0 && <p className="big-sub">{more.join(' · ')}</p>}
      </div>
    </div>
  )
}

function Fact(props: { readonly name: string; readonly children: string }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd className="selectable">{props.children}</dd>
    </>
  )
}

function publisherLine(alert: Alert): string {
  const ours = alert.ourSeverity === null ? s.oursNone : s.ours(words.severities[alert.ourSeverity])
  const said = `${alert.publisherSeverity ?? s.publisherNone}; ${ours}`
  const { value, unit } = alert.published
  const same = value === alert.value
  return same ? said : `${said}; ${s.publishedAs([formatValue(value), unit ?? ''].join(' ').trim())}`
}

/** What the alert rests on: when it was measured, the limit and its source, who said what, and every doubt. */
export function Basis(props: { readonly alert: Alert }) {
  const { alert } = props
  const now = Date.now()
  const sample = [
    s.measured(formatMoment(alert.publishedAt, now)),
    alert.sourceNote,
    alert.count > 1 ? s.lastMessage(formatMoment(alert.lastAt, now), alert.count) : null,
  ]
  return (
    <section className="detail-section">
      <h2>{s.basis}</h2>
      <dl className="facts">
        <Fact name={s.sample}>{sample.filter((part) => part !== null).join(', ')}</Fact>
        <Fact name={s.threshold}>{limitInWords(alert) ?? s.thresholdNone}</Fact>
        {alert.basis.source !== null && <Fact name={s.source}>{sourceText(alert.basis.source)}</Fact>}
        <Fact name={s.publisher}>{publisherLine(alert)}</Fact>
        <Fact name={s.from}>{alert.source ?? s.fromUnknown}</Fact>
      </dl>
      {alert.doubts.length > 0 && (
        <ul className="doubts" aria-label={s.doubts}>
          {alert.doubts.map((doubt) => (
            <li key={doubt}>{words.doubtsInFull[doubt]}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
