import type { ReactNode } from 'react'
import { Button } from './button.tsx'

/**
 * What stands in a dialog that asks before it does something: the fields, why it was not done, and both ways out.
 * Enter in a line of text confirms as well.
 */
export function ConfirmForm(props: {
  readonly confirm: string
  /** The label while it is under way; null while it is not. */
  readonly busyLabel: string | null
  readonly cancel: string
  readonly kind: 'primary' | 'danger'
  /** Something that is needed is not there yet. */
  readonly incomplete?: boolean
  readonly problem: string | null
  readonly onConfirm: () => void
  readonly onCancel: () => void
  /** Other ways than the two, before them. */
  readonly more?: ReactNode
  readonly children?: ReactNode
}) {
  const incomplete = props.incomplete ?? false
  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!incomplete && props.busyLabel === null) props.onConfirm()
      }}
    >
      {props.children}
      {props.problem !== null && (
        <p className="field-problem" role="alert">
          {props.problem}
        </p>
      )}
      <div className="dialog-actions">
        {props.more}
        <Button label={props.cancel} kind="quiet" onPress={props.onCancel} />
        <Button
          label={props.confirm}
          kind={props.kind}
          disabled={incomplete}
          busyLabel={props.busyLabel}
          onPress={props.onConfirm}
        />
      </div>
      <input type="submit" hidden />
    </form>
  )
}
