import { resultStrings } from '@renderer/features/diagnostics/strings-result.ts'
import { useDiagnosticsHost } from '@renderer/features/diagnostics/use-host.ts'
import type { ApprovalState } from '@shared/features/diagnostics/model.ts'
import { Button } from '@renderer/ui/button.tsx'

const s = resultStrings.approval

interface Said {
  readonly text: string
  /** What may be acted on, what still waits, what must not be relied on. */
  readonly tone: 'plain' | 'waits' | 'stop'
}

function wordsOf(approval: ApprovalState | null, high: boolean): Said {
  if (approval === null)
    return high ? { text: s.undecided, tone: 'waits' } : { text: s['not-needed'], tone: 'plain' }
  switch (approval.kind) {
    case 'not-needed':
      return { text: s['not-needed'], tone: 'plain' }
    case 'unknown':
    case 'no-queue':
      return { text: approval.why, tone: 'stop' }
    case 'asked':
      return {
        text: s[approval.status],
        tone:
          approval.status === 'approved'
            ? 'plain'
            : approval.status === 'pending' || approval.status === 'claimed'
              ? 'waits'
              : 'stop',
      }
  }
}

/** Whether a person has to decide, and what they have decided. */
export function Approval(props: {
  readonly approval: ApprovalState | null
  readonly patientId: string
  readonly high: boolean
}) {
  const { approval, patientId } = props
  const { openApproval } = useDiagnosticsHost()
  const { text, tone } = wordsOf(approval, props.high)
  const reason = approval?.kind === 'asked' ? approval.reason : null
  const id = approval !== null && 'id' in approval ? approval.id : null
  return (
    <section className="dx-approval" data-tone={tone} aria-label={s.title}>
      <h2>{s.title}</h2>
      <p role="status">{text}</p>
      {reason !== null && reason !== '' && <p className="selectable">{s.reason(reason)}</p>}
      {id !== null && openApproval !== null && (
        <Button label={s.open} onPress={() => openApproval(id, patientId)} />
      )}
    </section>
  )
}
