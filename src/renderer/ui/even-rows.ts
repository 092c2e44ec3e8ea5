import { useCallback, useEffect, useMemo, useState, type RefObject } from 'react'

interface InView {
  readonly first: number
  readonly last: number
}

const nothing: InView = { first: 0, last: -1 }

/**
 * Which rows of a scrolled list of any length are drawn, when all have one height. Nothing is counted row by row: a list
 * of hundred thousand that changes twenty times a second costs no more than a short one. Heights in CSS pixels.
 * @param spare rows drawn beyond each edge of what is in view.
 */
export function useEvenRows(
  scroller: RefObject<HTMLElement | null>,
  rows: { readonly count: number; readonly height: number; readonly spare: number },
): {
  readonly first: number
  /** Before `first` when nothing is drawn. */
  readonly last: number
  readonly total: number
  /** Scrolls no further than it takes to have the whole row in view. */
  readonly scrollTo: (index: number) => void
} {
  const { count, height, spare } = rows
  const [inView, setInView] = useState(nothing)
  useEffect(() => {
    const list = scroller.current
    if (list === null) return undefined
    const look = (): void => {
      const first = Math.floor(list.scrollTop / height)
      const last = Math.ceil((list.scrollTop + list.clientHeight) / height) - 1
      setInView((before) => (before.first === first && before.last === last ? before : { first, last }))
    }
    look()
    list.addEventListener('scroll', look, { passive: true })
    const sized = new ResizeObserver(look)
    sized.observe(list)
    return () => {
      list.removeEventListener('scroll', look)
      sized.disconnect()
    }
  }, [scroller, height])
  const scrollTo = useCallback(
    (index: number): void => {
      const list = scroller.current
      if (list === null) return
      const [top, below] = [index * height, (index + 1) * height - list.clientHeight]
      if (top < list.scrollTop) list.scrollTop = top
      else if (below > list.scrollTop) list.scrollTop = below
    },
    [scroller, height],
  )
  const end = Math.min(count - 1, inView.last + spare)
  const start = Math.max(0, Math.min(inView.first - spare, end + 1))
  return useMemo(
    () => ({ first: start, last: end, total: count * height, scrollTo }),
    [start, end, count, height, scrollTo],
  )
}
