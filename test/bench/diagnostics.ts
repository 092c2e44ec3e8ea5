import { readFileSync } from 'node:fs'
import { opineAll } from '@main/features/diagnostics/engine-opinions.ts'
import { synthesise } from '@main/features/diagnostics/engine-synthesis.ts'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import { DiagnosticDesk } from '@test/support/diagnostic-desks.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { type Figures, figuresOf, type Line, ms } from './figures.ts'

const RUNS = 2_000
const CALLS = 2_000
const WARM_UP = 300
const folder = 'src/main/features/diagnostics'

/** Many complaints at once: every question of every score is put. */
const crowded = Findings.parse({
  ageYears: 71,
  sex: 'female',
  symptoms: {
    'chest-pain': true,
    dyspnoea: true,
    fever: true,
    cough: true,
    'sore-throat': true,
    'leg-swelling-one': true,
    'focal-weakness': true,
    'deficit-resolved': true,
    haematemesis: true,
    jaundice: true,
    oliguria: true,
    confusion: true,
  },
  history: { 'atrial-fibrillation': true, anticoagulant: true },
  vitals: { heartRate: 104, systolic: 98 },
  labs: { creatinine: 190, sodium: 131, bicarbonate: 17, pco2: 30, calcium: 2.7 },
})

/** Nine specialists and the synthesis without the hub; limiter and guarded write against the bare script call. */
export async function benchDiagnostics(redis: TestRedis): Promise<Line[]> {
  const engine: number[] = []
  for (let n = 0; n < RUNS + WARM_UP; n += 1) {
    // Another object each time: nothing that was computed before is found again.
    const findings = structuredClone(crowded)
    const began = performance.now()
    synthesise(findings, opineAll(findings), [])
    if (n >= WARM_UP) engine.push(performance.now() - began)
  }
  const desk = await DiagnosticDesk.open(redis.url, 'bench:', 'bench', { lookMs: 3_600_000 })
  try {
    const local = figuresOf(engine)
    const limiter = await beside(
      () => desk.store.limit('the same run'),
      await bare(redis, `${folder}/limit.lua`, ['bench:bare-limit'], ['the same run', '100', '60000']),
    )
    const begun = await desk.store.begin('diag:B:0badcafe', 'token', {
      startedBy: { user: 'bench', role: 'physician', station: 'bench' },
      findings: Findings.parse({ symptoms: { fever: true } }),
      ledger: {
        budget: { calls: 0, moneyMicro: 0, timeMs: 0 },
        calls: 0,
        moneyMicro: 0,
        modelMs: 0,
        runMs: 0,
        spent: null,
      },
    })
    if (begun.kind !== 'begun') throw new Error('the lock was not given')
    const { grip } = begun
    const patient = 'B'
    const keys = [
      desk.keys.diagnosticLock(patient),
      desk.keys.diagnosticRun(patient, 'fence'),
      desk.keys.diagnosticRun(patient, 'run:0badcafe'),
      desk.keys.diagnosticRun(patient, 'log:0badcafe'),
    ]
    const args = [
      grip.token,
      grip.fence,
      '300000',
      String(Date.now()),
      '86400000',
      grip.sessionId,
      'w',
      'p',
      '',
      '0',
      '0',
    ]
    const lock = await beside(
      () => desk.store.write(grip, { fields: {}, lines: [], final: null }),
      await bare(redis, `${folder}/write.lua`, keys, args),
    )
    const held = [...keys, desk.keys.diagnosticRun(patient, 'runs')]
    const life = ['300000', grip.sessionId, String(Date.now()), 'bench', '86400000', 'resume']
    const take = await bare(redis, `${folder}/begin.lua`, held, [grip.token, ...life])
    const giveBack = await bare(redis, `${folder}/release.lua`, held.slice(0, 1), [grip.token])
    const taken = await beside(
      async () => {
        await desk.store.begin(grip.sessionId, grip.token, null)
        await desk.store.release(grip)
      },
      async () => {
        await take()
        await giveBack()
      },
    )
    return [
      {
        what: `diagnostic by local rules, nine specialists, without the hub: p99 of ${local.count}`,
        measured: `${ms(local.p99)} (median ${ms(local.median)})`,
        floor: '—',
        bound: '< 20 ms',
        kept: local.p99 < 20,
      },
      ratioLine('sliding window of the rate: median', limiter),
      ratioLine('fenced lock taken and given back: median', taken),
      ratioLine('renewal of the fenced lock: median', lock),
    ]
  } finally {
    await desk.close()
  }
}

/** The same script with the same arguments by a plain client. */
async function bare(
  redis: TestRedis,
  path: string,
  keys: readonly string[],
  args: readonly string[],
): Promise<() => Promise<unknown>> {
  const digest = String(await redis.client.script('LOAD', readFileSync(path, 'utf8')))
  return () => redis.client.evalsha(digest, keys.length, ...keys, ...args)
}

/** Both in turn, so that a busy machine is busy for both. */
async function beside(
  own: () => Promise<unknown>,
  floor: () => Promise<unknown>,
): Promise<{ own: Figures; floor: Figures }> {
  const times: Record<'own' | 'floor', number[]> = { own: [], floor: [] }
  for (let n = 0; n < CALLS + WARM_UP; n += 1) {
    for (const [call, into] of [
      [own, times.own],
      [floor, times.floor],
    ] as const) {
      const began = performance.now()
      await call()
      if (n >= WARM_UP) into.push(performance.now() - began)
    }
  }
  return { own: figuresOf(times.own), floor: figuresOf(times.floor) }
}

function ratioLine(what: string, { own, floor }: { own: Figures; floor: Figures }): Line {
  const ratio = own.median / floor.median
  return {
    what,
    measured: `${ms(own.median)} (${ratio.toFixed(2)} ×, p99 ${ms(own.p99)})`,
    floor: `${ms(floor.median)} (bare script call, p99 ${ms(floor.p99)})`,
    bound: '≤ 1.3 × floor',
    kept: ratio <= 1.3,
  }
}
