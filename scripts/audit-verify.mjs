// `npm run audit:verify -- --data <folder>`: verifies the audit of a data folder without opening the application.
import { ensureBuild } from './build.mjs'
import { ensurePackages } from './npm-packages.mjs'
import { inRoot, projectNode } from './project.mjs'
import { run } from './run.mjs'
import { createSteps } from './steps.mjs'

async function verify() {
  // Progress goes to standard error, so that `--json` can be read by a program.
  const steps = createSteps({ stream: process.stderr })
  await ensurePackages(steps)
  await ensureBuild(steps)
  const ended = await run(
    projectNode().path,
    [inRoot('out', 'main', 'audit-verify.js'), ...process.argv.slice(2)],
    {
      onLine: (line, from) => (from === 'out' ? console.log(line) : console.error(line)),
    },
  )
  return ended.code ?? 2
}

process.exitCode = await verify().catch((cause) => {
  console.error(cause.message)
  return 2
})
