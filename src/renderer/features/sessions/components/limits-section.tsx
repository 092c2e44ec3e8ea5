import { useState } from 'react'
import { peopleStrings } from '@renderer/features/sessions/people-strings.ts'
import { sessionStrings } from '@renderer/features/sessions/strings.ts'
import { useAsked } from '@renderer/features/sessions/use-asked.ts'
import { Role } from '@shared/clinical/roles.ts'
import type { SessionPolicy } from '@shared/features/sessions/model.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

const s = peopleStrings.limits
const SECONDS = 60
const MOST_MINUTES = 1_440

/** Seconds; null for an empty text, undefined for one that is no number of minutes. */
function secondsOf(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const minutes = Number(text)
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES ? minutes * SECONDS : undefined
}

const textOf = (seconds: number | undefined): string =>
  seconds === undefined ? '' : String(seconds / SECONDS)

function Editor(props: { readonly policy: SessionPolicy }) {
  const { policy } = props
  const [everybody, setEverybody] = useState(textOf(policy.everybody))
  const [roles, setRoles] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(Role.options.map((role) => [role, textOf(policy.roles[role])])),
  )
  const { busy, ask } = useAsked()
  const ofEverybody = secondsOf(everybody)
  const ofRoles = Role.options.map((role) => [role, secondsOf(roles[role] ?? '')] as const)
  const bad = typeof ofEverybody !== 'number' || ofRoles.some(([, seconds]) => seconds === undefined)
  const save = async (): Promise<void> => {
    if (typeof ofEverybody !== 'number') return
    const limits: SessionPolicy['roles'] = {}
    for (const [role, seconds] of ofRoles) if (typeof seconds === 'number') limits[role] = seconds
    await ask('sessions.save-policy', { ...policy, everybody: ofEverybody, roles: limits }, s.saved)
  }
  return (
    <>
      <p className="people-muted">{s.note}</p>
      <div className="people-limits">
        <TextField
          label={s.everybody}
          value={everybody}
          onChange={setEverybody}
          problem={typeof ofEverybody === 'number' ? null : s.bad}
        />
        {ofRoles.map(([role, seconds]) => (
          <TextField
            key={role}
            label={s.role(sessionStrings.roles[role])}
            value={roles[role] ?? ''}
            onChange={(text) => setRoles({ ...roles, [role]: text })}
            hint={s.empty}
            problem={seconds === undefined ? s.bad : null}
          />
        ))}
      </div>
      <Button label={s.save} kind="primary" disabled={bad || busy} onPress={() => void save()} />
    </>
  )
}

/** How long a station may be idle, by role. */
export function LimitsSection() {
  const answer = useRequest('sessions.policy', {})
  if (answer.phase === 'asking') return <Empty kind="loading" title={peopleStrings.loading} />
  if (answer.phase === 'failed')
    return <Empty kind="failed" title={peopleStrings.failed} text={answer.failure.message} />
  return <Editor policy={answer.value} />
}
