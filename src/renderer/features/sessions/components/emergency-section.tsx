import { useState } from 'react'
import { peopleStrings } from '@renderer/features/sessions/people-strings.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { useOpenSession } from '@renderer/features/sessions/use-session.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments } from '@renderer/ui/choices.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { formatClock } from '@renderer/ui/time-format.ts'
import './people-screen.css'

const s = peopleStrings.emergency
const SHORTEST_REASON = 5
const choices = ['15', '30', '60'] as const

/** Begins emergency access: a reason, and for how long. */
export function EmergencySection() {
  const running = useOpenSession()?.emergency ?? null
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState<(typeof choices)[number]>('15')
  const { busy, ask } = useAsked({ sayFailures: true })
  if (running !== null) return <p>{s.running(formatClock(running.endsAt))}</p>
  return (
    <div className="people-form">
      <p className="people-muted">{s.note}</p>
      <TextField
        label={s.reason}
        kind="area"
        value={reason}
        onChange={setReason}
        maxLength={500}
        hint={s.reasonHint}
      />
      <Segments
        label={s.minutes}
        value={minutes}
        choices={choices.map((value) => ({ value, label: s.choices[value] }))}
        onChange={setMinutes}
      />
      <Button
        label={s.begin}
        kind="danger"
        disabled={busy || reason.trim().length < SHORTEST_REASON}
        onPress={() => void ask('emergency.begin', { reason, minutes: Number(minutes) }, null)}
      />
    </div>
  )
}

/** On every screen while emergency access lasts. */
export function EmergencyBanner() {
  const running = useOpenSession()?.emergency ?? null
  const { busy, ask } = useAsked({ sayFailures: true })
  if (running === null) return null
  return (
    <div className="emergency-banner" role="status">
      <span>{s.banner(formatClock(running.endsAt))}</span>
      <Button label={s.end} disabled={busy} onPress={() => void ask('emergency.end', {}, null)} />
    </div>
  )
}
