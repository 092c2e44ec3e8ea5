/** Works on numbers in their order, `atOnce` at a time, until none is left or it is over. Rejects when one does. */
export async function inLanes(
  atOnce: number,
  numbers: readonly number[],
  isOver: () => boolean,
  handle: (number: number) => Promise<void>,
): Promise<void> {
  const left = [...numbers]
  const lane = async (): Promise<void> => {
    while (!isOver()) {
      const next = left.shift()
      if (next === undefined) return
      await handle(next)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}
