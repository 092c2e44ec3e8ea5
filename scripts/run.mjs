// Running other programs: their output line by line, their end, and the end of everything they started.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'

const graceMs = 8000

function send(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch (cause) {
    if (cause.code !== 'ESRCH') throw cause
  }
}

/** The program that xvfb-run runs beside its Xvfb, or the child itself when it is no xvfb-run. */
function programUnder(child) {
  if (!child.spawnfile.endsWith('xvfb-run')) return child.pid
  const beside = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ')
  const program = beside.find((pid) => pid && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'Xvfb')
  return program ? Number(program) : child.pid
}

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null || child.pid === undefined

/** Kills a child and, where the system has process groups, everything it started and left in its group. */
export function killTree(child) {
  if (!hasEnded(child)) send(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
}

/**
 * Asks a child to end, and kills it with all it started when it has not after some seconds. Only the program is
 * asked, neither its children nor its virtual screen: an application closes its windows and its hub by itself.
 */
function endGently(child, signal) {
  if (hasEnded(child)) return
  send(programUnder(child), signal)
  setTimeout(() => killTree(child), graceMs).unref()
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
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', (coloured) => {
        const line = stripVTControlCharacters(coloured)
        tail.push(line)
        if (tail.length > 200) tail.shift()
        options.onLine?.(line, from)
      })
    listen(child.stdout, 'out')
    listen(child.stderr, 'err')
    const pass = (signal) => endGently(child, signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, pass)
    const limit = options.limitMs
      ? setTimeout(() => {
          timedOut = true
          endGently(child, 'SIGTERM')
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
    const end = (code, signal) => {
      finish()
      child.stdout.destroy()
      child.stderr.destroy()
      settle({ code, signal, output: tail.join('\n'), timedOut })
    }
    child.on('close', end)
    // A hub that outlives a crashed application may hold its output open; what is read by then is all there is.
    child.on('exit', (code, signal) => setTimeout(() => end(code, signal), 1500).unref())
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
