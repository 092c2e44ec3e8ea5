/** What the preload exposes; nothing else of Electron reaches the renderer. */
export interface Bridge {
  request(channel: string, input: unknown): Promise<unknown>
  on(channel: string, listener: (payload: unknown) => void): () => void
}

declare global {
  interface Window {
    /** Missing only when the preload did not load; the screen then says so. */
    readonly wardlight?: Bridge
  }
}

/** The bridge of this window, or null when the preload did not load. */
export function bridge(): Bridge | null {
  return window.wardlight ?? null
}
