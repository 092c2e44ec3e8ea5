// Starts an application in Electron: on a virtual screen where there is no real one, without Chromium's sandbox
// only for root (which Chromium demands), and with Chromium's complaints about an absent desktop bus left out.
import { findProgram, hasDisplay } from './system-packages.mjs'
import { run } from './run.mjs'

/** The virtual screen of starts and tests. */
export const virtualScreen = ['-a', '-s', '-screen 0 1920x1080x24 -nolisten tcp']

/** The program and arguments that run `file` on a screen: through xvfb-run where there is none. */
export function onScreen(file, args) {
  if (hasDisplay()) return { file, args }
  return { file: findProgram('xvfb-run') ?? 'xvfb-run', args: [...virtualScreen, file, ...args] }
}

/** `--no-sandbox` for root on Linux, where Chromium refuses to start with its sandbox; nothing for anybody else. */
export function sandboxArguments() {
  return process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : []
}

const chromiumNoise =
  /^\[\d+:\d+\/[\d.]+:(ERROR|WARNING):(bus|object_proxy|viz_main_impl|command_buffer_proxy_impl|libnotify_notification)\.cc/
const libnotifyNoise = /^\([^)]+\): libnotify-WARNING/

/** Whether a line on standard error says only that a desktop bus or a graphics card is absent. */
const isDesktopNoise = (line) => chromiumNoise.test(line) || libnotifyNoise.test(line)

const isStackLine = (line) => /^\s*(at .*|Node\.js v.*)?$/.test(line)

/**
 * Runs an application until it ends and reads the JSON line of check mode from its standard output.
 * @param {{ executable: string, args: string[], env: object, check: boolean, limitMs?: number }} options
 * @returns {Promise<{ code: number | null, signal: string | null, report: object | undefined, timedOut: boolean,
 *   lastError: string }>}
 */
export async function launchApplication({ executable, args, env, check, limitMs }) {
  let report
  let lastError = ''
  const command = onScreen(executable, [...sandboxArguments(), ...args])
  const result = await run(command.file, command.args, {
    env,
    limitMs,
    onLine: (line, from) => {
      if (check && from === 'out' && line.startsWith('{"check":true')) {
        report = JSON.parse(line)
      } else if (from === 'err') {
        if (isDesktopNoise(line) || line === '') return
        if (!isStackLine(line)) lastError = line
        process.stderr.write(`${line}\n`)
      } else {
        ;(check ? process.stderr : process.stdout).write(`${line}\n`)
      }
    },
  })
  return { code: result.code, signal: result.signal, timedOut: result.timedOut, report, lastError }
}

/**
 * Runs an application's `--check` and returns its report joined with what the caller knows.
 * @param {{ limitMs?: number }} options 120 000 ms unless said: a cold machine paints within a few seconds.
 * @throws one sentence when the application crashed, gave no result in time or reported a failure.
 */
export async function checkApplication({ executable, args, env, limitMs = 120_000 }) {
  const ended = await launchApplication({ executable, args: [...args, '--check'], env, check: true, limitMs })
  if (ended.timedOut)
    throw new Error(`The application gave no result within ${limitMs / 1000} s and was stopped.`)
  if (ended.code !== 0) {
    const why = ended.lastError ? ` Its last message: ${ended.lastError}` : ''
    throw new Error(`The application ended with ${ended.signal ?? `code ${ended.code}`}.${why}`)
  }
  if (!ended.report) throw new Error('The application ended well but printed no check report.')
  return ended.report
}
