// Running other programs: their output line by line, their end, and the end of everything they started.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Ends a child and, where the system has process groups, everything the child started. */
export function endTree(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch (cause) {
    if (cause.code !== 'ESRCH') throw cause
  }
}

/**
 * Runs a program to its end in a process group of its own; an interrupt of this process is passed on to it.
 * @param {{ cwd?: string, env?: object, onLine?: (line: string, from: 'out' | 'err') => void,
 *   limitMs?: number, stdin?: 'ignore' | 'inherit', started?: (child: object) => void }} options
 * @returns {Promise<{ code: number | null, signal: string | null, output: string, timedOut: boolean }>}
 *   `output` holds the last lines of both streams. Rejects only when the program cannot be started.
 */
export function run(file, args, options = {}) {
  return new Promise((settle, reject) => {
    const grouped = process.platform !== 'win32'
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [options.stdin ?? 'ignore', 'pipe', 'pipe'],
      detached: grouped,
    })
    options.started?.(child)
    const tail = []
    let timedOut = false
    const listen = (stream, from) =>
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
        tail.push(line)
        if (tail.length > 200) tail.shift()
        options.onLine?.(line, from)
      })
    listen(child.stdout, 'out')
    listen(child.stderr, 'err')
    const pass = (signal) => endTree(child, signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, pass)
    const limit = options.limitMs
      ? setTimeout(() => {
          timedOut = true
          endTree(child, 'SIGTERM')
          setTimeout(() => endTree(child, 'SIGKILL'), 5000).unref()
        }, options.limitMs)
      : undefined
    const finish = () => {
      clearTimeout(limit)
      for (const signal of signals) process.off(signal, pass)
    }
    child.on('error', (cause) => {
      finish()
      reject(cause)
    })
    child.on('close', (code, signal) => {
      finish()
      settle({ code, signal, output: tail.join('\n'), timedOut })
    })
  })
}

/** As `run`, but an exit code other than 0 is an error that carries the program's last lines. */
export async function runOrThrow(what, file, args, options = {}) {
  const result = await run(file, args, options)
  if (result.code === 0) return result
  const end = result.timedOut ? 'took too long' : `ended with ${result.signal ?? `code ${result.code}`}`
  const lines = result.output.split('\n')
  const shown = lines.length > 60 ? [...lines.slice(0, 15), '…', ...lines.slice(-40)] : lines
  throw new Error(`${what} ${end}.\n${shown.join('\n')}`)
}
