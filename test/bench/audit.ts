import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { ChainFolder } from '@main/features/audit/chain-folder.ts'
import { VerifyReport } from '@shared/features/audit/model.ts'
import { HeadlessStation } from '@test/support/headless-station.ts'
import { STATION, TestChain } from '@test/support/audit-chain.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { figuresOf, type Line, ms } from './figures.ts'

const ENTRIES = 1_000_000
/** Entries that share a write while a station is busy. */
const TOGETHER = 4
const LOOKS = 500

/** How long a million entries take to verify, as `npm run audit:verify` does it, and what a recorded look costs. */
export async function benchAudit(redis: TestRedis): Promise<Line[]> {
  return [await verifyMillion(), await recordedLook(redis)]
}

async function verifyMillion(): Promise<Line> {
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-audit-bench-'))
  try {
    const files = new WithoutSync(join(folder, 'audit', STATION))
    const chain = await TestChain.open({ files })
    await chain.add(ENTRIES, TOGETHER)
    await chain.writer.close()
    const args = [resolve('out', 'main', 'audit-verify.js'), '--data', folder, '--json']
    const { stdout } = await promisify(execFile)(process.execPath, args)
    const report = VerifyReport.array().length(1).parse(JSON.parse(stdout))[0]
    if (report?.entries !== ENTRIES || !report.intact) throw new Error('the chain was not verified')
    return {
      what: `audit: verify ${ENTRIES.toLocaleString('en')} entries (${(report.bytes / 1e6).toFixed(0)} MB)`,
      measured: `${(report.ms / 1_000).toFixed(2)} s`,
      floor: '',
      bound: '≤ 10 s',
      kept: report.ms <= 10_000,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writing a million entries is not what is measured; without waiting for the disk it takes a minute. */
class WithoutSync extends ChainFolder {
  override async openSegment(segment: number) {
    const file = await super.openSegment(segment)
    return {
      write: (bytes: Buffer, at: number) => file.write(bytes, at),
      sync: () => Promise.resolve(),
      cut: (length: number) => file.cut(length),
      close: () => file.close(),
    }
  }
}

/** The same question with and without a durable entry before its answer. */
async function recordedLook(redis: TestRedis): Promise<Line> {
  const station = await new HeadlessStation({ hubUrl: redis.url, units: ['icu'], prefix: 'look:' }).start()
  await station.live()
  const recorded: number[] = []
  const bare: number[] = []
  for (let n = 0; n < LOOKS; n += 1) {
    const began = performance.now()
    await station.answer('settings.read', {})
    const between = performance.now()
    await station.answer('alerts.list', {})
    bare.push(between - began)
    recorded.push(performance.now() - between)
  }
  await station.stop()
  const cost = figuresOf(recorded).median - figuresOf(bare).median
  return {
    what: 'audit: what a recorded look costs before its reply, synced to disk: median',
    measured: ms(cost),
    floor: ms(figuresOf(bare).median),
    bound: '< 2 ms',
    kept: cost < 2,
  }
}
