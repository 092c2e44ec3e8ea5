import { cpus, totalmem } from 'node:os'
import { writeFileSync } from 'node:fs'
import { TestRedis } from '@test/support/redis-server.ts'
import { benchAudit } from './audit.ts'
import { BATCH_ALONE, benchClinicalRisk } from './clinical-risk.ts'
import { measureBatch } from './clinical-risk-batch.ts'
import { benchDecision } from './decision.ts'
import { benchDiagnostics } from './diagnostics.ts'
import { benchDiagnosticsPainted } from './diagnostics-painted.ts'
import { benchFlood } from './flood.ts'
import { benchInteractionMix } from './interaction-mix.ts'
import { benchInteractions } from './interactions.ts'
import { benchPainted } from './painted.ts'
import { benchPopulation } from './population.ts'
import { benchPopulationLatency } from './population-latency.ts'
import { benchPriorAuth } from './prior-auth.ts'
import { benchRest } from './rest.ts'
import { benchSessions } from './sessions.ts'
import { type Line, tableOf } from './figures.ts'

const parts: Readonly<Record<string, (redis: TestRedis) => Promise<Line[]>>> = {
  decision: benchDecision,
  painted: benchPainted,
  flood: benchFlood,
  rest: benchRest,
  audit: benchAudit,
  sessions: benchSessions,
  interactions: benchInteractions,
  'interaction-mix': benchInteractionMix,
  'prior-auth': benchPriorAuth,
  diagnostics: benchDiagnostics,
  'clinical-risk': benchClinicalRisk,
  population: benchPopulation,
  'population-latency': benchPopulationLatency,
  'diagnostics-painted': benchDiagnosticsPainted,
}

const [, , alone, url = '', folder = '', file = ''] = process.argv
if (alone === BATCH_ALONE) {
  process.stdout.write(JSON.stringify(await measureBatch(url, folder, file)))
  process.exit()
}

const wanted = process.argv.slice(2).filter((argument) => argument in parts)
const lines: Line[] = []
for (const [name, bench] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const redis = await TestRedis.start()
  try {
    lines.push(...(await bench(redis)))
    process.stderr.write(`${name}: measured\n`)
  } finally {
    await redis.close()
  }
}

const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'processor'}, ${Math.round(totalmem() / 2 ** 30)} GB`
const report = `${tableOf(lines)}\n`
process.stdout.write(`${report}\nMachine: ${machine}\n`)
if (process.argv.includes('--write')) {
  const day = new Date().toISOString().slice(0, 10)
  writeFileSync(
    'docs/performance.md',
    [
      '# Performance',
      '',
      `Measured by \`npm run bench -- --write\` on ${day}: ${machine}, Linux, virtual screen without a graphics card.`,
      'The floor is a bare ioredis program that does the same Redis round trips, measured in the same run',
      '(`test/bench/bare-station.ts`).',
      '',
      report,
    ].join('\n'),
  )
}
