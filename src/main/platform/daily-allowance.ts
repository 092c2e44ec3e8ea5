const DAY_MS = 86_400_000

/** Takes one of so many a day (UTC); false when they are spent. What a model costs has an end. */
export function dailyAllowance(most: number): () => boolean {
  let day = 0
  let used = 0
  return () => {
    const today = Math.floor(Date.now() / DAY_MS)
    if (today !== day) {
      day = today
      used = 0
    }
    if (used >= most) return false
    used += 1
    return true
  }
}
