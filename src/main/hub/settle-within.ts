/**
 * The promise's result, or a rejection after `ms` milliseconds. The promise itself goes on; its late result
 * is dropped, and a late rejection does not become an unhandled one.
 */
export async function settleWithin<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Command timed out')), ms)
  })
  promise.catch(() => undefined)
  try {
    return await Promise.race([promise, deadline])
  } finally {
    clearTimeout(timer)
  }
}
