import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

export interface Bundle {
  /** A station whose people answer alerts by themselves. */
  readonly program: string
  /** A station that does what it is asked. */
  readonly asked: string
  /** The product's host without a window. */
  readonly host: string
  readonly remove: () => void
}

/** Bundles the processes, so that each of their many starts is a plain start of Node. */
export async function bundleStation(): Promise<Bundle> {
  // Inside the checkout, or the packages beside it would not be found.
  const folder = resolve('out', `faults-${process.pid}`)
  await build({ configFile: resolve('vite.faults.config.ts'), build: { outDir: folder } })
  return {
    program: join(folder, 'station-process.js'),
    asked: join(folder, 'asked-process.js'),
    host: join(folder, 'engine-host.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
