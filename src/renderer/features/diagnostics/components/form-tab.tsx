import { useMemo, useState } from 'react'
import { BudgetFields } from './budget-fields.tsx'
import { EnteredList } from './entered-list.tsx'
import { FindingFields } from './finding-fields.tsx'
import { ForeignNote } from './foreign-runs.tsx'
import { PatientRuns } from './patient-runs.tsx'
import { budgetFields, isBadAmount } from '@renderer/features/diagnostics/budget-draft.ts'
import {
  ageProblem,
  countByGroup,
  countProblems,
  emptyFindings,
  enteredLines,
  withFlag,
  withText,
} from '@renderer/features/diagnostics/findings-draft.ts'
import { findingStrings as s } from '@renderer/features/diagnostics/strings-findings.ts'
import { type FindingsForm, useForm } from '@renderer/features/diagnostics/use-form.ts'
import { useDiagnosticsHost } from '@renderer/features/diagnostics/use-host.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments } from '@renderer/ui/choices.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import './form-tab.css'

const MOST_PATIENT = 128
const sexes = [
  { value: 'unknown', label: s.sexes.unknown },
  { value: 'female', label: s.sexes.female },
  { value: 'male', label: s.sexes.male },
] as const

/** Findings are entered only once it is settled whose they are. */
function ChoosePatient(props: { readonly onChoose: (patientId: string) => void }) {
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const choose = (): void => {
    const id = typed.trim()
    if (id === '') setProblem(s.patient.needed)
    else if (id.length > MOST_PATIENT) setProblem(s.patient.tooLong)
    else props.onChoose(id)
  }
  return (
    <form
      className="dx-choose"
      onSubmit={(event) => {
        event.preventDefault()
        choose()
      }}
    >
      <h2>{s.patient.title}</h2>
      <TextField
        label={s.patient.label}
        hint={s.patient.hint}
        value={typed}
        problem={problem}
        autoFocus
        onChange={(next) => {
          setTyped(next)
          setProblem(null)
        }}
      />
      <Button label={s.patient.choose} kind="primary" onPress={choose} />
    </form>
  )
}

function Person(props: { readonly form: FindingsForm }) {
  const { draft, change } = props.form
  return (
    <div className="dx-person">
      <div className="dx-age">
        <TextField
          label={s.age}
          value={draft.age}
          problem={ageProblem(draft.age)}
          maxLength={5}
          onChange={(age) => change((before) => ({ ...before, age }))}
        />
      </div>
      <Segments
        label={s.sex}
        value={draft.sex === '' ? 'unknown' : draft.sex}
        choices={sexes}
        onChange={(sex) => change((before) => ({ ...before, sex: sex === 'unknown' ? '' : sex }))}
      />
    </div>
  )
}

function Findings(props: { readonly form: FindingsForm; readonly patientId: string }) {
  const { form, patientId } = props
  const { draft, change } = form
  const { Banner, linkLost } = useDiagnosticsHost()
  const lines = useMemo(() => enteredLines(draft), [draft])
  const counts = useMemo(() => countByGroup(lines), [lines])
  const bad =
    countProblems(draft) + budgetFields.filter((field) => isBadAmount(field, form.budget[field])).length
  const problem = form.problem ?? (bad > 0 ? s.correct(bad) : null)
  return (
    <div className="dx-form">
      <div className="dx-form-main">
        <div className="dx-form-banner">
          <Banner patientId={patientId} />
          <Button label={s.patient.other} kind="quiet" onPress={form.leave} />
        </div>
        <ForeignNote patientId={patientId} />
        <Person form={form} />
        <FindingFields draft={draft} counts={counts} change={change} />
      </div>
      <aside className="dx-entered" aria-label={s.entered.title}>
        <div className="dx-entered-scroll" tabIndex={0} role="group" aria-label={s.entered.title}>
          <div className="dx-entered-head">
            <h2>{s.entered.title}</h2>
            {lines.length > 0 && (
              <Button
                label={s.entered.clear}
                kind="quiet"
                onPress={() => change(({ age, sex }) => ({ ...emptyFindings, age, sex }))}
              />
            )}
          </div>
          {form.isBack && <p className="dx-muted">{s.entered.back}</p>}
          <EnteredList
            lines={lines}
            onRemove={({ key, kind }) =>
              change((before) => (kind === 'flag' ? withFlag(before, key, null) : withText(before, key, '')))
            }
          />
          <PatientRuns patientId={patientId} />
        </div>
        <div className="dx-entered-foot">
          <BudgetFields budget={form.budget} onChange={form.setBudget} />
          {problem !== null && (
            <p className="field-problem" role="alert">
              {problem}
            </p>
          )}
          <Button
            label={s.send}
            kind="primary"
            busyLabel={form.sending ? s.sending : null}
            disabled={linkLost !== null || bad > 0}
            onPress={() => void form.send()}
          />
        </div>
      </aside>
    </div>
  )
}

/** A new run: first whose findings, then the findings. */
export function FormTab() {
  const form = useForm()
  if (form.patientId === null) return <ChoosePatient onChoose={form.choose} />
  return <Findings key={form.patientId} form={form} patientId={form.patientId} />
}
