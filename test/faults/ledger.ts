import type { BoardLine, StationReport } from './station-messages.ts'

/** What everybody has been told; stations that start later must know it. */
export class Answered {
  readonly ids = new Set<string>()
}

/**
 * What one station has shown and done, over all lives of its process. Notices at once when it shows an answered alert
 * as unanswered, calls for it again, or goes back in time.
 */
export class StationLedger {
  readonly #name: string
  readonly #answeredAnywhere: Answered
  /** Chains in which people close alerts: after that a late message rightly begins again. */
  readonly #reopens: (chain: string) => boolean
  /** Alerts of which this station itself knows that they have been answered. */
  #answered = new Set<string>()
  readonly #revs = new Map<string, number>()
  readonly #times = new Map<string, number>()
  readonly shown = new Set<string>()
  readonly called = new Set<string>()
  answers = 0
  /** How often the link was lost. */
  losses = 0
  readonly shownAgain: string[] = []
  readonly outOfOrder: string[] = []
  readonly defects: string[] = []

  constructor(name: string, answeredAnywhere: Answered, reopens: (chain: string) => boolean) {
    this.#name = name
    this.#answeredAnywhere = answeredAnywhere
    this.#reopens = reopens
  }

  /** A new process of this station: whatever was confirmed before it began, it must know. */
  begun(): void {
    this.#answered = new Set([...this.#answered, ...this.#answeredAnywhere.ids])
  }

  take(report: StationReport): void {
    switch (report.kind) {
      case 'board':
        for (const line of report.lines) this.#line(line)
        return
      case 'shown':
        for (const id of report.ids) this.shown.add(id)
        return
      case 'called':
        for (const id of report.ids) {
          this.called.add(id)
          if (this.#answered.has(id)) this.shownAgain.push(`${this.#name} called (${report.by}) for ${id}`)
        }
        return
      case 'answered':
        this.answers += 1
        this.#answered.add(report.id)
        this.#answeredAnywhere.ids.add(report.id)
        return
      case 'defect':
        this.defects.push(`${this.#name}: ${report.text}`)
        return
      case 'link':
        if (report.link === 'lost') this.losses += 1
        return
      case 'window':
      case 'counters':
    }
  }

  #line({ id, rev, calling, publishedAt, chain }: BoardLine): void {
    if (calling && this.#answered.has(id))
      this.shownAgain.push(`${this.#name} showed ${id} as unanswered (revision ${rev})`)
    if (!calling) this.#answered.add(id)
    const before = this.#revs.get(id) ?? 0
    if (rev < before) this.outOfOrder.push(`${this.#name} went from revision ${before} of ${id} to ${rev}`)
    this.#revs.set(id, Math.max(before, rev))
    const time = this.#times.get(chain) ?? 0
    if (publishedAt < time && !this.#reopens(chain))
      this.outOfOrder.push(
        `${this.#name} replaced the value of ${chain} by one ${time - publishedAt} ms older (${id} revision ${rev})`,
      )
    this.#times.set(chain, Math.max(time, publishedAt))
  }
}
