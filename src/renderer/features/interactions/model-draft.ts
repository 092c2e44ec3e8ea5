import { ModelSettings } from '@shared/features/interactions/governance.ts'

/** The model settings as they are typed. */
export interface ModelDraft {
  readonly baseUrl: string
  readonly model: string
  readonly timeoutMs: string
  readonly inputPrice: string
  readonly outputPrice: string
  readonly budgetPerDay: string
  /** Per cent of the budget. */
  readonly warnAt: string
}

export type ModelField = keyof ModelDraft

export function modelDraftOf(settings: ModelSettings): ModelDraft {
  return {
    baseUrl: settings.baseUrl ?? '',
    model: settings.model,
    timeoutMs: String(settings.timeoutMs),
    inputPrice: String(settings.inputPrice),
    outputPrice: String(settings.outputPrice),
    budgetPerDay: String(settings.budgetPerDay),
    warnAt: String(Math.round(settings.warnAtShare * 100)),
  }
}

const numberOf = (typed: string): number =>
  typed.trim() === '' ? Number.NaN : Number(typed.replace(',', '.'))

/** Reads the draft, or names the fields that cannot be read. */
export function readModel(
  draft: ModelDraft,
): { readonly settings: ModelSettings } | { readonly problems: ReadonlySet<ModelField> } {
  const url = draft.baseUrl.trim()
  const parsed = ModelSettings.safeParse({
    baseUrl: url === '' ? null : url,
    model: draft.model.trim(),
    timeoutMs: numberOf(draft.timeoutMs),
    inputPrice: numberOf(draft.inputPrice),
    outputPrice: numberOf(draft.outputPrice),
    budgetPerDay: numberOf(draft.budgetPerDay),
    warnAtShare: numberOf(draft.warnAt) / 100,
  })
  if (parsed.success) return { settings: parsed.data }
  const fields = Object.keys(draft)
  const problems = new Set<ModelField>()
  for (const { path } of parsed.error.issues) {
    const name = path[0] === 'warnAtShare' ? 'warnAt' : path[0]
    const field = fields.find((each): each is ModelField => each === name)
    if (field !== undefined) problems.add(field)
  }
  return { problems }
}
