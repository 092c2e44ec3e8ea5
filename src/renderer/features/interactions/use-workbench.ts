import { useMemo } from 'react'
import { useStore } from 'zustand'
import { idsOf, type CheckDesk, type CheckState } from './check-desk.ts'
import { pairKey } from './check-result.ts'
import { findingName } from './decisions.ts'
import { nameOf } from './describe.ts'
import { cellsOf, tallyOf, type Cell, type Cells, type MatrixPlace, type Tally } from './matrix.ts'
import type { CheckResult, Finding } from '@shared/features/interactions/check.ts'

/** What the card shows: a finding, or a pair without one. */
export type Shown =
  | { readonly kind: 'finding'; readonly finding: Finding; readonly name: string }
  | {
      readonly kind: 'pair'
      readonly a: number
      readonly b: number
      readonly cell: Exclude<Cell, { kind: 'finding' }>
    }

export interface Workbench {
  readonly state: CheckState
  readonly ids: readonly number[]
  readonly names: readonly string[]
  readonly answered: { readonly result: CheckResult; readonly cells: Cells; readonly tally: Tally } | null
  readonly shown: Shown | null
  /** The cell that belongs to what is shown; null when there is none. */
  readonly place: MatrixPlace | null
}

/** The selected finding or pair; without one that still exists, the worst finding. */
export function shownOf(
  { selected }: CheckState,
  result: CheckResult,
  cells: Cells,
  ids: readonly number[],
): Shown | null {
  if (selected?.kind === 'pair') {
    const [a, b] = selected.ids.map((id) => ids.indexOf(id)).sort((one, other) => one - other)
    const cell = a === undefined || b === undefined ? undefined : cells.get(pairKey(a, b))
    if (cell?.kind === 'finding')
      return { kind: 'finding', finding: cell.finding, name: findingName(cell.finding, ids) }
    if (cell !== undefined && a !== undefined && b !== undefined) return { kind: 'pair', a, b, cell }
  }
  const finding =
    (selected?.kind === 'finding'
      ? result.findings.find((each) => findingName(each, ids) === selected.name)
      : undefined) ?? result.findings[0]
  return finding === undefined ? null : { kind: 'finding', finding, name: findingName(finding, ids) }
}

function placeOf(shown: Shown | null): MatrixPlace | null {
  if (shown?.kind === 'pair') return { row: shown.b, column: shown.a }
  const [a, b, ...more] = [...new Set(shown?.finding.drugs)].sort((one, other) => one - other)
  return a === undefined || b === undefined || more.length > 0 ? null : { row: b, column: a }
}

/** Everything that the check of a list shows, derived from its desk. */
export function useWorkbench(desk: CheckDesk): Workbench {
  const state = useStore(desk.store)
  const { entries, recognitions, result } = state
  const ids = useMemo(() => idsOf(entries), [entries])
  const names = useMemo(
    () => entries.map(({ id, drug }) => nameOf(drug, recognitions.get(id) ?? null)),
    [entries, recognitions],
  )
  const answered = useMemo(() => {
    if (result === null) return null
    const cells = cellsOf(result, entries.length)
    return { result, cells, tally: tallyOf(result, cells) }
  }, [result, entries.length])
  const shown = answered === null ? null : shownOf(state, answered.result, answered.cells, ids)
  return { state, ids, names, answered, shown, place: placeOf(shown) }
}
