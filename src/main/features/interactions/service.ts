import { HubError } from '@main/hub/hub-error.ts'
import type { CheckResult, UncheckedReason } from '@shared/features/interactions/check.ts'
import type { OverrideReason, RuleFigures } from '@shared/features/interactions/governance.ts'
import type { Answer } from './answers.ts'
import { AnswerCache } from './answers-cache.ts'
import { AnswerLookup } from './answers-lookup.ts'
import { RuleDemotions } from './demotions.ts'
import { interactionFailure, notFound } from './errors.ts'
import { InteractionLedger } from './ledger.ts'
import { MedicationLists } from './medication-lists.ts'
import { ModelAsker } from './model-asker.ts'
import { type Pair, pairField, pairOf } from './pair-key.ts'
import type { InteractionKnowledge } from './ports.ts'
import { PharmacistQueue } from './queue.ts'
import { ForeignAnswers } from './queue-foreign.ts'
import { QueueGate } from './queue-gate.ts'
import { Verdicts } from './queue-verdicts.ts'
import { HubChange } from './redis-ports.ts'
import { RuleFigureBoard } from './rule-figures.ts'
import { Advice } from './service-advice.ts'
import { type CheckInput, InteractionChecks } from './service-check.ts'
import { LateAnswers } from './service-late.ts'
import type { InteractionPorts } from './service-ports.ts'
import type { Inquirer } from './service-recent.ts'

/** Answers that could not be filed while the hub was away; more than a shift's worth of new pairs. */
const MOST_OWED = 500

/** The checker of one station at one hub: knowledge, shared answers, the model, and what people decide about them. */
export class InteractionService {
  readonly ledger: InteractionLedger
  readonly queue: PharmacistQueue
  readonly gate: QueueGate
  readonly figures: RuleFigureBoard
  readonly lists: MedicationLists
  readonly #ports: InteractionPorts
  readonly #cache = new AnswerCache(() => performance.now())
  readonly #verdicts = new Verdicts()
  readonly #demotions: RuleDemotions
  readonly #asker: ModelAsker
  readonly #checks: InteractionChecks
  readonly #foreign: ForeignAnswers
  readonly #owed = new Map<string, { pair: Pair; answer: Answer }>()
  readonly #unwatch: () => void
  #strangeNoted = false

  constructor(ports: InteractionPorts) {
    this.#ports = ports
    const { answers, governance, configuration, counts, window } = ports
    const [cache, verdicts] = [this.#cache, this.#verdicts]
    this.ledger = new InteractionLedger({
      store: counts,
      kept: ports.kept,
      stationName: () => ports.stationName(),
      now: () => answers.now(),
      settings: () => configuration.settings,
      isLive: () => answers.isLive(),
      warn: (sentence) => ports.note(sentence),
    })
    const defect = (error: unknown): void => ports.defect(error)
    const gate = new QueueGate({ governance, answers, verdicts, cache, gate: () => ports.gate(), defect })
    this.gate = gate
    this.queue = new PharmacistQueue({ governance, answers, verdicts, cache, gate })
    this.#demotions = new RuleDemotions(governance, answers)
    this.lists = new MedicationLists(ports.medications, answers)
    const { ledger } = this
    const demotions = this.#demotions
    this.figures = new RuleFigureBoard({ counts, ledger, knowledge: ports.knowledge, verdicts, demotions })
    const asker = new ModelAsker({
      configuration,
      answers,
      verdicts,
      ledger,
      queue: this.queue,
      load: async () => {
        const [{ ModelGuard }, { askModel }] = await Promise.all([
          import('./model-guard.ts'),
          import('./model-client.ts'),
        ])
        return { newGuard: () => new ModelGuard(), ask: askModel }
      },
      normalName: (text) => normalName(ports.knowledge(), text),
      defect,
      owed: (pair, answer) => {
        if (this.#owed.size < MOST_OWED) this.#owed.set(pairField(pair), { pair, answer })
      },
    })
    this.#asker = asker
    const advice = new Advice((record) => ports.advice(record))
    this.#foreign = new ForeignAnswers({ governance, answers, verdicts, cache, gate, defect })
    const lookup = new AnswerLookup({
      answers,
      cache,
      verdicts,
      foreign: (found) => this.#foreign.take(found),
      note: (sentence) => ports.note(sentence),
    })
    const late = new LateAnswers({
      asker,
      ledger,
      advice,
      figures: this.figures,
      remember: (pair, answer) => cache.set(pair, answer),
      demotions: () => demotions.now(),
      send: (serial, answer) => {
        if (ports.inquirer()?.serial === serial) window.send('interactions.answered', answer)
      },
    })
    this.#checks = new InteractionChecks({
      lookup,
      asker,
      late,
      verdicts,
      configuration,
      ledger,
      advice,
      knowledge: ports.knowledge,
      figures: this.figures,
      demotions: () => demotions.now(),
      now: () => answers.now(),
      demonstration: () => ports.demonstration(),
    })
    this.#unwatch = configuration.watch(() => {
      asker.modelChanged()
      window.send('interactions.changed', { what: 'model', patientId: null })
    })
  }

  get knowledge(): InteractionKnowledge {
    return this.#ports.knowledge()
  }

  /** Reads the knowledge and its spelling aids, which otherwise the first question would wait for. */
  warmUp(): void {
    this.knowledge.recognise({ text: 'a misspelt name', chosen: null, route: null })
  }

  /** @param inquirer who asks; absent for the person at this station. */
  check(input: CheckInput, inquirer: Inquirer | null = this.#ports.inquirer()): Promise<CheckResult> {
    return this.#checks.check(input, inquirer ?? { user: '', role: '', session: null, serial: null })
  }

  retry(checkId: string, pair: readonly [number, number]): void {
    this.#checks.retry(checkId, pair)
  }

  accept(key: string): void {
    if (this.figures.describe(key) !== null) this.figures.accepted(key)
  }

  /** Throws a RequestFailure when the reason is free text and there is none. */
  override(key: string, reason: OverrideReason, text: string): void {
    if (reason === 'other' && text === '') {
      throw interactionFailure(
        'interactions.reason-needed',
        'Say in words why the warning is overridden. Nothing was recorded.',
      )
    }
    if (this.figures.describe(key) !== null) this.figures.overridden(key, reason)
  }

  async demote(key: string, days: number, reason: string): Promise<RuleFigures> {
    const severity = this.#described(key).severity
    await this.#demotions.demote(key, severity, days, reason, this.#ports.actor())
    return this.#figuresOf(key)
  }

  async restore(key: string): Promise<RuleFigures> {
    this.#described(key)
    await this.#demotions.restore(key)
    return this.#figuresOf(key)
  }

  /** Takes a fresh copy of what stations share. Rejects with a HubError when the hub denies it. */
  async attach(): Promise<void> {
    const { governance, note } = this.#ports
    const stored = await governance.verdicts()
    // Nobody deletes a verdict: one that this station knows and the hub does not was lost with the hub's data.
    const lost = this.#verdicts.missingIn(stored)
    for (const verdict of lost) await governance.restore(verdict)
    if (lost.length > 0)
      note(
        `The hub had come back without its data; ${lost.length} pharmacists' verdicts about interactions were restored from this station.`,
      )
    this.#verdicts.load([...lost, ...stored])
    await this.#demotions.load()
    this.#strangeNoted = false
    this.#cache.expire()
    this.#foreign.forget()
    for (const { pair, answer } of this.#owed.values()) {
      await this.queue.file(pair, answer, null)
      this.#owed.delete(pairField(pair))
    }
    this.ledger.hubIsBack()
    this.#changed('queue')
    this.#changed('demotions')
  }

  /** A message of the interactions' channel. */
  receive(payload: Buffer): void {
    const change = readChange(payload)
    if (change === null) {
      if (this.#strangeNoted) return
      this.#strangeNoted = true
      this.#ports.note('A message about interactions on the hub could not be understood and was ignored.')
      return
    }
    void this.#follow(change).catch((error: unknown) => {
      // The link was lost meanwhile: attaching again reads everything anew.
      if (!(error instanceof HubError)) this.#ports.defect(error)
    })
  }

  async stop(): Promise<void> {
    this.#unwatch()
    this.gate.stop()
    await this.#asker.stop()
    await this.ledger.stop()
  }

  async #follow(change: HubChange): Promise<void> {
    switch (change.what) {
      case 'answer':
        this.#cache.forget(pairOf(...change.pair))
        this.#heard(change.pair, null)
        return this.#changed('queue')
      case 'failed':
        return this.#heard(change.pair, change.reason)
      case 'verdict': {
        const pair = pairOf(...change.pair)
        const { judged } = await this.#ports.governance.filed(pair)
        if (judged !== null) this.#verdicts.set(judged)
        this.#cache.forget(pair)
        return this.#changed('queue')
      }
      case 'queue':
        return this.#changed('queue')
      case 'demotions':
        await this.#demotions.load()
        return this.#changed('demotions')
      case 'medications':
        return this.#changed('medications', change.patientId)
    }
  }

  #heard(pair: readonly [string, string], reason: UncheckedReason | null): void {
    this.#asker.heard(pairOf(...pair), reason)
  }

  #changed(what: 'queue' | 'demotions' | 'medications', patientId: string | null = null): void {
    this.#ports.window.send('interactions.changed', { what, patientId })
  }

  #described(key: string): NonNullable<ReturnType<RuleFigureBoard['describe']>> {
    const described = this.figures.describe(key)
    if (described === null)
      throw notFound('No rule and no pair of drugs is known by this name. Nothing was changed.')
    return described
  }

  async #figuresOf(key: string): Promise<RuleFigures> {
    const figures = await this.figures.of(key)
    if (figures === null) throw notFound('No rule and no pair of drugs is known by this name.')
    return figures
  }
}

function normalName(knowledge: InteractionKnowledge, text: string): string | null {
  const recognised = knowledge.recognise({ text: text.slice(0, 500), chosen: null, route: null })
  return recognised.kind === 'known' && recognised.ingredients.length === 1
    ? (recognised.ingredients[0] ?? null)
    : null
}

function readChange(payload: Buffer): HubChange | null {
  try {
    return HubChange.safeParse(JSON.parse(payload.toString('utf8'))).data ?? null
  } catch {
    return null
  }
}
