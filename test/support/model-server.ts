import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { z } from 'zod'
import type { InteractionSeverity } from '@shared/features/interactions/model.ts'

/** How the server misbehaves, or what it answers. */
export type ModelConduct =
  | {
      readonly kind: 'answer'
      readonly severity: InteractionSeverity | 'none' | 'unknown'
      readonly effect?: string
    }
  /** Says this, whatever it is asked. */
  | { readonly kind: 'says'; readonly content: string }
  | { readonly kind: 'other-drugs' }
  | { readonly kind: 'refusal' }
  | { readonly kind: 'refusal-in-words' }
  | { readonly kind: 'wrong-shape' }
  | { readonly kind: 'no-json' }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'endless' }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'status'; readonly status: number }
  /** Sends the head of the reply and then nothing. */
  | { readonly kind: 'hang' }
  /** Answers when it is told to. */
  | { readonly kind: 'held'; readonly until: Promise<void> }

const Question = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.object({ type: z.literal('json_schema') }),
})

/** A real HTTP server on loopback that speaks the chat-completions protocol, well or badly. */
export class ModelServer {
  readonly #server: Server
  /** The pairs that it was asked about, in order. */
  readonly asked: string[] = []
  /** What came with each question as authorization. */
  readonly keys: (string | undefined)[] = []
  /** Everything that it was sent, to search for what must not be there. */
  readonly bodies: string[] = []
  conduct: ModelConduct = { kind: 'answer', severity: 'major' }
  tokens = { prompt_tokens: 400, completion_tokens: 100 }

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<ModelServer> {
    const server = createServer()
    const started = new ModelServer(server)
    server.on('request', (request, response) => void started.#answer(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return started
  }

  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the server does not listen')
    return `http://127.0.0.1:${address.port}/v1`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk))
    const body = Buffer.concat(chunks).toString('utf8')
    const question = Question.parse(JSON.parse(body))
    const text = question.messages.at(-1)?.content ?? ''
    const [a = '', b = ''] = [...text.matchAll(/drug[AB]: (".*")/g)].map(([, name]) =>
      z.string().parse(JSON.parse(name ?? '""')),
    )
    this.bodies.push(body)
    this.keys.push(request.headers.authorization)
    this.asked.push(`${a} + ${b}`)
    const conduct = this.conduct
    switch (conduct.kind) {
      case 'answer':
        return this.#say(response, question.model, answer(a, b, conduct.severity, conduct.effect))
      case 'says':
        return this.#say(response, question.model, conduct.content)
      case 'held':
        await conduct.until
        return this.#say(response, question.model, answer(a, b, 'major'))
      case 'other-drugs':
        return this.#say(response, question.model, answer('aspirin', 'warfarin', 'none'))
      case 'refusal':
        return this.#say(response, question.model, null, 'I will not discuss medication.')
      case 'refusal-in-words':
        return this.#say(response, question.model, 'I’m sorry, but I cannot help with that.')
      case 'wrong-shape':
        return this.#say(response, question.model, JSON.stringify({ severity: 'very bad', drugs: [a, b] }))
      case 'no-json':
        return this.#say(response, question.model, `{"drugA": "${a}", "drugB":`)
      case 'garbage':
        return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>\u0000 proxy</html>')
      case 'endless': {
        response.writeHead(200, { 'content-type': 'application/json' })
        const pump = setInterval(() => response.write('['.repeat(65_536)), 1)
        response.on('close', () => clearInterval(pump))
        return
      }
      case 'redirect':
        return void response.writeHead(307, { location: conduct.to }).end()
      case 'status':
        return void response
          .writeHead(conduct.status, { 'content-type': 'application/json' })
          .end('{"error":{"message":"no"}}')
      case 'hang':
        response.writeHead(200, { 'content-type': 'application/json' })
        response.write('{"id":')
        return
    }
  }

  #say(response: ServerResponse, model: string, content: string | null, refusal: string | null = null): void {
    const { prompt_tokens, completion_tokens } = this.tokens
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1,
        model,
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content, ...(refusal === null ? {} : { refusal }) },
            finish_reason: 'stop',
          },
        ],
        usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
      }),
    )
  }
}

function answer(a: string, b: string, severity: string, effect = `${a} raises ${b}.`): string {
  return JSON.stringify({
    drugA: a,
    drugB: b,
    severity,
    effect: severity === 'none' ? '' : effect,
    mechanism: 'Competition for one enzyme.',
    action: 'Monitor.',
    onset: 'delayed',
    evidence: 'suspected',
  })
}
