import { fstatSync } from 'node:fs'

/** A message port as Electron's utility process has it: enough of it to hear it close. */
function hasClose(port: unknown): port is { on(event: 'close', listener: () => void): unknown } {
  return typeof port === 'object' && port !== null && 'on' in port && typeof port.on === 'function'
}

/** True when standard input is a pipe from the parent; a terminal or /dev/null says nothing about it. */
function stdinIsPipe(): boolean {
  try {
    const stdin = fstatSync(0)
    return stdin.isFIFO() || stdin.isSocket()
  } catch {
    return false
  }
}

/**
 * Calls `end` once when the parent goes away (IPC channel, utility-process port or piped standard input closed) or
 * when the process is asked to stop, so that no ward is left publishing by itself.
 */
export function onParentGone(end: () => void): void {
  let ended = false
  const once = (): void => {
    if (ended) return
    ended = true
    end()
  }
  process.on('SIGTERM', once)
  process.on('SIGINT', once)
  process.on('disconnect', once)
  const port: unknown = 'parentPort' in process ? process.parentPort : null
  if (hasClose(port)) port.on('close', once)
  if (stdinIsPipe()) process.stdin.on('end', once).on('close', once).on('error', once).resume()
}
