import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import type { CheckResult, Finding } from '@shared/features/interactions/check.ts'
import { OverrideReason } from '@shared/features/interactions/governance.ts'
import type { ListedDrug, PatientContext } from '@shared/features/interactions/model.ts'
import { type Card, cardsOf } from './cds-cards.ts'
import { contextOf, loinc, routeOf } from './cds-context.ts'
import { drugsOf, Feedback, hasMedications, HookCall, patientFactsOf } from './cds-request.ts'
import { CdsClient, CdsTrust } from './cds-trust.ts'

const MAX_BODY = 5_000_000
/** Cards whose feedback is still awaited; older ones are forgotten. */
const CARDS_KEPT = 50_000
const REQUEST_MS = 10_000
const SERVICES = '/cds-services'
const KNOWLEDGE = '/knowledge/'

/** How an installer sets the service up; read from the file that WARDLIGHT_CDS_HOOKS names. */
export const CdsSettings = z.strictObject({
  /** Loopback unless said otherwise: before other hosts may ask, a proxy with TLS belongs in front. */
  host: z.string().min(1).default('127.0.0.1'),
  port: z.number().int().min(0).max(65_535),
  /** The address by which EHRs reach the service; tokens must name it. Absent: `http://host:port`. */
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  clients: z.array(CdsClient).min(1).max(50),
})
export type CdsSettings = z.infer<typeof CdsSettings>

/** What an EHR's user did about a card. */
export interface CardOutcome {
  readonly issuer: string
  readonly finding: Finding
  readonly outcome: 'accepted' | 'overridden'
  readonly reason: OverrideReason | null
  readonly text: string
  readonly patientId: string
}

export interface CdsPorts {
  /** The same check that the screens ask for. */
  check(
    drugs: readonly ListedDrug[],
    context: PatientContext,
    patientId: string,
    issuer: string,
  ): Promise<CheckResult>
  /** Puts a call on record before it is answered; rejecting stops the answer. */
  record(issuer: string, userId: string, patientId: string, hook: string): Promise<void>
  outcome(outcome: CardOutcome): Promise<void>
  /** The newest wording of a rule, for the page behind a card's source; null when there is none. */
  label(key: string): string | null
  now(): number
  /** What the client is told about a refusal such as a list that is too long; null for anything unexpected. */
  refusal(error: unknown): string | null
  defect(error: unknown): void
}

/** A failure with the status that the client gets; the sentence holds no patient data. */
class Refusal extends Error {
  readonly status: number

  constructor(status: number, sentence: string) {
    super(sentence)
    this.status = status
  }
}

const observationOf = (codes: readonly string[]): string =>
  `Observation?patient={{context.patientId}}&code=${codes.map((code) => `http://loinc.org|${code}`).join(',')}&_sort=-date&_count=1`

const prefetch = {
  patient: 'Patient/{{context.patientId}}',
  medications: 'MedicationRequest?patient={{context.patientId}}&status=active,on-hold',
  allergies: 'AllergyIntolerance?patient={{context.patientId}}&clinical-status=active',
  egfr: observationOf(loinc.egfr),
  potassium: observationOf(loinc.potassium),
  qtc: observationOf(loinc.qtc),
}

const services = (['order-select', 'order-sign'] as const).map((hook) => ({
  id: `wardlight-${hook}`,
  hook,
  title: 'Wardlight drug interactions',
  description:
    'Checks the drugs being ordered against each other, against what the patient takes, and against allergies.',
  prefetch,
}))

/** The drug check as a CDS Hooks 2.0 service: discovery, `order-select`, `order-sign`, feedback. */
export class CdsServer {
  readonly #settings: CdsSettings
  readonly #ports: CdsPorts
  readonly #trust: CdsTrust
  readonly #server: Server
  readonly #cards = new Map<
    string,
    { readonly finding: Finding; readonly patientId: string; readonly issuer: string }
  >()

  constructor(settings: CdsSettings, ports: CdsPorts) {
    this.#settings = settings
    this.#ports = ports
    this.#trust = new CdsTrust(settings.clients, () => ports.now())
    this.#server = createServer(
      { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS },
      (request, response) => {
        void this.#answer(request, response)
      },
    )
  }

  /** Starts listening; resolves with the address by which EHRs reach it. Rejects when the port is taken. */
  async start(): Promise<string> {
    const { host, port } = this.#settings
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, resolve)
    })
    return this.#base()
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #base(): string {
    const { baseUrl, host } = this.#settings
    const address: AddressInfo | string | null = this.#server.address()
    const port = typeof address === 'object' && address !== null ? address.port : this.#settings.port
    return (baseUrl ?? `http://${host}:${port}`).replace(/\/$/, '')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const path = new URL(request.url ?? '/', 'http://service').pathname
      if (request.method === 'GET' && path === SERVICES) return reply(response, 200, { services })
      if (request.method === 'GET' && path.startsWith(KNOWLEDGE)) return this.#knowledge(path, response)
      const [, id, tail] = /^\/cds-services\/([\w-]+)(\/feedback)?$/.exec(path) ?? []
      const service = services.find((each) => each.id === id)
      if (service === undefined) throw new Refusal(404, 'There is no such service here.')
      if (request.method !== 'POST') throw new Refusal(405, 'This address takes POST.')
      const trust = await this.#trust.check(request.headers.authorization, `${this.#base()}${path}`)
      if (!trust.ok) throw new Refusal(401, trust.sentence)
      const body = await readJson(request)
      if (tail === undefined)
        return reply(response, 200, { cards: await this.#cardsFor(service.hook, body, trust.issuer) })
      await this.#takeFeedback(body, trust.issuer)
      return reply(response, 200, {})
    } catch (error) {
      if (!request.complete) {
        // What is left of the call is not read; its connection cannot carry another.
        response.setHeader('connection', 'close')
        request.resume()
      }
      if (error instanceof Refusal) return reply(response, error.status, { error: error.message })
      const refusal = this.#ports.refusal(error)
      if (refusal !== null) return reply(response, 422, { error: refusal })
      this.#ports.defect(error)
      return reply(response, 500, {
        error: 'The check could not be made. Nothing was stored; treat the order as not checked.',
      })
    }
  }

  async #cardsFor(hook: string, body: unknown, issuer: string): Promise<readonly Card[]> {
    const parsed = HookCall.safeParse(body)
    if (!parsed.success) {
      const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ')
      throw new Refusal(400, `The call is not one of CDS Hooks 2.0; look at ${fields}.`)
    }
    const call = parsed.data
    if (call.hook !== hook) throw new Refusal(400, 'The hook is not the one that this service is for.')
    const { patientId, userId } = call.context
    await this.#ports.record(issuer, userId, patientId, hook)
    const drugs = drugsOf(call)
    const listed = drugs.map(({ text, route }) => ({ text, chosen: null, route: routeOf(route) }))
    const result = await this.#ports.check(
      listed,
      contextOf(patientFactsOf(call), this.#ports.now()),
      patientId,
      issuer,
    )
    const { cards, findings } = cardsOf(result, drugs, hasMedications(call), {
      newId: randomUUID,
      linkOf: (key) =>
        this.#ports.label(key) === null ? null : `${this.#base()}${KNOWLEDGE}${encodeURIComponent(key)}`,
    })
    for (const [uuid, finding] of findings) this.#remember(uuid, finding, patientId, issuer)
    return cards
  }

  #remember(uuid: string, finding: Finding, patientId: string, issuer: string): void {
    this.#cards.set(uuid, { finding, patientId, issuer })
    const [oldest] = this.#cards.keys()
    if (this.#cards.size > CARDS_KEPT && oldest !== undefined) this.#cards.delete(oldest)
  }

  async #takeFeedback(body: unknown, issuer: string): Promise<void> {
    const parsed = Feedback.safeParse(body)
    if (!parsed.success) throw new Refusal(400, 'The feedback is not that of CDS Hooks 2.0.')
    for (const { card, outcome, overrideReason } of parsed.data.feedback) {
      const known = this.#cards.get(card)
      // A card of another EHR, or one that was forgotten: there is nothing to count it to.
      if (known === undefined || known.issuer !== issuer) continue
      this.#cards.delete(card)
      const reason = OverrideReason.safeParse(overrideReason?.reason?.code)
      await this.#ports.outcome({
        issuer,
        finding: known.finding,
        outcome,
        reason: outcome === 'accepted' ? null : reason.success ? reason.data : 'other',
        text: overrideReason?.userComment ?? '',
        patientId: known.patientId,
      })
    }
  }

  /** Where a card's source leads: what the rule is called. It holds no patient data and needs no token. */
  #knowledge(path: string, response: ServerResponse): void {
    const label = this.#ports.label(decode(path.slice(KNOWLEDGE.length)))
    if (label === null) throw new Refusal(404, 'There is no such rule here.')
    response.writeHead(200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
    })
    response.end(label)
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.byteLength
    if (size > MAX_BODY) throw new Refusal(413, 'The call is larger than 5 MB.')
    chunks.push(bytes)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new Refusal(400, 'The call is not JSON.')
  }
}

function reply(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(JSON.stringify(value))
}
