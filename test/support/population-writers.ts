import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import type { WriterOrder } from './population-load.ts'

/** Writers in processes of their own, from one bundle. */
export class PopulationWriters {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async bundle(): Promise<PopulationWriters> {
    // Inside the checkout, or the packages beside it would not be found.
    const folder = resolve('out', `population-writers-${process.pid}`)
    await build({
      configFile: resolve('vite.faults.config.ts'),
      build: { outDir: folder, rolldownOptions: { input: 'test/support/population-writer.ts' } },
    })
    return new PopulationWriters(folder)
  }

  /** Resolves with its exit code, null when it was killed. @param passed told how many readings it has written. */
  run(
    order: WriterOrder,
    passed: (count: number, child: ChildProcess) => void = () => undefined,
  ): Promise<number | null> {
    const child = spawn(
      process.execPath,
      [join(this.#folder, 'population-writer.js'), JSON.stringify(order)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    child.stdout.on('data', (chunk: Buffer) =>
      passed(Number(chunk.toString('utf8').trim().split('\n').at(-1)), child),
    )
    return new Promise((done, failed) => {
      child.once('error', failed)
      child.once('exit', (code) => done(code))
    })
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
