import { useEffect, useRef } from 'react'

/** Keys belong to what is being written in, to an open dialog and to the tabs. */
function elsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [role="dialog"], [role="radiogroup"], [role="tab"]') !== null
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
  useEffect(() => {
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
