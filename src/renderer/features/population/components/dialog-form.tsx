import type { ReactNode } from 'react'
import { careStrings } from '@renderer/features/population/strings-care.ts'
import { ConfirmForm } from '@renderer/ui/confirm-form.tsx'

/** A form of a dialog of this feature: what was not done is said in it, and what was typed stays. */
export function DialogForm(props: {
  readonly problem: string | null
  readonly submit: string
  readonly sending: string | null
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly more?: ReactNode
  /** What closing it means; "Cancel" unless something is done already. */
  readonly close?: string
  readonly children: ReactNode
}) {
  return (
    <ConfirmForm
      confirm={props.submit}
      busyLabel={props.sending}
      cancel={props.close ?? careStrings.dialog.cancel}
      kind="primary"
      problem={props.problem}
      onConfirm={props.onSubmit}
      onCancel={props.onClose}
      more={props.more}
    >
      {props.children}
    </ConfirmForm>
  )
}
