import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

/** Bundles the station's process, so that each of its many starts is a plain start of Node. */
export async function bundleStation(): Promise<{ program: string; remove: () => void }> {
  // Inside the checkout, or the packages beside it would not be found.
  const folder = resolve('out', `faults-${process.pid}`)
  await build({ configFile: resolve('vite.faults.config.ts'), build: { outDir: folder } })
  return {
    program: join(folder, 'station-process.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
