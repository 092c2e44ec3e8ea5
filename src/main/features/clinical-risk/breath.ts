/** The station has other things to do than to work on a batch: longest time, in milliseconds, before others have a turn. */
export const LONGEST_MS = 8

export function breath(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}
