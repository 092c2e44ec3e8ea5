import { createServer, type Server } from 'node:http'

/** A server on the network: whatever reaches it has left the application. */
export class Outside {
  readonly #server: Server
  /** Paths that were asked for. */
  readonly reached: string[] = []

  private constructor(server: Server) {
    this.#server = server
    server.on('request', (request, response) => {
      this.reached.push(request.url ?? '')
      response.setHeader('access-control-allow-origin', '*')
      response.setHeader('content-type', 'text/html')
      response.end('<script>document.title = "outside"</script>')
    })
  }

  static async open(): Promise<Outside> {
    const server = createServer()
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    return new Outside(server)
  }

  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('not listening')
    return `http://127.0.0.1:${address.port}/`
  }

  close(): void {
    this.#server.close()
  }
}
