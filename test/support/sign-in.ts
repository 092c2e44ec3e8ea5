import { expect, type Page } from '@playwright/test'
import type { Account } from '@main/features/sessions/ports.ts'
import { demonstrationUsers } from '@main/features/sessions/demonstration.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { openClient } from '@main/hub/open-client.ts'
import type { Role } from '@shared/clinical/roles.ts'
import { person, SECRET } from './people.ts'

/** Puts people on a hub, as an administrator would have done. */
export async function addPeople(hubUrl: string, accounts: readonly Account[]): Promise<void> {
  const client = openClient(hubUrl)
  const key = new HubKeys().users('accounts')
  for (const account of accounts) await client.hset(key, account.id, JSON.stringify(account))
  client.disconnect()
}

/** Types a name and the password of everybody in tests into the lock screen. */
export async function signIn(page: Page, userId: string, secret = SECRET): Promise<void> {
  await page.getByRole('textbox', { name: 'User name' }).fill(userId)
  await page.getByLabel('Password or PIN').fill(secret)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Holds a badge to the reader: it types fast and ends with Enter. */
export async function scan(page: Page, badge: string): Promise<void> {
  // Sent in one go: waiting for each key to be confirmed would make the reader as slow as a busy machine.
  await Promise.all([...badge.split(''), 'Enter'].map((key) => page.keyboard.press(key)))
}

/** Signs somebody of this role in: a user of the hub, or without one a demonstration user. */
export async function signInSomebody(page: Page, hubUrl: string | undefined, role: Role): Promise<void> {
  const out = page.getByRole('button', { name: 'Sign out' })
  if (hubUrl === undefined) {
    const user = demonstrationUsers.find((each) => each.role === role)
    await page.getByRole('button', { name: `${user?.name ?? role} (DEMO)` }).click()
  } else {
    await addPeople(hubUrl, [person(role)])
    await expect(async () => {
      // The hub may not be live yet; an earlier try may just have succeeded.
      if (!(await out.isVisible())) await signIn(page, person(role).id)
      await expect(out).toBeVisible({ timeout: 1_500 })
    }).toPass({ timeout: 20_000 })
  }
  await expect(out).toBeVisible({ timeout: 20_000 })
}
