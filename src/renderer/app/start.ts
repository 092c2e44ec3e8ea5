import { muteStore } from './mute-store.ts'
import { goTo } from './navigation.ts'
import { startWorkspace } from './workspace.ts'
import { board, list } from '@renderer/features/alerts/desk.ts'
import { createSoundDriver } from '@renderer/features/alerts/sound-driver.ts'
import { hub } from '@renderer/features/hub-health/store.ts'
import { startSessions } from '@renderer/features/sessions/store.ts'
import { settingsStore, startSettings } from '@renderer/features/settings/store.ts'
import { request } from '@renderer/ipc/client.ts'
import { subscribe } from '@renderer/ipc/events.ts'
import { playBurst, stopSound } from '@renderer/ui/sound/player.ts'

/** Wires the features to each other and starts them; called once per window, before the first paint. */
export function startStores(): void {
  const sounds = createSoundDriver({ request, subscribe, play: playBurst, stop: stopSound, now: Date.now })
  sounds.onMute((until) => muteStore.setState({ until }))
  settingsStore.subscribe((state, before) => {
    const settings = state.view?.settings
    if (settings === undefined || state.view === before.view) return
    document.documentElement.dataset['theme'] = settings.theme
    document.documentElement.dataset['density'] = settings.density
    sounds.setSettings(settings.sounds)
  })
  subscribe('alerts.open', {
    onEvent: ({ id }) => {
      list.setTab('open')
      list.select(id)
      goTo('alerts')
    },
    onBad: () => undefined,
  })
  startSettings()
  startWorkspace()
  startSessions()
  hub.start(() => board.refresh())
  board.start()
  sounds.start()
}
