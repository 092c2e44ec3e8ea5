// `npm run acl`: prints the hub's access list, one user for each kind of client, from the catalogue of its keys.
import { ensureBuild } from './build.mjs'
import { ensurePackages } from './npm-packages.mjs'
import { inRoot, projectNode } from './project.mjs'
import { run } from './run.mjs'
import { createSteps } from './steps.mjs'

async function printAccessList() {
  // Progress and passwords go to standard error, so that the list can be written into a file.
  const steps = createSteps({ stream: process.stderr })
  await ensurePackages(steps)
  await ensureBuild(steps)
  const ended = await run(projectNode().path, [inRoot('out', 'main', 'acl.js'), ...process.argv.slice(2)], {
    onLine: (line, from) => (from === 'out' ? console.log(line) : console.error(line)),
  })
  return ended.code ?? 1
}

process.exitCode = await printAccessList().catch((cause) => {
  console.error(cause.message)
  return 1
})
