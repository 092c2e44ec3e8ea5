import { type Draft, draftOf } from '@renderer/features/prior-auth/draft.ts'
import { intakeStrings as s } from '@renderer/features/prior-auth/strings.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { Empty } from '@renderer/ui/empty.tsx'

/** What was read from a Da Vinci PAS request bundle; one item is taken into the form and decided there. */
export function ImportDialog(props: {
  readonly text: string
  readonly onTake: (draft: Draft) => void
  readonly onClose: () => void
}) {
  const answer = useRequest('prior-auth.import-fhir', { text: props.text })
  const items = answer.phase === 'had' ? answer.value.items : []
  return (
    <Dialog title={s.import} open onClose={props.onClose}>
      {answer.phase === 'asking' && <p className="dialog-note">{s.loading}</p>}
      {answer.phase === 'failed' && (
        <Empty kind="failed" title={s.importFailed} text={answer.failure.message} />
      )}
      {answer.phase === 'had' && (
        <>
          <p>{s.imported(items.length)}</p>
          {answer.value.remarks.map((remark) => (
            <p key={remark} className="dialog-note">
              {remark}
            </p>
          ))}
          <ul className="pa-import" aria-label={s.importChoose}>
            {items.map(({ sequence, request, faults }) => (
              <li key={sequence}>
                <Button
                  label={s.importItem(sequence, request.procedure)}
                  onPress={() => {
                    props.onTake(draftOf(request))
                    props.onClose()
                  }}
                />
                {faults.map(({ sentence }) => (
                  <span key={sentence} className="field-problem">
                    {s.importFault(sentence)}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  )
}
