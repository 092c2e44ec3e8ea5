import { useState } from 'react'
import { useStore } from 'zustand'
import { DialogForm } from './dialog-form.tsx'
import { ReasonForm } from './reason-form.tsx'
import { board, care, closeDialog, untickAll, type DialogState } from '@renderer/features/population/desk.ts'
import { managerText } from '@renderer/features/population/describe.ts'
import { careStrings } from '@renderer/features/population/strings-care.ts'
import { useCare } from '@renderer/features/population/use-care.ts'
import { usePopulationHost } from '@renderer/features/population/use-host.ts'
import type { CareRecord } from '@shared/features/population/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments } from '@renderer/ui/choices.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { hubTime } from '@renderer/ui/ticker.ts'

const s = careStrings.dialog
const DAY_MS = 86_400_000
/** More names than this are no quick choice. */
const MOST_KNOWN = 12
const noNames: readonly string[] = []

type Patients = DialogState['patients']

/** Who it is about: a number, or how many. */
function whoOf(patients: Patients): string {
  return s.who(patients.length, patients[0]?.patientId ?? '')
}

/** Whom others had changed since they were seen here, as they are now; nothing of theirs was overwritten. */
function ChangedMeanwhile(props: {
  readonly changed: readonly CareRecord[]
  readonly done: number
  readonly onAgain: () => void
}) {
  const { changed } = props
  const { user } = usePopulationHost()
  const busy = useStore(care.store, (state) => state.busy === 'assign')
  const problem = useStore(care.store, (state) => state.problem)
  return (
    <DialogForm
      problem={problem}
      submit={s.assign.again(changed.length)}
      sending={busy ? s.assign.sending : null}
      onSubmit={props.onAgain}
      onClose={closeDialog}
      close={s.assign.leave}
    >
      <p role="status">{s.assign.changed(changed.length, props.done)}</p>
      <ul className="assign-changed" tabIndex={0} aria-label={s.assign.changedLabel}>
        {changed.map(({ patientId, manager }) => (
          <li key={patientId} className="selectable">
            {s.assign.now(patientId, managerText(manager, user))}
          </li>
        ))}
      </ul>
    </DialogForm>
  )
}

/** Hands one or many to a care manager; who was changed by others meanwhile is named and left as he is. */
export function AssignDialog(props: { readonly patients: Patients }) {
  const { user } = usePopulationHost()
  const busy = useStore(care.store, (state) => state.busy === 'assign')
  const problem = useStore(care.store, (state) => state.problem)
  const known = useStore(board.store, ({ page }) => page?.choices.careManagers ?? noNames)
  const [manager, setManager] = useState('')
  const [tried, setTried] = useState(false)
  const [left, setLeft] = useState<{
    readonly changed: readonly CareRecord[]
    readonly to: string | null
    readonly done: number
  } | null>(null)
  const assign = async (patients: Patients, to: string | null): Promise<void> => {
    const changed = await care.assign(patients, to)
    if (changed === null) return
    untickAll()
    if (changed.length === 0) closeDialog()
    else setLeft({ changed, to, done: patients.length - changed.length })
  }
  const send = (): void => {
    setTried(true)
    if (manager.trim() !== '') void assign(props.patients, manager.trim())
  }
  const choices = [...new Set([user, ...known])].filter((name) => name !== '').slice(0, MOST_KNOWN)
  return (
    <Dialog title={s.assign.title(whoOf(props.patients))} open onClose={closeDialog}>
      {left !== null ? (
        <ChangedMeanwhile
          changed={left.changed}
          done={left.done}
          onAgain={() => void assign(left.changed, left.to)}
        />
      ) : (
        <DialogForm
          problem={problem}
          submit={s.assign.submit}
          sending={busy ? s.assign.sending : null}
          onSubmit={send}
          onClose={closeDialog}
          more={
            <Button label={s.assign.nobody} kind="quiet" onPress={() => void assign(props.patients, null)} />
          }
        >
          <TextField
            label={s.assign.manager}
            value={manager}
            onChange={setManager}
            maxLength={120}
            problem={tried && manager.trim() === '' ? s.assign.needed : null}
            autoFocus
          />
          <div className="pick" role="group" aria-label={s.assign.known}>
            {choices.map((name) => (
              <Button
                key={name}
                label={name === user ? s.assign.me : name}
                pressed={manager === name}
                onPress={() => setManager(name)}
              />
            ))}
          </div>
        </DialogForm>
      )}
    </Dialog>
  )
}

const spans = ['1', '7', '30', '90'] as const
type Span = (typeof spans)[number]

function SnoozeForm(props: { readonly patientId: string }) {
  const busy = useStore(care.store, (state) => state.busy === 'snooze')
  const problem = useStore(care.store, (state) => state.problem)
  const [span, setSpan] = useState<Span>('7')
  const send = (reason: string): void => {
    const until = hubTime() + Number(span) * DAY_MS
    void care.snooze(props.patientId, until, reason).then((done) => done && closeDialog())
  }
  return (
    <ReasonForm
      label={s.snooze.reason}
      needed={s.snooze.needed}
      problem={problem}
      submit={s.snooze.submit}
      sending={busy ? s.snooze.sending : null}
      onSend={send}
      onClose={closeDialog}
    >
      <p className="dialog-note">{s.snooze.text}</p>
      <Segments
        label={s.snooze.until}
        value={span}
        choices={spans.map((value) => ({ value, label: s.snooze.spans[value] }))}
        onChange={setSpan}
      />
    </ReasonForm>
  )
}

function WakeForm(props: { readonly patientId: string }) {
  const busy = useStore(care.store, (state) => state.busy === 'snooze')
  const problem = useStore(care.store, (state) => state.problem)
  return (
    <ReasonForm
      label={s.snooze.reason}
      needed={s.snooze.needed}
      problem={problem}
      submit={s.snooze.wake}
      sending={busy ? s.snooze.waking : null}
      onSend={(reason) =>
        void care.snooze(props.patientId, null, reason).then((done) => done && closeDialog())
      }
      onClose={closeDialog}
    >
      <p className="dialog-note">{s.snooze.wakeText}</p>
    </ReasonForm>
  )
}

/** Keeps a patient from lists for a time, or brings him back. */
export function SnoozeDialog(props: { readonly patientId: string }) {
  const { patientId } = props
  const { record, problem } = useCare(patientId)
  const asleep = (record?.snooze?.until ?? 0) > hubTime()
  const title = asleep ? s.snooze.wakeTitle(patientId) : s.snooze.title(patientId)
  return (
    <Dialog title={title} open onClose={closeDialog}>
      {record === null ? (
        <>
          <p className={problem === null ? 'dialog-note' : 'field-problem'} role="status">
            {problem ?? careStrings.loading}
          </p>
          <div className="dialog-actions">
            <Button label={s.cancel} kind="quiet" onPress={closeDialog} />
          </div>
        </>
      ) : asleep ? (
        <WakeForm patientId={patientId} />
      ) : (
        <SnoozeForm patientId={patientId} />
      )}
    </Dialog>
  )
}
