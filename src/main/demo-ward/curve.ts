/** A trajectory: minutes since the start of the demonstration, and the value there; ascending in time. */
export type Curve = readonly (readonly [minute: number, value: number])[]

/** Eased interpolation between keyframes, so that nothing jumps and no value overshoots its keyframes; flat outside. */
export function valueAt(curve: Curve, minute: number): number {
  let before = curve[0]
  if (before === undefined) throw new RangeError('A curve needs at least one keyframe.')
  for (const after of curve) {
    if (minute < after[0]) {
      const span = after[0] - before[0]
      if (span <= 0) return before[1]
      const x = (minute - before[0]) / span
      return before[1] + (after[1] - before[1]) * x * x * (3 - 2 * x)
    }
    before = after
  }
  return before[1]
}
