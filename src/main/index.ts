import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, session } from 'electron'
import { Station } from './compose.ts'
import { verifyFromCommandLine } from './features/audit/verify-cli.ts'
import { connectTransport } from './ipc/transport.ts'
import { KeyStoreMissing } from './journal/journal-key.ts'
import { Attention } from './platform/electron/attention.ts'
import {
  denyByDefault,
  keepPagesInPlace,
  registerAppScheme,
  serveApp,
} from './platform/electron/app-protocol.ts'
import { electronBrowser } from './platform/electron/browser.ts'
import { electronCompanions } from './platform/electron/companions.ts'
import { electronIdleMonitor } from './platform/electron/idle-monitor.ts'
import { MainWindow } from './platform/electron/main-window.ts'
import { ElectronNotifications } from './platform/electron/notifications.ts'
import { saveDialog } from './platform/electron/save-dialog.ts'
import { electronSecretStore } from './platform/electron/secret-store.ts'
import { StartCheck } from './platform/electron/start-check.ts'
import { kindOfError, openLog } from './platform/log.ts'
import { readStartOptions } from './start-options.ts'

const codeFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..')
/** Verifies the audit without a window, beside a running station if need be; arguments as in docs/audit.md. */
const VERIFY_FLAG = '--audit-verify'
/** Chromium's own doors to every page; fuses do not close them. */
const DEBUG_SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address']
/** After the board has been painted. */
const WARM_UP_MS = 3_000
const checking = process.argv.includes('--check')
const dataFolder = process.env['WARDLIGHT_DATA'] ?? join(app.getPath('appData'), 'Wardlight')
mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
app.setPath('userData', dataFolder)
app.setAppUserModelId('org.wardlight.station')
registerAppScheme()
keepPagesInPlace(app)

function endWith(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

if (app.isPackaged && DEBUG_SWITCHES.some((name) => app.commandLine.hasSwitch(name))) {
  endWith(
    'Wardlight does not run with remote debugging: it would show patients to other programs. Start it without.',
  )
}

if (process.argv.includes(VERIFY_FLAG)) {
  const args = process.argv.slice(process.argv.indexOf(VERIFY_FLAG) + 1)
  const say = (line: string): boolean => process.stdout.write(`${line}\n`)
  process.exit(await verifyFromCommandLine({ args, environment: process.env, dataFolder, say }))
}

const reading = readStartOptions(process.env, dataFolder)
if (!reading.ok) endWith(reading.sentence)
const { options } = reading
if (!app.requestSingleInstanceLock()) {
  endWith('A station with this data folder is already running; its window has been brought to the front.')
}

const log = openLog(dataFolder)
process.on('uncaughtException', (error) => log.error({ error: kindOfError(error) }, 'uncaught'))
process.on('unhandledRejection', (error) => log.error({ error: kindOfError(error) }, 'unhandled'))

const check = checking ? new StartCheck() : null
const window = new MainWindow(codeFolder)
const attention = new Attention(window, join(codeFolder, '..', 'resources', 'tray.png'))
const notifications = new ElectronNotifications()
let station: Station | null = null
let stopping = false

app.on('second-instance', () => window.focus())
app.on('window-all-closed', () => app.quit())
app.on('before-quit', (event) => {
  if (stopping) return
  event.preventDefault()
  stopping = true
  const running = station
  station = null
  void (running?.stop() ?? Promise.resolve())
    .catch((error: unknown) => log.error({ error: kindOfError(error) }, 'stop'))
    .finally(() => app.quit())
})

/** Everything that needs a ready Electron. */
async function openStation(): Promise<void> {
  check?.mark('electronReady')
  serveApp(session.defaultSession, join(codeFolder, 'renderer'))
  denyByDefault(session.defaultSession)

  station = new Station(
    {
      ...options,
      dataFolder,
      versions: {
        version: app.getVersion(),
        electron: process.versions.electron ?? '',
        chrome: process.versions['chrome'] ?? '',
        node: process.versions.node,
      },
      log,
      probe: check?.probe ?? null,
      signInDemonstration: checking,
    },
    {
      secrets: electronSecretStore,
      companions: electronCompanions(codeFolder),
      window,
      idle: electronIdleMonitor,
      protectContent: (on) => window.protectContent(on),
      openBrowser: electronBrowser,
      outputs: { notify: notifications.notify, attention: (count, flash) => attention.show(count, flash) },
      askSavePath: saveDialog(() => window.current),
    },
  )
  const running = station
  connectTransport(
    (name, input, trusted) => running.answer(name, input, trusted),
    () => window.current?.webContents ?? null,
  )
  await running.start()
  check?.mark('hubStarted')
  await window.open()
  check?.mark('windowLoaded')
  // The first drug of the day should not wait for the knowledge of all drugs to be read.
  setTimeout(() => running.session?.parts?.interactions.warmUp(), WARM_UP_MS).unref()
  if (check) void report(check, running)
}

// Not awaited at top level: Electron becomes ready only once this module has been evaluated.
app
  .whenReady()
  .then(openStation)
  .catch((error: unknown) => {
    log.error({ error: kindOfError(error) }, 'start')
    endWith(
      error instanceof KeyStoreMissing
        ? error.message
        : 'The station could not be started; the reason is in its log.',
    )
  })

/** Prints the one line of `--check`, or one sentence, and ends. */
async function report(measured: StartCheck, running: Station): Promise<void> {
  try {
    const shown = window.current
    if (!shown) endWith('The window was closed before the check was done.')
    const result = await measured.run(shown, dataFolder)
    const hubVersion = running.session?.parts?.health.status().version ?? null
    const { electron, chrome, node } = process.versions
    const versions = { wardlight: app.getVersion(), electron, chrome, node }
    process.stdout.write(`${JSON.stringify({ check: true, versions, hubVersion, ...result })}\n`)
    app.quit()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'The check failed.'}\n`)
    await running.stop()
    app.exit(1)
  }
}
