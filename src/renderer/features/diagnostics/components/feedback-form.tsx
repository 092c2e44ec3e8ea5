import { useState } from 'react'
import { useStore } from 'zustand'
import { desk } from '@renderer/features/diagnostics/desk.ts'
import { resultStrings } from '@renderer/features/diagnostics/strings-result.ts'
import { useDiagnosticsHost } from '@renderer/features/diagnostics/use-host.ts'
import type { Run } from '@shared/features/diagnostics/contract.ts'
import type { Feedback } from '@shared/features/diagnostics/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments, Switch } from '@renderer/ui/choices.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { hubTime } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'

const s = resultStrings.feedback
const MOST = 200
const verdicts = [
  { value: 'right', label: s.verdicts.right },
  { value: 'partly', label: s.verdicts.partly },
  { value: 'wrong', label: s.verdicts.wrong },
] as const

function Given(props: { readonly feedback: Feedback }) {
  const { verdict, useful, finally: inTheEnd, by, at } = props.feedback
  return (
    <p className="selectable">
      {s.given(s.verdicts[verdict], by.user, formatMoment(at, hubTime()))}{' '}
      {useful ? s.wasUseful : s.wasNotUseful} {inTheEnd !== null && s.wasFinally(inTheEnd)}
    </p>
  )
}

function Form(props: { readonly before: Feedback | null; readonly onDone: () => void }) {
  const { before } = props
  const { linkLost } = useDiagnosticsHost()
  const busy = useStore(desk.store, (state) => state.busy === 'feedback')
  const [verdict, setVerdict] = useState<Feedback['verdict'] | null>(before?.verdict ?? null)
  const [useful, setUseful] = useState(before?.useful ?? false)
  const [inTheEnd, setInTheEnd] = useState(before?.finally ?? '')
  const save = async (): Promise<void> => {
    if (verdict === null) return
    const text = inTheEnd.trim()
    if (await desk.feedback({ verdict, useful, finally: text === '' ? null : text })) props.onDone()
  }
  return (
    <div className="dx-feedback-form">
      <Segments<Feedback['verdict'] | ''>
        label={s.verdict}
        value={verdict ?? ''}
        choices={verdicts}
        onChange={(next) => {
          if (next !== '') setVerdict(next)
        }}
      />
      <Switch selected={useful} onChange={setUseful}>
        {s.useful}
      </Switch>
      <div className="dx-finally">
        <TextField
          label={s.finally}
          hint={s.finallyHint}
          value={inTheEnd}
          onChange={setInTheEnd}
          maxLength={MOST}
        />
      </div>
      <div className="dx-feedback-buttons">
        <Button
          label={s.save}
          kind="primary"
          busyLabel={busy ? s.saving : null}
          disabled={verdict === null || linkLost !== null}
          onPress={() => void save()}
        />
        {before !== null && <Button label={s.keep} kind="quiet" onPress={props.onDone} />}
        {verdict === null && <span className="dx-muted">{s.choose}</span>}
      </div>
    </div>
  )
}

/** What it was in the end: said once, changeable, counted in the figures. */
export function FeedbackForm(props: { readonly run: Run }) {
  const { fullFeedback } = props.run
  const { rights } = useDiagnosticsHost()
  const [changing, setChanging] = useState(false)
  return (
    <section className="dx-part dx-feedback" aria-label={s.title}>
      <h2>{s.title}</h2>
      {fullFeedback !== null && !changing && <Given feedback={fullFeedback} />}
      {fullFeedback === null && !rights.run && <p className="dx-muted">{s.none}</p>}
      {rights.run && fullFeedback !== null && !changing && (
        <div>
          <Button label={s.change} kind="quiet" onPress={() => setChanging(true)} />
        </div>
      )}
      {rights.run && (fullFeedback === null || changing) && (
        <Form before={fullFeedback} onDone={() => setChanging(false)} />
      )}
    </section>
  )
}
