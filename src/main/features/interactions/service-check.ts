import { randomUUID } from 'node:crypto'
import type {
  CheckResult,
  Consulted,
  Finding,
  PairPlaces,
  Unchecked,
} from '@shared/features/interactions/check.ts'
import {
  interactionRank,
  type KnownDrug,
  type ListedDrug,
  MAX_DRUGS,
  type PatientContext,
  type Recognition,
} from '@shared/features/interactions/model.ts'
import { findingOf } from './answers-finding.ts'
import type { AnswerLookup, Found, LookedUp } from './answers-lookup.ts'
import { interactionFailure, notFound } from './errors.ts'
import type { InteractionLedger } from './ledger.ts'
import type { ModelAsker } from './model-asker.ts'
import type { ModelConfiguration } from './model-settings.ts'
import { unanswered } from './model-unanswered.ts'
import { type Pair, pairId } from './pair-key.ts'
import type { Demotions, InteractionKnowledge, OpenQuestion } from './ports.ts'
import type { Verdicts } from './queue-verdicts.ts'
import type { RuleFigureBoard } from './rule-figures.ts'
import type { Advice } from './service-advice.ts'
import type { LateAnswers } from './service-late.ts'
import { type Inquirer, type RecentCheck, RecentChecks } from './service-recent.ts'
import { PairTable } from './service-table.ts'

export interface CheckInput {
  readonly drugs: readonly ListedDrug[]
  readonly context: PatientContext
  readonly patientId: string | null
}

interface CheckPorts {
  readonly knowledge: () => InteractionKnowledge
  readonly lookup: AnswerLookup
  readonly asker: ModelAsker
  readonly late: LateAnswers
  readonly verdicts: Verdicts
  readonly configuration: ModelConfiguration
  readonly ledger: InteractionLedger
  readonly figures: RuleFigureBoard
  readonly advice: Advice
  demotions(): Demotions
  now(): number
  demonstration(): boolean
}

/** What a check has found so far of the pairs that the knowledge does not know. */
interface Gathered {
  readonly findings: Finding[]
  readonly unchecked: Unchecked[]
  readonly ask: OpenQuestion[]
  /** Where only advice that nobody has accepted says that nothing is known. */
  readonly adviceOnly: PairPlaces[]
  readonly shown: { pair: Pair; answer: NonNullable<Found['answer']> }[]
  readonly ages: number[]
  readonly layers: { local: number; cache: number; hub: number; unchecked: number }
}

/** Checks lists of drugs: the knowledge first, then memory, hub and model for what it does not know. */
export class InteractionChecks {
  readonly #ports: CheckPorts
  readonly #recent = new RecentChecks()

  constructor(ports: CheckPorts) {
    this.#ports = ports
  }

  /** Answers with what is known at once; what a model is asked about comes later. Throws a RequestFailure: too many. */
  async check({ drugs: listed, context, patientId }: CheckInput, inquirer: Inquirer): Promise<CheckResult> {
    const started = performance.now()
    if (listed.length > MAX_DRUGS) {
      throw interactionFailure(
        'interactions.too-many-drugs',
        `A list of ${listed.length} drugs is longer than any that can be checked at once (${MAX_DRUGS}). Nothing was checked; the list stays as it is. Check it in parts.`,
      )
    }
    const { asker, lookup, ledger, figures, late } = this.#ports
    const knowledge = this.#ports.knowledge()
    const now = this.#ports.now()
    const recognised = listed.map((drug) => knowledge.recognise(drug))
    const drugs = recognised.map((each) => (each.kind === 'known' ? each : null))
    const local = knowledge.check(drugs, context, this.#ports.demotions(), now)
    const looked = await lookup.find(pairsOf(local.open))
    const modelState = asker.state
    const gathered = this.#gather(local.open, looked, drugs, modelState)
    const check: RecentCheck = { id: randomUUID(), drugs, questions: local.open, inquirer, patientId }
    if (!(await this.#ports.advice.record(check, gathered.shown)))
      throw interactionFailure(
        'interactions.outcome-unknown',
        'Answers of a model could not be put on record, so nothing is shown. Try again; if it stays so, tell your IT department.',
      )
    const findings = [...local.findings, ...gathered.findings].sort(
      (a, b) => interactionRank(b.severity) - interactionRank(a.severity),
    )
    const unchecked = [...recognised.flatMap(notUnderstood), ...gathered.unchecked]
    const table = new PairTable(drugs)
    for (const finding of findings) table.finding(finding)
    for (const each of unchecked) table.unchecked(each)
    for (const { places } of gathered.ask) table.pending(places)
    const clear = table.clear()
    this.#recent.add(check)
    figures.shown(check, findings)
    const latencyMs = performance.now() - started
    ledger.count({
      ...gathered.layers,
      local:
        gathered.layers.local +
        knownPairs(drugs) -
        new Set(local.open.map(({ places }) => places.join())).size,
      // Every pair of a drug that is not known is one that could not be checked.
      unchecked: gathered.layers.unchecked + pairsAmong(drugs.length) - knownPairs(drugs),
      waitedUs: latencyMs * 1_000,
    })
    const result: CheckResult = {
      checkId: check.id,
      drugs: recognised,
      findings,
      clear,
      adviceOnly: bothIn(gathered.adviceOnly, clear),
      pending: table.waiting(),
      unchecked,
      allergiesNotUnderstood: [...local.allergiesNotUnderstood],
      consulted: { hub: looked.hub, model: consultedModel(local.open, gathered, modelState) },
      knowledge: knowledge.version,
      oldestAnswerMs: gathered.ages.length === 0 ? null : Math.max(0, now - Math.min(...gathered.ages)),
      citations: citationsOf(findings, knowledge),
      latencyMs,
      simulated: this.#ports.demonstration(),
    }
    if (gathered.ask.length > 0) late.ask(check, gathered.ask, false)
    return result
  }

  /** Asks the model about one pair of an earlier check, also when another model has answered it. */
  retry(checkId: string, pair: readonly [number, number]): void {
    const found = this.#recent.find(checkId, [pair[0], pair[1]])
    if (found === null) throw notFound('This check is no longer known at the station. Check the list again.')
    if (this.#ports.configuration.model === null || found.questions.length === 0)
      throw notFound('There is nothing to ask a model about these two drugs.')
    this.#ports.late.ask(found.check, found.questions, true)
  }

  #gather(
    open: readonly OpenQuestion[],
    { found, hub }: LookedUp,
    drugs: readonly (KnownDrug | null)[],
    modelState: ModelAsker['state'],
  ): Gathered {
    const gathered: Gathered = {
      findings: [],
      unchecked: [],
      ask: [],
      adviceOnly: [],
      shown: [],
      ages: [],
      layers: { local: 0, cache: 0, hub: 0, unchecked: 0 },
    }
    const demotions = this.#ports.demotions()
    for (const question of open) {
      const known = found.get(pairId(question.pair))
      if (known !== undefined && known.answer !== null) {
        const { answer, source } = known
        const finding = findingOf(answer, question, source, drugs, demotions)
        if (finding !== null) gathered.findings.push(finding)
        else if (answer.standing !== 'validated') gathered.adviceOnly.push(question.places)
        gathered.shown.push({ pair: question.pair, answer })
        if (answer.provenance.at !== null) gathered.ages.push(answer.provenance.at)
        gathered.layers[source] += 1
      } else this.#unknown(question, hub === 'unreachable', modelState, gathered)
    }
    return gathered
  }

  /** A pair of which neither knowledge nor hub says anything. */
  #unknown(
    question: OpenQuestion,
    hubUnreachable: boolean,
    modelState: ModelAsker['state'],
    { ask, unchecked, layers }: Gathered,
  ): void {
    const { verdicts, configuration, asker } = this.#ports
    const { pair, places } = question
    const refuse = (...args: Parameters<typeof unanswered>): void => {
      const { reason, sentence, retry } = unanswered(...args)
      unchecked.push({ drugs: [...places], reason, sentence, retry })
      layers.unchecked += 1
    }
    const model = configuration.model
    if (verdicts.standsRejected(pair) && (model === null || verdicts.rejectedOf(pair, model.model)))
      return refuse('answer-rejected', '')
    if (modelState === 'off') return void (layers.local += 1)
    if (hubUnreachable)
      return refuse(
        'model-paused',
        'Without the hub a model’s answers can be neither shared nor paid for together.',
      )
    if (modelState === 'over-budget') return refuse('model-over-budget', 'The budget of the day is spent.')
    if (modelState === 'paused') return refuse('model-paused', 'The model has failed several times in a row.')
    const failed = asker.failedLately(pair)
    if (failed === null) return void ask.push(question)
    unchecked.push({
      drugs: [...places],
      reason: failed.reason,
      sentence: failed.sentence,
      retry: failed.retry,
    })
    layers.unchecked += 1
  }
}

function pairsOf(open: readonly OpenQuestion[]): readonly Pair[] {
  const pairs = new Map<string, Pair>()
  for (const { pair } of open) pairs.set(pairId(pair), pair)
  return [...pairs.values()]
}

function consultedModel(
  open: readonly OpenQuestion[],
  { ask, unchecked }: Gathered,
  state: ModelAsker['state'],
): Consulted['model'] {
  if (state === 'off') return 'off'
  if (ask.length > 0) return 'asked'
  const reasons = new Set(unchecked.map(({ reason }) => reason))
  reasons.delete('answer-rejected')
  if (open.length === 0 || reasons.size === 0) return 'not-needed'
  if (state === 'over-budget') return 'over-budget'
  // Otherwise it was asked a moment ago and failed.
  return reasons.has('model-paused') ? 'paused' : 'asked'
}

function bothIn(some: readonly PairPlaces[], all: readonly PairPlaces[]): PairPlaces[] {
  const names = new Set(some.map((places) => places.toSorted((a, b) => a - b).join()))
  return all.filter((places) => names.has(places.join()))
}

function knownPairs(drugs: readonly (KnownDrug | null)[]): number {
  return pairsAmong(drugs.filter((drug) => drug !== null).length)
}

function pairsAmong(count: number): number {
  return (count * (count - 1)) / 2
}

function citationsOf(findings: readonly Finding[], knowledge: InteractionKnowledge): Record<string, string> {
  const ids = new Set(findings.flatMap(({ sources }) => sources))
  return Object.fromEntries([...ids].map((id) => [id, knowledge.citation(id)]))
}

function notUnderstood(recognised: Recognition, place: number): Unchecked[] {
  switch (recognised.kind) {
    case 'known':
      return []
    case 'ambiguous':
      return [
        {
          drugs: [place],
          reason: 'ambiguous-drug',
          sentence: 'This name can mean several drugs. It is not checked until one of them is chosen.',
          retry: false,
        },
      ]
    case 'unknown':
      return [{ drugs: [place], reason: 'unknown-drug', sentence: recognised.sentence, retry: false }]
  }
}
