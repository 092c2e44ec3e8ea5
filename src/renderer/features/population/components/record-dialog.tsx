import { useState } from 'react'
import { DialogForm } from './dialog-form.tsx'
import { scoreText } from '@renderer/features/population/describe.ts'
import { momentOf, numberOf } from '@renderer/features/population/day-input.ts'
import { closeDialog } from '@renderer/features/population/desk.ts'
import { figureStrings } from '@renderer/features/population/strings-figures.ts'
import { populationStrings } from '@renderer/features/population/strings.ts'
import { Metric, riskMetrics, type RiskMetric } from '@shared/features/population/model.ts'
import { request } from '@renderer/ipc/client.ts'
import { Select } from '@renderer/ui/choices.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { hubTime } from '@renderer/ui/ticker.ts'
import { say } from '@renderer/ui/toast-store.ts'

const s = figureStrings.forms.record
const units = populationStrings.units
type Chosen = RiskMetric | 'other'

interface Typed {
  readonly patientId: string
  readonly metric: Chosen
  readonly name: string
  readonly value: string
  readonly unit: string
  readonly at: string
}

const empty: Typed = { patientId: '', metric: 'a1c', name: '', value: '', unit: units.a1c, at: '' }

/** What is wrong with each field; null where nothing is. */
function problemsOf(typed: Typed): Readonly<Record<'patientId' | 'name' | 'value' | 'at', string | null>> {
  return {
    patientId: typed.patientId.trim() === '' ? s.badPatient : null,
    name: typed.metric === 'other' && !Metric.safeParse(typed.name.trim()).success ? s.badMetric : null,
    value: numberOf(typed.value) === null ? s.badValue : null,
    at: typed.at.trim() !== '' && momentOf(typed.at) === null ? s.badAt : null,
  }
}

/** One reading by hand. Units that are mixed up, and values that cannot be, are refused by main with a sentence. */
export function RecordDialog(props: { readonly patientId: string | null }) {
  const [typed, setTyped] = useState<Typed>({ ...empty, patientId: props.patientId ?? '' })
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const change = (part: Partial<Typed>): void => setTyped({ ...typed, ...part })
  const problems = problemsOf(typed)
  const shown = (name: keyof typeof problems): string | null => (tried ? problems[name] : null)
  const send = async (): Promise<void> => {
    setTried(true)
    const value = numberOf(typed.value)
    if (busy || value === null || Object.values(problems).some((each) => each !== null)) return
    setBusy(true)
    setProblem(null)
    const patientId = typed.patientId.trim()
    const reply = await request('population.record', {
      patientId,
      metric: typed.metric === 'other' ? typed.name.trim() : typed.metric,
      value,
      unit: typed.unit.trim(),
      at: momentOf(typed.at) ?? hubTime(),
    })
    setBusy(false)
    if (!reply.ok) return setProblem(reply.error.message)
    const { score } = reply.value
    say('told', score === null ? s.doneUnscored(patientId) : s.done(patientId, scoreText(score)))
    return closeDialog()
  }
  return (
    <Dialog title={s.title} open onClose={closeDialog}>
      <DialogForm
        problem={problem}
        submit={s.submit}
        sending={busy ? s.sending : null}
        onSubmit={() => void send()}
        onClose={closeDialog}
      >
        <TextField
          label={s.patient}
          value={typed.patientId}
          onChange={(patientId) => change({ patientId })}
          maxLength={128}
          problem={shown('patientId')}
          autoFocus={props.patientId === null}
        />
        <div className="pair">
          <Select
            label={s.metric}
            value={typed.metric}
            choices={[
              ...riskMetrics.map((value) => ({ value, label: populationStrings.metrics[value] })),
              { value: 'other', label: s.other },
            ]}
            onChange={(metric) => change({ metric, unit: metric === 'other' ? '' : units[metric] })}
          />
          {typed.metric === 'other' && (
            <TextField
              label={s.otherMetric}
              value={typed.name}
              onChange={(name) => change({ name })}
              maxLength={64}
              problem={shown('name')}
            />
          )}
        </div>
        <div className="pair">
          <TextField
            label={s.value}
            value={typed.value}
            onChange={(value) => change({ value })}
            maxLength={20}
            problem={shown('value')}
            autoFocus={props.patientId !== null}
          />
          <TextField label={s.unit} value={typed.unit} onChange={(unit) => change({ unit })} maxLength={32} />
        </div>
        <TextField
          label={s.at}
          value={typed.at}
          onChange={(at) => change({ at })}
          maxLength={16}
          hint={s.now}
          problem={shown('at')}
        />
      </DialogForm>
    </Dialog>
  )
}
