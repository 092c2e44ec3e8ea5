import { powerMonitor } from 'electron'
import type { IdleMonitor } from '@main/platform/ports.ts'

/** What the system tells about the person before it; a system that cannot tell says null. */
export const electronIdleMonitor: IdleMonitor = {
  idleMs() {
    const seconds = powerMonitor.getSystemIdleTime()
    return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null
  },
  watch(on) {
    const screenLocked = (): void => on.screenLocked()
    const suspended = (): void => on.suspended()
    const resumed = (): void => on.resumed()
    powerMonitor.on('lock-screen', screenLocked)
    powerMonitor.on('suspend', suspended)
    powerMonitor.on('resume', resumed)
    return () => {
      powerMonitor.off('lock-screen', screenLocked)
      powerMonitor.off('suspend', suspended)
      powerMonitor.off('resume', resumed)
    }
  },
}
