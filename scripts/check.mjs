// The checks that read the code without running it. `npm run check` runs this file; `npm test` runs the same list.
import { pathToFileURL } from 'node:url'
import { inRoot, projectNode, root, toolEnvironment } from './project.mjs'
import { run } from './run.mjs'
import { createSteps } from './steps.mjs'

const tool = (...parts) => inRoot('node_modules', ...parts)

/** Each check by name: the tool's own script and its arguments. */
export const checks = [
  {
    name: 'format',
    title: 'Format (prettier)',
    args: [tool('prettier', 'bin', 'prettier.cjs'), '--check', '.'],
  },
  {
    name: 'lint',
    title: 'Lint (oxlint, type-aware)',
    args: [tool('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings'],
  },
  {
    name: 'imports',
    title: 'Import rules (oxlint)',
    args: [
      tool('oxlint', 'bin', 'oxlint'),
      '-c',
      'oxlint.imports.json',
      '--deny-warnings',
      'src',
      'test',
      'scripts',
    ],
  },
  { name: 'types', title: 'Types (tsc)', args: [tool('typescript', 'bin', 'tsc'), '--noEmit'] },
  { name: 'dead-code', title: 'Dead code (knip)', args: [tool('knip', 'bin', 'knip.js'), '--no-progress'] },
]

/**
 * Runs one check and prints what it found.
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function runCheck({ step, say }, { title, name, args }) {
  const outcome = await step(name, title, async () => {
    const ended = await run(projectNode().path, args, {
      cwd: root,
      env: toolEnvironment({ NO_COLOR: '1' }),
    })
    return { ...ended, ok: ended.code === 0, note: ended.code === 0 ? 'passed' : 'failed' }
  })
  if (!outcome.ok) say(outcome.output)
  return outcome.ok ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

async function main() {
  const steps = createSteps()
  let failed = 0
  for (const check of checks) failed += (await runCheck(steps, check)).failed
  if (failed > 0) process.exitCode = 1
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main()
