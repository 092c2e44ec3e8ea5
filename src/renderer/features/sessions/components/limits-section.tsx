import { useState } from 'react'
import { peopleStrings } from '@renderer/features/sessions/people-strings.ts'
import { sessionStrings } from '@renderer/features/sessions/strings.ts'
import {
  readStationLimits,
  secondsOfMinutes,
  stationLimitsText,
} from '@renderer/features/sessions/station-limits.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { Role } from '@shared/clinical/roles.ts'
import type { SessionPolicy } from '@shared/features/sessions/model.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

const s = peopleStrings.limits
const textOf = (seconds: number | undefined): string => (seconds === undefined ? '' : String(seconds / 60))

function Editor(props: { readonly policy: SessionPolicy }) {
  const { policy } = props
  const [everybody, setEverybody] = useState(textOf(policy.everybody))
  const [roles, setRoles] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(Role.options.map((role) => [role, textOf(policy.roles[role])])),
  )
  const [stationsText, setStationsText] = useState(stationLimitsText(policy.stations))
  const { busy, ask } = useAsked({ sayFailures: true })
  const ofEverybody = secondsOfMinutes(everybody)
  const ofRoles = Role.options.map((role) => [role, secondsOfMinutes(roles[role] ?? '')] as const)
  const ofStations = readStationLimits(stationsText)
  const bad =
    typeof ofEverybody !== 'number' || !ofStations.ok || ofRoles.some(([, seconds]) => seconds === undefined)
  const save = async (): Promise<void> => {
    if (typeof ofEverybody !== 'number' || !ofStations.ok) return
    const limits: SessionPolicy['roles'] = {}
    for (const [role, seconds] of ofRoles) if (typeof seconds === 'number') limits[role] = seconds
    await ask(
      'sessions.save-policy',
      { everybody: ofEverybody, roles: limits, stations: ofStations.stations },
      s.saved,
    )
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
      <TextField
        kind="area"
        label={s.stations}
        value={stationsText}
        onChange={setStationsText}
        hint={s.stationsHint}
        problem={ofStations.ok ? null : s.badLine(ofStations.line)}
      />
      <Button label={s.save} kind="primary" disabled={bad || busy} onPress={() => void save()} />
    </>
  )
}

/** How long a station may be idle: everybody's limit, by role, and by station. */
export function LimitsSection() {
  const answer = useRequest('sessions.policy', {})
  if (answer.phase === 'asking') return <Empty kind="loading" title={peopleStrings.loading} />
  if (answer.phase === 'failed')
    return <Empty kind="failed" title={peopleStrings.failed} text={answer.failure.message} />
  return <Editor policy={answer.value} />
}
