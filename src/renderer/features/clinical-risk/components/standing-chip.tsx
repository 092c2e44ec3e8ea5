import { resultStrings as r } from '@renderer/features/clinical-risk/strings-result.ts'
import type { AssessmentStanding } from '@shared/features/clinical-risk/model.ts'
import { Chip } from '@renderer/ui/chip.tsx'

const tones = { high: 'danger', review: 'doubt', possible: 'unknown', lower: 'plain' } as const

/** Where a patient stands: in words, with a frame of its own for each. */
export function StandingChip(props: { readonly standing: AssessmentStanding }) {
  return <Chip tone={tones[props.standing]} text={r.standings[props.standing]} />
}
