import { useState, type ReactNode } from 'react'
import { DialogForm } from './dialog-form.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

/** As the contract asks of every reason that goes on record. */
const LEAST_REASON = 5
const MOST_REASON = 500

/** A form of a dialog that sends nothing without a reason. */
export function ReasonForm(props: {
  readonly label: string
  /** What is said while the reason is too short. */
  readonly needed: string
  readonly problem: string | null
  readonly submit: string
  readonly sending: string | null
  readonly onSend: (reason: string) => void
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const short = reason.trim().length < LEAST_REASON
  const send = (): void => {
    setTried(true)
    if (!short) props.onSend(reason.trim())
  }
  return (
    <DialogForm
      problem={props.problem}
      submit={props.submit}
      sending={props.sending}
      onSubmit={send}
      onClose={props.onClose}
    >
      {props.children}
      <TextField
        label={props.label}
        value={reason}
        onChange={setReason}
        maxLength={MOST_REASON}
        problem={tried && short ? props.needed : null}
        autoFocus
      />
    </DialogForm>
  )
}
