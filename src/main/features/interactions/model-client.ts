import { ReplyTooLong } from '@main/platform/bounded-fetch.ts'
import { openChatModel } from '@main/platform/chat-model.ts'
import type { UncheckedReason } from '@shared/features/interactions/check.ts'
import {
  ASSUMED_INPUT_TOKENS,
  ModelAnswer,
  MOST_OUTPUT_TOKENS,
  questionOf,
  systemPrompt,
} from './model-prompt.ts'
import type { ConfiguredModel } from './model-settings.ts'
import type { Pair } from './pair-key.ts'

export type ModelFailure = Extract<UncheckedReason, `model-${string}`>

export interface Tokens {
  readonly input: number
  readonly output: number
}

/** What became of one question, and what it cost. */
export type ModelReply =
  | { readonly kind: 'answer'; readonly answer: ModelAnswer; readonly tokens: Tokens }
  | {
      readonly kind: 'failed'
      readonly reason: ModelFailure
      readonly sentence: string
      readonly tokens: Tokens
    }

/** What is assumed when the endpoint does not say, so that the budget is never passed unseen. */
const assumed: Tokens = { input: ASSUMED_INPUT_TOKENS, output: MOST_OUTPUT_TOKENS }
const free: Tokens = { input: 0, output: 0 }
const refusal = /^\W*(i['’]?m (very )?sorry|sorry|i (can ?not|can['’]t|am unable|won['’]t)|as an ai)/i

/** Asks the configured model once, bound to a schema. Never rejects. The libraries load with the first question. */
export async function askModel(model: ConfiguredModel, pair: Pair, stop: AbortSignal): Promise<ModelReply> {
  const { generateText, NoObjectGeneratedError, Output, APICallError } = await import('ai')
  const timeout = AbortSignal.timeout(model.timeoutMs)
  try {
    const { output, usage } = await generateText({
      model: await openChatModel(model),
      output: Output.object({ schema: ModelAnswer, name: 'interaction' }),
      system: systemPrompt,
      prompt: questionOf(pair),
      temperature: 0,
      maxOutputTokens: MOST_OUTPUT_TOKENS,
      maxRetries: 0,
      abortSignal: AbortSignal.any([timeout, stop]),
    })
    return { kind: 'answer', answer: output, tokens: tokensOf(usage) }
  } catch (error) {
    if (stop.aborted) return failed('model-paused', 'The station is stopping.', assumed)
    if (timeout.aborted)
      return failed(
        'model-slow',
        `The model did not answer within ${model.timeoutMs / 1_000} seconds.`,
        assumed,
      )
    if (NoObjectGeneratedError.isInstance(error)) {
      const refused = error.finishReason === 'content-filter' || refusal.test(error.text ?? '')
      return failed(
        refused ? 'model-refused' : 'model-wrong-shape',
        refused ? 'The model refuses to answer.' : 'The model answered in a shape that cannot be used.',
        tokensOf(error.usage),
      )
    }
    if (causedBy(error, ReplyTooLong))
      return failed('model-wrong-shape', 'The model’s answer has no end.', assumed)
    if (APICallError.isInstance(error)) return ofStatus(error.statusCode)
    return failed('model-wrong-shape', 'The model answered in a shape that cannot be used.', assumed)
  }
}

function failed(reason: ModelFailure, sentence: string, tokens: Tokens): ModelReply {
  return { kind: 'failed', reason, sentence, tokens }
}

function ofStatus(status: number | undefined): ModelReply {
  if (status === undefined) return failed('model-unreachable', 'The model cannot be reached.', free)
  if (status < 400)
    return failed('model-wrong-shape', 'What answers at the model’s address is no model.', assumed)
  if (status === 401 || status === 403)
    return failed('model-unreachable', 'The model refuses the key of this station.', free)
  return failed('model-unreachable', `The model’s server answers with an error (HTTP ${status}).`, free)
}

function tokensOf(
  usage: { inputTokens?: number | undefined; outputTokens?: number | undefined } | undefined,
): Tokens {
  const count = (given: number | undefined, otherwise: number): number =>
    given !== undefined && Number.isFinite(given) && given >= 0
      ? Math.min(Math.round(given), 1_000_000)
      : otherwise
  return {
    input: count(usage?.inputTokens, assumed.input),
    output: count(usage?.outputTokens, assumed.output),
  }
}

function causedBy(error: unknown, kind: typeof ReplyTooLong): boolean {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1)
    if (each instanceof kind) return true
  return false
}
