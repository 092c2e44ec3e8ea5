import { useState } from 'react'
import { useStore } from 'zustand'
import { auditDesk as desk } from '@renderer/features/audit/store.ts'
import { readDay } from '@renderer/features/audit/day-input.ts'
import { auditStrings as s } from '@renderer/features/audit/strings.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Select } from '@renderer/ui/choices.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { openFilter } from '@shared/features/audit/model.ts'
import { AuditKind, AuditOutcome } from '@shared/ipc/audit-record.ts'

const ANY = 'any'
const kindChoices = [
  { value: ANY, label: s.any },
  ...AuditKind.options.map((value) => ({ value, label: s.kinds[value] })),
]
const outcomeChoices = [
  { value: ANY, label: s.any },
  ...AuditOutcome.options.map((value) => ({ value, label: s.outcomes[value] })),
]

const emptyDraft = { patient: '', user: '', action: '', kind: ANY, outcome: ANY, from: '', to: '' }

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** What is looked for. Nothing is searched while it is typed: every search is itself on record. */
export function AuditFilterBar() {
  const [draft, setDraft] = useState(emptyDraft)
  const searching = useStore(desk.store, (state) => state.phase === 'searching')
  const set = (part: Partial<typeof emptyDraft>): void => setDraft({ ...draft, ...part })
  const from = readDay(draft.from, false)
  const to = readDay(draft.to, true)
  const bad = from.kind === 'bad' || to.kind === 'bad'
  const patient = textOrNull(draft.patient)
  const search = (): void => {
    void desk.search({
      patient,
      patientExact: false,
      user: textOrNull(draft.user),
      action: textOrNull(draft.action),
      kind: AuditKind.safeParse(draft.kind).data ?? null,
      outcome: AuditOutcome.safeParse(draft.outcome).data ?? null,
      from: from.kind === 'at' ? from.at : null,
      to: to.kind === 'at' ? to.at : null,
    })
  }
  return (
    <form
      className="audit-filter"
      aria-label={s.filter.label}
      onSubmit={(event) => {
        event.preventDefault()
        if (!bad) search()
      }}
    >
      <TextField
        label={s.filter.patient}
        value={draft.patient}
        onChange={(value) => set({ patient: value })}
        maxLength={200}
      />
      <TextField
        label={s.filter.user}
        value={draft.user}
        onChange={(user) => set({ user })}
        maxLength={200}
      />
      <TextField
        label={s.filter.action}
        value={draft.action}
        onChange={(action) => set({ action })}
        maxLength={120}
      />
      <Select
        label={s.filter.kind}
        value={draft.kind}
        choices={kindChoices}
        onChange={(kind) => set({ kind })}
      />
      <Select
        label={s.filter.outcome}
        value={draft.outcome}
        choices={outcomeChoices}
        onChange={(outcome) => set({ outcome })}
      />
      <TextField
        label={s.filter.from}
        value={draft.from}
        onChange={(value) => set({ from: value })}
        hint={s.filter.timeHint}
        problem={from.kind === 'bad' ? s.filter.badTime : null}
        maxLength={16}
      />
      <TextField
        label={s.filter.to}
        value={draft.to}
        onChange={(value) => set({ to: value })}
        hint={s.filter.timeHint}
        problem={to.kind === 'bad' ? s.filter.badTime : null}
        maxLength={16}
      />
      <div className="audit-actions">
        {searching ? (
          <Button label={s.filter.stop} onPress={() => desk.stop()} />
        ) : (
          <Button label={s.filter.search} kind="primary" disabled={bad} onPress={search} />
        )}
        <Button
          label={s.filter.who}
          disabled={patient === null}
          onPress={() => {
            if (patient !== null) void desk.whoLooked(patient)
          }}
        />
        <Button
          label={s.filter.clear}
          kind="quiet"
          onPress={() => {
            setDraft(emptyDraft)
            void desk.search(openFilter)
          }}
        />
      </div>
    </form>
  )
}
