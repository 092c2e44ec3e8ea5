import { HubError } from '@main/hub/hub-error.ts'

/** The hub's channel of single changes. Both reject with a HubError. */
export interface ChangeChannel {
  listen(): Promise<void>
  leave(): Promise<void>
}

export interface FeedObserver {
  /** From now on every change is heard; what came before it is not. */
  begun(): void
  /** The hub denies the channel; the log is still read every second. */
  denied(): void
  /** A failure that is no lost link. */
  defect(error: unknown): void
}

/**
 * Listens to single changes of scores only while a board is open: a busy hospital has hundreds of them a second, and a
 * station that shows none would read each and drop it. Wishes and links may change at any moment, also while an
 * earlier one is being carried out; the last wish on the newest link is what comes of it.
 */
export class ChangeFeed {
  readonly #channel: ChangeChannel
  readonly #observer: FeedObserver
  #wanted = false
  /** What the hub was last told on this link; null when that is not known. */
  #told: boolean | null = false
  #link = 0
  #settling = false

  constructor(channel: ChangeChannel, observer: FeedObserver) {
    this.#channel = channel
    this.#observer = observer
  }

  get isWanted(): boolean {
    return this.#wanted
  }

  want(wanted: boolean): void {
    this.#wanted = wanted
    void this.#settle()
  }

  /** A new link, or the same one whose subscriptions were set anew. Never rejects. */
  async attach(): Promise<void> {
    this.#link += 1
    this.#told = null
    await this.#settle()
  }

  async #settle(): Promise<void> {
    if (this.#settling) return
    this.#settling = true
    try {
      while (this.#told !== this.#wanted && (await this.#tell(this.#wanted, this.#link)));
    } finally {
      this.#settling = false
    }
  }

  /** False when it failed and nothing has changed since: the next wish or link tries again. */
  async #tell(wanted: boolean, link: number): Promise<boolean> {
    try {
      await (wanted ? this.#channel.listen() : this.#channel.leave())
      if (link !== this.#link) return true
      this.#told = wanted
      if (wanted) this.#observer.begun()
      return true
    } catch (error) {
      if (link !== this.#link) return true
      // A call without an answer may have been carried out.
      this.#told = null
      if (wanted !== this.#wanted) return true
      this.#failed(error, wanted)
      return false
    }
  }

  #failed(error: unknown, wanted: boolean): void {
    if (!(error instanceof HubError)) this.#observer.defect(error)
    // A lost link is attached again, and said elsewhere.
    else if (wanted && error.failure === 'refused') this.#observer.denied()
  }
}
