import { figureStrings as s } from '@renderer/features/population/strings-figures.ts'
import type { Figures } from '@renderer/features/population/use-figures.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import './figures.css'

/** What is said while figures are not there, or are from before; nothing when they are current. */
export function FiguresState(props: { readonly figures: Figures<unknown> }) {
  const { value, problem, retry } = props.figures
  if (value === null && problem === null) return <Empty kind="loading" title={s.loading} />
  if (problem === null) return null
  if (value !== null)
    return (
      <p className="risk-silent" role="status">
        {s.stale(problem)}
      </p>
    )
  return (
    <Empty kind="failed" title={s.failed} text={problem}>
      <Button label={s.again} onPress={retry} />
    </Empty>
  )
}

/** One figure with its name. */
export function Figure(props: { readonly label: string; readonly value: string; readonly hint?: string }) {
  return (
    <div className="fig">
      <span className="fig-note">{props.label}</span>
      <span className="fig-value">{props.value}</span>
      {props.hint !== undefined && <span className="fig-note">{props.hint}</span>}
    </div>
  )
}
