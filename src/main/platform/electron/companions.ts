import { join } from 'node:path'
import { utilityProcess } from 'electron'
import type { Companions } from '@main/platform/ports.ts'

/** Starts companion programs in Electron's utility process, so that none needs a Node of its own. */
export function electronCompanions(codeFolder: string): Companions {
  return {
    start(program, environment) {
      const child = utilityProcess.fork(join(codeFolder, 'main', `${program}.js`), [], {
        env: { ...environment },
        serviceName: program,
        stdio: 'ignore',
      })
      return { stop: () => void child.kill() }
    },
  }
}
