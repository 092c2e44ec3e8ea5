import { useState } from 'react'
import { peopleStrings } from '@renderer/features/sessions/people-strings.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { formatClock } from '@renderer/ui/time-format.ts'

const s = peopleStrings.sessions

/** Sessions on the hub, one's own or everybody's, each with a way to end it. */
export function SessionsSection(props: { readonly all: boolean }) {
  const [round, setRound] = useState(0)
  const answer = useRequest(props.all ? 'sessions.all' : 'sessions.mine', {}, round)
  const { ask } = useAsked({ sayFailures: true })
  if (answer.phase === 'asking') return <Empty kind="loading" title={peopleStrings.loading} />
  if (answer.phase === 'failed')
    return <Empty kind="failed" title={peopleStrings.failed} text={answer.failure.message} />
  const end = async (handle: string): Promise<void> => {
    await ask(props.all ? 'sessions.end-any' : 'sessions.end-mine', { handle }, s.ended)
    setRound(round + 1)
  }
  const { sessions } = answer.value
  if (sessions.length === 0) return <p className="people-muted">{s.none}</p>
  return (
    <table className="people-table">
      <thead>
        <tr>
          {Object.values(s.columns).map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sessions.map((line) => (
          <tr key={line.handle}>
            <td>{line.userId}</td>
            <td>
              {line.station} {line.here && <strong>({s.here})</strong>}
            </td>
            <td>{line.startedAt === null ? s.unknown : formatClock(line.startedAt)}</td>
            <td>{clockOf(line.lastActivity)}</td>
            <td>
              <Button label={s.end} kind="quiet" onPress={() => void end(line.handle)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Other programs may write whatever they like. */
function clockOf(iso: string): string {
  const at = Date.parse(iso)
  return Number.isNaN(at) ? s.unknown : formatClock(at)
}
