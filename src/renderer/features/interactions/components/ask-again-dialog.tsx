import { useState } from 'react'
import { queueStrings } from '@renderer/features/interactions/strings-governance.ts'
import { useInteractionsHost } from '@renderer/features/interactions/use-host.ts'
import type { QueueItem } from '@shared/features/interactions/governance.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { ConfirmForm } from '@renderer/ui/confirm-form.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

const s = queueStrings.dialog

/** Puts a judged answer before the pharmacists once more. */
export function AskAgainDialog(props: {
  readonly item: QueueItem
  readonly onClose: (asked: boolean) => void
}) {
  const { item, onClose } = props
  const { drafts } = useInteractionsHost()
  const place = `interactions again ${item.pair.join(' + ')}`
  const [why, setWhy] = useState(() => drafts.read(place))
  const { busy, problem, ask } = useAsked()
  const save = async (): Promise<void> => {
    const { pair, rev } = item
    if (!(await ask('interactions.ask-again', { pair, rev, why }, s.done)).ok) return
    drafts.keep(place, '')
    onClose(true)
  }
  return (
    <Dialog title={s.title(item.pair.join(' + '))} open onClose={() => onClose(false)}>
      <ConfirmForm
        confirm={s.save}
        busyLabel={busy ? s.saving : null}
        cancel={s.cancel}
        kind="primary"
        incomplete={why.trim() === ''}
        problem={problem}
        onConfirm={() => void save()}
        onCancel={() => onClose(false)}
      >
        <p className="dialog-note">{s.text}</p>
        <TextField
          label={s.why}
          kind="area"
          value={why}
          onChange={(typed) => {
            setWhy(typed)
            drafts.keep(place, typed)
          }}
          maxLength={500}
          hint={s.whyHint}
          autoFocus
        />
      </ConfirmForm>
    </Dialog>
  )
}
