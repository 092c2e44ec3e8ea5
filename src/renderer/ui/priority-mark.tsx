import type { Priority } from '@shared/clinical/priority.ts'
import './priority-mark.css'

export type MarkKind = Priority | 'technical'

const shapes: Readonly<Record<MarkKind, string>> = {
  high: 'M12 2.5 22.5 21.5H1.5Z',
  medium: 'M12 1.5 22.5 12 12 22.5 1.5 12Z',
  low: 'M12 2.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 1 1 0-19Z',
  technical: 'M1 8.5h22v7H1Z',
}
const bangs: Readonly<Record<MarkKind, string>> = { high: '!!!', medium: '!!', low: '!', technical: '' }

/**
 * The mark of a priority after IEC 60601-1-8: form, sign and colour together, never colour alone. Filled while it
 * calls, hollow once somebody has acknowledged. Only the mark moves; the text beside it never does.
 */
export function PriorityMark(props: {
  readonly kind: MarkKind
  readonly calling: boolean
  readonly withSign?: boolean
}) {
  const { kind, calling, withSign = false } = props
  return (
    <span className="mark" data-kind={kind} data-calling={calling} aria-hidden="true">
      <svg className="mark-shape" viewBox="0 0 24 24" focusable="false">
        <path d={shapes[kind]} />
      </svg>
      {withSign && <span className="mark-sign">{bangs[kind]}</span>}
    </span>
  )
}
