import type { ReactNode } from 'react'
import './button.css'

export interface ButtonProps {
  readonly label: string
  /** The accessible name where the same label stands on several buttons; begins with the label. */
  readonly name?: string
  /** The key that does the same; shown beside the label and told to assistive technology. */
  readonly shortcut?: string
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly icon?: ReactNode
  /** Set while the action is under way; the label then says so. */
  readonly busyLabel?: string | null
  readonly disabled?: boolean
  /** Out of the tab order, where a key or another control does the same (rows of a grid). */
  readonly untabbed?: boolean
  readonly pressed?: boolean
  readonly onPress: () => void
}

/** A button with an optional key hint. Its accessible name is the label alone, unless `name` says more. */
export function Button(props: ButtonProps) {
  const busy = props.busyLabel !== undefined && props.busyLabel !== null
  return (
    <button
      type="button"
      className="button"
      data-kind={props.kind ?? 'plain'}
      aria-label={props.name}
      aria-keyshortcuts={props.shortcut}
      aria-pressed={props.pressed}
      aria-disabled={busy || undefined}
      disabled={props.disabled}
      tabIndex={props.untabbed === true ? -1 : undefined}
      onClick={(event) => {
        event.stopPropagation()
        if (!busy) props.onPress()
      }}
    >
      {props.icon}
      <span>{busy ? props.busyLabel : props.label}</span>
      {props.shortcut !== undefined && (
        <kbd className="key-hint" aria-hidden="true">
          {props.shortcut}
        </kbd>
      )}
    </button>
  )
}
