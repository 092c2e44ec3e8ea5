import { z } from 'zod'
import { idsOf, type CheckState, type KeptList } from './check-desk.ts'
import { findingName } from './decisions.ts'
import { PatientId } from '@shared/clinical/person.ts'
import { OverrideReason } from '@shared/features/interactions/governance.ts'
import { ListedDrug, PatientContext } from '@shared/features/interactions/model.ts'

const Kept = z.object({
  drugs: z.array(ListedDrug).min(1),
  context: PatientContext,
  patientId: PatientId.nullable(),
  decided: z.array(
    z.object({
      key: z.string(),
      places: z.array(z.number().int().nonnegative()),
      decision: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('later') }),
        z.object({ kind: z.literal('told') }),
        z.object({ kind: z.literal('overridden'), reason: OverrideReason, text: z.string() }),
      ]),
    }),
  ),
})

/**
 * The list of the Interactions screen as a draft of its owner, with what was decided about its warnings: one that
 * nobody has decided about stops whoever brings the list back. Empty for an empty list, and for one too long to keep.
 * @param most characters of the longest draft.
 */
export function keptListOf(
  { entries, context, patientId, result, decisions }: CheckState,
  most: number,
): string {
  if (entries.length === 0) return ''
  const ids = idsOf(entries)
  const decided = (result?.findings ?? []).flatMap((finding) => {
    const decision = decisions.get(findingName(finding, ids))
    return decision === undefined ? [] : [{ key: finding.key, places: finding.drugs, decision }]
  })
  const text = JSON.stringify({ drugs: entries.map(({ drug }) => drug), context, patientId, decided })
  return text.length > most ? '' : text
}

/** Null for what holds no list. */
export function readKeptList(text: string): KeptList | null {
  try {
    return Kept.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
