import { z } from 'zod'
import type { Hub } from '@main/hub/hub.ts'
import { hubScript } from '@main/hub/hub-script.ts'
import { MedicationList } from '@shared/features/interactions/governance.ts'
import { type FiledAnswer, readFiled } from './answers-filed.ts'
import { type Pair, pairField } from './pair-key.ts'
import putSource from './put-filed.lua?raw'
import { Demotion, type GovernanceStore, type MedicationStore } from './redis-ports.ts'
import writeSource from './write-medications.lua?raw'

const putScript = hubScript(putSource)
const writeScript = hubScript(writeSource)
const Texts = z.array(z.string().nullable())
const Fields = z.array(z.string())
const Done = z.number()
/** A list that nobody has touched for so long is not the patient's any more. */
const KEEP_LIST_SECONDS = 180 * 86_400

interface Filed {
  readonly waiting: FiledAnswer | null
  readonly judged: FiledAnswer | null
}

/** The pharmacists' queue, their verdicts and the rules that they have lowered. */
export class RedisGovernance implements GovernanceStore {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  queue(): Promise<readonly FiledAnswer[]> {
    return this.#all('queue')
  }

  verdicts(): Promise<readonly FiledAnswer[]> {
    return this.#all('verdicts')
  }

  async filed(pair: Pair): Promise<Filed> {
    const [filed] = await this.filedAll([pair])
    return filed ?? { waiting: null, judged: null }
  }

  async filedAll(pairs: readonly Pair[]): Promise<readonly Filed[]> {
    if (pairs.length === 0) return []
    const fields = pairs.map(pairField)
    const [waiting = [], judged = []] = await Promise.all(
      (['queue', 'verdicts'] as const).map(async (what) =>
        Texts.parse(await this.#hub.run('HMGET', this.#hub.keys.interactions(what), ...fields)),
      ),
    )
    return pairs.map((_, at) => ({
      waiting: readFiled(waiting[at] ?? null),
      judged: readFiled(judged[at] ?? null),
    }))
  }

  async put(filed: FiledAnswer): Promise<boolean> {
    const keys = (['queue', 'verdicts'] as const).map((what) => this.#hub.keys.interactions(what))
    const where = filed.state === 'waiting' ? 'queue' : 'verdicts'
    const args = [pairField(filed.pair), String(filed.rev - 1), JSON.stringify(filed), where]
    return Done.parse(await this.#hub.script(putScript, keys, args)) === 1
  }

  async restore(verdict: FiledAnswer): Promise<void> {
    const hash = this.#hub.keys.interactions('verdicts')
    await this.#hub.run('HSETNX', hash, pairField(verdict.pair), JSON.stringify(verdict))
  }

  async demotions(): Promise<ReadonlyMap<string, Demotion>> {
    const flat = Fields.parse(await this.#hub.run('HGETALL', this.#hub.keys.interactions('demotions')))
    const demotions = new Map<string, Demotion>()
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const demotion = readDemotion(flat[at + 1] ?? '')
      if (demotion !== null) demotions.set(flat[at] ?? '', demotion)
    }
    return demotions
  }

  async demote(key: string, demotion: Demotion | null): Promise<void> {
    const hash = this.#hub.keys.interactions('demotions')
    if (demotion === null) await this.#hub.run('HDEL', hash, key)
    else await this.#hub.run('HSET', hash, key, JSON.stringify(demotion))
  }

  async #all(what: 'queue' | 'verdicts'): Promise<readonly FiledAnswer[]> {
    const texts = Texts.parse(await this.#hub.run('HVALS', this.#hub.keys.interactions(what)))
    return texts.flatMap((text) => readFiled(text) ?? [])
  }
}

/** A demotion that cannot be read lowers nothing. */
function readDemotion(text: string): Demotion | null {
  try {
    return Demotion.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Patients' lists of drugs. */
export class RedisMedications implements MedicationStore {
  readonly #hub: Hub

  constructor(hub: Hub) {
    this.#hub = hub
  }

  async read(patientId: string): Promise<MedicationList | null> {
    const text = z
      .string()
      .nullable()
      .parse(await this.#hub.run('GET', this.#hub.keys.medications(patientId)))
    return text === null ? null : MedicationList.parse(JSON.parse(text))
  }

  async write(list: MedicationList): Promise<boolean> {
    const args = [String(list.rev - 1), JSON.stringify(list), KEEP_LIST_SECONDS]
    return (
      Done.parse(await this.#hub.script(writeScript, [this.#hub.keys.medications(list.patientId)], args)) ===
      1
    )
  }
}
