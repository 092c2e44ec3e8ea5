import { useEffect, useMemo } from 'react'

/** A pointer that lies still this long is a mouse nobody holds; rows must not wait for it. Milliseconds. */
const IDLE_MS = 20_000

interface HoldHandlers {
  readonly onPointerMove: () => void
  readonly onPointerLeave: () => void
}

/**
 * Holds the rows of a list while a pointer moves in it; lets go when it leaves, lies still or the list closes. A
 * pointer that the list merely appears under holds nothing. `onHold` stays the same function for the list's life.
 */
export function useHold(onHold: (holding: boolean) => void): HoldHandlers {
  const hold = useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const release = (): void => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      onHold(false)
    }
    const grip = (): void => {
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(release, IDLE_MS)
      onHold(true)
    }
    return { grip, release }
  }, [onHold])
  useEffect(() => hold.release, [hold])
  return { onPointerMove: hold.grip, onPointerLeave: hold.release }
}
