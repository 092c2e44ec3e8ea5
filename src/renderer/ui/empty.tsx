import type { ReactNode } from 'react'
import './empty.css'

/** An empty place: what is the case, and what would appear here. `failed` looks nothing like `nothing`. */
export function Empty(props: {
  readonly kind: 'nothing' | 'failed' | 'loading'
  readonly title: string
  readonly text?: string
  readonly children?: ReactNode
}) {
  return (
    <div className="empty" data-kind={props.kind} role={props.kind === 'failed' ? 'alert' : undefined}>
      <p className="empty-title">{props.title}</p>
      {props.text !== undefined && <p className="empty-text">{props.text}</p>}
      {props.children}
    </div>
  )
}
