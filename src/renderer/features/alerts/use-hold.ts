import { useEffect, useMemo } from 'react'
import { list } from './desk.ts'

/** A pointer that lies still this long is a mouse nobody holds; rows must not wait for it. Milliseconds. */
const IDLE_MS = 20_000

interface HoldHandlers {
  readonly onPointerMove: () => void
  readonly onPointerLeave: () => void
}

/**
 * Holds the rows while a pointer moves in the list; lets go when it leaves, lies still or the list closes. A pointer
 * that the list merely appears under holds nothing.
 */
export function useHold(): HoldHandlers {
  const hold = useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const release = (): void => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      list.hold(false)
    }
    const grip = (): void => {
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(release, IDLE_MS)
      list.hold(true)
    }
    return { grip, release }
  }, [])
  useEffect(() => hold.release, [hold])
  return { onPointerMove: hold.grip, onPointerLeave: hold.release }
}
