// `npm test`: prepares the machine as `npm start` does, then runs every check and every suite and adds them up.
// `--only unit,e2e` takes some of them; `--full` runs the whole fault run instead of its sample.
import { parseArgs } from 'node:util'
import { ensureBuild } from './build.mjs'
import { checks, runCheck } from './check.mjs'
import { ensureElectron } from './electron-runtime.mjs'
import { ensurePackages } from './npm-packages.mjs'
import { createSteps } from './steps.mjs'
import { runSuite, suites } from './suites.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

function choose(only) {
  const all = [...checks, ...suites]
  if (only === undefined) return all
  const names = only.split(',')
  const unknown = names.filter((name) => !all.some((entry) => entry.name === name))
  if (unknown.length > 0) {
    throw new Error(`There is no ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}.`)
  }
  return all.filter(({ name }) => names.includes(name))
}

async function test() {
  const { values } = parseArgs({ options: { only: { type: 'string' }, full: { type: 'boolean' } } })
  const chosen = choose(values.only)
  const steps = createSteps()
  const sum = { passed: 0, failed: 0, skipped: 0 }
  const bad = []
  await ensurePackages(steps)
  if (chosen.some((entry) => suites.includes(entry))) {
    await ensureSystemPackages(steps, { redis: true })
    await ensureElectron(steps)
    await ensureBuild(steps)
  }
  for (const entry of chosen) {
    const extra = values.full ? { WARDLIGHT_FAULTS: 'full' } : {}
    const result = checks.includes(entry) ? await runCheck(steps, entry) : await runSuite(steps, entry, extra)
    for (const key of Object.keys(sum)) sum[key] += result[key]
    if (result.failed > 0) bad.push(entry.name)
  }
  if (bad.length > 0) steps.say(`Failures in: ${bad.join(', ')}`)
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''
  steps.say(`${sum.passed} passed, ${sum.failed} failed${skipped}`)
  return sum.failed === 0 ? 0 : 1
}

process.exitCode = await test().catch((cause) => {
  console.error(cause.message)
  // What stopped the run is a failure too, and the last line keeps its form.
  console.log('0 passed, 1 failed')
  return 1
})
