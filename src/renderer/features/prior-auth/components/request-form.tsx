import { useState } from 'react'
import { FactFields } from './fact-fields.tsx'
import { ProcedureField } from './procedure-field.tsx'
import {
  type Draft,
  isAppealNumber,
  type NumberField,
  plansOf,
  withAskedFacts,
} from '@renderer/features/prior-auth/draft.ts'
import { wantedFacts } from '@renderer/features/prior-auth/criteria-view.ts'
import { intakeStrings as s } from '@renderer/features/prior-auth/strings.ts'
import type { Catalogue } from '@renderer/features/prior-auth/use-catalogue.ts'
import { usePriorAuthHost } from '@renderer/features/prior-auth/use-host.ts'
import type { Intake } from '@renderer/features/prior-auth/use-intake.ts'
import type { ProcedureView } from '@shared/features/prior-auth/answers.ts'
import { Segments, Select } from '@renderer/ui/choices.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

const NONE = ''

/** What main says is wrong with a field; what is not a number is said here, before anybody is asked. */
function problemOf(intake: Intake, field: string, key: string): string | null {
  if (intake.bad.has(key)) return s.badNumber
  return intake.criteria?.faults.find((fault) => fault.field === field)?.sentence ?? null
}

function NumberInput(props: {
  readonly intake: Intake
  readonly field: string
  readonly name: NumberField
  readonly label: string
  readonly hint?: string
}) {
  const { intake, name } = props
  return (
    <TextField
      label={props.label}
      value={intake.draft[name]}
      onChange={(text) => intake.change({ [name]: text })}
      problem={problemOf(intake, props.field, name)}
      maxLength={20}
      {...(props.hint === undefined ? {} : { hint: props.hint })}
    />
  )
}

function Payers(props: { readonly intake: Intake; readonly catalogue: Catalogue }) {
  const { draft, change } = props.intake
  const { plans } = props.catalogue
  const payers = [...new Map(plans.map(({ payer, payerName }) => [payer, payerName]))]
  const own = plansOf(plans, draft.payer)
  return (
    <>
      <Select
        label={s.payer}
        value={draft.payer}
        choices={[
          { value: NONE, label: s.choosePayer },
          ...payers.map(([value, label]) => ({ value, label })),
          ...(draft.payer === NONE || payers.some(([payer]) => payer === draft.payer)
            ? []
            : [{ value: draft.payer, label: draft.payer }]),
        ]}
        onChange={(payer) => {
          const [only, ...more] = plansOf(plans, payer)
          change({ payer, plan: only !== undefined && more.length === 0 ? only.plan : NONE })
        }}
      />
      <Select
        label={s.plan}
        value={draft.plan}
        choices={[
          { value: NONE, label: s.choosePlan },
          ...own.map(({ plan, planName }) => ({ value: plan, label: planName })),
          ...(draft.plan === NONE || own.some(({ plan }) => plan === draft.plan)
            ? []
            : [{ value: draft.plan, label: draft.plan }]),
        ]}
        onChange={(plan) => change({ plan })}
      />
    </>
  )
}

function Documents(props: { readonly intake: Intake; readonly view: ProcedureView }) {
  const { draft, change } = props.intake
  if (props.view.documents.length === 0) return null
  return (
    <fieldset className="pa-documents">
      <legend className="field-label">{s.documents}</legend>
      {props.view.documents.map(({ id, label }) => (
        <label key={id} className="pa-document">
          <input
            type="checkbox"
            checked={draft.documents.includes(id)}
            onChange={(event) =>
              change({
                documents: event.currentTarget.checked
                  ? [...draft.documents, id]
                  : draft.documents.filter((each) => each !== id),
              })
            }
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

function Patient(props: {
  readonly intake: Intake
  readonly known: string
  readonly onKnown: (id: string) => void
}) {
  const { intake, known } = props
  const { Banner } = usePriorAuthHost()
  const typed = intake.draft.patientId.trim()
  return (
    <div className="pa-patient">
      {/* Who it is, is looked up when the number is finished: every look is on record. */}
      <div onBlur={() => props.onKnown(typed)}>
        <TextField
          label={s.patient}
          value={intake.draft.patientId}
          onChange={(patientId) => intake.change({ patientId })}
          maxLength={128}
          hint={s.patientHint}
          problem={intake.problem === s.needsPatient && typed === '' ? s.needsPatient : null}
          autoFocus
        />
      </div>
      {known !== '' && known === typed && <Banner patientId={known} />}
    </div>
  )
}

/** The intake form. Whatever is left empty is unknown to the rules, never zero. */
export function RequestForm(props: {
  readonly intake: Intake
  readonly catalogue: Catalogue
  readonly view: ProcedureView | null
}) {
  const { intake, catalogue, view } = props
  const { draft, change } = intake
  const [known, setKnown] = useState(() => draft.patientId.trim())
  const asked = view?.facts ?? []
  const replace = (next: Draft): void => change(next)
  const quantity = view?.quantity ?? null
  return (
    <div className="pa-form-body">
      <section className="pa-card" aria-label={s.who}>
        <h2>{s.who}</h2>
        <Patient intake={intake} known={known} onKnown={setKnown} />
        <div className="pa-grid">
          <Payers intake={intake} catalogue={catalogue} />
        </div>
      </section>
      <section className="pa-card" aria-label={s.what}>
        <h2>{s.what}</h2>
        <div className="pa-grid">
          <ProcedureField
            value={draft.procedure}
            procedures={catalogue.procedures}
            problem={null}
            onChange={(procedure) => change({ procedure })}
          />
          <div className="pa-wide">
            <TextField
              label={s.diagnoses}
              value={draft.diagnoses}
              onChange={(diagnoses) => change({ diagnoses })}
              hint={s.diagnosesHint}
              maxLength={600}
            />
          </div>
          <div className="pa-wide">
            <Segments
              label={s.urgency}
              value={draft.urgent ? 'expedited' : 'standard'}
              choices={[
                { value: 'standard', label: s.standard },
                { value: 'expedited', label: s.expedited },
              ]}
              onChange={(urgency) => change({ urgent: urgency === 'expedited' })}
            />
            {draft.urgent && <p className="field-hint">{s.expeditedHint}</p>}
          </div>
          <div className="pa-wide">
            <TextField
              label={s.appealOf}
              value={draft.appealOf}
              onChange={(appealOf) => change({ appealOf })}
              hint={s.appealHint}
              problem={isAppealNumber(draft.appealOf) ? null : s.badAppeal}
              maxLength={40}
            />
          </div>
          <NumberInput intake={intake} field="estimatedCost" name="cost" label={s.cost} />
          <NumberInput intake={intake} field="ageYears" name="age" label={s.age} />
          <NumberInput
            intake={intake}
            field="quantity"
            name="quantity"
            label={s.quantity}
            {...(quantity === null ? {} : { hint: s.quantityHint(quantity.most, quantity.days) })}
          />
          <NumberInput intake={intake} field="usedBefore" name="usedBefore" label={s.usedBefore} />
        </div>
        {view !== null && <Documents intake={intake} view={view} />}
      </section>
      <section className="pa-card" aria-label={s.facts}>
        <h2>{s.facts}</h2>
        <FactFields
          draft={withAskedFacts(draft, asked)}
          asked={asked}
          definitions={catalogue.facts}
          wanted={wantedFacts(intake.criteria?.evaluation ?? null)}
          bad={intake.bad}
          onChange={replace}
        />
      </section>
      <section className="pa-card" aria-label={s.notes}>
        <TextField
          label={s.notes}
          kind="area"
          value={draft.notes}
          onChange={(notes) => change({ notes })}
          hint={s.notesHint}
          problem={problemOf(intake, 'notes', 'notes')}
        />
      </section>
    </div>
  )
}
