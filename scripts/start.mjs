// `npm start`: installs what is missing, builds what changed, opens the window. See README.md for the options.
import { parseArgs } from 'node:util'
import { ensureBuild } from './build.mjs'
import { ensureElectron } from './electron-runtime.mjs'
import { checkApplication, launchApplication } from './launch.mjs'
import { ensurePackages } from './npm-packages.mjs'
import { projectNode, root } from './project.mjs'
import { createSteps } from './steps.mjs'
import { ensureSystemPackages, hasDisplay } from './system-packages.mjs'

const usage = 'npm start [-- --check] [--hub rediss://user:password@host:port/db] [--data folder]'

function readOptions() {
  try {
    const options = { check: { type: 'boolean' }, hub: { type: 'string' }, data: { type: 'string' } }
    return parseArgs({ options }).values
  } catch (cause) {
    throw new Error(`${cause.message}\nUsage: ${usage}`, { cause })
  }
}

/** The hub's address without its password and user, for the screen. */
function hubForPeople(address) {
  try {
    const { protocol, hostname, port, pathname } = new URL(address)
    return `${protocol}//${hostname}${port ? `:${port}` : ''}${pathname}`
  } catch {
    throw new Error('The hub address is not a URL; it looks like rediss://user:password@host:6380/0.')
  }
}

/** The application's environment; a hub's address goes this way only, because argv is readable by everybody. */
function applicationEnvironment({ hub, data, source }) {
  // Whoever starts from the sources has no key store to protect; the station says where its key lies.
  const env = { WARDLIGHT_KEY_FILE: 'allow', ...process.env, WARDLIGHT_ELECTRON_SOURCE: source }
  if (hub) env.WARDLIGHT_HUB_URL = hub
  if (data) env.WARDLIGHT_DATA = data
  delete env.ELECTRON_RUN_AS_NODE
  return env
}

async function start() {
  const began = Date.now()
  const values = readOptions()
  // The command line holds the hub's password; this takes it out of what `ps` shows of this process.
  process.title = 'wardlight start'
  const hub = values.hub ?? (process.env.WARDLIGHT_HUB_URL || undefined)
  const steps = createSteps({ stream: values.check ? process.stderr : process.stdout })
  if (hub) steps.say(`Hub: ${hubForPeople(hub)}`)
  if (values.hub?.includes('@')) {
    steps.say(
      '  A password on the command line can be read by others here; the variable WARDLIGHT_HUB_URL cannot.',
    )
  }

  await ensurePackages(steps)
  const node = projectNode()
  if (!node.pinned) steps.say(`  The pinned Node is absent; Node ${node.version} builds instead.`)
  await ensureSystemPackages(steps, { redis: !hub })
  const electron = await ensureElectron(steps)
  await ensureBuild(steps)

  const env = applicationEnvironment({ hub, data: values.data, source: electron.source })
  const screen = hasDisplay() ? '' : ' on a virtual screen (Xvfb)'
  if (!values.check) {
    steps.say(
      `Opening the window${screen} after ${((Date.now() - began) / 1000).toFixed(1)} s; Ctrl+C ends it.`,
    )
    const ended = await launchApplication({ executable: electron.path, args: [root], env, check: false })
    return ended.code ?? 1
  }
  const report = await steps.step('application', `Check${screen}`, () =>
    checkApplication({ executable: electron.path, args: [root], env }),
  )
  const phases = { ...steps.phases, total: Date.now() - began }
  const known = { electron: { version: electron.version, source: electron.source }, buildNode: node.version }
  process.stdout.write(
    `${JSON.stringify({ ...report, ...known, phases: { ...report.phases, start: phases } })}\n`,
  )
  return 0
}

process.exitCode = await start().catch((cause) => {
  process.stderr.write(`${cause.message}\n`)
  return 1
})
