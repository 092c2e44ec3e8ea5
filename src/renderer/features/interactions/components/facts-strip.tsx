import { useState } from 'react'
import {
  draftOf,
  readFacts,
  type FactsDraft,
  type NumberFact,
} from '@renderer/features/interactions/facts-draft.ts'
import { factStrings as s } from '@renderer/features/interactions/strings.ts'
import type { PatientContext } from '@shared/features/interactions/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Chip } from '@renderer/ui/chip.tsx'
import { Segments } from '@renderer/ui/choices.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { formatValue } from '@renderer/ui/value-format.ts'
import './facts-strip.css'

interface FactWord {
  readonly text: string
  readonly known: boolean
}

/** Every fact in words, the unknown ones among them: an absent fact would read as a normal one. */
export function factWords(context: PatientContext): readonly FactWord[] {
  const { ageYears, pregnant, egfr, childPugh, potassium, qtc, allergies } = context
  const shown = (value: number | null): string | null => (value === null ? null : formatValue(value))
  const c = s.chips
  return [
    { text: c.age(ageYears), known: ageYears !== null },
    { text: c.pregnant(pregnant), known: pregnant !== null },
    { text: c.egfr(shown(egfr)), known: egfr !== null },
    { text: c.childPugh(childPugh), known: childPugh !== null },
    { text: c.potassium(shown(potassium)), known: potassium !== null },
    { text: c.qtc(shown(qtc)), known: qtc !== null },
    ...(allergies === null
      ? [{ text: c.allergiesUnknown, known: false }]
      : allergies.length === 0
        ? [{ text: c.noAllergies, known: true }]
        : allergies.map((name) => ({ text: c.allergy(name), known: true }))),
  ]
}

const fields: readonly (readonly [NumberFact, string])[] = [
  ['ageYears', s.age],
  ['egfr', s.egfr],
  ['potassium', s.potassium],
  ['qtc', s.qtc],
]

function FactsDialog(props: {
  readonly context: PatientContext
  readonly onSave: (context: PatientContext) => void
  readonly onClose: () => void
}) {
  const [draft, setDraft] = useState(() => draftOf(props.context))
  const [tried, setTried] = useState(false)
  const read = readFacts(draft)
  const problems = tried && 'problems' in read ? read.problems : {}
  const put = (part: Partial<FactsDraft>): void => setDraft((before) => ({ ...before, ...part }))
  const save = (): void => {
    setTried(true)
    if (!('context' in read)) return
    props.onSave(read.context)
    props.onClose()
  }
  return (
    <Dialog title={s.title} open onClose={props.onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <p className="dialog-note">{s.note}</p>
        <div className="ix-fact-fields">
          {fields.map(([fact, label], index) => (
            <TextField
              key={fact}
              label={label}
              value={draft[fact]}
              onChange={(value) => put({ [fact]: value })}
              maxLength={8}
              autoFocus={index === 0}
              problem={problems[fact] === true ? s.problems[fact] : null}
            />
          ))}
        </div>
        <div className="ix-fact-fields">
          <Segments
            label={s.pregnant}
            value={draft.pregnant}
            choices={[
              { value: 'unknown', label: s.unknown },
              { value: 'yes', label: s.yes },
              { value: 'no', label: s.no },
            ]}
            onChange={(pregnant) => put({ pregnant })}
          />
          <Segments
            label={s.childPugh}
            value={draft.childPugh}
            choices={[
              { value: 'unknown', label: s.unknown },
              { value: 'A', label: 'A' },
              { value: 'B', label: 'B' },
              { value: 'C', label: 'C' },
            ]}
            onChange={(childPugh) => put({ childPugh })}
          />
        </div>
        <Segments
          label={s.allergies}
          value={draft.allergies}
          choices={[
            { value: 'unknown', label: s.unknown },
            { value: 'none', label: s.none },
            { value: 'some', label: s.some },
          ]}
          onChange={(allergies) => put({ allergies })}
        />
        {draft.allergies === 'some' && (
          <TextField
            label={s.allergyText}
            kind="area"
            value={draft.allergyText}
            onChange={(allergyText) => put({ allergyText })}
            maxLength={4_000}
            problem={problems.allergies === true ? s.problems.allergies : null}
          />
        )}
        <div className="dialog-actions">
          <Button label={s.cancel} kind="quiet" onPress={props.onClose} />
          <Button label={s.save} kind="primary" onPress={save} />
        </div>
        <input type="submit" hidden />
      </form>
    </Dialog>
  )
}

/** What is known of the patient in one line, and the way to change it. */
export function FactsStrip(props: {
  readonly context: PatientContext
  readonly readOnly: boolean
  readonly onChange: (context: PatientContext) => void
}) {
  const [open, setOpen] = useState(false)
  return (
    <div className="ix-facts">
      <ul className="ix-fact-chips" aria-label={s.label}>
        {factWords(props.context).map(({ text, known }) => (
          <li key={text}>
            <Chip tone={known ? 'plain' : 'unknown'} text={text} />
          </li>
        ))}
      </ul>
      {!props.readOnly && <Button label={`${s.edit}…`} kind="quiet" onPress={() => setOpen(true)} />}
      {open && <FactsDialog context={props.context} onSave={props.onChange} onClose={() => setOpen(false)} />}
    </div>
  )
}
