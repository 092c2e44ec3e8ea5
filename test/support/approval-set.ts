import { ApprovalDesk, type DeskOptions } from './approval-desks.ts'
import { pythonAnnouncement, pythonRequest, SPECIFIC } from './approval-samples.ts'
import type { TestRedis } from './redis-server.ts'

/** The request that these tests are about. */
export const ID = 'auth_approval:d4d917e3'
export const named = { id: ID, patientId: 'P1' }

/** The desks of one test at one server, under a prefix of its own, and the seed's Python beside them. */
export class ApprovalSet {
  readonly redis: TestRedis
  readonly prefix: string
  readonly #desks: ApprovalDesk[] = []

  constructor(redis: TestRedis, prefix: string) {
    this.redis = redis
    this.prefix = prefix
  }

  async open(station: string, options: DeskOptions = {}): Promise<ApprovalDesk> {
    const desk = await ApprovalDesk.open(this.redis.url, this.prefix, station, options)
    this.#desks.push(desk)
    return desk
  }

  seedKey(id = ID): string {
    return `${this.prefix}approval_request:${id}`
  }

  /** SETEX and PUBLISH, in the seed's order, with its bytes. */
  async pythonAsks(id = ID, patientId = 'P1', text = pythonRequest(id, patientId)): Promise<void> {
    await this.redis.client.setex(this.seedKey(id), 86_400, text)
    await this.redis.client.publish(`${this.prefix}auth:pending`, pythonAnnouncement(id))
  }

  /** What the seed's Python finds with `json.loads(redis.get(...))`. */
  async pythonReads(id = ID): Promise<Record<string, unknown>> {
    const value: unknown = JSON.parse((await this.redis.client.get(this.seedKey(id))) ?? 'null')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  }

  close(): void {
    for (const desk of this.#desks.splice(0)) desk.close()
  }
}

/** Takes the request at this desk and decides it. */
export async function decideAt(desk: ApprovalDesk, verdict: 'approved' | 'denied' = 'approved') {
  const { approval, digest } = await desk.review.claim(named)
  const token = approval.claim?.token ?? 0
  const reason = verdict === 'denied' ? SPECIFIC : ''
  return desk.review.decide({ ...named, token, digest, verdict, reason })
}

/** `done`, or the code of the refusal. */
export async function codeOf(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => 'done',
    (error: unknown) =>
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown',
  )
}
