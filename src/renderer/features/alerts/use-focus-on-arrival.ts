import { useEffect, type RefObject } from 'react'

/** Gives the list the keyboard when its screen is opened, unless somebody is writing or in a dialog. */
export function useFocusOnArrival(screen: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const busy = document.activeElement?.closest('input, textarea, select, [role="dialog"]') ?? null
    const list = screen.current?.querySelector('[role="grid"]')
    if (busy === null && list instanceof HTMLElement) list.focus({ preventScroll: true })
  }, [screen])
}
