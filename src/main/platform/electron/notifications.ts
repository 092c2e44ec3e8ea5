import { Notification } from 'electron'
import type { AlertOutputs, NotificationOutcome } from '@main/features/alerts/ports.ts'

const ANSWER_MS = 2_000
const KEPT = 50

/** The system's notifications. They carry priority and bed; the sound is the station's own. */
export class ElectronNotifications {
  /** A notification that nobody refers to is collected, and its buttons go dead. */
  readonly #shown = new Map<string, Notification>()

  readonly notify: AlertOutputs['notify'] = (notice, on) => {
    if (!Notification.isSupported()) {
      return Promise.resolve({ kind: 'failed', reason: 'this system has no notifications' })
    }
    const notification = new Notification({
      title: notice.title,
      body: notice.body,
      silent: true,
      urgency: notice.priority === 'high' ? 'critical' : notice.priority === 'medium' ? 'normal' : 'low',
      timeoutType: notice.priority === 'high' ? 'never' : 'default',
      // Only macOS has buttons here; elsewhere a click opens the alert.
      actions:
        notice.canAcknowledge && process.platform === 'darwin'
          ? [{ type: 'button', text: 'Acknowledge' }]
          : [],
    })
    this.#keep(notice.key, notification)
    notification.on('click', () => on.clicked())
    notification.on('action', () => on.acknowledged())
    return outcomeOf(notification)
  }

  #keep(key: string, notification: Notification): void {
    this.#shown.get(key)?.close()
    this.#shown.set(key, notification)
    const [oldest] = this.#shown.keys()
    if (this.#shown.size > KEPT && oldest !== undefined) this.#shown.delete(oldest)
  }
}

/** What the system says became of it; silence counts as not shown. */
function outcomeOf(notification: Notification): Promise<NotificationOutcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve({ kind: 'failed', reason: 'the notification service did not answer' }),
      ANSWER_MS,
    )
    notification.once('show', () => {
      clearTimeout(timer)
      resolve({ kind: 'shown' })
    })
    notification.once('failed', () => {
      clearTimeout(timer)
      resolve({ kind: 'failed', reason: 'the notification service refused' })
    })
    notification.show()
  })
}
