import { createBadgeReader } from './badge-reader.ts'

/** A letter is held back this long: it may be the first of a badge, and A or E would act on an alert. */
const HOLD_MS = 70

type Field = HTMLInputElement | HTMLTextAreaElement

function fieldOf(target: EventTarget | null): Field | null {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null
}

/** Takes the scanned characters out of the field they were typed into, so that no note or password holds a badge. */
function takeOut(field: Field, badge: string): void {
  if (!field.value.endsWith(badge)) return
  const left = field.value.slice(0, -badge.length)
  const prototype =
    field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, left)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/**
 * Listens for a badge reader anywhere in the window, before anybody else hears the keys. Single letters outside of
 * fields are held back for a blink and given on when no scan follows.
 */
export function listenForBadges(onBadge: (badge: string) => void): () => void {
  const reader = createBadgeReader()
  const given = new WeakSet<KeyboardEvent>()
  let held: KeyboardEvent[] = []
  let timer: ReturnType<typeof setTimeout> | null = null

  function giveOn(): void {
    timer = null
    const waiting = held
    held = []
    for (const event of waiting) {
      const again = new KeyboardEvent('keydown', event)
      given.add(again)
      event.target?.dispatchEvent(again)
    }
  }

  function hold(event: KeyboardEvent): void {
    event.preventDefault()
    event.stopImmediatePropagation()
    held.push(event)
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(giveOn, HOLD_MS)
  }

  function onKey(event: KeyboardEvent): void {
    if (given.has(event) || event.isComposing) return
    const withModifier = event.ctrlKey || event.altKey || event.metaKey
    const { pending } = reader
    // The event's own time: a window that is busy painting must not make a scan look slow.
    const badge = reader.take({ key: event.key, at: event.timeStamp, withModifier })
    const field = fieldOf(event.target)
    if (badge !== null) {
      event.preventDefault()
      event.stopImmediatePropagation()
      if (timer !== null) clearTimeout(timer)
      timer = null
      held = []
      if (field) takeOut(field, badge)
      onBadge(badge)
      return
    }
    // Enter after a few fast keys is not a badge, but it still waits its turn behind them.
    const waits = event.key.length === 1 ? /^[\x21-\x7e]$/.test(event.key) : pending !== '' && held.length > 0
    if (field === null && waits && !withModifier && !event.repeat) hold(event)
  }

  window.addEventListener('keydown', onKey, { capture: true })
  return () => {
    window.removeEventListener('keydown', onKey, { capture: true })
    if (timer !== null) clearTimeout(timer)
  }
}
