import { createServer, connect, type Server, type Socket } from 'node:net'

/** A loopback proxy that can cut connections or swallow what passes, as a dead switch does. */
export class FaultyProxy {
  readonly #target: number
  readonly #pairs = new Set<{ inner: Socket; outer: Socket }>()
  #server: Server | null = null
  #black = false
  port = 0

  constructor(targetPort: number) {
    this.#target = targetPort
  }

  async start(): Promise<void> {
    this.#server = createServer((outer) => this.#accept(outer))
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    if (typeof address === 'object' && address !== null) this.port = address.port
  }

  /** Accepts and keeps connections, but nothing passes in either direction any more. */
  blackHole(on: boolean): void {
    this.#black = on
    for (const { inner, outer } of this.#pairs) {
      for (const socket of [inner, outer]) {
        if (on) socket.pause()
        else socket.resume()
      }
    }
  }

  /** Resets every connection; new ones are accepted. */
  cut(): void {
    for (const { inner, outer } of this.#pairs) {
      inner.destroy()
      outer.resetAndDestroy()
    }
    this.#pairs.clear()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise<void>((resolve) => {
      if (this.#server) this.#server.close(() => resolve())
      else resolve()
    })
  }

  #accept(outer: Socket): void {
    const inner = connect(this.#target, '127.0.0.1')
    const pair = { inner, outer }
    this.#pairs.add(pair)
    const end = (): void => {
      this.#pairs.delete(pair)
      inner.destroy()
      outer.destroy()
    }
    for (const socket of [inner, outer]) {
      socket.on('error', end)
      socket.on('close', end)
    }
    outer.on('data', (data) => inner.write(data))
    inner.on('data', (data) => outer.write(data))
    if (this.#black) {
      outer.pause()
      inner.pause()
    }
  }
}
