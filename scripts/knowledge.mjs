// `npm run knowledge -- [--atc <table>] [--overlaps]`: checks the interaction knowledge, line by line.
import { ensureBuild } from './build.mjs'
import { ensurePackages } from './npm-packages.mjs'
import { inRoot, projectNode } from './project.mjs'
import { run } from './run.mjs'
import { createSteps } from './steps.mjs'

async function checkKnowledge() {
  // Progress goes to standard error, so that the problems can be written into a file.
  const steps = createSteps({ stream: process.stderr })
  await ensurePackages(steps)
  await ensureBuild(steps)
  const ended = await run(
    projectNode().path,
    [inRoot('out', 'main', 'knowledge.js'), ...process.argv.slice(2)],
    {
      onLine: (line, from) => (from === 'out' ? console.log(line) : console.error(line)),
    },
  )
  return ended.code ?? 1
}

process.exitCode = await checkKnowledge().catch((cause) => {
  console.error(cause.message)
  return 1
})
