import { randomBytes } from 'node:crypto'
import { OwedBatch } from './owed-alert.ts'
import type { SealedFolder } from './sealed-file.ts'

const START = 'owed-'

/** Alerts that have not been raised yet, sealed on disk, so that the death of the process loses none. */
export class OwedFiles {
  readonly #sealed: SealedFolder

  constructor(sealed: SealedFolder) {
    this.#sealed = sealed
  }

  /** Keeps a batch; gives the name under which it lies. */
  async put(batch: OwedBatch): Promise<string> {
    const name = `${START}${randomBytes(8).toString('hex')}`
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
