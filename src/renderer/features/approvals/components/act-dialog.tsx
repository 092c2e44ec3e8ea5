import { useState } from 'react'
import { useStore } from 'zustand'
import { review } from '@renderer/features/approvals/desk.ts'
import type { DialogName } from '@renderer/features/approvals/review-desk.ts'
import { kindWordsOf } from '@renderer/features/approvals/strings-kinds.ts'
import { actStrings as s } from '@renderer/features/approvals/strings-request.ts'
import { useApprovalsHost } from '@renderer/features/approvals/use-host.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import type { ApprovalContent, ApprovalKind } from '@shared/features/approvals/model.ts'
import { isSpecificReason } from '@shared/features/approvals/reason.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Select } from '@renderer/ui/choices.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

const close = (): void => review.openDialog(null)

function isComplete(dialog: DialogName, kind: ApprovalKind, text: string): boolean {
  if (dialog === 'deny') return isSpecificReason(text)
  return text.trim() !== '' || (dialog === 'approve' && !rulesOf(kind).wordsToApprove)
}

function wordsOf(dialog: DialogName, kind: ApprovalKind) {
  const decisions = kindWordsOf[kind]
  if (dialog === 'approve') return { ...decisions.approving, submit: decisions.approve }
  if (dialog === 'deny') return { ...decisions.denying, submit: decisions.deny }
  return s.dialogs[dialog]
}

function Form(props: {
  readonly dialog: DialogName
  readonly id: string
  readonly content: ApprovalContent
}) {
  const { dialog, id } = props
  const { kind, choice } = props.content
  const { drafts } = useApprovalsHost()
  const place = `approval ${dialog} ${id}`
  const [text, setTyped] = useState(() => drafts.read(place))
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const problem = useStore(review.store, (state) => state.problem)
  const busy = useStore(review.store, (state) => state.busy)
  const [chosen, setChosen] = useState(choice?.offered ?? null)
  const words = wordsOf(dialog, kind)
  const complete = isComplete(dialog, kind, text)
  const setText = (typed: string): void => {
    setTyped(typed)
    drafts.keep(place, typed)
  }
  const send = async (): Promise<void> => {
    setTried(true)
    if (!complete) return
    const done =
      dialog === 'deny' || dialog === 'approve'
        ? await review.decide(
            dialog === 'deny' ? 'denied' : 'approved',
            text.trim(),
            dialog === 'approve' ? chosen : null,
          )
        : await review.write(dialog, text.trim(), note.trim())
    if (done) drafts.keep(place, '')
  }
  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <p className="dialog-note">{words.text}</p>
      {dialog === 'approve' && choice !== null && chosen !== null && (
        <Select label={choice.label} value={chosen} choices={choice.options} onChange={setChosen} />
      )}
      <TextField
        label={words.field}
        kind={dialog === 'delegate' ? 'line' : 'area'}
        value={text}
        onChange={setText}
        maxLength={dialog === 'delegate' ? 64 : 2_000}
        {...(words.hint === '' ? {} : { hint: words.hint })}
        problem={tried && !complete ? words.problem : null}
        autoFocus
      />
      {dialog === 'delegate' && (
        <TextField
          label={s.dialogs.delegate.note}
          kind="area"
          value={note}
          onChange={setNote}
          maxLength={1_000}
        />
      )}
      {problem !== null && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="dialog-actions">
        <Button label={s.cancel} kind="quiet" onPress={close} />
        <Button
          label={words.submit}
          kind={dialog === 'deny' || dialog === 'withdraw' ? 'danger' : 'primary'}
          busyLabel={busy === null ? null : `${words.submit}…`}
          onPress={() => void send()}
        />
      </div>
      <input type="submit" hidden />
    </form>
  )
}

/** The one open dialog of the screen, if any. */
export function ActDialog() {
  const dialog = useStore(review.store, (state) => state.dialog)
  const opened = useStore(review.store, (state) => state.opened)
  const shown = opened?.shown ?? null
  if (dialog === null || opened === null || shown === null) return null
  const { content } = shown.approval
  return (
    <Dialog title={wordsOf(dialog, content.kind).title(content.subject)} open onClose={close}>
      <Form key={`${dialog} ${opened.id}`} dialog={dialog} id={opened.id} content={content} />
    </Dialog>
  )
}
