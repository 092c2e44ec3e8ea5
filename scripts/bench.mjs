// `npm run bench`: prepares the machine as `npm start` does and runs test/bench/run.ts, on a screen.
import { ensureBuild } from './build.mjs'
import { ensureElectron } from './electron-runtime.mjs'
import { onScreen } from './launch.mjs'
import { ensurePackages } from './npm-packages.mjs'
import { inRoot, projectNode, root, toolEnvironment } from './project.mjs'
import { run, runOrThrow } from './run.mjs'
import { createSteps } from './steps.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

async function bench() {
  const steps = createSteps()
  await ensurePackages(steps)
  await ensureSystemPackages(steps, { redis: true })
  const electron = await ensureElectron(steps)
  await ensureBuild(steps)
  const env = toolEnvironment({ NO_COLOR: '1', WARDLIGHT_ELECTRON_SOURCE: electron.source })
  await steps.step('benchBuild', 'Benchmark build', () => {
    const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js')
    const args = [vite, 'build', '--config', 'vite.bench.config.ts']
    return runOrThrow('The benchmark build', projectNode().path, args, { cwd: root, env })
  })
  const args = ['--expose-gc', inRoot('out', 'bench', 'run.js'), ...process.argv.slice(2)]
  const command = onScreen(projectNode().path, args)
  const ended = await run(command.file, command.args, {
    cwd: root,
    env,
    onLine: (line, from) => (from === 'out' ? console.log(line) : console.error(line)),
  })
  return ended.code ?? 1
}

process.exitCode = await bench().catch((cause) => {
  console.error(cause.message)
  return 1
})
