import type { Locator, Page } from '@playwright/test'

export const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Patients by risk' })
export const rows = (page: Page): Locator => grid(page).getByRole('row')
export const card = (page: Page): Locator => page.getByRole('complementary', { name: 'Why this score' })
