// Brings node_modules in line with package-lock.json. Only node: builtins here: nothing is installed yet.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { inRoot, root } from './project.mjs'
import { runOrThrow } from './run.mjs'

/** Whether node_modules is there and not older than the lock file. npm writes its hidden lock file last. */
export function packagesAreCurrent() {
  const installed = inRoot('node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  return statSync(installed).mtimeMs >= statSync(inRoot('package-lock.json')).mtimeMs
}

function countInstalled(folder) {
  if (!existsSync(folder)) return 0
  let count = 0
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.')) continue
    count += name.startsWith('@') ? readdirSync(`${folder}/${name}`).length : 1
  }
  return count
}

/** Runs `npm ci` when it is needed, with a count of the packages while they arrive. */
export async function ensurePackages({ step }) {
  await step('packages', 'npm packages', async (progress) => {
    if (packagesAreCurrent()) return { note: 'already installed' }
    const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'))
    const total = Object.keys(lock.packages).filter((path) => path.lastIndexOf('node_modules/') === 0).length
    const counter = setInterval(() => {
      progress(`installing npm packages: ${countInstalled(inRoot('node_modules'))} of about ${total}`)
    }, 1000)
    try {
      // npm gives its own path to the scripts it runs; without it this is `node scripts/start.mjs`, so npm is looked up.
      const [file, prefix] = process.env.npm_execpath
        ? [process.env.npm_node_execpath ?? process.execPath, [process.env.npm_execpath]]
        : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
      await runOrThrow('npm ci', file, [...prefix, 'ci', '--no-audit', '--no-fund'], { cwd: root })
    } finally {
      clearInterval(counter)
    }
    return { note: `${countInstalled(inRoot('node_modules'))} installed` }
  })
}
