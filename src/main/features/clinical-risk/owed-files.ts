import { randomBytes } from 'node:crypto'
import { isAlert, OwedBatch } from './owed-alert.ts'
import type { SealedFolder } from './sealed-file.ts'

const START = 'owed-'
/** Of which run and part, and how many: what a name may tell, so that it is known what a broken file held. */
const named = /^owed-([0-9a-f]{12})-(\d+|m)-(\d+)-[0-9a-f]{16}$/

/** What the name of a batch says of it; the run is empty when it says none. */
export interface OwedName {
  readonly run: string
  readonly part: number | null
  /** Patients of whom somebody has to be told; null when the name does not say. */
  readonly alerts: number | null
}

export function readOwedName(name: string): OwedName {
  const [, run, part = 'm', alerts] = named.exec(name) ?? []
  if (run === undefined) return { run: '', part: null, alerts: null }
  return { run: `risk:${run}`, part: part === 'm' ? null : Number(part), alerts: Number(alerts) }
}

/** Alerts that have not been raised yet, sealed on disk, so that the death of the process loses none. */
export class OwedFiles {
  readonly #sealed: Pick<SealedFolder, 'names' | 'write' | 'read' | 'remove'>

  constructor(sealed: Pick<SealedFolder, 'names' | 'write' | 'read' | 'remove'>) {
    this.#sealed = sealed
  }

  /** Keeps a batch; gives the name under which it lies. */
  async put(batch: OwedBatch): Promise<string> {
    const { run, part, alerts } = batch
    const about =
      run === '' ? '' : `${run.slice('risk:'.length)}-${part ?? 'm'}-${alerts.filter(isAlert).length}-`
    const name = `${START}${about}${randomBytes(8).toString('hex')}`
    await this.#sealed.write(name, JSON.stringify(batch))
    return name
  }

  names(): Promise<string[]> {
    return this.#sealed.names(START)
  }

  /** Null when it was raised meanwhile. Throws SealBroken. */
  async read(name: string): Promise<OwedBatch | null> {
    const text = await this.#sealed.read(name)
    return text === null ? null : OwedBatch.parse(JSON.parse(text.toString('utf8')))
  }

  async remove(name: string): Promise<void> {
    await this.#sealed.remove(name)
  }
}
