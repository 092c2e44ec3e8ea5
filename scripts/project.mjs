// Where things are: the checkout, the cache outside it, and the Node that this project runs its tools with.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

/** A file or folder inside the checkout. */
export const inRoot = (...parts) => join(root, ...parts)

/** The cache folder outside the checkout; WARDLIGHT_CACHE moves it. */
export function cacheFolder() {
  if (process.env.WARDLIGHT_CACHE) return process.env.WARDLIGHT_CACHE
  if (process.platform === 'win32' && process.env.LOCALAPPDATA) {
    return join(process.env.LOCALAPPDATA, 'Wardlight', 'Cache')
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'wardlight')
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'wardlight')
}

/** The project's package.json, parsed. */
export const readManifest = () => JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))

const bundledNode = inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
let known

/**
 * The Node that builds and tests run with: the pinned one from node_modules, or this process's own when the
 * pinned one is absent (its install script was denied) and this one is new enough.
 * @returns {{ path: string, version: string, pinned: boolean }}
 * @throws when neither can run the tools.
 */
export function projectNode() {
  if (known) return known
  if (existsSync(bundledNode)) {
    const answer = spawnSync(bundledNode, ['-p', 'process.versions.node'], { encoding: 'utf8' })
    if (answer.status === 0) {
      known = { path: bundledNode, version: answer.stdout.trim(), pinned: true }
      return known
    }
  }
  const own = process.versions.node
  const [major, minor] = own.split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 22)) {
    throw new Error(
      `The build needs Node ${readManifest().devDependencies.node} from the "node" npm package, but its install ` +
        `script did not run and this is Node ${own}; run "npm rebuild node" and start again.`,
    )
  }
  known = { path: process.execPath, version: own, pinned: false }
  return known
}

/** An environment in which `node` and the project's tools come first on the PATH. */
export function toolEnvironment(extra = {}) {
  const path = [inRoot('node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)
  return { ...process.env, PATH: path, ...extra }
}
