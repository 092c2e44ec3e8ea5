// Proves that the import rules bite: each bad import is planted in a copy of our layout and oxlint, with the
// configuration that `npm run check` uses, must report it under the right rule; each good one must pass.
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = process.cwd()

const bad: ReadonlyArray<readonly [rule: string, file: string, code: string]> = [
  ['no-parent', 'src/renderer/ui/a.ts', "import { a } from '../app/frame.ts'"],
  ['shared-is-pure', 'src/shared/clinical/a.ts', "import { readFileSync } from 'node:fs'"],
  ['shared-is-pure', 'src/shared/clinical/b.ts', "import { app } from 'electron'"],
  ['shared-is-pure', 'src/shared/clinical/c.ts', "import { useState } from 'react'"],
  ['shared-is-pure', 'src/shared/clinical/d.ts', "import type { Redis } from 'ioredis'"],
  ['shared-is-pure', 'src/shared/clinical/e.ts', "export { hub } from '@main/hub/hub.ts'"],
  ['electron-is-thin', 'src/main/compose.ts', "import { app } from 'electron'"],
  ['electron-is-thin', 'src/main/ipc/router.ts', "import type { IpcMain } from 'electron'"],
  ['electron-is-thin', 'src/main/platform/headless/a.ts', "export const load = () => import('electron')"],
  ['electron-is-thin', 'src/renderer/app/a.ts', "import { ipcRenderer } from 'electron/renderer'"],
  ['ioredis-in-hub', 'src/main/features/alerts/redis.ts', "import { Redis } from 'ioredis'"],
  ['ioredis-in-hub', 'src/main/compose-hub.ts', "import type { Redis } from 'ioredis'"],
  ['ioredis-in-hub', 'src/main/journal/a.ts', "export type Client = import('ioredis').Redis"],
  [
    'no-sibling-feature',
    'src/main/features/alerts/b.ts',
    "import { s } from '@main/features/sessions/service.ts'",
  ],
  [
    'no-sibling-feature',
    'src/shared/features/alerts/b.ts',
    "import { s } from '@shared/features/audit/model.ts'",
  ],
  [
    'no-sibling-feature',
    'src/renderer/features/alerts/b.ts',
    "import { s } from '@shared/features/audit/model.ts'",
  ],
  ['engine-is-pure', 'src/main/features/alerts/engine.ts', "import { randomUUID } from 'node:crypto'"],
  ['engine-is-pure', 'src/main/features/alerts/engine-grade.ts', "import { hub } from '@main/hub/hub.ts'"],
  ['engine-is-pure', 'src/main/features/audit/engine.ts', "import pino from 'pino'"],
  ['main-not-renderer', 'src/main/compose-view.ts', "import { frame } from '@renderer/app/frame.ts'"],
  ['renderer-is-apart', 'src/renderer/app/b.ts', "import { keys } from '@main/hub/keys.ts'"],
  ['renderer-is-apart', 'src/renderer/app/c.ts', "import { join } from 'node:path'"],
  ['demo-ward-knows-nothing', 'src/main/demo-ward/a.ts', "import { grade } from '@shared/clinical/grade.ts'"],
  ['demo-ward-knows-nothing', 'src/main/demo-ward/b.ts', "import { keys } from '@main/hub/keys.ts'"],
  ['sources-not-tests', 'src/main/journal/b.ts', "import { fake } from '@test/support/fake.ts'"],
  ['bridge-in-ipc', 'src/renderer/features/alerts/c.ts', 'export const bridge = window.wardlight'],
]

const good: ReadonlyArray<readonly [file: string, code: string]> = [
  ['src/shared/clinical/good.ts', "import { z } from 'zod'\nexport { a } from '@shared/clinical/a.ts'"],
  [
    'src/shared/features/alerts/good.ts',
    "import { a } from '@shared/clinical/a.ts'\nimport { b } from './b.ts'",
  ],
  ['src/main/platform/electron/good.ts', "import { Notification } from 'electron'"],
  ['src/main/index.ts', "import { app } from 'electron'"],
  ['src/main/preload/index.ts', "import { contextBridge } from 'electron'"],
  ['src/main/ipc/transport-window.ts', "import { ipcMain } from 'electron'"],
  ['src/main/hub/good.ts', "import { Redis } from 'ioredis'"],
  [
    'src/main/features/sessions/engine.ts',
    "import { a } from '@shared/features/sessions/model.ts'\nimport './rules.ts'",
  ],
  ['src/main/features/sessions/good.ts', "import { randomUUID } from 'node:crypto'"],
  ['src/main/compose-good.ts', "import { a } from '@main/features/alerts/service.ts'"],
  [
    'src/main/demo-ward/good.ts',
    "import { openClient } from '@main/hub/open-client.ts'\nimport 'node:timers'",
  ],
  [
    'src/renderer/app/good.ts',
    "import { a } from '@renderer/features/alerts/store.ts'\nimport { useState } from 'react'",
  ],
  ['src/renderer/ipc/good.ts', 'export const bridge = window.wardlight'],
  ['src/renderer/ui/good.test.ts', "import { readFileSync } from 'node:fs'\nimport { it } from 'vitest'"],
]

const cycle: ReadonlyArray<readonly [file: string, code: string]> = [
  ['src/shared/round/one.ts', "import { two } from '@shared/round/two.ts'\nexport const one = () => two"],
  ['src/shared/round/two.ts', "import { one } from '@shared/round/one.ts'\nexport const two = () => one"],
]

const Report = z.object({
  diagnostics: z.array(z.object({ message: z.string(), code: z.string(), filename: z.string() })),
})

let folder = ''
let findings: Array<{ file: string; text: string }> = []

/** oxlint's findings over the planted files; a crash of oxlint is an error, not an empty list. */
async function lint(): Promise<Array<{ file: string; text: string }>> {
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
  const args = [oxlint, '-c', 'oxlint.imports.json', '--format=json', 'src']
  const output = await new Promise<string>((settle) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1e8 }, (_cause, stdout) => settle(stdout))
  })
  return Report.parse(JSON.parse(output)).diagnostics.map(({ message, code, filename }) => ({
    file: filename.replaceAll('\\', '/'),
    text: `${code} ${message}`,
  }))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wardlight-lint-'))
  await cp(join(root, 'oxlint.imports.json'), join(folder, 'oxlint.imports.json'))
  await cp(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'))
  await cp(join(root, 'package.json'), join(folder, 'package.json'))
  await cp(join(root, 'scripts/lint'), join(folder, 'scripts/lint'), { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  const planted = [...bad.map(([, file, code]) => [file, code] as const), ...good, ...cycle]
  for (const [file, code] of planted) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), `${code}\n`)
  }
  findings = await lint()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('import rules', () => {
  it('plants each file once, so that no case hides another', () => {
    const files = [...bad.map(([, file]) => file), ...good.map(([file]) => file)]
    expect(new Set(files).size).toBe(files.length)
  })

  it.each(bad)('%s reports a bad import in %s', (rule, file) => {
    const texts = findings.filter((finding) => finding.file === file).map(({ text }) => text)
    expect(texts.filter((text) => text.includes(`${rule}:`))).toHaveLength(1)
  })

  it.each(good)('lets a good import pass in %s', (file) => {
    expect(findings.filter((finding) => finding.file === file)).toEqual([])
  })

  it('reports a cycle that goes through an alias', () => {
    const files = findings.filter(({ text }) => text.includes('no-cycle')).map(({ file }) => file)
    expect(files).toContain('src/shared/round/one.ts')
  })
})
