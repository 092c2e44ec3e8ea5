/** How long work may keep the event loop, in milliseconds: well below what a person or a heartbeat notices. */
const SLICE_MS = 8

/** Lets other work run whenever a slice is used up; null means "go on". */
export function slices(): () => Promise<void> | null {
  let began = performance.now()
  return () => {
    if (performance.now() - began < SLICE_MS) return null
    return new Promise((resolve) => {
      setImmediate(() => {
        began = performance.now()
        resolve()
      })
    })
  }
}
