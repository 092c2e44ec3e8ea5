import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/** Packs the built application as `npm run package -- --dir` does; returns its executable. */
export function packApplication(): string {
  const run = spawnSync(process.execPath, [resolve('scripts/package.mjs'), '--dir'], { encoding: 'utf8' })
  const folder = /^Packed: (.+)$/m.exec(run.stdout)?.[1]
  if (run.status !== 0 || folder === undefined)
    throw new Error(`The application could not be packed: ${run.stderr.trim().split('\n').at(-1) ?? ''}`)
  if (process.platform === 'darwin') return resolve(folder, 'Wardlight.app', 'Contents', 'MacOS', 'Wardlight')
  return resolve(folder, process.platform === 'win32' ? 'Wardlight.exe' : 'wardlight')
}

/** The file of a packed application that holds Electron's fuses. */
export function fuseFileOf(executable: string): string {
  if (process.platform !== 'darwin') return executable
  const framework = '../../Frameworks/Electron Framework.framework/Electron Framework'
  return resolve(executable, framework)
}
