import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Companions, IdleMonitor, Platform, SecretStore, WindowPort } from '@main/platform/ports.ts'

/** No key store without a desktop session: the journal's key goes into a file, and the station says so. */
const noSecretStore: SecretStore = { protect: () => null, reveal: () => null }

function nodeCompanions(codeFolder: string): Companions {
  return {
    start(program, environment) {
      const child = spawn(process.execPath, [join(codeFolder, 'main', `${program}.js`)], {
        env: { ...environment },
        stdio: ['pipe', 'ignore', 'ignore'],
      })
      return { stop: () => void child.kill('SIGTERM') }
    },
  }
}

/** Nobody sits before a server. */
const nobodyThere: IdleMonitor = { idleMs: () => null, watch: () => () => undefined }

/** A platform without a window: engine hosts and tests. Notifications have nobody to reach. */
export function headlessPlatform(codeFolder: string, window: WindowPort): Platform {
  return {
    secrets: noSecretStore,
    companions: nodeCompanions(codeFolder),
    window,
    idle: nobodyThere,
    protectContent: () => undefined,
    openBrowser: () => Promise.reject(new Error('no browser on this host')),
    outputs: {
      notify: () => Promise.resolve({ kind: 'failed', reason: 'no desktop on this host' }),
      attention: () => undefined,
    },
    askSavePath: () => Promise.resolve(null),
  }
}
