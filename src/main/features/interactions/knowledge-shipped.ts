import { createKnowledge } from './knowledge.ts'
import type { KnowledgeFiles } from './knowledge-lines.ts'
import type { InteractionKnowledge } from './ports.ts'

const folder = '/resources/interactions/'

/** The knowledge that ships with the application, as text. */
export function shippedFiles(): KnowledgeFiles {
  const texts = import.meta.glob<string>('/resources/interactions/**/*.txt', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  return new Map(Object.entries(texts).map(([path, text]) => [path.slice(folder.length), text]))
}

let compiled: InteractionKnowledge | null = null

/**
 * The knowledge that ships with the application, compiled at its first use and kept. Throws `KnowledgeError` when a
 * line cannot be read: a station never checks with half of its knowledge.
 */
export function shippedKnowledge(): InteractionKnowledge {
  compiled ??= createKnowledge(shippedFiles())
  return compiled
}
