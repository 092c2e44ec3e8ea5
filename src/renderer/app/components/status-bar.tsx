import { BellOff } from 'lucide-react'
import { useStore } from 'zustand'
import { DemoBand } from './bands.tsx'
import { muteStore } from '@renderer/app/mute-store.ts'
import { setPalette } from '@renderer/app/navigation.ts'
import { frameStrings as s } from '@renderer/app/strings.ts'
import { board } from '@renderer/features/alerts/desk.ts'
import { useLinkAge } from '@renderer/features/hub-health/use-link.ts'
import { linkStrings } from '@renderer/features/hub-health/strings.ts'
import { SessionSign } from '@renderer/features/sessions/components/session-sign.tsx'
import { useMay, useOpenSession } from '@renderer/features/sessions/use-session.ts'
import { settingsStore } from '@renderer/features/settings/store.ts'
import type { Priority } from '@shared/clinical/priority.ts'
import { PriorityMark } from '@renderer/ui/priority-mark.tsx'
import { useDerivedFromNow } from '@renderer/ui/ticker.ts'
import { formatClock, formatClockSeconds, formatCountdown, formatProofAge } from '@renderer/ui/time-format.ts'
import './status-bar.css'

const priorities = ['high', 'medium', 'low'] as const satisfies readonly Priority[]

function Counters() {
  const counts = useStore(board.store, (state) => state.counts)
  return (
    <ul className="counters" aria-label={s.countersLabel}>
      {priorities.map((priority) => (
        <li key={priority} data-none={counts[priority] === 0}>
          <PriorityMark kind={priority} calling={false} />
          <span aria-hidden="true">{counts[priority]}</span>
          <span className="visually-hidden">{s.counters[priority](counts[priority])}</span>
        </li>
      ))}
    </ul>
  )
}

function Link() {
  const view = useLinkAge()
  const text =
    view.link === 'connecting'
      ? linkStrings.connecting
      : view.link === 'live'
        ? linkStrings.live(formatProofAge(view.ageMs))
        : view.since === null
          ? linkStrings.lostNever
          : linkStrings.lost(formatClockSeconds(view.since))
  return (
    <span className="link-state" data-link={view.link} role="group" aria-label={linkStrings.label}>
      <span className="link-dot" aria-hidden="true" />
      <span>{text}</span>
    </span>
  )
}

function Muted() {
  const until = useStore(muteStore, (state) => state.until)
  const left = useDerivedFromNow((now) => (until === null ? null : formatCountdown(until, now)))
  if (left === null) return null
  return (
    <span className="muted-sign">
      <BellOff aria-hidden="true" />
      {s.muted(left)}
    </span>
  )
}

function Clock() {
  return (
    <time className="clock" aria-label={s.clock}>
      {useDerivedFromNow((now) => formatClock(now))}
    </time>
  )
}

/** On every screen: units, open alerts by priority, the hub's proof of life, who is here, the time. */
export function StatusBar() {
  const open = useOpenSession() !== null
  const seesAlerts = useMay('see-board')
  const units = useStore(settingsStore, (state) => state.view?.settings.units)
  const station = useStore(settingsStore, (state) => state.view?.settings.stationName)
  return (
    <header className="status-bar" aria-label={s.statusLabel}>
      <DemoBand />
      <span className="status-unit">
        <span className="status-units">
          {units?.map((unit) => unit.toUpperCase().replaceAll('_', ' ')).join(' · ')}
        </span>
        <span className="status-station">{station}</span>
      </span>
      {seesAlerts && <Counters />}
      {open && (
        <button type="button" className="palette-button" onClick={() => setPalette(true)}>
          <span>{s.palettePrompt}</span>
          <kbd className="key-hint" aria-hidden="true">
            {s.paletteKey}
          </kbd>
        </button>
      )}
      <span className="status-space" />
      <Muted />
      <Link />
      <SessionSign />
      <Clock />
    </header>
  )
}
