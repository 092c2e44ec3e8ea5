// Brings node_modules in line with package-lock.json. Only node: builtins here: nothing is installed yet.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot, root } from './project.mjs'
import { runOrThrow } from './run.mjs'

/** Whether node_modules is there and not older than the lock file. npm writes its hidden lock file last. */
export function packagesAreCurrent() {
  const installed = inRoot('node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  return statSync(installed).mtimeMs >= statSync(inRoot('package-lock.json')).mtimeMs
}

/** npm makes all folders first and fills them as the packages arrive; a package.json says that one has. */
function countInstalled() {
  const folder = inRoot('node_modules')
  if (!existsSync(folder)) return 0
  const names = readdirSync(folder).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => join(name, inner)) : [name],
  )
  return names.filter((name) => existsSync(join(folder, name, 'package.json'))).length
}

/** Whether a lock entry is a package of the first level that this system gets; binaries of others are left out. */
function isForThisSystem([path, { os, cpu }]) {
  if (path.lastIndexOf('node_modules/') !== 0) return false
  return (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true)
}

/** Runs `npm ci` when it is needed, with a count of the packages while they arrive. */
export async function ensurePackages({ step }) {
  await step('packages', 'npm packages', async (progress) => {
    if (packagesAreCurrent()) return { note: 'already installed' }
    const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'))
    const total = Object.entries(lock.packages).filter(isForThisSystem).length
    const counter = setInterval(() => {
      progress(`installing npm packages: ${countInstalled()} of about ${total}`)
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
    return { note: `${countInstalled()} installed` }
  })
}
