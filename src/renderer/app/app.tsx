import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { Announcer } from './components/announcer.tsx'
import { AlarmFrame, TechnicalBanner } from './components/bands.tsx'
import { CommandPalette } from './components/command-palette.tsx'
import { Rail } from './components/rail.tsx'
import { StatusBar } from './components/status-bar.tsx'
import { navigation, openPatient, setPalette } from './navigation.ts'
import { useInteractionsHostValue } from './interactions-host.ts'
import { Screen } from './screen.tsx'
import { WallBoard } from './components/wall-board.tsx'
import { ScreenGuard } from './screen-guard.tsx'
import { drafts } from './workspace.ts'
import { frameStrings as s } from './strings.ts'
import { AlertsHostContext } from '@renderer/features/alerts/use-alerts.ts'
import { useHubStatus } from '@renderer/features/hub-health/use-link.ts'
import { EmergencyBanner } from '@renderer/features/sessions/components/emergency-section.tsx'
import { InteractionsHostContext } from '@renderer/features/interactions/use-host.ts'
import { LockScreen } from '@renderer/features/sessions/components/lock-screen.tsx'
import { EndingBanner } from '@renderer/features/sessions/components/session-sign.tsx'
import { sessionStore } from '@renderer/features/sessions/store.ts'
import { useLockedView, useOpenSession } from '@renderer/features/sessions/use-session.ts'
import { settingsStore } from '@renderer/features/settings/store.ts'
import { bridge } from '@renderer/ipc/bridge.ts'
import { Empty } from '@renderer/ui/empty.tsx'
import { Toaster } from '@renderer/ui/toaster.tsx'
import './app.css'

function usePaletteKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (sessionStore.getState().view?.phase !== 'open') return
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setPalette(!navigation.getState().paletteOpen)
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** The window: bands and status bar on top, rail left, one screen; dialogs and messages above. */
export function App() {
  usePaletteKey()
  const place = useStore(navigation, (state) => state.place)
  const session = useOpenSession()
  const locked = useLockedView()
  const user = session?.user.id ?? ''
  const theme = useStore(settingsStore, (state) => state.view?.settings.theme ?? 'dark')
  const density = useStore(settingsStore, (state) => state.view?.settings.density ?? 'station')
  const demo = useHubStatus()?.demo ?? false
  const wall = density === 'wall'
  const host = useMemo(
    () => ({ user, wall, theme: `${theme} ${density}`, openPatient, drafts }),
    [user, wall, theme, density],
  )
  const interactions = useInteractionsHostValue(host.theme)
  if (bridge() === null) return <Empty kind="failed" title={s.fatal.title} text={s.fatal.text} />
  const name = place.screen === 'patient' ? `patient ${place.patientId}` : place.screen
  return (
    <AlertsHostContext value={host}>
      <InteractionsHostContext value={interactions}>
        <div className="app" data-demo={demo}>
          <StatusBar />
          <TechnicalBanner />
          {locked !== null && (locked.wall ? <WallBoard view={locked} /> : <LockScreen view={locked} />)}
          {session !== null && (
            <>
              <EndingBanner />
              <EmergencyBanner />
              {/* Another person is another screen: nothing that one has typed or opened is left for the next. */}
              <div className="app-body" key={session.user.id}>
                {!wall && <Rail />}
                <main className="app-main">
                  <ScreenGuard name={name}>
                    <Screen theme={host.theme} />
                  </ScreenGuard>
                </main>
              </div>
              <Announcer key={`announcer ${session.user.id}`} />
            </>
          )}
        </div>
        {session !== null && <CommandPalette />}
        <Toaster label={s.toasts} dismissLabel={s.dismiss} />
        <AlarmFrame />
      </InteractionsHostContext>
    </AlertsHostContext>
  )
}
