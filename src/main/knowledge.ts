import { join } from 'node:path'
import { runKnowledgeCommand } from './features/interactions/knowledge-command.ts'

// The built file lies in out/main; the knowledge that is checked is the one in the sources.
process.exitCode = runKnowledgeCommand({
  args: process.argv.slice(2),
  folder: join(import.meta.dirname, '..', '..', 'resources', 'interactions'),
  say: (line) => process.stdout.write(`${line}\n`),
})
