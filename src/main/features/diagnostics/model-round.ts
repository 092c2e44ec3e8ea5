import { type ModelOpinion, SpecialistId } from '@shared/features/diagnostics/model.ts'
import { reserve, settle, spentSentence } from './engine-ledger.ts'
import { modelOpinion } from './opinion-prompt.ts'
import type { OpinionModel, RunWrite, StoredRun } from './ports.ts'
import { opinionField } from './stored.ts'

/** Questions under way at a time: what they may cost is set aside together. */
const AT_A_TIME = 3

export interface ModelRound {
  readonly opinions: readonly ModelOpinion[]
  /** True when every specialist has an answer. */
  readonly complete: boolean
}

interface Round {
  readonly model: OpinionModel
  readonly run: StoredRun
  readonly stop: AbortSignal
  readonly now: () => number
}

/**
 * Asks the model in the place of every specialist that has no opinion yet, until the budget is spent. What a question
 * may cost is on record before it is sent, so that a crash never forgets money.
 */
export async function askModels(
  { model, run, stop, now }: Round,
  write: (what: RunWrite) => Promise<void>,
): Promise<ModelRound> {
  const opinions = new Map(run.model.map((opinion) => [opinion.specialist, opinion]))
  const open = SpecialistId.options.filter((specialist) => !opinions.has(specialist))
  let ledger = run.ledger
  while (open.length > 0 && !stop.aborted) {
    const wave: SpecialistId[] = []
    while (wave.length < AT_A_TIME && open.length > 0) {
      const reserved = reserve(ledger, model.priceCeilingMicro)
      ledger = reserved.ledger
      const next = reserved.allowed ? open.shift() : undefined
      if (next === undefined) break
      wave.push(next)
    }
    if (wave.length === 0) break
    await write({
      fields: { ledger: JSON.stringify(ledger) },
      lines: wave.map((specialist) => ({ event: 'model_asked', specialist, confidence: null })),
      final: null,
    })
    const began = now()
    const limit = AbortSignal.any([
      stop,
      AbortSignal.timeout(Math.max(1, run.ledger.budget.timeMs - ledger.modelMs)),
    ])
    const replies = await Promise.all(
      wave.map((specialist) => modelOpinion(model, specialist, run.findings, limit)),
    )
    const fields: Record<string, string> = {}
    for (const { opinion, moneyMicro } of replies) {
      ledger = settle(ledger, model.priceCeilingMicro, moneyMicro)
      opinions.set(opinion.specialist, opinion)
      fields[opinionField('model', opinion.specialist)] = JSON.stringify(opinion)
    }
    ledger = { ...ledger, spent: null, modelMs: ledger.modelMs + Math.max(0, now() - began) }
    await write({ fields: { ...fields, ledger: JSON.stringify(ledger) }, lines: [], final: null })
  }
  if (open.length > 0 && ledger.spent !== null) {
    const reason = spentSentence(ledger.spent)
    const left = open.map((specialist): ModelOpinion => ({
      specialist,
      model: model.name,
      promptVersion: model.promptVersion,
      outcome: { kind: 'not-asked', reason },
    }))
    for (const opinion of left) opinions.set(opinion.specialist, opinion)
    await write({
      fields: {
        ledger: JSON.stringify(ledger),
        ...Object.fromEntries(
          left.map((each) => [opinionField('model', each.specialist), JSON.stringify(each)]),
        ),
      },
      lines: [{ event: 'budget_spent', specialist: null, confidence: null }],
      final: null,
    })
  }
  const all = [...opinions.values()]
  return { opinions: all, complete: all.every(({ outcome }) => outcome.kind === 'answered') }
}
