// Builds the three bundles into out/ when a source has changed since the last build. `npm run build` runs this file.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inRoot, projectNode, root, toolEnvironment } from './project.mjs'
import { runOrThrow } from './run.mjs'
import { createSteps } from './steps.mjs'

const stamp = () => inRoot('out', '.sources-sha256')
const outputs = [
  'main/index.js',
  'main/engine-host.js',
  'main/demo-ward.js',
  'main/audit-verify.js',
  'main/knowledge.js',
  'preload/index.cjs',
  'renderer/index.html',
]
const settings = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'electron.vite.config.ts',
  'vite.aliases.ts',
]

/** One hash over everything that goes into the build; tests beside the code do not. */
function hashSources() {
  // The interaction knowledge is part of the bundle.
  const files = [inRoot('src'), inRoot('resources', 'interactions')]
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .concat(settings.map((name) => inRoot(name)))
    .sort()
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  return hash.digest('hex')
}

const isCurrent = (hash) =>
  outputs.every((name) => existsSync(inRoot('out', name))) &&
  existsSync(stamp()) &&
  readFileSync(stamp(), 'utf8') === hash

/** Builds unless out/ already holds exactly these sources; `force` builds in any case. */
export async function ensureBuild({ step }, { force = false } = {}) {
  await step('build', 'Build', async (progress) => {
    const hash = hashSources()
    if (!force && isCurrent(hash)) return { note: 'already up to date' }
    const node = projectNode()
    rmSync(stamp(), { force: true })
    const builder = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    await runOrThrow('The build', node.path, [builder, 'build'], {
      cwd: root,
      env: toolEnvironment({ NO_COLOR: '1' }),
      onLine: progress,
    })
    writeFileSync(stamp(), hash)
    return { note: `with Node ${node.version}${node.pinned ? '' : ' (not the pinned one)'}` }
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureBuild(createSteps(), { force: process.argv.includes('--force') }).catch((cause) => {
    console.error(cause.message)
    process.exitCode = 1
  })
}
