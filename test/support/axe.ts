import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const LARGE = 1_900

/**
 * Everything that axe finds on the page as it is, with the places. Colours depend on the theme and not on the size, the
 * layout on the size and not on the theme: a large window is looked at in the dark theme, a small one in every theme.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  const seen = await page.evaluate(() => ({
    theme: document.documentElement.dataset['theme'],
    width: innerWidth,
  }))
  if (seen.theme !== 'dark' && seen.width >= LARGE) return []
  // React Aria keeps an overlay out of sight until it has its place; axe would look through it.
  await expect(page.locator('[data-rac][style*="opacity: 0"]')).toHaveCount(0)
  // Legacy mode: axe's other mode opens a page of its own, which Electron refuses.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}
