import { useState } from 'react'
import {
  modelDraftOf,
  readModel,
  type ModelDraft,
  type ModelField,
} from '@renderer/features/interactions/model-draft.ts'
import { modelStrings as s } from '@renderer/features/interactions/strings-governance.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import type { ModelSettings } from '@shared/features/interactions/governance.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Switch } from '@renderer/ui/choices.tsx'
import { ConfirmForm } from '@renderer/ui/confirm-form.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

const numbers: readonly (readonly [ModelField, string, number, number])[] = [
  ['timeoutMs', s.timeout, 500, 60_000],
  ['budgetPerDay', s.budget, 0, 100_000],
  ['inputPrice', s.inputPrice, 0, 10_000],
  ['outputPrice', s.outputPrice, 0, 10_000],
  ['warnAt', s.warn, 10, 100],
]

function Form(props: {
  readonly settings: ModelSettings
  readonly hasKey: boolean
  readonly onClose: () => void
}) {
  const [draft, setDraft] = useState(() => modelDraftOf(props.settings))
  const [key, setKey] = useState('')
  const [removeKey, setRemoveKey] = useState(false)
  const [tried, setTried] = useState(false)
  const { busy, problem, ask } = useAsked()
  const read = readModel(draft)
  const bad = (field: ModelField): boolean => tried && 'problems' in read && read.problems.has(field)
  const put = (part: Partial<ModelDraft>): void => setDraft((before) => ({ ...before, ...part }))
  const save = async (): Promise<void> => {
    setTried(true)
    if (busy || !('settings' in read)) return
    // Null keeps the stored key, an empty text removes it.
    const input = { settings: read.settings, key: removeKey ? '' : key === '' ? null : key }
    if ((await ask('interactions.set-model', input, s.saved)).ok) props.onClose()
  }
  return (
    <ConfirmForm
      confirm={s.save}
      busyLabel={busy ? s.saving : null}
      cancel={s.cancel}
      kind="primary"
      problem={problem}
      onConfirm={() => void save()}
      onCancel={props.onClose}
    >
      <p className="dialog-note">{s.intro}</p>
      <TextField
        label={s.url}
        value={draft.baseUrl}
        onChange={(baseUrl) => put({ baseUrl })}
        maxLength={400}
        hint={s.urlHint}
        autoFocus
        problem={bad('baseUrl') ? s.urlProblem : null}
      />
      <TextField label={s.model} value={draft.model} onChange={(model) => put({ model })} maxLength={120} />
      <TextField
        label={s.key}
        kind="secret"
        value={key}
        onChange={setKey}
        maxLength={400}
        disabled={removeKey}
        hint={props.hasKey ? s.keyKept : s.keyNone}
      />
      {props.hasKey && (
        <Switch selected={removeKey} onChange={setRemoveKey}>
          {s.removeKey}
        </Switch>
      )}
      <div className="ix-fact-fields">
        {numbers.map(([field, label, from, to]) => (
          <TextField
            key={field}
            label={label}
            value={draft[field]}
            onChange={(value) => put({ [field]: value })}
            maxLength={10}
            problem={bad(field) ? s.problem(from, to) : null}
          />
        ))}
      </div>
    </ConfirmForm>
  )
}

/** Which model is asked, how long, and for how much. The key is written and never read back. */
export function ModelDialog(props: { readonly onClose: () => void }) {
  const answer = useRequest('interactions.model', {})
  return (
    <Dialog title={s.title} open onClose={props.onClose}>
      {answer.phase === 'failed' && <Empty kind="failed" title={s.failed} text={answer.failure.message} />}
      {answer.phase === 'asking' && <Empty kind="loading" title={s.loading} />}
      {answer.phase === 'had' && <Form {...answer.value} onClose={props.onClose} />}
    </Dialog>
  )
}
