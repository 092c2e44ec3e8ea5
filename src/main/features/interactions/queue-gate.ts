import { HubError } from '@main/hub/hub-error.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import type { AnswerCache } from './answers-cache.ts'
import { answerOf, type FiledAnswer, markOf } from './answers-filed.ts'
import type { AnswerGate, AnswerRuling, AnswerStanding } from './gate-ports.ts'
import { asChosen, questionOf, readReference, referenceOf, requestIdOf } from './gate-question.ts'
import { pairOf } from './pair-key.ts'
import type { Verdicts } from './queue-verdicts.ts'
import type { AnswerStore, GovernanceStore } from './redis-ports.ts'

/** Stations that change one pair at the same moment; after so many tries something else is wrong. */
const TRIES = 5
/** A station may be killed between filing and asking; another one asks at the latest then. */
const LOOK_MS = 5 * 60_000
/** After a question that the gate did not take. */
const AGAIN_MS = 15_000

const SUPERSEDED = 'Another answer about these drugs has been filed; it is asked about instead.'
const LOST = 'The answer that this asks about is not filed any more.'

interface GatePorts {
  readonly governance: Pick<GovernanceStore, 'filed' | 'queue' | 'put'>
  readonly answers: Pick<AnswerStore, 'write' | 'remove' | 'announce'>
  readonly verdicts: Verdicts
  readonly cache: AnswerCache
  readonly gate: () => AnswerGate
  /** A defect, without patient data. */
  readonly defect: (error: unknown) => void
}

type Filed = Awaited<ReturnType<GovernanceStore['filed']>>

/**
 * Between the filed answers and the queue in which people decide: every filed answer has one question there, and what is
 * decided there becomes a verdict here. What the queue could not be asked stays marked as not validated, and is asked later.
 */
export class QueueGate {
  readonly #ports: GatePorts
  #timer: NodeJS.Timeout | null = null
  #stopped = false
  #looking = false
  #again = false

  constructor(ports: GatePorts) {
    this.#ports = ports
  }

  /** The link is there, and the queue in which people decide has been read: what was not asked before is asked now. */
  start(): void {
    void this.#look()
  }

  stop(): void {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  /**
   * Files an answer and asks about it. The question about what waited before is taken back first: what has been decided
   * about that meanwhile holds. False when the pair has changed, and has to be read anew. Rejects with a HubError.
   */
  async put(next: FiledAnswer, { waiting, judged }: Filed): Promise<boolean> {
    if (waiting !== null && (await this.#wasDecided(waiting))) return false
    if (!(await this.#ports.governance.put(next))) return false
    void this.#ask(next, judged)
    return true
  }

  /**
   * Makes a ruling the verdict about its pair, for every station and for other programs. Told twice, it is done once.
   * False when it is about an answer that does not wait (any more): then nothing is changed. Rejects with a HubError.
   */
  async rule(ruling: AnswerRuling): Promise<boolean> {
    const { governance, defect } = this.#ports
    const about = readReference(ruling.reference)
    if (about === null) return false
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const { waiting, judged } = await governance.filed(about.pair)
      // Another station may have been killed before everybody heard of it.
      if (judged?.request === ruling.id && judged.rev === about.rev + 1) {
        await this.#follow(judged)
        return true
      }
      if (waiting === null || !isAbout(ruling, waiting)) return false
      const next = verdictOf(waiting, judged, ruling)
      if (next === null) {
        defect(new Error('a ruling names a severity that was not offered'))
        return false
      }
      if (!(await governance.put(next))) continue
      await this.#follow(next)
      return true
    }
    throw new Error('the pair changes faster than it can be judged')
  }

  async #follow(verdict: FiledAnswer): Promise<void> {
    const { answers, verdicts, cache } = this.#ports
    const pair = pairOf(...verdict.pair)
    verdicts.set(verdict)
    cache.forget(pair)
    // The verdict is what counts and is stored; other programs read the seed's key.
    if (verdict.state === 'validated') await answers.write(pair, answerOf(verdict))
    else await answers.remove(pair)
    await answers.announce({ what: 'verdict', pair: [...pair] })
  }

  /** True when people have decided about it, and that is the verdict now. A queue that cannot be asked decides nothing. */
  async #wasDecided(waiting: FiledAnswer): Promise<boolean> {
    const id = requestIdOf(waiting)
    let standing: AnswerStanding | null
    try {
      const gate = this.#ports.gate()
      await gate.withdraw(id, waiting.rev, SUPERSEDED)
      standing = await gate.read(id)
    } catch (error) {
      this.#later(error)
      return false
    }
    const ruling = standing?.ruling ?? null
    return ruling !== null && isAbout(ruling, waiting) && this.rule(ruling)
  }

  /** Never rejects. */
  async #ask(filed: FiledAnswer, judged: FiledAnswer | null): Promise<void> {
    try {
      await this.#ports.gate().ask(questionOf(filed, judged))
    } catch (error) {
      this.#later(error)
    }
  }

  #later(error: unknown): void {
    if (!(error instanceof HubError || error instanceof RequestFailure)) this.#ports.defect(error)
    this.#again = true
    this.#schedule(AGAIN_MS)
  }

  #schedule(afterMs: number): void {
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      void this.#look()
    }, afterMs)
  }

  /** Brings both queues in step. Never rejects: what fails is looked at again. */
  async #look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    this.#again = false
    try {
      await this.#inStep()
    } catch (error) {
      if (!(error instanceof HubError || error instanceof RequestFailure)) this.#ports.defect(error)
      this.#again = true
    } finally {
      this.#looking = false
      this.#schedule(this.#again ? AGAIN_MS : LOOK_MS)
    }
  }

  async #inStep(): Promise<void> {
    const { governance } = this.#ports
    const gate = this.#ports.gate()
    // Read before the filed answers: a question is asked only after its answer has been filed.
    const open = gate.open()
    const asked = new Map(open.map(({ id, fence }) => [id, fence]))
    const queue = await governance.queue()
    for (const filed of queue)
      if ((asked.get(requestIdOf(filed)) ?? -1) < filed.rev) await this.#missing(filed)
    const filed = new Set(queue.map(requestIdOf))
    for (const { id, fence } of open) {
      if (filed.has(id)) continue
      await gate.withdraw(id, fence, LOST)
      // It may have been filed, and asked about, in this very moment: the next look finds what was taken back wrongly.
      this.#again = true
    }
  }

  /** A filed answer about which nothing is asked at present: it is decided already, or it is asked about now. */
  async #missing(filed: FiledAnswer): Promise<void> {
    const { governance, verdicts, gate } = this.#ports
    const id = requestIdOf(filed)
    const judged = verdicts.get(filed.pair)
    const before = await gate().read(id)
    if (before !== null && before.ruling !== null && (await this.rule(before.ruling))) return
    await this.#ask(filed, judged)
    if (before === null || before.isOpen || (await gate().read(id))?.isOpen === true) return
    // This very question was taken back, and whoever did it was killed before it was replaced: filed anew, it is another.
    const next = { ...filed, rev: filed.rev + 1 }
    if (await governance.put(next)) await this.#ask(next, judged)
  }
}

/** The same origin, the same filing and the same words. */
function isAbout({ id, reference }: AnswerRuling, waiting: FiledAnswer): boolean {
  return requestIdOf(waiting) === id && referenceOf(waiting) === reference
}

function verdictOf(
  waiting: FiledAnswer,
  judged: FiledAnswer | null,
  { id, verdict, reason, chosen, by, at }: AnswerRuling,
): FiledAnswer | null {
  const isValid = verdict === 'approved'
  const answer = isValid ? asChosen(waiting, chosen) : waiting
  if (answer === null) return null
  return {
    ...answer,
    state: isValid ? 'validated' : 'rejected',
    judgedBy: by,
    judgedAt: Math.round(at),
    note: reason,
    request: id,
    again: null,
    rev: waiting.rev + 1,
    rejected: rejectedAfter(waiting, judged, isValid),
  }
}

/** A rejected answer stays rejected unless a pharmacist validates that same answer later. */
function rejectedAfter(waiting: FiledAnswer, judged: FiledAnswer | null, isValid: boolean): string[] {
  const marks = new Set([...waiting.rejected, ...(judged?.rejected ?? [])])
  const mark = markOf(waiting)
  if (isValid) marks.delete(mark)
  else marks.add(mark)
  return [...marks]
}
