import type { z } from 'zod'

/** What a text of the hub holds; null when it is not of this shape. */
export function readJson<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
