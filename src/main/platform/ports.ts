import type { EventName, EventPayload } from '@shared/ipc/registry.ts'
import type { AlertOutputs } from '@main/features/alerts/ports.ts'

/** Protects small secrets with the operating system's key store. */
export interface SecretStore {
  /** The secret as only this user on this computer can read it, or null when there is no key store worth the name. */
  protect(secret: string): Buffer | null
  /** Null when it was protected by another user, computer or key store. */
  reveal(protectedSecret: Buffer): string | null
}

/** A program that runs beside the station and ends with it. */
export interface Companion {
  stop(): void
}

/** Starts the programs that ship with the station. */
export interface Companions {
  /** @param environment may hold a password; it is handed over by environment, never by argument. */
  start(program: 'demo-ward', environment: Readonly<Record<string, string>>): Companion
}

/** Pushes events to the window, when there is one. */
export interface WindowPort {
  send<N extends EventName>(name: N, payload: EventPayload<N>): void
}

/** What the operating system tells about the person before it. */
export interface IdleMonitor {
  /** Milliseconds since anybody touched keyboard or pointer; null when the system cannot tell. */
  idleMs(): number | null
  /** Returns the way to stop. */
  watch(on: { screenLocked(): void; suspended(): void; resumed(): void }): () => void
}

/** What the composition needs from whatever it runs in: Electron, or plain Node without a window. */
export interface Platform {
  readonly secrets: SecretStore
  readonly companions: Companions
  readonly window: WindowPort
  readonly idle: IdleMonitor
  /** Keeps the window out of screenshots and shared screens, where the system can. */
  protectContent(on: boolean): void
  /** Opens a page in the system's own browser. */
  openBrowser(url: string): Promise<void>
  /** Notifications and attention; tones go to the window. */
  readonly outputs: Pick<AlertOutputs, 'notify' | 'attention'>
  /** Asks the person where to save a file; null when they cancel. */
  askSavePath(suggestedName: string): Promise<string | null>
}
