import { createStore } from 'zustand/vanilla'

export interface Toast {
  readonly serial: number
  readonly tone: 'told' | 'failed'
  readonly text: string
}

/** Oldest ones go first when more than this many would be on screen. */
const MOST_TOASTS = 3

let serial = 0

/** Short messages about what an action did; shown in one place on every screen. */
export const toastStore = createStore<{ readonly toasts: readonly Toast[] }>()(() => ({ toasts: [] }))

/** Says what an action did (`told`) or why it did nothing (`failed`). Saying the same again replaces it. */
export function say(tone: Toast['tone'], text: string): void {
  serial += 1
  const others = toastStore.getState().toasts.filter((toast) => toast.text !== text)
  toastStore.setState({ toasts: [...others, { serial, tone, text }].slice(-MOST_TOASTS) })
}

/** Takes a message away. */
export function unsay(gone: number): void {
  toastStore.setState({ toasts: toastStore.getState().toasts.filter((toast) => toast.serial !== gone) })
}
