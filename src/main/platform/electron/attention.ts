import { app, nativeImage, type NativeImage, Tray } from 'electron'
import type { MainWindow } from './main-window.ts'

const DOT = 16

/** A red disc for the task bar, drawn here so that it needs no file of its own. */
function redDot(): NativeImage {
  const pixels = Buffer.alloc(DOT * DOT * 4)
  for (let y = 0; y < DOT; y += 1) {
    for (let x = 0; x < DOT; x += 1) {
      const inside = Math.hypot(x - DOT / 2 + 0.5, y - DOT / 2 + 0.5) <= DOT / 2
      if (inside) pixels.set([0x57, 0x62, 0xff, 0xff], (y * DOT + x) * 4)
    }
  }
  return nativeImage.createFromBitmap(pixels, { width: DOT, height: DOT })
}

/**
 * What calls from outside the window: tray, dock or task-bar badge, window title, and a flashing task-bar entry
 * while a high alert calls and another program is in front. Numbers only, never who.
 */
export class Attention {
  readonly #window: MainWindow
  readonly #icon: string
  #tray: Tray | null = null
  #flashing = false

  constructor(window: MainWindow, icon: string) {
    this.#window = window
    this.#icon = icon
  }

  /** @param count unacknowledged alerts; @param flash whether a high one is among them. */
  show(count: number, flash: boolean): void {
    const text =
      count === 0
        ? 'Wardlight: nothing waits'
        : `Wardlight: ${count} unanswered${flash ? ', high among them' : ''}`
    this.#trayIcon()?.setToolTip(text)
    app.setBadgeCount(count)
    const window = this.#window.current
    if (!window || window.isDestroyed()) return
    window.setTitle(count === 0 ? 'Wardlight' : `(${count}) Wardlight`)
    if (process.platform === 'win32') window.setOverlayIcon(count > 0 ? redDot() : null, text)
    const mustFlash = flash && !window.isFocused()
    if (mustFlash === this.#flashing) return
    this.#flashing = mustFlash
    window.flashFrame(mustFlash)
  }

  #trayIcon(): Tray | null {
    if (this.#tray) return this.#tray
    const icon = nativeImage.createFromPath(this.#icon)
    if (icon.isEmpty()) return null
    this.#tray = new Tray(icon)
    this.#tray.on('click', () => this.#window.focus())
    return this.#tray
  }
}
