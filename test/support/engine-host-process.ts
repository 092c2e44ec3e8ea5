import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const aliases = { '@shared': resolve('src/shared'), '@main': resolve('src/main') }

/** Builds the engine host for this run into a folder inside the project, where its packages are found. */
export async function buildEngineHost(): Promise<{ readonly program: string; remove(): void }> {
  const parent = resolve('test-results')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'engine-host-'))
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: aliases },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: join(folder, 'main'),
      emptyOutDir: true,
      rolldownOptions: {
        input: { 'engine-host': 'src/main/engine-host.ts' },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
  // Built files are modules whatever lies around them.
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  return {
    program: join(folder, 'main', 'engine-host.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** One engine host as a program of its own, as a server of the hospital runs it. */
export class EngineHostProcess {
  /** What it has said so far. */
  out = ''
  error = ''
  readonly #child: ChildProcess
  readonly #folder = mkdtempSync(join(tmpdir(), 'wardlight-host-'))
  readonly #exit: Promise<number | null>

  constructor(program: string, hubUrl: string, environment: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [program], {
      env: {
        PATH: process.env['PATH'] ?? '',
        WARDLIGHT_HUB_URL: hubUrl,
        WARDLIGHT_DATA: this.#folder,
        WARDLIGHT_KEY_FILE: 'allow',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.out += chunk.toString('utf8')))
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.error += chunk.toString('utf8')))
    this.#exit = once(this.#child, 'exit').then(([code]: unknown[]) =>
      typeof code === 'number' ? code : null,
    )
  }

  /** Its exit code, once it has ended. */
  ended(): Promise<number | null> {
    return this.#exit
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM')
    await this.#exit
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
