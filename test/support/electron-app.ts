import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Role } from '@shared/clinical/roles.ts'
import { signInSomebody } from './sign-in.ts'
import { installedElectron } from '#scripts/electron-runtime.mjs'

/** How one station is started; everything is optional. */
export interface StationOptions {
  /** The hub to attach to; the embedded hub is started when absent. */
  hubUrl?: string
  /** A data folder to use again (a restart); a fresh one, removed on close, when absent. */
  dataFolder?: string
  /** More environment for the application. */
  env?: Readonly<Record<string, string>>
  /** More arguments for the application. */
  args?: readonly string[]
  /** Who signs in after the start; a nurse when absent, nobody with null. */
  role?: Role | null
}

/** A running station in a real Electron window. */
export interface Station {
  app: ElectronApplication
  /** The first window. */
  page: Page
  dataFolder: string
  /** Quits the application and removes its data folder unless the caller gave it. */
  close: () => Promise<void>
}

/** What Playwright says when the debugger has let go of an answer of the main process that it was waiting for. */
const ANSWER_LOST = 'Resulting promise was garbage collected'
/** Answers are lost in a row while the main process tidies its memory, which takes it a moment. */
const MOST_ASKED = 12
const PAUSE_MS = 100

/**
 * Lets `app.evaluate` ask again when the answer was lost on its way: the debugger holds it weakly, so that a collection
 * of garbage at the wrong moment takes it. Whatever a test does in the main process must therefore bear to be done twice.
 */
function askAgainWhenLost(app: ElectronApplication): void {
  const evaluate = app.evaluate.bind(app)
  const asked = async (...call: unknown[]): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await Reflect.apply(evaluate, undefined, call)
      } catch (error) {
        const isLost = error instanceof Error && error.message.includes(ANSWER_LOST)
        if (!isLost || attempt === MOST_ASKED) throw error
        await pause(attempt * PAUSE_MS)
      }
    }
  }
  Object.defineProperty(app, 'evaluate', { value: asked })
}

/** Playwright's input does not reach the virtual screen, whose idle time would count from its own start. */
async function keepAwake(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleTime = () => 0
  })
}

/** The environment without the variables of a station that may run around this test. */
function cleanEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !entry[0].startsWith('WARDLIGHT_') && entry[0] !== 'ELECTRON_RUN_AS_NODE',
  )
  return Object.fromEntries(entries)
}

/**
 * Starts the built application (out/) in Electron with a data folder of its own.
 * @throws when no Electron is on this machine; `npm test` and `npm start` bring one.
 */
export async function launchStation(options: StationOptions = {}): Promise<Station> {
  const electron = installedElectron()
  if (electron === undefined)
    throw new Error('No Electron is on this machine; run "npm start" once to bring one.')
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'wardlight-e2e-')))
  // Chromium refuses to run its sandbox as root; everybody else keeps it.
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    executablePath: electron.path,
    args: [...sandbox, process.cwd(), ...(options.args ?? [])],
    env: {
      ...cleanEnvironment(),
      WARDLIGHT_DATA: dataFolder,
      WARDLIGHT_ELECTRON_SOURCE: electron.source,
      WARDLIGHT_KEY_FILE: 'allow',
      ...(options.hubUrl === undefined ? {} : { WARDLIGHT_HUB_URL: options.hubUrl }),
      ...options.env,
    },
  })
  askAgainWhenLost(app)
  const page = await app.firstWindow()
  await keepAwake(app)
  const role = options.role === undefined ? 'nurse' : options.role
  if (role !== null) await signInSomebody(page, options.hubUrl, role)
  const close = async () => {
    await app.close()
    if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true })
  }
  return { app, page, dataFolder, close }
}
