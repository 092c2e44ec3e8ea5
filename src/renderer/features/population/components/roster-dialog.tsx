import { useRef, useState } from 'react'
import { DialogForm } from './dialog-form.tsx'
import { countText } from '@renderer/features/population/describe.ts'
import { closeDialog } from '@renderer/features/population/desk.ts'
import { figureStrings } from '@renderer/features/population/strings-figures.ts'
import { request } from '@renderer/ipc/client.ts'
import type { RequestOutput } from '@shared/ipc/registry.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { RefusedLines } from '@renderer/ui/refused-lines.tsx'

const s = figureStrings.forms.roster
const MOST_NAME = 120

interface Chosen {
  readonly name: string
  readonly text: string
  readonly lines: number
}

function Result(props: { readonly result: RequestOutput<'population.import-roster'> }) {
  const { taken, unscored, refused, refusedMore } = props.result
  return (
    <>
      <p role="status">
        {s.taken(countText(taken))}{' '}
        {unscored === null ? s.unscoredUnknown : unscored > 0 && s.unscored(countText(unscored))}
      </p>
      {refused.length > 0 && (
        <>
          <p>{s.refused(countText(refused.length + refusedMore))}</p>
          <div
            className="refused"
            tabIndex={0}
            role="group"
            aria-label={s.refused(countText(refused.length))}
          >
            <RefusedLines
              label={s.refused(countText(refused.length))}
              line={s.line}
              reason={s.reason}
              lines={refused}
            />
          </div>
          {refusedMore > 0 && <p className="dialog-note">{s.more(countText(refusedMore))}</p>}
        </>
      )}
      <div className="dialog-actions">
        <Button label={figureStrings.forms.close} kind="primary" onPress={closeDialog} />
      </div>
    </>
  )
}

/** Who belongs to the population, from a file. Lines that cannot be taken are named; the others are taken. */
export function RosterDialog() {
  const picker = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [result, setResult] = useState<RequestOutput<'population.import-roster'> | null>(null)
  const take = async (file: File): Promise<void> => {
    setProblem(null)
    try {
      const text = await file.text()
      setChosen({ name: file.name.slice(-MOST_NAME), text, lines: text.trim().split('\n').length })
    } catch {
      setProblem(s.unreadable)
    }
  }
  const send = async (): Promise<void> => {
    if (busy) return
    if (chosen === null) return picker.current?.click()
    setBusy(true)
    setProblem(null)
    const reply = await request('population.import-roster', { name: chosen.name, text: chosen.text })
    setBusy(false)
    if (reply.ok) setResult(reply.value)
    else setProblem(reply.error.message)
    return undefined
  }
  return (
    <Dialog title={s.title} open onClose={closeDialog}>
      {result !== null ? (
        <Result result={result} />
      ) : (
        <DialogForm
          problem={problem}
          submit={chosen === null ? s.choose : s.submit}
          sending={busy ? s.sending : null}
          onSubmit={() => void send()}
          onClose={closeDialog}
        >
          <p className="dialog-note selectable">{s.text}</p>
          {chosen !== null && <p>{s.size(chosen.name, countText(chosen.lines))}</p>}
          <input
            ref={picker}
            type="file"
            hidden
            accept=".csv,text/csv"
            aria-label={s.choose}
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? []
              event.currentTarget.value = ''
              if (file !== undefined) void take(file)
            }}
          />
        </DialogForm>
      )}
    </Dialog>
  )
}
