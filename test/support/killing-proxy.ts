import { connect, createServer, type Server, type Socket } from 'node:net'

/** The write of the workflow at which the process dies; `heard`: the hub carries it out, and nobody takes the answer. */
export interface KillPoint {
  readonly step: number
  readonly heard: boolean
}

/** Commands that change something; what only looks, and the pulse, is no step of a workflow. */
const writes = new Set([
  'EVALSHA',
  'EVAL',
  'SET',
  'SETEX',
  'ZADD',
  'ZREM',
  'HSET',
  'DEL',
  'PUBLISH',
  'PEXPIRE',
])

/**
 * A loopback proxy between one process and its hub that counts what the process writes and kills it at one of its
 * steps: from that moment nothing of it reaches the hub any more, and nothing of the hub reaches it.
 */
export class KillingProxy {
  readonly #target: number
  readonly #concerns: RegExp
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null
  #armed: { readonly point: KillPoint; readonly kill: () => void } | null = null
  #dead = false
  steps = 0
  port = 0

  /** @param concerns what a command of the workflow holds somewhere: names of keys. */
  constructor(target: number, concerns: RegExp) {
    this.#target = target
    this.#concerns = concerns
  }

  get hasKilled(): boolean {
    return this.#dead
  }

  async start(): Promise<void> {
    this.#server = createServer((outer) => this.#accept(outer))
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    if (typeof address === 'object' && address !== null) this.port = address.port
  }

  /** From now on steps are counted. */
  arm(point: KillPoint, kill: () => void): void {
    this.steps = 0
    this.#armed = { point, kill }
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => {
      if (this.#server) this.#server.close(() => resolve())
      else resolve()
    })
  }

  #accept(outer: Socket): void {
    const inner = connect(this.#target, '127.0.0.1')
    const end = (): void => {
      inner.destroy()
      outer.destroy()
    }
    for (const socket of [inner, outer]) {
      this.#sockets.add(socket)
      socket.on('error', end)
      socket.on('close', () => {
        this.#sockets.delete(socket)
        end()
      })
    }
    let pending = Buffer.alloc(0)
    outer.on('data', (data) => {
      pending = Buffer.concat([pending, data])
      for (;;) {
        const length = commandLength(pending)
        if (length === null) return
        this.#pass(pending.subarray(0, length), inner)
        pending = pending.subarray(length)
      }
    })
    inner.on('data', (data) => {
      if (!this.#dead) outer.write(data)
    })
  }

  #pass(command: Buffer, inner: Socket): void {
    if (this.#dead) return
    const armed = this.#armed
    if (armed !== null && this.#isStep(command)) {
      this.steps += 1
      if (this.steps >= armed.point.step) {
        this.#dead = true
        armed.kill()
        if (!armed.point.heard) return
      }
    }
    inner.write(command)
  }

  #isStep(command: Buffer): boolean {
    const text = command.toString('latin1')
    return writes.has((text.split('\r\n', 3)[2] ?? '').toUpperCase()) && this.#concerns.test(text)
  }
}

/** The bytes of the first whole command; null while it is not all there. */
function commandLength(bytes: Buffer): number | null {
  const line = (from: number): { readonly value: number; readonly next: number } | null => {
    const end = bytes.indexOf('\r\n', from)
    return end < 0 ? null : { value: Number(bytes.toString('latin1', from + 1, end)), next: end + 2 }
  }
  const head = line(0)
  if (head === null) return null
  let at = head.next
  for (let part = 0; part < head.value; part += 1) {
    const size = line(at)
    if (size === null) return null
    at = size.next + size.value + 2
    if (at > bytes.length) return null
  }
  return at
}
