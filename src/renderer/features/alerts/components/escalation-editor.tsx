import { X } from 'lucide-react'
import { policyStrings } from '@renderer/features/alerts/strings-policy.ts'
import type { ChainStep } from '@renderer/features/alerts/policy-draft.ts'
import { EscalationTarget } from '@shared/clinical/roles.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Select } from '@renderer/ui/choices.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

const s = policyStrings.chain
const MOST_STEPS = 6

/** The escalation chain: to whom, and after how long. One step at least, six at most. */
export function EscalationEditor(props: {
  readonly chain: readonly ChainStep[]
  readonly onChange: (chain: readonly ChainStep[]) => void
}) {
  const { chain, onChange } = props
  const put = (place: number, change: Partial<ChainStep>): void =>
    onChange(chain.map((step, index) => (index === place ? { ...step, ...change } : step)))
  return (
    <section className="policy-section">
      <h3>{s.title}</h3>
      <p className="detail-note">{s.hint}</p>
      <ol className="chain">
        {chain.map((step, place) => (
          <li key={place} className="chain-step">
            <span className="chain-place">{s.step(place + 1)}</span>
            <TextField
              label={s.after(place + 1)}
              value={step.after}
              onChange={(after) => put(place, { after })}
            />
            <Select
              label={s.role(place + 1)}
              value={step.role}
              choices={EscalationTarget.options.map((role) => ({
                value: role,
                label: policyStrings.roles[role],
              }))}
              onChange={(role) => put(place, { role })}
            />
            {chain.length > 1 && (
              <button
                type="button"
                className="chain-remove"
                aria-label={s.remove(place + 1)}
                onClick={() => onChange(chain.filter((_, index) => index !== place))}
              >
                <X aria-hidden="true" />
              </button>
            )}
          </li>
        ))}
      </ol>
      {chain.length < MOST_STEPS && (
        <Button label={s.add} onPress={() => onChange([...chain, { role: 'physician', after: '180' }])} />
      )}
    </section>
  )
}
