/**
 * IEC 60601-1-8 table 2: high 1.4 to 2.8 Hz, medium 0.4 to 0.8 Hz, duty 20 to 60 %. Here 2 Hz and 0.6 Hz, lit
 * for 55 % of the time; the technical alarm has 1 Hz. Periods in milliseconds.
 */
const rhythms = { high: 500, medium: 1_667, technical: 1_000 } as const
const LIT = 0.55

export type Rhythm = keyof typeof rhythms

/**
 * Beats for everything that flashes, told at each change only. A CSS animation would have the whole window drawn
 * sixty times a second, which a workstation without a graphics card cannot afford while alerts come in.
 * @param set called with `true` when the marks of a rhythm go dark. Returns the way to stop.
 */
export function startFlashing(set: (rhythm: Rhythm, dark: boolean) => void): () => void {
  const timers = new Map<Rhythm, ReturnType<typeof setTimeout>>()
  const beat = (rhythm: Rhythm, dark: boolean): void => {
    set(rhythm, dark)
    const share = dark ? 1 - LIT : LIT
    timers.set(
      rhythm,
      setTimeout(() => beat(rhythm, !dark), rhythms[rhythm] * share),
    )
  }
  beat('high', false)
  beat('medium', false)
  beat('technical', false)
  return () => {
    for (const timer of timers.values()) clearTimeout(timer)
  }
}

/** Shows the beats as attributes of the document, which the style sheets read. */
export function showBeats(root: HTMLElement): (rhythm: Rhythm, dark: boolean) => void {
  return (rhythm, dark) => root.toggleAttribute(`data-dark-${rhythm}`, dark)
}
