import { type PolicyFiles, readPolicies } from './policies-read.ts'
import type { PolicyBook } from './policies.ts'

const folder = '/resources/prior-auth/'

/** The policies that ship with the application, as text. */
export function shippedPolicyFiles(): PolicyFiles {
  const texts = import.meta.glob<string>('/resources/prior-auth/**/*.txt', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  return new Map(Object.entries(texts).map(([path, text]) => [path.slice(folder.length), text]))
}

let book: PolicyBook | null = null

/** The policies that ship with the application, read at their first use. Throws `PolicyFaults` when they are faulty. */
export function shippedPolicies(): PolicyBook {
  book ??= readPolicies(shippedPolicyFiles())
  return book
}
