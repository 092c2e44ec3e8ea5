import { expect, test } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fuseNames, fusesOfOurs, readFuses, setFusesOfOurs } from '#scripts/fuses.mjs'
import { fuseFileOf, packApplication } from '@test/support/packed-application.ts'

/** What the packed application must be; by name, all nine. */
const wanted = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
  wasmTrapHandlers: true,
}

let folder = ''
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wardlight-fuses-'))
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

// Catches: a fuse left as Electron ships it, and one that the packaging says it sets and does not.
test('the packed application has all nine fuses set, and they hold', async () => {
  expect(fuseNames).toEqual(Object.keys(wanted))
  const settings = await readFile('electron-builder.yml', 'utf8')
  const set = Object.fromEntries(
    [...settings.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, on]) => [name, on === 'true']),
  )
  expect({ ...set, ...fusesOfOurs }).toMatchObject(wanted)

  const executable = packApplication()
  for (const read of readFuses(fuseFileOf(executable))) {
    // Electron before 40 has eight; the ninth is then not in its binary.
    expect(read).toEqual({
      ...wanted,
      ...(read['wasmTrapHandlers'] === 'absent' && { wasmTrapHandlers: 'absent' }),
    })
  }

  // As Node it would refuse the flag and end with 9; as the application it looks for an audit and finds none.
  const intruder = join(folder, 'intruder.cjs')
  await writeFile(intruder, 'process.stdout.write("intruded\\n")')
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const { stdout, stderr, status } = spawnSync(
    executable,
    [...sandbox, '--inspect=127.0.0.1:0', '--audit-verify', '--data', folder],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: `--require=${intruder}`,
        WARDLIGHT_DATA: folder,
      },
    },
  )
  expect(stdout).toContain('There is no audit in this data folder')
  expect(stdout).not.toContain('intruded')
  expect(stderr).not.toContain('Debugger listening')
  expect(status).toBe(2)

  // A page opened to a debugger shows everything that the session gate guards.
  for (const door of ['--remote-debugging-port=0', '--remote-debugging-pipe']) {
    const debugged = spawnSync(executable, [...sandbox, door, '--audit-verify', '--data', folder], {
      encoding: 'utf8',
      env: { ...process.env, WARDLIGHT_DATA: folder },
    })
    expect(debugged.stderr).toContain('does not run with remote debugging')
    expect(debugged.status).toBe(1)
  }
})

// Catches: the ninth fuse forgotten, a neighbour set with it, and a tenth that nobody has decided about.
test('the fuse of ours is set in a binary that has it, for each of its architectures', async () => {
  const wire = (count: number): Buffer =>
    Buffer.concat([
      Buffer.from('before dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
      Buffer.from([1, count]),
      Buffer.from('0'.repeat(count)),
      Buffer.from('after'),
    ])
  const nine = join(folder, 'nine')
  await writeFile(nine, Buffer.concat([wire(9), wire(9)]))
  const ten = join(folder, 'ten')
  await writeFile(ten, wire(10))
  const eight = join(folder, 'eight')
  await writeFile(eight, wire(8))
  await copyFile(eight, `${eight}-before`)

  setFusesOfOurs(nine)
  const unset = Object.fromEntries(fuseNames.map((name) => [name, false]))
  expect(readFuses(nine)).toEqual([
    { ...unset, wasmTrapHandlers: true },
    { ...unset, wasmTrapHandlers: true },
  ])
  setFusesOfOurs(eight)
  expect(await readFile(eight)).toEqual(await readFile(`${eight}-before`))
  expect(() => setFusesOfOurs(ten)).toThrow(/10 fuses/)
})
