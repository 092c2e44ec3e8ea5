/**
 * Calls back after what is now in the document has been painted: the first frame callback runs before the
 * paint, the second after it. While the window is hidden nothing is painted and nothing is called.
 */
export function afterPaint(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then))
}
