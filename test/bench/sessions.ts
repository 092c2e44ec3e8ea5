import type { Account } from '@main/features/sessions/ports.ts'
import { badgeDigest } from '@main/features/sessions/redis-accounts.ts'
import { addTo, Desks, signInAt } from '@test/support/desks.ts'
import { person } from '@test/support/people.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { figuresOf, type Line, ms } from './figures.ts'

const CHECKS = 20_000
const SWITCHES = 200

/** The check of every request from main's memory, against a raw `HGET` of the role; and a badge that displaces. */
export async function benchSessions(redis: TestRedis): Promise<Line[]> {
  const desks = new Desks(redis, 'bench:')
  const desk = await desks.open()
  const pepper = (await desk.station.session?.parts?.people.accounts.pepper()) ?? ''
  const badged = (id: string, badge: string): Account =>
    person('nurse', { id, badgeDigest: badgeDigest(badge, pepper) })
  await addTo(desk, person('nurse'), badged('one', 'BADGE-ONE'), badged('two', 'BADGE-TWO'))
  await signInAt(desk, 'nurse')
  const [key = ''] = await desks.keys()
  const checks: number[] = []
  const reads: number[] = []
  for (let n = 0; n < CHECKS; n += 1) {
    const began = performance.now()
    desk.station.people.sessions.standing()
    checks.push(performance.now() - began)
    if (n % 10 > 0) continue
    const asked = performance.now()
    await redis.client.hget(key, 'role')
    reads.push(performance.now() - asked)
  }
  const switches: number[] = []
  for (let n = 0; n < SWITCHES; n += 1) {
    const began = performance.now()
    await desk.ask('sessions.badge', { badge: n % 2 === 0 ? 'BADGE-ONE' : 'BADGE-TWO' })
    switches.push(performance.now() - began)
  }
  await desks.close()
  const check = figuresOf(checks)
  const read = figuresOf(reads)
  const badge = figuresOf(switches)
  return [
    {
      what: `session check of a request: p99 of ${check.count}`,
      measured: `${check.p99.toFixed(4)} ms (median ${check.median.toFixed(4)} ms)`,
      floor: `${ms(read.p99)} (raw HGET, median ${ms(read.median)})`,
      bound: '< 1 ms',
      kept: check.p99 < 1,
    },
    {
      what: `badge → the next person's session, in main: p99 of ${badge.count}`,
      measured: `${ms(badge.p99)} (median ${ms(badge.median)})`,
      floor: '—',
      bound: '< 1 s',
      kept: badge.p99 < 1_000,
    },
  ]
}
