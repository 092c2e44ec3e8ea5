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

/** Brings the application itself: without it the suites that need no window still run, and this counts as a failure. */
async function prepareApplication(steps) {
  try {
    await ensureElectron(steps)
    await ensureBuild(steps)
    return true
  } catch (cause) {
    steps.say(cause.message)
    return false
  }
}

async function test() {
  const { values } = parseArgs({ options: { only: { type: 'string' }, full: { type: 'boolean' } } })
  const chosen = choose(values.only)
  const chosenSuites = suites.filter((suite) => chosen.includes(suite))
  const steps = createSteps()
  const sum = { passed: 0, failed: 0, skipped: 0 }
  const bad = []
  const add = (name, result) => {
    for (const key of Object.keys(sum)) sum[key] += result[key]
    if (result.failed > 0) bad.push(name)
  }

  await ensurePackages(steps)
  if (chosenSuites.length > 0) await ensureSystemPackages(steps, { redis: true })
  for (const check of checks.filter((entry) => chosen.includes(entry)))
    add(check.name, await runCheck(steps, check))
  const built = chosenSuites.length === 0 || (await prepareApplication(steps))
  if (!built) add('build', { passed: 0, failed: 1, skipped: 0 })
  for (const suite of chosenSuites) {
    if (suite.screen && !built) add(suite.name, { passed: 0, failed: 1, skipped: 0 })
    else add(suite.name, await runSuite(steps, suite, values.full ? { WARDLIGHT_FAULTS: 'full' } : {}))
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
