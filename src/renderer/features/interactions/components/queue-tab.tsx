import { useState } from 'react'
import { SeverityMark } from './severity-mark.tsx'
import { queueStrings as s } from '@renderer/features/interactions/strings-governance.ts'
import { cardStrings, severityWords } from '@renderer/features/interactions/strings-finding.ts'
import { screenStrings } from '@renderer/features/interactions/strings.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { useChanges } from '@renderer/features/interactions/use-changes.ts'
import { useInteractionsHost } from '@renderer/features/interactions/use-host.ts'
import type { QueueItem } from '@shared/features/interactions/governance.ts'
import { InteractionSeverity } from '@shared/features/interactions/model.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments, Select } from '@renderer/ui/choices.tsx'
import { Chip } from '@renderer/ui/chip.tsx'
import { ConfirmForm } from '@renderer/ui/confirm-form.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './governance.css'

const AS_MODEL = 'as-model'
/** Nothing is chosen beforehand: a verdict for all stations is not a default. */
type Verdict = 'open' | 'validated' | 'rejected'
const severityName = (severity: InteractionSeverity | null): string =>
  severity === null ? s.noInteraction : severityWords[severity]

function JudgeDialog(props: { readonly item: QueueItem; readonly onClose: (judged: boolean) => void }) {
  const { item, onClose } = props
  const [verdict, setVerdict] = useState<Verdict>('open')
  const [severity, setSeverity] = useState<InteractionSeverity | typeof AS_MODEL>(AS_MODEL)
  const [note, setNote] = useState('')
  const { busy, problem, ask } = useAsked()
  const save = async (): Promise<void> => {
    if (busy || verdict === 'open') return
    const { pair, rev } = item
    const chosen = severity === AS_MODEL || verdict === 'rejected' ? null : severity
    const input = { pair, rev, verdict, severity: chosen, note }
    if ((await ask('interactions.judge', input, s.dialog.done)).ok) onClose(true)
  }
  return (
    <Dialog title={s.dialog.title(item.pair.join(' + '))} open onClose={() => onClose(false)}>
      <ConfirmForm
        confirm={s.dialog.save}
        busyLabel={busy ? s.dialog.saving : null}
        cancel={s.dialog.cancel}
        kind="primary"
        incomplete={verdict === 'open'}
        problem={problem}
        onConfirm={() => void save()}
        onCancel={() => onClose(false)}
      >
        <Answer item={item} />
        <Segments<Verdict>
          label={s.dialog.verdict}
          value={verdict}
          choices={[
            { value: 'validated', label: s.dialog.validated },
            { value: 'rejected', label: s.dialog.rejected },
          ]}
          onChange={setVerdict}
        />
        {verdict === 'validated' && (
          <Select
            label={s.dialog.severity}
            value={severity}
            choices={[
              { value: AS_MODEL, label: s.dialog.keep(severityName(item.severity).toLowerCase()) },
              ...InteractionSeverity.options.map((value) => ({ value, label: severityWords[value] })),
            ]}
            onChange={setSeverity}
          />
        )}
        <TextField
          label={s.dialog.note}
          kind="area"
          value={note}
          onChange={setNote}
          maxLength={500}
          hint={s.dialog.noteHint}
        />
      </ConfirmForm>
    </Dialog>
  )
}

function Answer(props: { readonly item: QueueItem }) {
  const { effect, mechanism, action, provenance } = props.item
  const { contradictedBy: other } = provenance
  return (
    <div className="ix-queue-answer selectable">
      <p className="ix-card-effect">{effect}</p>
      {mechanism !== '' && (
        <p>
          <span className="ix-muted">{cardStrings.mechanism}: </span>
          {mechanism}
        </p>
      )}
      {action !== '' && (
        <p>
          <span className="ix-muted">{cardStrings.action}: </span>
          {action}
        </p>
      )}
      {other !== null && (
        <div className="ix-standing" data-standing="unvalidated">
          <p className="ix-standing-title">{cardStrings.contradicted}</p>
          <p>
            {cardStrings.contradictedText(
              other.model,
              other.severity === null ? null : severityWords[other.severity].toLowerCase(),
              other.effect,
            )}
          </p>
        </div>
      )}
    </div>
  )
}

function Item(props: { readonly item: QueueItem; readonly onJudge: (() => void) | null }) {
  const { item, onJudge } = props
  const now = Date.now()
  const { model, promptVersion, at } = item.provenance
  const asked = formatMoment(item.askedAt, now)
  return (
    <li className="ix-queue-item" data-state={item.state}>
      <div className="ix-queue-head">
        {item.severity !== null && <SeverityMark severity={item.severity} letters />}
        <strong className="ix-queue-pair selectable">{item.pair.join(' + ')}</strong>
        <span>{severityName(item.severity)}</span>
        {model === null && <Chip tone="unknown" text={s.foreign} />}
        <Chip tone={item.state === 'waiting' ? 'doubt' : 'plain'} text={s.states[item.state]} />
        {onJudge !== null && <Button label={s.judge} kind="primary" onPress={onJudge} />}
      </div>
      <Answer item={item} />
      <p className="ix-muted selectable">
        {model === null
          ? s.foreignFrom(asked)
          : `${cardStrings.provenance(model, promptVersion, at === null ? null : formatMoment(at, now))} · ${s.asked(asked)}`}
        {item.judgedBy !== null &&
          item.judgedAt !== null &&
          ` · ${s.states[item.state]} ${s.by(item.judgedBy.user, formatMoment(item.judgedAt, now))}`}
        {item.note !== null && item.note !== '' && ` · ${item.note}`}
      </p>
    </li>
  )
}

/** Answers of models and of other programs: what waits first, the oldest on top, then what was judged. */
export function QueueTab() {
  const { rights } = useInteractionsHost()
  const [again, askAgain] = useChanges('queue')
  const answer = useRequest('interactions.queue', {}, again)
  const [judging, setJudging] = useState<QueueItem | null>(null)
  if (answer.phase === 'asking') return <Empty kind="loading" title={screenStrings.loading} />
  if (answer.phase === 'failed') {
    return (
      <Empty kind="failed" title={s.failed} text={answer.failure.message}>
        <Button label={screenStrings.again} onPress={askAgain} />
      </Empty>
    )
  }
  const waiting = answer.value.items
    .filter(({ state }) => state === 'waiting')
    .toSorted((a, b) => a.askedAt - b.askedAt)
  const judged = answer.value.items
    .filter(({ state }) => state !== 'waiting')
    .toSorted((a, b) => (b.judgedAt ?? 0) - (a.judgedAt ?? 0))
  return (
    <div className="ix-scroll">
      <p className="ix-muted">
        {s.intro} {rights.validate ? '' : s.readOnly}
      </p>
      {waiting.length === 0 ? (
        <Empty kind="nothing" title={s.none.title} text={s.none.text} />
      ) : (
        <section className="ix-panel" aria-label={s.waiting(waiting.length)}>
          <h2>{s.waiting(waiting.length)}</h2>
          <ul className="ix-queue">
            {waiting.map((item) => (
              <Item
                key={item.pair.join('\n')}
                item={item}
                onJudge={rights.validate ? () => setJudging(item) : null}
              />
            ))}
          </ul>
        </section>
      )}
      {judged.length > 0 && (
        <section className="ix-panel" aria-label={s.judged(judged.length)}>
          <h2>{s.judged(judged.length)}</h2>
          <ul className="ix-queue">
            {judged.map((item) => (
              <Item
                key={item.pair.join('\n')}
                item={item}
                onJudge={rights.validate ? () => setJudging(item) : null}
              />
            ))}
          </ul>
        </section>
      )}
      {judging !== null && (
        <JudgeDialog
          item={judging}
          onClose={(done) => {
            setJudging(null)
            if (done) askAgain()
          }}
        />
      )}
    </div>
  )
}
