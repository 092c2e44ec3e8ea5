import { hash, verify } from '@node-rs/argon2'

/**
 * argon2id with 19 MiB, two passes, one lane: OWASP Password Storage Cheat Sheet, and RFC 9106 for the algorithm.
 * The library's default algorithm is argon2id.
 */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** What an unknown name is checked against, so that it takes as long as a known one. */
let nobody: Promise<string> | null = null

/** The secret in PHC form, with a salt of its own. */
export function hashSecret(secret: string): Promise<string> {
  return hash(secret.normalize('NFKC'), cost)
}

/** Whether the secret is the hashed one. Takes as long for a null hash, and is then false. */
export async function matches(secretHash: string | null, secret: string): Promise<boolean> {
  nobody ??= hashSecret('nobody has this')
  const against = secretHash ?? (await nobody)
  try {
    return (await verify(against, secret.normalize('NFKC'))) && secretHash !== null
  } catch {
    // A hash that cannot be read fits no secret.
    return false
  }
}
