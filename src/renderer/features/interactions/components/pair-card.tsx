import { useState } from 'react'
import type { Cell } from '@renderer/features/interactions/matrix.ts'
import { cardStrings as s } from '@renderer/features/interactions/strings-finding.ts'
import { matrixStrings } from '@renderer/features/interactions/strings.ts'
import { Button } from '@renderer/ui/button.tsx'

/** A pair without a finding: nothing found, being asked about, or could not be checked, each in its own words. */
export function PairCard(props: {
  readonly a: string
  readonly b: string
  readonly cell: Exclude<Cell, { kind: 'finding' }>
  readonly version: string
  /** Why the whole list could not be checked, if so. */
  readonly failure: string | null
  readonly onRetry: () => Promise<void>
}) {
  const { cell } = props
  const [trying, setTrying] = useState(false)
  const retry = cell.kind === 'unchecked' && cell.unchecked?.retry === true
  return (
    <div className="ix-card-plain" data-kind={cell.kind}>
      <h2 className="ix-card-title">{matrixStrings.and(props.a, props.b)}</h2>
      <p className="ix-card-severity">{s[cell.kind].title}</p>
      {cell.kind === 'clear' && <p>{cell.adviceOnly ? s.clear.adviceOnly : s.clear.text(props.version)}</p>}
      {cell.kind === 'asking' && <p>{s.asking.text}</p>}
      {cell.kind === 'unchecked' && (
        <>
          {(cell.unchecked !== null || props.failure !== null) && (
            <p className="selectable">{cell.unchecked?.sentence ?? props.failure}</p>
          )}
          <p>{s.unchecked.text}</p>
        </>
      )}
      {retry && (
        <Button
          label={s.unchecked.retry}
          busyLabel={trying ? s.unchecked.trying : null}
          onPress={() => {
            setTrying(true)
            void props.onRetry().finally(() => setTrying(false))
          }}
        />
      )}
      {cell.inGroup && <p className="ix-muted">{matrixStrings.inGroup}</p>}
    </div>
  )
}
