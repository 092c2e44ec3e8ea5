import type { LateAnswer, PairPlaces } from '@shared/features/interactions/check.ts'
import type { Answer } from './answers.ts'
import { findingOf } from './answers-finding.ts'
import type { Advice } from './service-advice.ts'
import type { InteractionLedger } from './ledger.ts'
import type { ModelAsker } from './model-asker.ts'
import { type Asked, unanswered } from './model-unanswered.ts'
import type { Demotions, OpenQuestion } from './ports.ts'
import type { RuleFigureBoard } from './rule-figures.ts'
import type { RecentCheck } from './service-recent.ts'

interface LatePorts {
  readonly asker: ModelAsker
  readonly ledger: InteractionLedger
  readonly figures: RuleFigureBoard
  readonly advice: Advice
  readonly remember: (pair: OpenQuestion['pair'], answer: Answer) => void
  demotions(): Demotions
  /** Tells the window, if the person who asked still sits there. */
  send(serial: number, late: LateAnswer): void
}

/** Asks the model about the open pairs of a check and delivers what it says, pair by pair. */
export class LateAnswers {
  readonly #ports: LatePorts

  constructor(ports: LatePorts) {
    this.#ports = ports
  }

  /** Returns at once. @param second true to hear another model's opinion beside a stored answer. */
  ask(check: RecentCheck, questions: readonly OpenQuestion[], second: boolean): void {
    for (const together of byPlaces(questions)) void this.#askAbout(check, together, second)
  }

  /** Several questions about two places (products of several ingredients): nothing found needs all of them. */
  async #askAbout(check: RecentCheck, together: readonly OpenQuestion[], second: boolean): Promise<void> {
    const started = performance.now()
    let said = 0
    let advice = false
    await Promise.all(
      together.map(async (question) => {
        const asked = await this.#ports.asker.ask(question.pair, second)
        this.#count(asked, performance.now() - started)
        if (asked.kind === 'answer' && asked.answer.standing !== 'validated') advice = true
        if (await this.#deliver(check, question, asked)) said += 1
      }),
    )
    const [first] = together
    if (said === 0 && first !== undefined)
      this.#send(check, { pair: first.places, finding: null, unchecked: null, adviceOnly: advice })
  }

  /** True when something was said about the two places. */
  async #deliver(check: RecentCheck, question: OpenQuestion, asked: Asked): Promise<boolean> {
    const { places, pair } = question
    if (asked.kind === 'unchecked') {
      this.#refuse(check, places, asked)
      return true
    }
    const { answer, by } = asked
    this.#ports.remember(pair, answer)
    const finding = findingOf(answer, question, by, check.drugs, this.#ports.demotions())
    if (!(await this.#ports.advice.record(check, [{ pair, answer }]))) {
      this.#refuse(
        check,
        places,
        unanswered('model-paused', 'The answer could not be put on record and is not shown.'),
      )
      return true
    }
    if (finding === null) return false
    this.#ports.figures.shown(check, [finding])
    this.#send(check, { pair: places, finding, unchecked: null, adviceOnly: false })
    return true
  }

  #refuse(
    check: RecentCheck,
    places: PairPlaces,
    { reason, sentence, retry }: Extract<Asked, { kind: 'unchecked' }>,
  ): void {
    this.#send(check, {
      pair: places,
      finding: null,
      unchecked: { drugs: [...places], reason, sentence, retry },
      adviceOnly: false,
    })
  }

  #count(asked: Asked, waitedMs: number): void {
    const layer = asked.kind === 'answer' ? asked.by : 'unchecked'
    this.#ports.ledger.count({ [layer]: 1, waitedUs: waitedMs * 1_000 })
  }

  #send({ id, inquirer }: RecentCheck, late: Omit<LateAnswer, 'checkId' | 'citations'>): void {
    if (inquirer.serial !== null) this.#ports.send(inquirer.serial, { checkId: id, citations: {}, ...late })
  }
}

function byPlaces(questions: readonly OpenQuestion[]): readonly (readonly OpenQuestion[])[] {
  const groups = new Map<string, OpenQuestion[]>()
  for (const question of questions) {
    const place = question.places.join()
    const group = groups.get(place)
    if (group === undefined) groups.set(place, [question])
    else group.push(question)
  }
  return [...groups.values()]
}
