import { useState } from 'react'
import { useStore } from 'zustand'
import { DialogForm } from './dialog-form.tsx'
import { dayAfter, isDay } from '@renderer/features/population/day-input.ts'
import { care, closeDialog } from '@renderer/features/population/desk.ts'
import { careStrings } from '@renderer/features/population/strings-care.ts'
import type { OutreachNote } from '@shared/features/population/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments, Switch } from '@renderer/ui/choices.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { hubTime } from '@renderer/ui/ticker.ts'

const s = careStrings.dialog
const kinds = ['call', 'message', 'visit', 'other'] as const satisfies readonly OutreachNote['kind'][]
const spans = ['1', '7', '14', '30'] as const
const MOST_TEXT = 2_000

/** Writes a contact down. Its id is made once, so that sending it again writes it once. */
export function OutreachDialog(props: { readonly patientId: string }) {
  const { patientId } = props
  const busy = useStore(care.store, (state) => state.busy === 'outreach')
  const problem = useStore(care.store, (state) => state.problem)
  const [id] = useState(() => crypto.randomUUID())
  const [kind, setKind] = useState<OutreachNote['kind']>('call')
  const [reached, setReached] = useState(true)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const send = (): void => {
    setTried(true)
    if (text.trim() === '') return
    void care
      .outreach(patientId, { id, kind, reached, text: text.trim() })
      .then((done) => done && closeDialog())
  }
  return (
    <Dialog title={s.outreach.title(patientId)} open onClose={closeDialog}>
      <DialogForm
        problem={problem}
        submit={s.outreach.submit}
        sending={busy ? s.outreach.sending : null}
        onSubmit={send}
        onClose={closeDialog}
      >
        <Segments
          label={s.outreach.kind}
          value={kind}
          choices={kinds.map((value) => ({ value, label: careStrings.kinds[value] }))}
          onChange={setKind}
        />
        <Switch selected={reached} onChange={setReached}>
          {s.outreach.reached}
        </Switch>
        <TextField
          label={s.outreach.text}
          kind="area"
          value={text}
          onChange={setText}
          maxLength={MOST_TEXT}
          problem={tried && text.trim() === '' ? s.outreach.needed : null}
          autoFocus
        />
      </DialogForm>
    </Dialog>
  )
}

/** When the patient is to be spoken to next. */
export function ContactDialog(props: { readonly patientId: string }) {
  const { patientId } = props
  const busy = useStore(care.store, (state) => state.busy === 'contact')
  const problem = useStore(care.store, (state) => state.problem)
  const [day, setDay] = useState('')
  const [tried, setTried] = useState(false)
  const set = (date: string | null): void => {
    void care.nextContact(patientId, date).then((done) => done && closeDialog())
  }
  const send = (): void => {
    setTried(true)
    if (isDay(day.trim())) set(day.trim())
  }
  return (
    <Dialog title={s.contact.title(patientId)} open onClose={closeDialog}>
      <DialogForm
        problem={problem}
        submit={s.contact.submit}
        sending={busy ? s.contact.sending : null}
        onSubmit={send}
        onClose={closeDialog}
        more={<Button label={s.contact.none} kind="quiet" onPress={() => set(null)} />}
      >
        <TextField
          label={s.contact.day}
          value={day}
          onChange={setDay}
          maxLength={10}
          problem={tried && !isDay(day.trim()) ? s.contact.bad : null}
          autoFocus
        />
        <div className="pick" role="group" aria-label={s.contact.spans}>
          {spans.map((span) => (
            <Button
              key={span}
              label={s.contact.in[span]}
              onPress={() => setDay(dayAfter(hubTime(), Number(span)))}
            />
          ))}
        </div>
      </DialogForm>
    </Dialog>
  )
}
