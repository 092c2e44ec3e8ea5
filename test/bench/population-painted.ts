import type { Page } from '@playwright/test'

/**
 * Notes in the window when the row of each patient has been painted, by the text of its name.
 * @returns asks the window for the times (milliseconds since 1970) by name.
 */
export async function watchPainted(page: Page): Promise<() => Promise<ReadonlyMap<string, number>>> {
  await page.evaluate(() => {
    const painted: Record<string, number> = {}
    const pending = new Set<string>()
    Object.assign(window, { paintedPatients: painted })
    const note = (): void => {
      for (const name of document.querySelectorAll('.risk-name > span:first-child')) {
        const text = name.textContent ?? ''
        if (text !== '' && !(text in painted)) pending.add(text)
      }
      if (pending.size === 0) return
      const names = [...pending]
      pending.clear()
      for (const name of names) painted[name] = Number.POSITIVE_INFINITY
      // The frame that is being prepared is on the screen when the next task runs.
      requestAnimationFrame(() =>
        setTimeout(() => {
          for (const name of names) painted[name] = performance.timeOrigin + performance.now()
        }),
      )
    }
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  return async () => {
    const text = await page.evaluate(() =>
      'paintedPatients' in window ? JSON.stringify(window.paintedPatients) : '{}',
    )
    const parsed: unknown = JSON.parse(text)
    const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []
    return new Map(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
  }
}
