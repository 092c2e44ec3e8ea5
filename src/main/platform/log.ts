import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'

export type { Logger } from 'pino'

/**
 * The station's log, in the data folder. Callers give events and codes, never messages of the hub, alert
 * contents or names: whatever reaches this file may be sent to a support desk.
 */
export function openLog(dataFolder: string): Logger {
  const folder = join(dataFolder, 'logs')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const destination = pino.destination({ dest: join(folder, 'station.log'), sync: true, mode: 0o600 })
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
}

/** An error's kind without its text, which may quote what was being handled. */
export function kindOfError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  const place =
    error.stack
      ?.split('\n')[1]
      ?.trim()
      .replace(/\(.*[\\/](?=[^\\/]+$)/, '(') ?? ''
  return `${error.name}${code} ${place}`.trim()
}
