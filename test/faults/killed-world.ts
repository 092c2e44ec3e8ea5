import { setTimeout as pause } from 'node:timers/promises'
import { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { KillingProxy, type KillPoint } from '@test/support/killing-proxy.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { AskedStation, HostProcess } from './asked-station.ts'
import type { Bundle } from './bundle-station.ts'

const ENDED_MS = 90_000
const policy = ApprovalPolicy.parse({ leaseMs: 3_000, undoMs: 500, orphanedMs: 400 })

/** True when every step is a death; else a sample of them. */
export const everyStep = process.env['WARDLIGHT_FAULTS'] === 'full'

/**
 * Every step up to `last`, dying before the hub hears of it and after; of a sample one of the two, in turn.
 * @param last more writes than the workflow has, so that the last deaths lie behind its end.
 */
export function killPoints(last: number, sample: readonly number[]): KillPoint[] {
  if (everyStep)
    return Array.from({ length: last * 2 }, (_, n) => ({ step: (n >> 1) + 1, heard: n % 2 === 0 }))
  return sample.map((step, n) => ({ step, heard: n % 2 === 0 }))
}

export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  ms = ENDED_MS,
): Promise<void> {
  const end = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
    await pause(50)
  }
}

/** A hub of its own, and processes of the product around it. */
export class KilledWorld {
  readonly redis: TestRedis
  readonly #bundle: Bundle
  readonly #open: { remove: () => Promise<void> }[] = []

  private constructor(redis: TestRedis, bundle: Bundle) {
    this.redis = redis
    this.#bundle = bundle
  }

  static async open(bundle: Bundle): Promise<KilledWorld> {
    return new KilledWorld(await TestRedis.start({ appendonly: 'no' }), bundle)
  }

  async station(
    name: string,
    role: 'physician' | 'nurse' | 'care-manager' | 'pharmacist',
    hubUrl = this.redis.url,
  ): Promise<AskedStation> {
    const started = await AskedStation.start(this.#bundle.asked, { name, hubUrl, role, approvals: policy })
    this.#open.push(started)
    return started
  }

  /**
   * The killed station once more, with what lies in its folder.
   * @param started told before it is ready: it may be killed while it starts.
   */
  async again(
    { dataFolder }: AskedStation,
    name: string,
    role: 'physician' | 'nurse' | 'care-manager',
    hubUrl = this.redis.url,
    started: (station: AskedStation) => void = () => undefined,
  ): Promise<AskedStation> {
    const plan = { name, hubUrl, role, approvals: policy }
    return AskedStation.start(this.#bundle.asked, plan, {
      dataFolder,
      started: (station) => {
        this.#open.push(station)
        started(station)
      },
    })
  }

  host(hubUrl = this.redis.url): HostProcess {
    const started = HostProcess.start(this.#bundle.host, hubUrl, policy)
    this.#open.push(started)
    return started
  }

  /** @param concerns what a command of the workflow holds somewhere. */
  async proxy(concerns: RegExp): Promise<KillingProxy> {
    const between = new KillingProxy(this.redis.port, concerns)
    await between.start()
    return between
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((each) => each.remove()))
    await this.redis.close()
  }
}
