/**
 * Mulberry32 (Tommy Ettinger, 2017, public domain): a 32-bit generator whose whole state is one number. Plenty for a
 * simulation, useless for secrets. Returns the next value in [0, 1) for a state that the caller advances.
 */
export function mulberry32(state: number): number {
  let mixed = (state + 0x6d2b79f5) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

/** FNV-1a (Fowler, Noll, Vo), 32 bits: turns a name into a starting state. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

/** A number in [-1, 1) that depends on seed, name and index alone: no order of calls, no state. */
export function jitter(seed: number, name: string, index: number): number {
  return (
    mulberry32(
      mulberry32(fnv1a(name) ^ Math.imul(seed, 0x9e3779b1)) * 4_294_967_296 + Math.imul(index, 0x85ebca6b),
    ) *
      2 -
    1
  )
}

function smoothstep(x: number): number {
  return x * x * (3 - 2 * x)
}

/**
 * Noise in [-1, 1] that varies smoothly with time: values at knots every `periodSeconds`, eased between them.
 * The same seed, name and time give the same value whatever the speed or the order of the questions.
 */
export function smoothNoise(seed: number, name: string, seconds: number, periodSeconds: number): number {
  const position = seconds / periodSeconds
  const knot = Math.floor(position)
  const before = jitter(seed, name, knot)
  const after = jitter(seed, name, knot + 1)
  return before + (after - before) * smoothstep(position - knot)
}
