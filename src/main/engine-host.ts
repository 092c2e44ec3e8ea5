import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cdsServer, readCdsSettings } from './cds-wiring.ts'
import { Station } from './compose.ts'
import { KeyStoreMissing } from './journal/journal-key.ts'
import { readModelFile } from './model-file.ts'
import { headlessPlatform } from './platform/headless/headless-platform.ts'
import { openLog } from './platform/log.ts'
import { requestFolder } from './prior-auth-files.ts'
import { readStartOptions, type StartOptions } from './start-options.ts'

/**
 * The same composition in plain Node, without a window: bridges messages, meets deadlines and reconciles for
 * its units on a server, also when no nurse station is switched on. Serves the drug check to record systems when
 * WARDLIGHT_CDS_HOOKS names a settings file, and asks the model that WARDLIGHT_MODEL names (docs/operations.md).
 */
const dataFolder = process.env['WARDLIGHT_DATA'] ?? join(homedir(), '.wardlight-engine-host')
mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
const reading = readStartOptions(process.env, dataFolder)
if (!reading.ok) {
  process.stderr.write(`${reading.sentence}\n`)
  process.exit(1)
}

const cdsReading = readCdsSettings(process.env)
if (!cdsReading.ok) {
  process.stderr.write(`${cdsReading.sentence}\n`)
  process.exit(1)
}

const modelReading = readModelFile(process.env)
if (!modelReading.ok) {
  process.stderr.write(`${modelReading.sentence}\n`)
  process.exit(1)
}
const { model } = modelReading

const log = openLog(dataFolder)
const codeFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** Ends with one sentence when the host lacks what a hub of the hospital demands. */
function compose(options: StartOptions): Station {
  try {
    return new Station(
      {
        ...options,
        demo: false,
        dataFolder,
        versions: { version: '', electron: '', chrome: '', node: process.versions.node },
        log,
        probe: null,
        signInDemonstration: false,
        ...(model === null ? {} : { model }),
      },
      headlessPlatform(codeFolder, { send: () => undefined }),
    )
  } catch (error) {
    if (!(error instanceof KeyStoreMissing)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

const station = compose(reading.options)
await station.start()
log.info('engine host started')
const requestsFrom = process.env['WARDLIGHT_PAS_FOLDER']
const files = requestsFrom === undefined ? null : requestFolder(station, resolve(requestsFrom), log)

const { settings } = cdsReading
const cds = settings === null ? null : cdsServer(settings, station, log)
if (cds !== null) {
  try {
    process.stdout.write(`CDS Hooks at ${await cds.start()}/cds-services\n`)
  } catch {
    process.stderr.write('CDS Hooks could not listen at its address; another program may hold the port.\n')
    await station.stop()
    process.exit(1)
  }
}

async function stop(): Promise<void> {
  await cds?.stop()
  await files?.stop()
  await station.stop()
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void stop().finally(() => process.exit(0)))
}
