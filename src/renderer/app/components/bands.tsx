import { useStore } from 'zustand'
import { frameStrings as s } from '@renderer/app/strings.ts'
import { board } from '@renderer/features/alerts/desk.ts'
import { useHubStatus, useLinkAge } from '@renderer/features/hub-health/use-link.ts'
import { linkStrings } from '@renderer/features/hub-health/strings.ts'
import { PriorityMark } from '@renderer/ui/priority-mark.tsx'
import { formatClockSeconds } from '@renderer/ui/time-format.ts'
import './bands.css'

/** The hatched band of a demonstration hub. It lies above everything, dialogs included. */
export function DemoBand() {
  const demo = useHubStatus()?.demo ?? false
  if (!demo) return null
  return (
    <div className="demo-band" role="note">
      <span className="demo-band-text">{s.demo}</span>
    </div>
  )
}

/** The technical alarm: no proof of life from the hub, or from this station's own core. */
export function TechnicalBanner() {
  const view = useLinkAge()
  if (view.link !== 'lost') return null
  const since = view.since === null ? s.noDataYet : s.noDataSince(formatClockSeconds(view.since))
  return (
    <div className="tech-banner" role="alert">
      <PriorityMark kind="technical" calling />
      <span className="tech-sign">{s.noLink}</span>
      <span>
        {since} {view.byWindow ? linkStrings.windowSentence : view.sentence}
      </span>
    </div>
  )
}

/** The frame of the window flashes while a high priority alert calls; never the text in it. */
export function AlarmFrame() {
  const calling = useStore(board.store, (state) => state.counts.callingHigh > 0)
  if (!calling) return null
  return <div className="alarm-frame" aria-hidden="true" />
}
