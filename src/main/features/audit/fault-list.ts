import type { AuditFault, FaultKind } from '@shared/features/audit/model.ts'

const MOST_LISTED = 50

const sentences: Readonly<Record<FaultKind, (from: number, to: number) => string>> = {
  edited: (from, to) => `${entries(from, to)} changed after having been written.`,
  missing: (from, to) => `${entries(from, to)} missing.`,
  'out-of-order': (from, to) => `${entries(from, to)} not where it was written.`,
  truncated: (from, to) => `The chain was cut: ${entries(from, to)} missing at its end.`,
  unfinished: (from) =>
    `Behind entry ${from - 1} lie bytes that are no whole, signed entry. An interrupted write leaves such; so does a cut.`,
  foreign: (from, to) =>
    `What is in the place of ${entries(from, to)} of another chain or signed with another key.`,
  rewritten: (from, to) =>
    `Between entry ${from} and entry ${to} the chain is not the one that was signed: it was written anew.`,
  unsigned: (from, to) => `${entries(from, to)} not signed by this station.`,
  'no-own-head': () => 'The head that the station keeps beside its chain is gone.',
  'bad-head': (from) =>
    from > 0
      ? `A head for entry ${from} was not signed by this station.`
      : 'A head that should be compared cannot be read or is not genuine.',
  'bad-tombstone': () => 'The note about retired entries is not genuine.',
}

function entries(from: number, to: number): string {
  return from >= to ? `Entry ${from} is` : `Entries ${from} to ${to} are`
}

/** Collects faults; neighbouring ones of one kind become one. */
export class FaultList {
  readonly #faults: Omit<AuditFault, 'sentence'>[] = []
  #count = 0

  get count(): number {
    return this.#count
  }

  add(kind: FaultKind, segment: number, fromSeq: number, toSeq = fromSeq): void {
    const last = this.#faults.at(-1)
    if (last?.kind === kind && last.segment === segment && fromSeq <= last.toSeq + 1) {
      this.#faults[this.#faults.length - 1] = { ...last, toSeq: Math.max(last.toSeq, toSeq) }
      return
    }
    this.#count += 1
    if (this.#faults.length < MOST_LISTED) this.#faults.push({ kind, segment, fromSeq, toSeq })
  }

  /** With a sentence each, for people. */
  list(): AuditFault[] {
    return this.#faults.map((fault) => ({
      ...fault,
      sentence: sentences[fault.kind](fault.fromSeq, fault.toSeq).replace(/^./, (letter) =>
        letter.toUpperCase(),
      ),
    }))
  }
}
