import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const CHECK_MS = 20_000

/**
 * Cuts a transaction that was only half written off the append-only file, before the server reads it. A server that
 * was killed in the middle of a write does not carry the half out, but leaves it in the file, where it swallows what
 * is written next at the start after that (Redis 7.0; valkey-io/valkey#4342). Does nothing when there is no file, or
 * no checking program beside the server: the server then mends what it can.
 * @param dataFolder where the server keeps its `appendonlydir`.
 * @param program path of the server program; its checking program lies beside it.
 */
export async function mendTornWrite(dataFolder: string, program: string): Promise<void> {
  const files = join(dataFolder, 'appendonlydir')
  const manifest = existsSync(files)
    ? readdirSync(files).find((name) => name.endsWith('.manifest'))
    : undefined
  const checker = join(dirname(program), basename(program).replace('-server', '-check-aof'))
  if (manifest === undefined || !existsSync(checker)) return
  const child = spawn(checker, ['--fix', join(files, manifest)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: CHECK_MS,
    killSignal: 'SIGKILL',
  })
  // It asks before it cuts. A checker that has nothing to ask may be gone before it is answered.
  child.stdin.on('error', () => undefined)
  child.stdin.end('y\n')
  await new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })
}
