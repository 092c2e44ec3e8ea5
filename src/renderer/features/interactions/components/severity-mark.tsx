import { matrixStrings as s } from '@renderer/features/interactions/strings.ts'
import type { InteractionSeverity } from '@shared/features/interactions/model.ts'
import './severity-mark.css'

const shapes: Readonly<Record<InteractionSeverity, string>> = {
  contraindicated: 'M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6Z',
  major: 'M12 2.5 22.5 21.5H1.5Z',
  moderate: 'M12 1.5 22.5 12 12 22.5 1.5 12Z',
  minor: 'M12 2.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 1 1 0-19Z',
}

/** The mark of a severity: form, letters and colour together, never colour alone. Its meaning is told beside it. */
export function SeverityMark(props: { readonly severity: InteractionSeverity; readonly letters?: boolean }) {
  const { severity } = props
  return (
    <span className="severity" data-severity={severity} aria-hidden="true">
      <svg className="severity-shape" viewBox="0 0 24 24" focusable="false">
        <path d={shapes[severity]} />
      </svg>
      {props.letters === true && <span className="severity-letters">{s.marks[severity]}</span>}
    </span>
  )
}
