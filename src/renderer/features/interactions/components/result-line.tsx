import type { Workbench } from '@renderer/features/interactions/use-workbench.ts'
import { resultStrings as s } from '@renderer/features/interactions/strings.ts'
import type { CheckResult } from '@shared/features/interactions/check.ts'
import { InteractionSeverity } from '@shared/features/interactions/model.ts'
import type { Tally } from '@renderer/features/interactions/matrix.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Chip } from '@renderer/ui/chip.tsx'
import { formatMillis } from '@renderer/ui/value-format.ts'

/** The result in one sentence, the dangerous first; what is open is always said. */
export function resultWords(drugs: number, tally: Tally, allergiesOpen: number): string {
  const found = InteractionSeverity.options
    .filter((severity) => tally.bySeverity[severity] > 0)
    .map((severity) => s.severities[severity](tally.bySeverity[severity]))
  const parts = [
    ...(found.length === 0 ? [] : [found.join(', ')]),
    ...(tally.unchecked > 0 ? [s.unchecked(tally.unchecked)] : []),
    ...(allergiesOpen > 0 ? [s.allergies(allergiesOpen)] : []),
    ...(tally.asking > 0 ? [s.askingPairs(tally.asking)] : []),
    ...(tally.clear > 0 ? [s.clear(tally.clear)] : []),
  ]
  // Nothing is said of a list without pairs; "no interaction found" would read as an answer.
  return `${s.drugs(drugs, tally.pairs)}: ${parts.length === 0 ? s.noPairs : parts.join('; ')}.`
}

function consultedWords({ consulted }: CheckResult): readonly string[] {
  return [s.consultedHub[consulted.hub], s.consultedModel[consulted.model]].filter((text) => text !== null)
}

/** What was not consulted, what failed, and the result as a sentence that screen readers hear. */
export function ResultLine(props: { readonly bench: Workbench; readonly onAgain: () => void }) {
  const { state, answered } = props.bench
  const words =
    answered === null || state.phase === 'failed'
      ? ''
      : resultWords(state.entries.length, answered.tally, answered.result.allergiesNotUnderstood.length)
  return (
    <>
      {state.phase === 'failed' && (
        <div className="ix-failed" role="alert">
          <p className="ix-failed-title">{s.failed}</p>
          <p className="selectable">{s.failedText(state.failure ?? '')}</p>
          <Button label={s.again} onPress={props.onAgain} />
        </div>
      )}
      {answered !== null &&
        consultedWords(answered.result).map((text) => (
          <p key={text} className="ix-not-consulted" role="note">
            {text}
          </p>
        ))}
      <div className="ix-result-line">
        <p className="ix-result-words" role="status" aria-label={s.live}>
          {state.phase === 'asking' && answered === null ? s.asking : words}
        </p>
        {answered !== null && (
          <p className="ix-muted">
            {s.knowledge(answered.result.knowledge)} · {s.latency(formatMillis(answered.result.latencyMs))}
          </p>
        )}
        {answered?.result.simulated === true && <Chip tone="demo" text={s.simulated} />}
      </div>
    </>
  )
}
