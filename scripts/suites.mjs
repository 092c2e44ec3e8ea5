// The suites that run the code: what starts each, and how its own JSON report becomes three numbers.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { onScreen } from './launch.mjs'
import { inRoot, projectNode, root, toolEnvironment } from './project.mjs'
import { run } from './run.mjs'

/** Into how many parts the tests in a window are cut. */
const WINDOW_PARTS = 8

const reportFile = (name) => inRoot('test-results', `${name}.json`)

/**
 * @param {string} [slow] a file that waits more than it works: it runs beside the others, which would only wait for it.
 */
function vitest(name, slow) {
  const cli = inRoot('node_modules', 'vitest', 'vitest.mjs')
  const part = (file, ...files) => ({
    file,
    args: [
      cli,
      'run',
      '--project',
      name,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...files,
    ],
    env: {},
  })
  const runs =
    slow === undefined
      ? [part(reportFile(name))]
      : [part(reportFile(name), '--exclude', `**/${slow}`), part(reportFile(`${name}-beside`), slow)]
  return { runs, lanes: runs.length, read: readVitest }
}

/**
 * A window mostly waits, so two of them share two cores well; each part has a screen of its own, because windows on one
 * screen take the focus from each other. There are more parts than lanes so that both lanes end at about the same time.
 */
function playwright(name) {
  const cli = inRoot('node_modules', '@playwright', 'test', 'cli.js')
  const runs = Array.from({ length: WINDOW_PARTS }, (_, index) => {
    const part = `${name}-${index + 1}`
    const args = [cli, 'test', '--reporter=list,json', `--shard=${index + 1}/${WINDOW_PARTS}`]
    return {
      file: reportFile(part),
      args: [...args, `--output=${inRoot('test-results', part)}`],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile(part) },
    }
  })
  return { runs, lanes: 2, read: readPlaywright, screen: true }
}

/** Each suite by name. */
export const suites = [
  { name: 'unit', title: 'Unit tests', ...vitest('unit') },
  {
    name: 'integration',
    title: 'Integration tests (a real Redis)',
    ...vitest('integration', 'link-faults.test.ts'),
  },
  { name: 'faults', title: 'Fault runs', ...vitest('faults', 'alert-faults.test.ts') },
  { name: 'e2e', title: 'End to end (a real Electron window)', ...playwright('e2e') },
]

/** A test file that could not even be loaded has no failed test of its own and counts as one failure. */
function readVitest(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

function readPlaywright({ stats, errors }) {
  // A flaky test is one that failed; that it passed when repeated does not make it good.
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  }
}

/** A suite that crashed, left no report or ran nothing has failed, whatever its report says. */
function judge(counts, code) {
  if (counts === undefined)
    return { passed: 0, failed: 1, skipped: 0, why: `no report was written (exit code ${code})` }
  if (counts.passed + counts.failed === 0) return { ...counts, failed: 1, why: 'no test was run' }
  if (code !== 0 && counts.failed === 0)
    return { ...counts, failed: 1, why: `all tests passed, but it ended with code ${code}` }
  return counts
}

async function runPart({ say }, { file, args, env }, { read, screen }, extra) {
  rmSync(file, { force: true })
  mkdirSync(dirname(file), { recursive: true })
  const node = projectNode().path
  const command = screen ? onScreen(node, args) : { file: node, args }
  const ended = await run(command.file, command.args, {
    cwd: root,
    env: toolEnvironment({ NO_COLOR: '1', ...env, ...extra }),
    onLine: (line) => say(`  ${line}`),
  })
  const counts = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : undefined
  return judge(counts, ended.code)
}

/** Runs the parts of a suite, as many at a time as it has lanes. */
async function runParts(steps, suite, extra) {
  const waiting = [...suite.runs]
  const results = []
  const lane = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift())
      results.push(await runPart(steps, part, suite, extra))
  }
  await Promise.all(Array.from({ length: suite.lanes }, lane))
  return results
}

const sum = (results, key) => results.reduce((total, result) => total + result[key], 0)

/**
 * Runs one suite, its output passed on line by line.
 * @returns {Promise<{ passed: number, failed: number, skipped: number, why?: string }>}
 */
export async function runSuite({ step, say }, suite, extra = {}) {
  return step(suite.name, suite.title, async () => {
    const results = await runParts({ say }, suite, extra)
    const counts = {
      passed: sum(results, 'passed'),
      failed: sum(results, 'failed'),
      skipped: sum(results, 'skipped'),
    }
    const why = results.flatMap((result) => result.why ?? []).join('; ')
    const note = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
    return { ...counts, ok: counts.failed === 0, note: why ? `${note}: ${why}` : note }
  })
}
