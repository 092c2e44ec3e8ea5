import { useState } from 'react'
import { useStore } from 'zustand'
import { ReasonForm } from './reason-form.tsx'
import { countText } from '@renderer/features/population/describe.ts'
import { board, closeDialog } from '@renderer/features/population/desk.ts'
import { figureStrings } from '@renderer/features/population/strings-figures.ts'
import { request } from '@renderer/ipc/client.ts'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { saveFile } from '@renderer/ui/save-file.ts'
import { say } from '@renderer/ui/toast-store.ts'

const s = figureStrings.forms.export

/** Takes the matching part of the board out as a file, with a reason that goes on record. */
export function ExportDialog() {
  const question = useStore(board.store, (state) => state.question)
  const matching = useStore(board.store, ({ page }) => page?.matching ?? 0)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const send = async (reason: string): Promise<void> => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    const { filter, search } = question
    const reply = await request('population.export', { filter, search, reason })
    setBusy(false)
    if (!reply.ok) return setProblem(reply.error.message)
    const { fileName, text, rows } = reply.value
    saveFile(fileName, text, 'text/csv')
    say('told', s.done(countText(rows), fileName))
    return closeDialog()
  }
  return (
    <Dialog title={s.title} open onClose={closeDialog}>
      <ReasonForm
        label={s.reason}
        needed={s.needed}
        problem={problem}
        submit={s.submit}
        sending={busy ? s.sending : null}
        onSend={(reason) => void send(reason)}
        onClose={closeDialog}
      >
        <p className="dialog-note">{s.text(countText(matching))}</p>
      </ReasonForm>
    </Dialog>
  )
}
