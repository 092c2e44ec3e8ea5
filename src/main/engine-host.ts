import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Station } from './compose.ts'
import { headlessPlatform } from './platform/headless/headless-platform.ts'
import { openLog } from './platform/log.ts'
import { readStartOptions } from './start-options.ts'

/**
 * The same composition in plain Node, without a window: bridges messages, meets deadlines and reconciles for
 * its units on a server, also when no nurse station is switched on.
 */
const dataFolder = process.env['WARDLIGHT_DATA'] ?? join(homedir(), '.wardlight-engine-host')
mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
const reading = readStartOptions(process.env, dataFolder)
if (!reading.ok) {
  process.stderr.write(`${reading.sentence}\n`)
  process.exit(1)
}

const log = openLog(dataFolder)
const codeFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const station = new Station(
  {
    ...reading.options,
    demo: false,
    dataFolder,
    versions: { version: '', electron: '', chrome: '', node: process.versions.node },
    log,
    probe: null,
    signInDemonstration: false,
  },
  headlessPlatform(codeFolder, { send: () => undefined }),
)
await station.start()
log.info('engine host started')

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void station.stop().finally(() => process.exit(0)))
}
