import { expect, type Locator, type Page } from '@playwright/test'
import type { Station } from './electron-app.ts'

/** The Interactions screen as a person uses it. */
export async function openInteractions(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Interactions' })
    .click()
  await expect(page.getByRole('heading', { name: 'Interactions', level: 1 })).toBeVisible()
}

export const drugField = (scope: Page | Locator): Locator =>
  scope.getByRole('combobox', { name: 'Add a drug' })

/** Types one drug and adds what was typed. */
export async function addDrug(scope: Page | Locator, text: string): Promise<void> {
  const field = drugField(scope)
  await field.fill(text)
  await field.press('Enter')
  await expect(field).toHaveValue('')
}

/** Puts off the decision that has come up. */
export async function decideLater(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Decide later' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

export const cell = (page: Page, words: RegExp): Locator =>
  page.getByRole('grid', { name: 'Pairs' }).getByRole('gridcell', { name: words })

/** A command of the palette. */
export async function command(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill(text)
  await page.getByRole('option', { name: text }).first().click()
}

/** Makes the window this large and waits until its page is. */
export async function resize(station: Station, width: number, height: number): Promise<void> {
  await station.app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
  // Without a window manager a window that fills its screen comes out a pixel smaller.
  const distance = (): Promise<number> =>
    station.page.evaluate(
      (wanted) => Math.max(Math.abs(innerWidth - wanted.width), Math.abs(innerHeight - wanted.height)),
      { width, height },
    )
  await expect.poll(distance).toBeLessThanOrEqual(2)
}
