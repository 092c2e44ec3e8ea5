import { useState } from 'react'
import { EscalationEditor } from './escalation-editor.tsx'
import { ThresholdTable } from './threshold-table.tsx'
import {
  draftOf,
  readDraft,
  timeNames,
  type LimitTexts,
  type PolicyDraft,
} from '@renderer/features/alerts/policy-draft.ts'
import { policyStrings as s } from '@renderer/features/alerts/strings-policy.ts'
import { useBoard } from '@renderer/features/alerts/use-alerts.ts'
import type { UnitPolicy } from '@shared/features/alerts/contract.ts'
import { request } from '@renderer/ipc/client.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments, Select } from '@renderer/ui/choices.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { say } from '@renderer/ui/toast-store.ts'
import './policy-editor.css'

const WHOLE_UNIT = ''

function Thresholds(props: { readonly draft: PolicyDraft; readonly onChange: (draft: PolicyDraft) => void }) {
  const { draft, onChange } = props
  const t = s.thresholds
  const [scope, setScope] = useState(WHOLE_UNIT)
  const [added, setAdded] = useState('')
  const items = useBoard((state) => state.items)
  const nameOf = (id: string): string => {
    for (const alert of items.values()) if (alert.patient.patientId === id) return alert.patient.name ?? id
    return id
  }
  const texts: LimitTexts = scope === WHOLE_UNIT ? draft.unit : (draft.patients[scope] ?? {})
  const add = (): void => {
    const id = added.trim()
    if (id === '') return
    onChange({ ...draft, patients: { ...draft.patients, [id]: draft.patients[id] ?? {} } })
    setScope(id)
    setAdded('')
  }
  return (
    <section className="policy-section">
      <h3>{t.title}</h3>
      <p className="detail-note">{t.hint}</p>
      <div className="policy-line">
        <Select
          label={t.scope}
          value={scope}
          choices={[
            { value: WHOLE_UNIT, label: t.wholeUnit },
            ...Object.keys(draft.patients).map((id) => ({ value: id, label: t.patient(nameOf(id)) })),
          ]}
          onChange={setScope}
        />
        <TextField
          label={t.addPatient}
          value={added}
          onChange={setAdded}
          hint={t.addPatientHint}
          maxLength={128}
        />
        <Button label={t.add} disabled={added.trim() === ''} onPress={add} />
      </div>
      <ThresholdTable
        texts={texts}
        wider={scope === WHOLE_UNIT ? {} : draft.unit}
        onChange={(type, name, text) => {
          const changed = { ...texts, [type]: { ...texts[type], [name]: text } }
          onChange(
            scope === WHOLE_UNIT
              ? { ...draft, unit: changed }
              : { ...draft, patients: { ...draft.patients, [scope]: changed } },
          )
        }}
      />
    </section>
  )
}

function Editor(props: { readonly told: UnitPolicy; readonly mayChange: boolean }) {
  const [told, setTold] = useState(props.told)
  const [draft, setDraft] = useState(() => draftOf(props.told.policy))
  const [saving, setSaving] = useState(false)
  const reading = readDraft(draft, told.policy)
  const touched = JSON.stringify(draft) !== JSON.stringify(draftOf(told.policy))
  const save = async (): Promise<void> => {
    if (!reading.ok) return
    setSaving(true)
    const reply = await request('alerts.save-policy', { unit: told.unit, policy: reading.policy })
    setSaving(false)
    if (!reply.ok) {
      say('failed', reply.error.message)
      return
    }
    setTold(reply.value)
    setDraft(draftOf(reply.value.policy))
    say('told', s.saved)
  }
  return (
    <>
      <p className="detail-note">
        {told.isDefault ? s.isDefault : s.isOwn} {!props.mayChange && s.notYours}
      </p>
      <section className="policy-section">
        <h3>{s.times.title}</h3>
        <div className="policy-times">
          {timeNames.map((name) => (
            <TextField
              key={name}
              label={s.times[name]}
              value={draft.times[name]}
              onChange={(text) => setDraft({ ...draft, times: { ...draft.times, [name]: text } })}
            />
          ))}
        </div>
      </section>
      <EscalationEditor chain={draft.chain} onChange={(chain) => setDraft({ ...draft, chain })} />
      <Thresholds draft={draft} onChange={setDraft} />
      <div className="policy-foot" data-touched={touched}>
        {touched && !reading.ok && (
          <div role="alert">
            <p>{s.problems}</p>
            <ul className="policy-problems">
              {reading.problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </div>
        )}
        <Button
          label={s.revert}
          kind="quiet"
          disabled={!touched}
          onPress={() => setDraft(draftOf(told.policy))}
        />
        <Button
          label={s.save}
          kind="primary"
          disabled={!touched || !reading.ok || !props.mayChange}
          busyLabel={saving ? s.saving : null}
          onPress={() => void save()}
        />
      </div>
    </>
  )
}

function UnitEditor(props: { readonly unit: string; readonly mayChange: boolean }) {
  const answer = useRequest('alerts.policy', { unit: props.unit })
  if (answer.phase === 'asking') return <Empty kind="loading" title={s.loading} />
  if (answer.phase === 'failed') return <Empty kind="failed" title={s.failed} text={answer.failure.message} />
  return <Editor told={answer.value} mayChange={props.mayChange} />
}

/** The alert policy of a unit: times, escalation chain, thresholds of the unit and of single patients. */
export function PolicyEditor(props: { readonly units: readonly string[]; readonly mayChange: boolean }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const unit = chosen !== null && props.units.includes(chosen) ? chosen : props.units[0]
  if (unit === undefined) return <p className="detail-note">{s.noUnits}</p>
  return (
    <div className="policy">
      {props.units.length > 1 && (
        <Segments
          label={s.unit}
          value={unit}
          choices={props.units.map((value) => ({ value, label: value }))}
          onChange={setChosen}
        />
      )}
      <UnitEditor key={unit} unit={unit} mayChange={props.mayChange} />
    </div>
  )
}
