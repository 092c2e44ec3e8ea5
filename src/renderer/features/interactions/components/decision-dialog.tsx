import { useState } from 'react'
import { Label } from 'react-aria-components/Label'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { useStore } from 'zustand'
import { StandingNote } from './finding-card.tsx'
import { SeverityMark } from './severity-mark.tsx'
import { idsOf, type CheckDesk } from '@renderer/features/interactions/check-desk.ts'
import { findingName, overrideProblem, toDecide } from '@renderer/features/interactions/decisions.ts'
import { findingTitle, nameOf } from '@renderer/features/interactions/describe.ts'
import {
  cardStrings,
  decisionStrings as s,
  reasonWords,
  severityWords,
} from '@renderer/features/interactions/strings-finding.ts'
import type { Finding } from '@shared/features/interactions/check.ts'
import { OverrideReason } from '@shared/features/interactions/governance.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { say } from '@renderer/ui/toast-store.ts'
import './decision-dialog.css'

function Warning(props: { readonly finding: Finding }) {
  const { finding } = props
  return (
    <div className="ix-warning">
      <p className="ix-warning-pair">
        <SeverityMark severity={finding.severity} letters />
        <span className="selectable">{findingTitle(finding)}</span>
      </p>
      <StandingNote finding={finding} />
      <p className="selectable">{finding.effect}</p>
      {finding.action !== '' && (
        <div className="ix-action">
          <h3>{cardStrings.action}</h3>
          <p className="selectable">{finding.action}</p>
        </div>
      )}
    </div>
  )
}

/** Reason and words; what was typed stays when it could not be recorded. */
function OverrideForm(props: {
  readonly desk: CheckDesk
  readonly finding: Finding
  readonly onBack: () => void
}) {
  const [reason, setReason] = useState<OverrideReason | null>(null)
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const problem = overrideProblem(reason, words)
  const save = async (): Promise<void> => {
    setTried(true)
    if (busy || reason === null || problem !== null) return
    setBusy(true)
    const failed = await props.desk.override(props.finding, reason, words)
    setBusy(false)
    setFailure(failed)
    if (failed === null) say('told', s.overridden)
  }
  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <RadioGroup
        className="radio-group"
        value={reason}
        onChange={(value) => setReason(OverrideReason.safeParse(value).data ?? null)}
      >
        <Label className="field-label">{s.reason}</Label>
        <div className="ix-reasons">
          {OverrideReason.options.map((each, index) => (
            <Radio key={each} value={each} className="ix-reason" autoFocus={index === 0}>
              <span className="ix-reason-dot" aria-hidden="true" />
              {reasonWords[each]}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <TextField
        label={s.words}
        kind="area"
        value={words}
        onChange={setWords}
        maxLength={500}
        hint={s.wordsHint}
        problem={tried && problem === 'words-needed' ? s.problems[problem] : null}
      />
      {tried && problem === 'reason-needed' && (
        <p className="field-problem" role="alert">
          {s.problems[problem]}
        </p>
      )}
      {failure !== null && (
        <p className="field-problem" role="alert">
          {failure}
        </p>
      )}
      <div className="dialog-actions">
        <Button label={s.back} kind="quiet" onPress={props.onBack} />
        <Button
          label={s.confirm}
          kind="danger"
          busyLabel={busy ? s.confirming : null}
          onPress={() => void save()}
        />
      </div>
      <input type="submit" hidden />
    </form>
  )
}

function Choices(props: {
  readonly desk: CheckDesk
  readonly finding: Finding
  readonly onGoOn: () => void
}) {
  const { desk, finding } = props
  const entries = useStore(desk.store, (state) => state.entries)
  const recognitions = useStore(desk.store, (state) => state.recognitions)
  const concerned = [...new Set(finding.drugs)].flatMap((place) => {
    const entry = entries[place]
    return entry === undefined ? [] : [entry]
  })
  const takeOff = async (id: number): Promise<void> => {
    const failed = await desk.accept(finding, id)
    if (failed !== null) say('failed', s.notRecorded(failed))
  }
  return (
    <div className="ix-choices">
      {concerned.map(({ id, drug }, index) => (
        <Button
          key={id}
          label={s.takeOff(nameOf(drug, recognitions.get(id) ?? null))}
          kind={index === concerned.length - 1 ? 'primary' : 'plain'}
          onPress={() => void takeOff(id)}
        />
      ))}
      <span className="ix-choices-rest">
        <Button label={s.later} kind="quiet" onPress={desk.decideLater} />
        <Button label={s.goOn} kind="danger" onPress={props.onGoOn} />
      </span>
    </div>
  )
}

function Decide(props: { readonly desk: CheckDesk; readonly finding: Finding }) {
  const [goingOn, setGoingOn] = useState(false)
  return (
    <>
      <Warning finding={props.finding} />
      {goingOn ? (
        <OverrideForm desk={props.desk} finding={props.finding} onBack={() => setGoingOn(false)} />
      ) : (
        <Choices desk={props.desk} finding={props.finding} onGoOn={() => setGoingOn(true)} />
      )}
    </>
  )
}

/** Stops the work for the worst interrupting finding that nobody has decided about; one after the other. */
export function DecisionDialog(props: { readonly desk: CheckDesk }) {
  const { desk } = props
  const { result, entries, decisions } = useStore(desk.store)
  const ids = idsOf(entries)
  const waiting = toDecide(result?.findings ?? [], ids, decisions)
  const [finding] = waiting
  if (finding === undefined) return null
  return (
    <Dialog title={s.title(severityWords[finding.severity])} open onClose={desk.decideLater}>
      {waiting.length > 1 && <p className="dialog-note">{s.more(waiting.length - 1)}</p>}
      <Decide key={findingName(finding, ids)} desk={desk} finding={finding} />
    </Dialog>
  )
}
