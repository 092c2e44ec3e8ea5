import { randomBytes } from 'node:crypto'
import type { Account } from './ports.ts'

/** A new account with a draft key of its own. */
export function newAccount(
  facts: Pick<Account, 'id' | 'name' | 'role' | 'department' | 'providerName' | 'secretHash'>,
): Account {
  return {
    ...facts,
    badgeDigest: null,
    disabled: false,
    draftKey: randomBytes(32).toString('hex'),
    rev: 1,
  }
}
