// The suites that run the code: what starts each, and how its own JSON report becomes three numbers.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { onScreen } from './launch.mjs'
import { inRoot, projectNode, root, toolEnvironment } from './project.mjs'
import { run } from './run.mjs'

const reportFile = (name) => inRoot('test-results', `${name}.json`)

function vitest(name) {
  const cli = inRoot('node_modules', 'vitest', 'vitest.mjs')
  const output = `--outputFile.json=${reportFile(name)}`
  return {
    args: [cli, 'run', '--project', name, '--reporter=default', '--reporter=json', output],
    env: {},
    read: readVitest,
  }
}

function playwright(name) {
  const cli = inRoot('node_modules', '@playwright', 'test', 'cli.js')
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile(name) }
  return { args: [cli, 'test', '--reporter=list,json'], env, read: readPlaywright, screen: true }
}

/** Each suite by name. */
export const suites = [
  { name: 'unit', title: 'Unit tests', ...vitest('unit') },
  { name: 'integration', title: 'Integration tests (a real Redis)', ...vitest('integration') },
  { name: 'faults', title: 'Fault runs', ...vitest('faults') },
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

/**
 * Runs one suite, its output passed on line by line.
 * @returns {Promise<{ passed: number, failed: number, skipped: number, why?: string }>}
 */
export async function runSuite({ step, say }, suite, extra = {}) {
  const file = reportFile(suite.name)
  rmSync(file, { force: true })
  mkdirSync(dirname(file), { recursive: true })
  return step(suite.name, suite.title, async () => {
    const node = projectNode().path
    const command = suite.screen ? onScreen(node, suite.args) : { file: node, args: suite.args }
    const ended = await run(command.file, command.args, {
      cwd: root,
      env: toolEnvironment({ NO_COLOR: '1', ...suite.env, ...extra }),
      onLine: (line) => say(`  ${line}`),
    })
    const counts = existsSync(file) ? suite.read(JSON.parse(readFileSync(file, 'utf8'))) : undefined
    const result = judge(counts, ended.code)
    const note = `${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`
    return { ...result, ok: result.failed === 0, note: result.why ? `${note}: ${result.why}` : note }
  })
}
