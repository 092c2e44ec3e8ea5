import { useState } from 'react'
import { SeverityMark } from './severity-mark.tsx'
import { ruleStrings as s } from '@renderer/features/interactions/strings-governance.ts'
import { reasonWords, severityWords, tierOf } from '@renderer/features/interactions/strings-finding.ts'
import { screenStrings } from '@renderer/features/interactions/strings.ts'
import { overriddenShare, readDays, reasonsOf } from '@renderer/features/interactions/rule-figures.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { useChanges } from '@renderer/features/interactions/use-changes.ts'
import { useInteractionsHost } from '@renderer/features/interactions/use-host.ts'
import type { RuleFigures } from '@shared/features/interactions/governance.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { ConfirmForm } from '@renderer/ui/confirm-form.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { formatDay } from '@renderer/ui/time-format.ts'
import './governance.css'

const DAY_MS = 86_400_000

function DemoteDialog(props: { readonly rule: RuleFigures; readonly onClose: (done: boolean) => void }) {
  const { rule, onClose } = props
  const [typed, setTyped] = useState('30')
  const [reason, setReason] = useState('')
  const { busy, problem, ask } = useAsked()
  const days = readDays(typed)
  const save = async (): Promise<void> => {
    if (busy || days === null || reason.trim() === '') return
    const reply = await ask('interactions.demote', { key: rule.key, days, reason }, s.dialog.done)
    if (reply.ok) onClose(true)
  }
  return (
    <Dialog title={s.dialog.title(rule.label)} open onClose={() => onClose(false)}>
      <ConfirmForm
        confirm={s.dialog.save}
        busyLabel={busy ? s.dialog.saving : null}
        cancel={s.dialog.cancel}
        kind="danger"
        incomplete={days === null || reason.trim() === ''}
        problem={problem}
        onConfirm={() => void save()}
        onCancel={() => onClose(false)}
      >
        <p className="dialog-note">{s.dialog.note}</p>
        <TextField
          label={s.dialog.days}
          value={typed}
          onChange={setTyped}
          maxLength={3}
          autoFocus
          problem={days === null ? s.dialog.daysProblem : null}
          {...(days === null ? {} : { hint: s.dialog.until(formatDay(Date.now() + days * DAY_MS)) })}
        />
        <TextField
          label={s.dialog.reason}
          kind="area"
          value={reason}
          onChange={setReason}
          maxLength={500}
          hint={s.dialog.reasonHint}
        />
      </ConfirmForm>
    </Dialog>
  )
}

function Demotion(props: {
  readonly rule: RuleFigures
  readonly onDemote: () => void
  readonly onRestore: () => void
}) {
  const { rule } = props
  const { rights } = useInteractionsHost()
  const demoted = rule.demotion !== null && rule.demotion.until > Date.now() ? rule.demotion : null
  return (
    <div className="ix-demotion">
      {demoted === null ? (
        <span>{rule.tier === 'onc-low' ? s.never : s.interrupts}</span>
      ) : (
        <span>
          {s.demotedUntil(formatDay(demoted.until))}
          <span className="ix-muted"> {s.demotedBy(demoted.by.user, demoted.reason)}</span>
        </span>
      )}
      {rights.validate &&
        rule.tier !== 'onc-low' &&
        (demoted === null ? (
          <Button label={s.demote} kind="quiet" onPress={props.onDemote} />
        ) : (
          <Button label={s.restore} kind="quiet" onPress={props.onRestore} />
        ))}
    </div>
  )
}

function Row(props: {
  readonly rule: RuleFigures
  readonly onDemote: () => void
  readonly onRestore: () => void
}) {
  const { rule } = props
  const share = overriddenShare(rule)
  const reasons = reasonsOf(rule)
  return (
    <tr>
      <th scope="row" className="ix-rule-name selectable">
        {rule.label}
        <span className="ix-muted"> {tierOf(rule)}</span>
      </th>
      <td>
        <span className="ix-rule-severity">
          <SeverityMark severity={rule.severity} letters /> {severityWords[rule.severity]}
        </span>
      </td>
      <td className="numeric">{rule.shown}</td>
      <td className="numeric">{rule.accepted}</td>
      <td className="numeric">{rule.overridden}</td>
      <td className="numeric">
        {share === null ? s.noReasons : Math.round(share * 100)}
        {share !== null && <meter className="ix-meter" value={share} aria-hidden="true" />}
      </td>
      <td>
        {reasons.length === 0
          ? s.noReasons
          : reasons.map(([reason, times]) => `${reasonWords[reason]} ${times}`).join(' · ')}
      </td>
      <td>
        <Demotion rule={rule} onDemote={props.onDemote} onRestore={props.onRestore} />
      </td>
    </tr>
  )
}

/** What became of each rule's warnings, the most shown first; pharmacists demote and restore here. */
export function RulesTab() {
  const [again, askAgain] = useChanges('demotions')
  const answer = useRequest('interactions.figures', {}, again)
  const [demoting, setDemoting] = useState<RuleFigures | null>(null)
  const { problem, ask } = useAsked()
  if (answer.phase === 'asking') return <Empty kind="loading" title={screenStrings.loading} />
  if (answer.phase === 'failed') {
    return (
      <Empty kind="failed" title={s.failed} text={answer.failure.message}>
        <Button label={screenStrings.again} onPress={askAgain} />
      </Empty>
    )
  }
  const rules = answer.value.rules.toSorted((a, b) => b.shown - a.shown || b.overridden - a.overridden)
  if (rules.length === 0) return <Empty kind="nothing" title={s.none.title} text={s.none.text} />
  const restore = async (key: string): Promise<void> => {
    if ((await ask('interactions.restore', { key }, s.restored)).ok) askAgain()
  }
  return (
    <div className="ix-scroll" tabIndex={0} role="region" aria-label={s.label}>
      <p className="ix-muted">{s.intro}</p>
      {problem !== null && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="ix-panel">
        <table className="table" aria-label={s.label}>
          <thead>
            <tr>
              <th scope="col">{s.columns.rule}</th>
              <th scope="col">{s.columns.severity}</th>
              <th scope="col" className="numeric">
                {s.columns.shown}
              </th>
              <th scope="col" className="numeric">
                {s.columns.accepted}
              </th>
              <th scope="col" className="numeric">
                {s.columns.overridden}
              </th>
              <th scope="col" className="numeric">
                {s.columns.share}
              </th>
              <th scope="col">{s.columns.reasons}</th>
              <th scope="col">{s.columns.demotion}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <Row
                key={rule.key}
                rule={rule}
                onDemote={() => setDemoting(rule)}
                onRestore={() => void restore(rule.key)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {demoting !== null && (
        <DemoteDialog
          rule={demoting}
          onClose={(done) => {
            setDemoting(null)
            if (done) askAgain()
          }}
        />
      )}
    </div>
  )
}
