import { useState } from 'react'
import { UserDialog } from './user-dialog.tsx'
import { peopleStrings } from '@renderer/features/sessions/people-strings.ts'
import { sessionStrings } from '@renderer/features/sessions/strings.ts'
import type { UserLine } from '@shared/features/sessions/model.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'

const s = peopleStrings.users

function waysOf(user: UserLine): string {
  const ways = [
    user.hasSecret ? s.ways.secret : null,
    user.hasBadge ? s.ways.badge : null,
    user.providerName === null ? null : s.ways.provider,
  ].filter((way) => way !== null)
  return ways.length === 0 ? s.ways.none : ways.join(', ')
}

/** All users of this hub, for the administrator. */
export function UsersSection() {
  const [round, setRound] = useState(0)
  const [editing, setEditing] = useState<UserLine | 'new' | null>(null)
  const answer = useRequest('users.list', {}, round)
  if (answer.phase === 'asking') return <Empty kind="loading" title={peopleStrings.loading} />
  if (answer.phase === 'failed')
    return <Empty kind="failed" title={peopleStrings.failed} text={answer.failure.message} />
  const { users } = answer.value
  return (
    <>
      <Button label={s.add} kind="primary" onPress={() => setEditing('new')} />
      {users.length === 0 ? (
        <p className="people-muted">{s.none}</p>
      ) : (
        <table className="people-table">
          <thead>
            <tr>
              {Object.values(s.columns).map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              <th scope="col">{s.edit}</th>
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <tr key={user.id}>
                <td>{user.name}</td>
                <td>{user.id}</td>
                <td>
                  {sessionStrings.roles[user.role]}
                  {user.disabled && ` (${s.disabled})`}
                </td>
                <td>{user.department}</td>
                <td>{waysOf(user)}</td>
                <td>
                  <Button label={s.editOf(user.name)} kind="quiet" onPress={() => setEditing(user)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {editing !== null && (
        <UserDialog
          user={editing === 'new' ? null : editing}
          onDone={() => {
            setEditing(null)
            setRound(round + 1)
          }}
        />
      )}
    </>
  )
}
