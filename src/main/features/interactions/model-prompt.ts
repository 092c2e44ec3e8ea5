import { z } from 'zod'
import { Evidence, InteractionSeverity, Onset } from '@shared/features/interactions/model.ts'
import type { Pair } from './pair-key.ts'

/** Changes with every change of the texts or the schema below: answers are judged per model and prompt. */
export const PROMPT_VERSION = 'interaction-1'

/** Longest answer that is paid for, in tokens. */
export const MOST_OUTPUT_TOKENS = 700
/** What a question costs at most in input, in tokens: the texts below and the schema, generously. */
export const ASSUMED_INPUT_TOKENS = 900

/** What the model has to answer. It repeats the names, so that an answer about other drugs is seen. */
export const ModelAnswer = z.object({
  drugA: z.string(),
  drugB: z.string(),
  severity: z.enum([...InteractionSeverity.options, 'none', 'unknown']),
  effect: z.string(),
  mechanism: z.string(),
  action: z.string(),
  onset: Onset,
  evidence: Evidence,
})
export type ModelAnswer = z.infer<typeof ModelAnswer>

export const systemPrompt = `You are a clinical pharmacologist who assesses interactions between two active ingredients for a hospital.
Answer only with a JSON object that has exactly these fields:
drugA, drugB: the two ingredients exactly as they were given;
severity: "contraindicated" (never together), "major" (serious harm likely or monitoring essential), "moderate" (monitor or adjust), "minor", "none" (no clinically relevant interaction is known), or "unknown" (you do not know);
effect: what happens to the patient, one sentence (empty for none or unknown);
mechanism: why, one sentence; action: what to do, one imperative sentence;
onset: "rapid" (within 24 hours), "delayed" or "unknown";
evidence: "established", "probable", "suspected" or "theoretical".
Never guess: when you do not know the pair, the severity is "unknown". A pharmacist reads every answer.`

/** Holds names of the formulary and nothing about a patient. */
export function questionOf([a, b]: Pair): string {
  return `drugA: ${JSON.stringify(a)}\ndrugB: ${JSON.stringify(b)}\nDo they interact in an adult who takes both?`
}
