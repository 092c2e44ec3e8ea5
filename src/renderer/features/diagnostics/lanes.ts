import { SpecialistId } from '@shared/features/diagnostics/model.ts'
import type {
  Diagnosis,
  LocalOpinion,
  ModelOpinion,
  ProgressLine,
  RunStatus,
} from '@shared/features/diagnostics/model.ts'

export type LaneState = 'waiting' | 'working' | 'done' | 'unheard' | 'stopped'
export type ModelState = 'asked' | 'answered' | 'failed' | 'not-asked' | 'unanswered'

/** One specialist: what the local rules are doing, and apart from that what a model is. */
export interface Lane {
  readonly specialist: SpecialistId
  readonly state: LaneState
  readonly confidence: number | null
  /** True once the opinion itself is known: until then nobody can say that it names nothing. */
  readonly told: boolean
  /** What the specialist names first; null before the result, and when nothing is named. */
  readonly leading: string | null
  /** Null when no model was asked for this specialist. */
  readonly model: {
    readonly state: ModelState
    readonly leading: string | null
    readonly confidence: number | null
    readonly reason: string | null
  } | null
}

function localState(
  lines: readonly ProgressLine[],
  opinion: LocalOpinion | undefined,
  running: boolean,
): { readonly state: LaneState; readonly confidence: number | null } {
  if (opinion !== undefined)
    return { state: opinion.heard ? 'done' : 'unheard', confidence: opinion.confidence }
  const done = lines.findLast(({ event }) => event === 'specialist_complete')
  if (done !== undefined) return { state: 'done', confidence: done.confidence }
  if (!running) return { state: 'stopped', confidence: null }
  const begun = lines.some(({ event }) => event === 'specialist_started')
  return { state: begun ? 'working' : 'waiting', confidence: null }
}

function modelPart(opinion: ModelOpinion | undefined, asked: boolean, running: boolean): Lane['model'] {
  const nothing = { leading: null, confidence: null, reason: null }
  if (opinion === undefined) {
    if (!asked) return null
    return { ...nothing, state: running ? 'asked' : 'unanswered' }
  }
  const { outcome } = opinion
  switch (outcome.kind) {
    case 'answered': {
      const [first] = outcome.hypotheses.toSorted((a, b) => b.confidence - a.confidence)
      return {
        ...nothing,
        state: 'answered',
        leading: first?.name ?? null,
        confidence: first?.confidence ?? null,
      }
    }
    case 'failed':
    case 'not-asked':
      return { ...nothing, state: outcome.kind, reason: outcome.reason }
  }
}

/** A lane per specialist from the durable progress, completed by the result as soon as there is one. */
export function lanesOf(
  progress: readonly ProgressLine[],
  diagnosis: Pick<Diagnosis, 'local' | 'model'> | null,
  status: RunStatus,
): readonly Lane[] {
  const running = status === 'running'
  return SpecialistId.options.map((specialist) => {
    const lines = progress.filter((line) => line.specialist === specialist)
    const local = diagnosis?.local.find((opinion) => opinion.specialist === specialist)
    const model = diagnosis?.model.find((opinion) => opinion.specialist === specialist)
    const asked = lines.some(({ event }) => event === 'model_asked')
    return {
      specialist,
      ...localState(lines, local, running),
      told: local !== undefined,
      leading: local?.hypotheses[0]?.name ?? null,
      model: modelPart(model, asked, running),
    }
  })
}

/** How many specialists have come to an end. */
export function countDone(lanes: readonly Lane[]): number {
  return lanes.filter(({ state }) => state === 'done' || state === 'unheard').length
}
