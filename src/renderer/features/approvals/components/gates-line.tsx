import { useEffect, useState } from 'react'
import { approvalStrings } from '@renderer/features/approvals/strings.ts'
import { useApprovalsHost } from '@renderer/features/approvals/use-host.ts'
import type { GateRow } from '@shared/features/approvals/contract.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Chip } from '@renderer/ui/chip.tsx'
import { useNow } from '@renderer/ui/ticker.ts'
import { formatAge } from '@renderer/ui/time-format.ts'
import './gates-line.css'

const s = approvalStrings.gates
/** Other queues keep their own state; they are counted again this often. */
const COUNT_MS = 15_000

function Gate(props: { readonly gate: GateRow; readonly now: number }) {
  const { gate, now } = props
  const { screen } = useApprovalsHost()
  const target = screen(gate.screen)
  const oldest = gate.oldestAt === null ? null : formatAge(gate.oldestAt, now)
  return (
    <li className="ap-gate" data-waiting={(gate.waiting ?? 1) > 0}>
      <span className="ap-gate-name">{s.names[gate.gate]}</span>
      {gate.waiting === null ? (
        <Chip tone="unknown" text={s.unknown} />
      ) : (
        <span className="ap-gate-count">{s.waiting(gate.waiting, oldest)}</span>
      )}
      {target !== null && <Button label={s.open(target.label)} kind="quiet" onPress={target.open} />}
    </li>
  )
}

/** Decisions that wait for this person at other screens, with the way there. */
export function GatesLine() {
  const [again, setAgain] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setAgain((before) => before + 1), COUNT_MS)
    return () => clearInterval(timer)
  }, [])
  const now = useNow(COUNT_MS)
  const answer = useRequest('approvals.gates', {}, again)
  if (answer.phase !== 'had' || answer.value.gates.length === 0) return null
  return (
    <ul className="ap-gates" aria-label={s.label}>
      {answer.value.gates.map((gate) => (
        <Gate key={gate.gate} gate={gate} now={now} />
      ))}
    </ul>
  )
}
