import type { PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import { SYNCHRONOUS_MS } from './engine-clocks.ts'
import { believedFacts } from './engine-notes.ts'
import { normalCode } from './engine.ts'
import { planKey, type PolicyBook } from './policies.ts'
import type { NoteReader, NoteReading } from './ports.ts'

/** The rest of the synchronous answer's 15 s is for the hub. */
const NOTES_MS = SYNCHRONOUS_MS - 5_000

export interface ReadRequest {
  readonly request: PriorAuthRequest
  /** What became of the notes; null when there were none. */
  readonly said: string | null
  /** The model that read them, and the version of what it was asked; no person has validated it. Null for none. */
  readonly readBy: string | null
}

/** Has notes read into facts, where a model is configured, and believes only what the notes say word by word. */
export class NoteDesk {
  readonly #book: PolicyBook
  readonly #reader: NoteReader

  constructor(book: PolicyBook, reader: NoteReader) {
    this.#book = book
    this.#reader = reader
  }

  /** The request with the facts its notes hold. Never rejects: unread notes leave their facts unknown. */
  async read(request: PriorAuthRequest): Promise<ReadRequest> {
    if (request.notes.trim() === '') return { request, said: null, readBy: null }
    const wanted = this.#wanted(request)
    if (wanted.length === 0) {
      const said = 'Nothing that the policy asks for is still open; the notes were not read.'
      return { request, said, readBy: null }
    }
    const reading = await this.#within(this.#reader, request.notes, wanted)
    if (reading.kind === 'not-read')
      return {
        request,
        said: `${reading.sentence} The notes were not read; what they say counts as unknown.`,
        readBy: null,
      }
    const { facts, dropped } = believedFacts(
      request.notes,
      reading.facts,
      new Map(wanted.map((each) => [each.id, each])),
    )
    const read = `${facts.length} facts were read from the notes by ${reading.by}, each with its quotation; no person has validated them.`
    const left =
      dropped.length === 0 ? '' : ` ${dropped.length} were not believed: ${dropped.slice(0, 5).join(' ')}`
    return {
      request: { ...request, facts: [...request.facts, ...facts] },
      said: `${read}${left}`,
      readBy: reading.by,
    }
  }

  /** Facts of the policy that nobody has recorded: a model is asked for nothing else, so it contradicts nobody. */
  #wanted(request: PriorAuthRequest): NonNullable<ReturnType<PolicyBook['facts']['get']>>[] {
    const policy = this.#book.find(planKey(request.payer, request.plan), normalCode(request.procedure))
    const recorded = new Set(request.facts.map(({ id }) => id))
    const ids = (policy?.needs ?? []).flatMap(({ expression }) => expression.flat().map(({ fact }) => fact))
    return [...new Set(ids)].filter((id) => !recorded.has(id)).flatMap((id) => this.#book.facts.get(id) ?? [])
  }

  async #within(
    reader: NoteReader,
    notes: string,
    wanted: Parameters<NoteReader['read']>[1],
  ): Promise<NoteReading> {
    const stop = new AbortController()
    let timer: NodeJS.Timeout | null = null
    const late = new Promise<NoteReading>((resolve) => {
      timer = setTimeout(() => {
        stop.abort()
        resolve({
          kind: 'not-read',
          sentence: `The model did not answer within ${NOTES_MS / 1_000} seconds.`,
        })
      }, NOTES_MS)
    })
    try {
      return await Promise.race([reader.read(notes, wanted, stop.signal), late])
    } finally {
      if (timer !== null) clearTimeout(timer)
    }
  }
}
