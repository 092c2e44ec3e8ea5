// Prints what a script does, how far it is and how long it took, and keeps the durations for the report.
const slowAfterMs = 4000

const seconds = (ms) => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`

/**
 * A step printer.
 * @param {{ stream?: NodeJS.WritableStream }} options where the text goes; standard output unless said.
 */
export function createSteps({ stream = process.stdout } = {}) {
  const phases = {}
  const say = (text) => stream.write(`${text}\n`)

  /**
   * Runs one step. While `run` works, the latest text given to `progress` is printed every few seconds; a step
   * that has reported nothing still prints that it is at work, so that no wait is silent.
   * `run` may return `{ note, ok }` to say what came of it; `ok: false` marks a step that ended but found a failure.
   */
  async function step(phase, title, run) {
    const started = Date.now()
    let latest = ''
    let printed = ''
    const timer = setInterval(() => {
      const line = `  … ${latest || title}`
      say(line === printed ? `${line} (${seconds(Date.now() - started)})` : line)
      printed = line
    }, slowAfterMs)
    try {
      const result = await run((text) => {
        latest = text
      })
      phases[phase] = Date.now() - started
      say(
        `${result?.ok === false ? '✗' : '✓'} ${title}${result?.note ? `: ${result.note}` : ''} (${seconds(phases[phase])})`,
      )
      return result
    } catch (cause) {
      phases[phase] = Date.now() - started
      say(`✗ ${title} (${seconds(phases[phase])})`)
      throw cause
    } finally {
      clearInterval(timer)
    }
  }

  return { say, step, phases }
}
