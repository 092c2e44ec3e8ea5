import { expect, type Page } from '@playwright/test'
import { openClient } from '@main/hub/open-client.ts'
import type { Station } from './electron-app.ts'

const LIFE_SECONDS = 86_400

export interface SeedRequest {
  readonly id: string
  readonly patientId: string
  readonly procedure: string
  readonly cost: number
  readonly priority?: 'high' | 'normal'
  /** How long the seed's key lives, in seconds; a day when absent. What is left of it is the deadline. */
  readonly lifeSeconds?: number
}

/** The bytes of the seed's `json.dumps` for one request. */
function pythonText({ id, patientId, procedure, cost }: SeedRequest): string {
  const at = new Date().toISOString().replace('Z', '000')
  return (
    `{"request_id": "${id}", "type": "prior_authorization", "patient_id": "${patientId}", ` +
    `"procedure": "${procedure}", "estimated_cost": ${cost.toFixed(1)}, "ai_recommendation": "approve", ` +
    `"ai_confidence": 0.82, "ai_justification": "Radiculopathy \\u2014 motor deficit since Monday.", ` +
    `"status": "pending", "created_at": "${at}"}`
  )
}

/** Writes requests as the seed's Python does: SETEX, then PUBLISH. */
export async function askAsSeed(hubUrl: string, requests: readonly SeedRequest[]): Promise<void> {
  const client = openClient(hubUrl)
  for (const request of requests) {
    await client.set(
      `approval_request:${request.id}`,
      pythonText(request),
      'EX',
      request.lifeSeconds ?? LIFE_SECONDS,
    )
    const priority = request.priority ?? 'normal'
    const told = `{"type": "new_auth_request", "approval_id": "${request.id}", "priority": "${priority}"}`
    await client.publish('auth:pending', told)
  }
  client.disconnect()
}

/** The `status` that the seed's Python reads under its key; null when the key is not there. */
export async function seedStatus(hubUrl: string, id: string): Promise<string | null> {
  const client = openClient(hubUrl)
  const text = await client.get(`approval_request:${id}`)
  client.disconnect()
  if (text === null) return null
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null && 'status' in value ? String(value.status) : null
}

/** Runs a command of the palette. */
export async function command(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command palette' }).fill(text)
  await page.getByRole('option', { name: text }).first().click()
}

/** Gives the window's content this size; without a window manager one that fills its screen is a pixel smaller. */
export async function resize({ app, page }: Station, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
  const distance = (): Promise<number> =>
    page.evaluate(
      (wanted) => Math.max(Math.abs(innerWidth - wanted.width), Math.abs(innerHeight - wanted.height)),
      { width, height },
    )
  await expect.poll(distance).toBeLessThanOrEqual(2)
}

/** Goes to a screen by the rail. */
export async function toScreen(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name }).click()
}
