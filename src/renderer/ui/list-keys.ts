import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'

/** A row passed by quickly is not read: every record that is shown is on record as looked at. Milliseconds. */
const REST_MS = 180

/** Keys belong to what is being written in, to an open dialog or list of choices, and to the tabs. */
function elsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, .select-list, [role="dialog"], [role="radiogroup"], [role="tab"]',
    ) !== null
  )
}

function within(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}

/**
 * The keys of a list, wherever the focus is on its screen: J and K or the arrows move, Enter opens, Escape closes.
 * Arrows and Enter stay with a button that has the focus, arrows with a place that scrolls (`scrolls`, a selector).
 */
export function useListKeys(keys: {
  readonly move: (by: 1 | -1) => void
  readonly open: () => void
  readonly close?: () => void
  readonly scrolls?: string
}): void {
  const latest = useRef(keys)
  // Before the next key: an effect after the paint would let it act on the row before.
  useLayoutEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || elsewhere(target)) return
      const { move, open, close, scrolls } = latest.current
      const control = within(target, 'button, a, summary')
      const arrows = !control && (scrolls === undefined || !within(target, scrolls))
      const key = event.key.toLowerCase()
      if (key === 'j' || (key === 'arrowdown' && arrows)) move(1)
      else if (key === 'k' || (key === 'arrowup' && arrows)) move(-1)
      else if (key === 'enter' && !control && !event.repeat) open()
      else if (key === 'escape' && close !== undefined) close()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** The row by so many places from the selected one, within the list; undefined when the list is empty. */
export function stepped<T>(rows: readonly T[], isSelected: (row: T) => boolean, by: number): T | undefined {
  const place = rows.findIndex(isSelected)
  return rows[Math.min(rows.length - 1, Math.max(0, place + by))]
}

/** Does what it was given last once the hand rests; not at all when its place is left before. */
export function useRest(): (then: () => void) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  return useCallback((then) => {
    if (timer.current !== null) clearTimeout(timer.current)
    timer.current = setTimeout(then, REST_MS)
  }, [])
}
