import type { Answer } from './answers.ts'
import type { Pair } from './pair-key.ts'
import type { RecentCheck } from './service-recent.ts'
import type { AdviceRecord } from './service-ports.ts'

/** Advice that has been put on record; a list that is checked again as it grows shows the same. */
const MOST_REMEMBERED = 2_000

interface Given {
  readonly pair: Pair
  readonly answer: Answer
}

/** Puts on record which answers of models, here or of other programs, a person was shown, before they are shown. */
export class Advice {
  readonly #put: (record: AdviceRecord) => Promise<void>
  readonly #known = new Set<string>()

  /** @param put resolves once the record is durable. */
  constructor(put: (record: AdviceRecord) => Promise<void>) {
    this.#put = put
  }

  /** False when it could not be recorded: then nothing may be shown. */
  async record(
    { inquirer, patientId }: Pick<RecentCheck, 'inquirer' | 'patientId'>,
    given: readonly Given[],
  ): Promise<boolean> {
    const news = given.flatMap(({ pair, answer }) => {
      const about = aboutOf(pair, answer)
      const id = [inquirer.session ?? inquirer.user, patientId ?? '', about].join('|')
      return answer.standing !== 'validated' && !this.#known.has(id) ? [{ about, id }] : []
    })
    if (news.length === 0) return true
    try {
      const { user, role, session } = inquirer
      await this.#put({ user, role, session, patientId, about: news.map(({ about }) => about) })
    } catch {
      return false
    }
    if (this.#known.size + news.length > MOST_REMEMBERED) this.#known.clear()
    for (const { id } of news) this.#known.add(id)
    return true
  }
}

function aboutOf([a, b]: Pair, { severity, standing, provenance }: Answer): string {
  const { model, promptVersion } = provenance
  const by =
    standing === 'foreign'
      ? 'another program, model unknown'
      : `${model ?? 'unnamed model'}, ${promptVersion ?? 'unknown prompt'}`
  return `${a} + ${b}: ${severity ?? 'none'} (${by})`.slice(0, 300)
}
