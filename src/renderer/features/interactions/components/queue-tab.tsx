import { useState } from 'react'
import { AskAgainDialog } from './ask-again-dialog.tsx'
import { SeverityMark } from './severity-mark.tsx'
import { queueStrings as s } from '@renderer/features/interactions/strings-governance.ts'
import { cardStrings, severityWords } from '@renderer/features/interactions/strings-finding.ts'
import { screenStrings } from '@renderer/features/interactions/strings.ts'
import { useChanges } from '@renderer/features/interactions/use-changes.ts'
import { useInteractionsHost } from '@renderer/features/interactions/use-host.ts'
import type { QueueItem } from '@shared/features/interactions/governance.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Chip } from '@renderer/ui/chip.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './governance.css'

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

/** What can be done about an item: where it is decided, or how it is asked about once more. */
function Ways(props: { readonly item: QueueItem; readonly onAgain: () => void }) {
  const { pair, state, request } = props.item
  const { rights, openRequest, RequestStanding } = useInteractionsHost()
  if (!rights.validate) return null
  const drugs = pair.join(' + ')
  const opens = request !== null && openRequest !== null
  if (state === 'waiting')
    return (
      <span className="ix-queue-ways">
        {request !== null && <RequestStanding id={request} />}
        {opens && (
          <Button
            label={s.decide}
            name={s.decideLabel(drugs)}
            kind="primary"
            onPress={() => openRequest(request)}
          />
        )}
      </span>
    )
  return (
    <span className="ix-queue-ways">
      {opens && (
        <Button
          label={s.request}
          name={s.requestLabel(drugs)}
          kind="quiet"
          onPress={() => openRequest(request)}
        />
      )}
      <Button label={s.again} name={s.againLabel(drugs)} onPress={props.onAgain} />
    </span>
  )
}

function Item(props: { readonly item: QueueItem; readonly onAgain: () => void }) {
  const { item } = props
  const now = Date.now()
  const { model, promptVersion, at } = item.provenance
  const asked = formatMoment(item.askedAt, now)
  return (
    <li className="ix-queue-item" data-state={item.state}>
      <div className="ix-queue-head">
        {item.severity !== null && <SeverityMark severity={item.severity} letters />}
        <strong className="ix-queue-pair selectable">{item.pair.join(' + ')}</strong>
        <span>{item.severity === null ? s.noInteraction : severityWords[item.severity]}</span>
        {model === null && <Chip tone="unknown" text={s.foreign} />}
        <Chip tone={item.state === 'waiting' ? 'doubt' : 'plain'} text={s.states[item.state]} />
        <Ways item={item} onAgain={props.onAgain} />
      </div>
      <Answer item={item} />
      {item.again !== null && <p className="selectable">{s.askedAgain(item.again.user, item.again.why)}</p>}
      {item.holds !== null && <p>{s.holds[item.holds]}</p>}
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

function Part(props: {
  readonly title: string
  readonly items: readonly QueueItem[]
  readonly onAgain: (item: QueueItem) => void
}) {
  return (
    <section className="ix-panel" aria-label={props.title}>
      <h2>{props.title}</h2>
      <ul className="ix-queue">
        {props.items.map((item) => (
          <Item key={item.pair.join('\n')} item={item} onAgain={() => props.onAgain(item)} />
        ))}
      </ul>
    </section>
  )
}

/** Answers of models and of other programs: what waits first, the oldest on top, then what was judged. */
export function QueueTab() {
  const { rights } = useInteractionsHost()
  const [again, askAgain] = useChanges('queue')
  const answer = useRequest('interactions.queue', {}, again)
  const [reopening, setReopening] = useState<QueueItem | null>(null)
  if (answer.phase === 'asking') return <Empty kind="loading" title={screenStrings.loading} />
  if (answer.phase === 'failed') {
    return (
      <Empty kind="failed" title={s.failed} text={answer.failure.message}>
        <Button label={screenStrings.again} onPress={askAgain} />
      </Empty>
    )
  }
  const { items } = answer.value
  const waiting = items.filter(({ state }) => state === 'waiting')
  const judged = items.filter(({ state }) => state !== 'waiting')
  return (
    <div className="ix-scroll">
      <p className="ix-muted">
        {s.intro} {rights.validate ? '' : s.readOnly}
      </p>
      {waiting.length === 0 ? (
        <Empty kind="nothing" title={s.none.title} text={s.none.text} />
      ) : (
        <Part title={s.waiting(waiting.length)} items={waiting} onAgain={setReopening} />
      )}
      {judged.length > 0 && <Part title={s.judged(judged.length)} items={judged} onAgain={setReopening} />}
      {reopening !== null && (
        <AskAgainDialog
          item={reopening}
          onClose={(asked) => {
            setReopening(null)
            if (asked) askAgain()
          }}
        />
      )}
    </div>
  )
}
