import type { ModelReply, OpinionModel } from './features/diagnostics/ports.ts'
import type { ConfiguredModel } from './features/interactions/model-settings.ts'
import { openChatModel } from './platform/chat-model.ts'

/** Changes with the way in which the question is put. */
const PROMPT_VERSION = 'diagnostics-1'
const MOST_INPUT_TOKENS = 6_000
const MOST_OUTPUT_TOKENS = 1_500

/** Prices are per million tokens, so tokens times price are millionths of the currency. */
function costOf({ inputPrice, outputPrice }: ConfiguredModel, input: number, output: number): number {
  return Math.ceil(input * inputPrice + output * outputPrice)
}

/** The station's model as diagnostic runs ask it: a schema, a time limit, a cost, and no redirection. */
export function opinionModel(model: ConfiguredModel): OpinionModel {
  const ceiling = costOf(model, MOST_INPUT_TOKENS, MOST_OUTPUT_TOKENS)
  const failed = (reason: string, moneyMicro: number): ModelReply => ({
    kind: 'failed',
    reason,
    cost: { moneyMicro },
  })
  return {
    name: model.model,
    promptVersion: PROMPT_VERSION,
    priceCeilingMicro: ceiling,
    async ask({ prompt, schema }, stop) {
      const { APICallError, generateText, jsonSchema, Output } = await import('ai')
      const timeout = AbortSignal.timeout(model.timeoutMs)
      try {
        const { output, usage } = await generateText({
          model: await openChatModel(model),
          output: Output.object({ schema: jsonSchema(schema), name: 'opinion' }),
          prompt,
          temperature: 0,
          maxOutputTokens: MOST_OUTPUT_TOKENS,
          maxRetries: 0,
          abortSignal: AbortSignal.any([timeout, stop]),
        })
        const input = usage.inputTokens ?? MOST_INPUT_TOKENS
        const written = usage.outputTokens ?? MOST_OUTPUT_TOKENS
        return { kind: 'answered', answer: output, cost: { moneyMicro: costOf(model, input, written) } }
      } catch (error) {
        // What was sent may have to be paid for, whatever came back.
        if (stop.aborted) return failed('The run was stopped.', ceiling)
        if (timeout.aborted)
          return failed(`The model did not answer within ${model.timeoutMs / 1_000} seconds.`, ceiling)
        if (APICallError.isInstance(error))
          return failed('The model cannot be reached, or refuses this station.', 0)
        return failed('The model answered in a shape that cannot be used.', ceiling)
      }
    },
  }
}
