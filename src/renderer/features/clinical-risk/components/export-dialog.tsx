import { useState } from 'react'
import { screenStore } from '@renderer/features/clinical-risk/desk.ts'
import { countWords } from '@renderer/features/clinical-risk/interval.ts'
import { resultStrings } from '@renderer/features/clinical-risk/strings-result.ts'
import { AssessmentStanding, type RunStatus } from '@shared/features/clinical-risk/model.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { Select } from '@renderer/ui/choices.tsx'
import { ConfirmForm } from '@renderer/ui/confirm-form.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { saveFile } from '@renderer/ui/save-file.ts'
import { TextField } from '@renderer/ui/text-field.tsx'
import { say } from '@renderer/ui/toast-store.ts'

const x = resultStrings.export
const ALL = 'all'
const LEAST_REASON = 5
const MOST_REASON = 500

/** Takes results of a run out as a file; who and why is put on record. */
export function ExportDialog(props: { readonly run: RunStatus; readonly onClose: () => void }) {
  const { run, onClose } = props
  const [standing, setStanding] = useState<AssessmentStanding | typeof ALL>(
    () => screenStore.getState().standing ?? ALL,
  )
  const [reason, setReason] = useState('')
  const { busy, problem, ask } = useAsked()
  const save = async (): Promise<void> => {
    const input = { id: run.id, standing: standing === ALL ? null : standing, reason }
    const reply = await ask('clinical-risk.export', input, null)
    if (!reply.ok) return
    const { fileName, text, rows } = reply.value
    saveFile(fileName, text, 'text/csv')
    say('told', x.saved(fileName, countWords(rows)))
    onClose()
  }
  return (
    <Dialog title={x.title} open onClose={onClose}>
      <ConfirmForm
        confirm={x.save}
        busyLabel={busy ? x.saving : null}
        cancel={x.cancel}
        kind="primary"
        incomplete={reason.trim().length < LEAST_REASON}
        problem={problem}
        onConfirm={() => void save()}
        onCancel={onClose}
      >
        <p className="dialog-note">{x.note}</p>
        <Select
          label={x.which}
          value={standing}
          choices={[
            { value: ALL, label: resultStrings.list.all },
            ...AssessmentStanding.options.map((value) => ({
              value,
              label: `${resultStrings.standings[value]} (${countWords(run.counts[value])})`,
            })),
          ]}
          onChange={setStanding}
        />
        <TextField
          label={x.reason}
          kind="area"
          value={reason}
          onChange={setReason}
          maxLength={MOST_REASON}
          hint={x.reasonHint}
          autoFocus
        />
      </ConfirmForm>
    </Dialog>
  )
}
