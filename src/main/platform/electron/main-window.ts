import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import type { WindowPort } from '@main/platform/ports.ts'
import type { EventName, EventPayload } from '@shared/ipc/registry.ts'
import { appOrigin } from './app-protocol.ts'

/** The station's one window. It can be closed and opened again; events in between are not kept. */
export class MainWindow implements WindowPort {
  readonly #codeFolder: string
  #window: BrowserWindow | null = null
  #protected = false

  /** @param codeFolder where the built `main`, `preload` and `renderer` lie. */
  constructor(codeFolder: string) {
    this.#codeFolder = codeFolder
  }

  get current(): BrowserWindow | null {
    return this.#window
  }

  async open(): Promise<void> {
    const window = new BrowserWindow({
      width: 1440,
      height: 900,
      minWidth: 900,
      minHeight: 600,
      show: false,
      backgroundColor: '#12171c',
      title: 'Wardlight',
      autoHideMenuBar: true,
      webPreferences: {
        preload: join(this.#codeFolder, 'preload', 'index.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        navigateOnDragDrop: false,
        webviewTag: false,
        devTools: !app.isPackaged,
        spellcheck: false,
        // Alerts must be painted and sounded although another program is in front.
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      },
    })
    this.#window = window
    window.setContentProtection(this.#protected)
    window.once('ready-to-show', () => window.show())
    window.on('closed', () => (this.#window = null))
    // A crashed page is loaded again: the board is rebuilt from main, which went on calling.
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason !== 'clean-exit') void window.loadURL(`${appOrigin}/`)
    })
    await window.loadURL(`${appOrigin}/`)
  }

  /** Keeps the window, now and whenever it is opened again, out of screenshots; Linux has no way to. */
  protectContent(on: boolean): void {
    this.#protected = on
    this.#window?.setContentProtection(on)
  }

  focus(): void {
    if (!this.#window) return
    if (this.#window.isMinimized()) this.#window.restore()
    this.#window.show()
    this.#window.focus()
  }

  send<N extends EventName>(name: N, payload: EventPayload<N>): void {
    const window = this.#window
    if (window && !window.isDestroyed() && !window.webContents.isDestroyed())
      window.webContents.send(name, payload)
  }
}
