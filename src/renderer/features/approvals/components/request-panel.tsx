import { useStore } from 'zustand'
import { RequestActions } from './request-actions.tsx'
import { RequestBasis } from './request-basis.tsx'
import { RequestExchange, RequestHistory } from './request-history.tsx'
import { review } from '@renderer/features/approvals/desk.ts'
import { deadlineView, timeLeft } from '@renderer/features/approvals/deadline.ts'
import { costWords, kindWords } from '@renderer/features/approvals/describe.ts'
import type { Possible } from '@renderer/features/approvals/possible.ts'
import { isOwnMatter } from '@renderer/features/approvals/queue-order.ts'
import { type Opened, stateOf } from '@renderer/features/approvals/review-desk.ts'
import { kindWordsOf } from '@renderer/features/approvals/strings-kinds.ts'
import { approvalStrings } from '@renderer/features/approvals/strings.ts'
import { requestStrings as s } from '@renderer/features/approvals/strings-request.ts'
import { useApprovalsHost } from '@renderer/features/approvals/use-host.ts'
import { actKeys } from '@renderer/features/approvals/use-keys.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import type { ShownApproval } from '@shared/features/approvals/contract.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Chip } from '@renderer/ui/chip.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { useDerivedFromNow } from '@renderer/ui/ticker.ts'
import { formatClockSeconds, formatMoment } from '@renderer/ui/time-format.ts'
import './request-panel.css'

type View = ShownApproval['approval']

function Deadline(props: { readonly content: View['content'] }) {
  const { content } = props
  const text = useDerivedFromNow((now) => deadlineView(content, now).text)
  return s.deadlineAt(text, formatMoment(content.deadlineAt, Date.now()))
}

/** The recommendation as the asker gave it, and how sure it is of it. */
function Advice(props: { readonly content: View['content']; readonly heading: string }) {
  const { recommendation, confidence, kind } = props.content
  const percent = confidence === null ? null : Math.round(confidence * 100)
  return (
    <section className="ap-advice" aria-label={props.heading}>
      <div>
        <p className="ap-label">{props.heading}</p>
        <p className="ap-advice-word selectable">
          {recommendation === ''
            ? approvalStrings.noRecommendation
            : approvalStrings.recommendation(recommendation)}
        </p>
      </div>
      {rulesOf(kind).course === 'seed' && (
        <div className="ap-confidence">
          <p className="ap-label">{s.confidence}</p>
          {percent === null ? (
            <Chip tone="unknown" text={approvalStrings.noConfidence} />
          ) : (
            <>
              <p className="ap-advice-word">{percent} %</p>
              <span className="ap-meter" aria-hidden="true">
                <span style={{ width: `${percent}%` }} />
              </span>
            </>
          )}
        </div>
      )}
    </section>
  )
}

function Facts(props: { readonly shown: View }) {
  const { content, id, closedAt } = props.shown
  const now = Date.now()
  return (
    <dl className="ap-facts">
      <dt>{s.deadline}</dt>
      <dd>{closedAt === null ? <Deadline content={content} /> : formatMoment(content.deadlineAt, now)}</dd>
      {rulesOf(content.kind).course === 'seed' && (
        <>
          <dt>{s.cost}</dt>
          <dd>{costWords(content.estimatedCost)}</dd>
        </>
      )}
      <dt>{s.type}</dt>
      <dd className="selectable">{kindWords(content.kind, content.publishedType)}</dd>
      <dt>{s.asked}</dt>
      <dd>
        {content.askedBy === null
          ? formatMoment(content.createdAt, now)
          : s.askedBy(formatMoment(content.createdAt, now), content.askedBy)}
      </dd>
      <dt>{s.number}</dt>
      <dd className="selectable ap-number">{id}</dd>
    </dl>
  )
}

/** Who has it, told once to assistive technology when it changes; the countdown beside it is not read out. */
function Holder(props: { readonly state: View }) {
  const { claim, proposal } = props.state
  const { user } = useApprovalsHost()
  const held = useDerivedFromNow((now) => claim !== null && claim.until > now)
  const text =
    !held || claim === null
      ? s.said.free
      : claim.by.user === user
        ? s.said.mine
        : s.said.others(claim.by.user)
  return (
    <p className="visually-hidden" role="status">
      {proposal === null ? text : ''}
    </p>
  )
}

/** What an approval names besides yes, in the words of the request. */
function chosenWords({ choice }: View['content'], chosen: string): string {
  const option = choice?.options.find(({ value }) => value === chosen)
  return s.chosen(choice?.label ?? '', option?.label ?? chosen)
}

/** Where the request stands: who has it, or what was decided. */
function Standing(props: { readonly state: View; readonly live: boolean }) {
  const { state, live } = props
  const { user } = useApprovalsHost()
  const { barred: deniedBefore } = state.content
  const barred =
    state.firstApproval?.by.user === user || deniedBefore === user || isOwnMatter(state.content, user)
  const { past } = kindWordsOf[state.content.kind]
  const now = Date.now()
  const claim = useDerivedFromNow((at) => {
    if (state.claim === null) return null
    const left = timeLeft(state.claim.until, at)
    if (left === null) return null
    const { by } = state.claim
    return by.user === user ? s.claim.mine(left) : s.claim.others(by.user, by.station, left)
  })
  if (state.ruling !== null) {
    const { verdict, by, at, reason, chosen } = state.ruling
    return (
      <div className="ap-standing" data-verdict={verdict}>
        <p className="ap-standing-title">{s.decided(past[verdict], by.user, formatMoment(at, now))}</p>
        {chosen !== null && <p>{chosenWords(state.content, chosen)}</p>}
        {reason !== null && <p className="selectable">{reason}</p>}
      </div>
    )
  }
  if (state.status === 'withdrawn' || state.status === 'expired')
    return (
      <div className="ap-standing" data-verdict={state.status}>
        <p className="ap-standing-title">{s.statuses[state.status]}</p>
        {state.withdrawnBecause !== null && <p className="selectable">{state.withdrawnBecause}</p>}
      </div>
    )
  if (state.proposal !== null) {
    const { verdict, by, finalAt, reason, chosen } = state.proposal
    return (
      <div className="ap-standing" data-verdict={verdict}>
        <p className="ap-standing-title">
          {s.proposed(past[verdict], by.user === user, by.user, formatClockSeconds(finalAt))}
        </p>
        {chosen !== null && <p>{chosenWords(state.content, chosen)}</p>}
        {reason !== null && <p className="selectable">{reason}</p>}
      </div>
    )
  }
  const { firstApproval, delegate } = state
  const free = state.status === 'information_asked' ? s.claim.question : barred ? s.said.free : s.claim.free

  return (
    <div className="ap-standing">
      {firstApproval !== null ? (
        <p>{s.firstApproval(firstApproval.by.user, formatMoment(firstApproval.at, now))}</p>
      ) : (
        state.content.fourEyes && <p>{s.fourEyes}</p>
      )}
      {delegate !== null && (
        <p>{s.handedOver(delegate.user, delegate.by.user, formatMoment(delegate.until, now))}</p>
      )}
      {(claim !== null || live) && <p>{claim ?? free}</p>}
    </div>
  )
}

function Body(props: {
  readonly opened: Opened
  readonly shown: View
  readonly state: View
  readonly live: boolean
}) {
  const { opened, shown, state } = props
  const { Banner, nameOf } = useApprovalsHost()
  const { content } = shown
  const { recommendation } = kindWordsOf[content.kind]
  const name = content.kind === 'prior_authorization' ? nameOf(content.subject) : null
  return (
    <div className="ap-panel-scroll" tabIndex={0} role="group" aria-label={s.label}>
      {content.patientId !== null && <Banner patientId={content.patientId} />}
      {opened.newer !== null && (
        <div className="ap-changed" role="alert">
          <span>{s.changed}</span>
          <Button label={s.showChanged} shortcut={actKeys.look} onPress={() => review.takeNewer()} />
        </div>
      )}
      {opened.phase === 'failed' && (
        <div className="ap-changed" role="alert">
          <span>{opened.failure}</span>
          <Button label={s.again} onPress={() => review.again()} />
        </div>
      )}
      <div className="ap-subject">
        <h2 className="ap-subject-name selectable">{content.subject}</h2>
        {content.urgent && <Chip tone="danger" text={approvalStrings.urgent} />}
        {content.fourEyes && <Chip tone="plain" text={approvalStrings.fourEyes} />}
        {state.escalationLevel > 0 && (
          <Chip tone="doubt" text={approvalStrings.escalated(state.escalationLevel)} />
        )}
      </div>
      {name !== null && <p className="ap-subject-gloss">{name}</p>}
      <Holder state={state} />
      <Standing state={state} live={props.live} />
      {recommendation !== null && <Advice content={content} heading={recommendation} />}
      <Facts shown={shown} />
      <RequestBasis content={content} />
      <RequestExchange exchange={shown.exchange} />
      <RequestHistory timeline={state.timeline} />
    </div>
  )
}

/** The opened request: everything that a reviewer is shown of it, and what can be done with it. */
export function RequestPanel(props: { readonly possible: Possible; readonly live: boolean }) {
  const opened = useStore(review.store, (state) => state.opened)
  const state = opened === null ? null : stateOf(opened)
  return (
    <aside className="ap-panel" aria-label={s.label}>
      {opened === null ? (
        <Empty kind="nothing" title={s.choose.title} text={s.choose.text} />
      ) : opened.phase === 'gone' ? (
        <Empty kind="nothing" title={s.gone} text={s.goneText} />
      ) : opened.shown === null || state === null ? (
        opened.phase === 'failed' ? (
          <Empty kind="failed" title={s.failed} text={opened.failure ?? ''}>
            <Button label={s.again} onPress={() => review.again()} />
          </Empty>
        ) : (
          <Empty kind="loading" title={s.reading} />
        )
      ) : (
        <>
          <Body
            key={opened.id}
            opened={opened}
            shown={opened.shown.approval}
            state={state}
            live={props.live}
          />
          <RequestActions state={state} possible={props.possible} live={props.live} />
        </>
      )}
    </aside>
  )
}
