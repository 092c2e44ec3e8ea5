import { X } from 'lucide-react'
import type { Entry } from '@renderer/features/diagnostics/catalogue.ts'
import type { EnteredLine } from '@renderer/features/diagnostics/findings-draft.ts'
import { findingStrings as s } from '@renderer/features/diagnostics/strings-findings.ts'

/** What has been entered; with `onRemove` each line can be made unknown again. */
export function EnteredList(props: {
  readonly lines: readonly EnteredLine[]
  readonly onRemove?: (entry: Entry) => void
}) {
  const { lines, onRemove } = props
  if (lines.length === 0) return <p className="dx-muted">{s.entered.none}</p>
  return (
    <ul className="dx-entered-lines">
      {lines.map(({ entry, words, absent, problem }) => (
        <li key={entry.key} data-bad={problem !== null}>
          <span className="dx-entered-name">{entry.label}</span>
          <span className="dx-entered-value" data-absent={absent}>
            {words}
          </span>
          {onRemove !== undefined && (
            <button
              type="button"
              className="button dx-remove"
              data-kind="quiet"
              aria-label={s.entered.remove(entry.label)}
              onClick={() => onRemove(entry)}
            >
              <X aria-hidden="true" />
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
