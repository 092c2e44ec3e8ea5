import { setTimeout as pause } from 'node:timers/promises'
import { findServer } from '@main/hub/embedded-files.ts'
import { mendTornWrite } from '@main/hub/torn-write.ts'
import { assertNever } from '@shared/assert-never.ts'
import type { FaultyProxy } from '@test/support/faulty-proxy.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import type { Fault, PlannedFault } from './fault-plan.ts'
import type { FaultPublisher } from './fault-publisher.ts'
import type { FaultyStation } from './faulty-station.ts'
import type { MixedMessage } from './message-mix.ts'

const LIVE_WITHIN_MS = 20_000
/** A planned death that does not come by then is replaced by a plain kill. */
const PATIENCE_MS = 4_000

/** Carries faults out, each beside the publishing; two of one kind on one target wait for each other. */
export class FaultStrikes {
  readonly #redis: TestRedis
  readonly #proxies: readonly FaultyProxy[]
  readonly #stations: readonly FaultyStation[]
  readonly #publisher: FaultPublisher
  readonly #lasting = new Set<Promise<void>>()
  readonly #busy = new Map<string, Promise<void>>()

  constructor(
    redis: TestRedis,
    proxies: readonly FaultyProxy[],
    stations: readonly FaultyStation[],
    publisher: FaultPublisher,
  ) {
    this.#redis = redis
    this.#proxies = proxies
    this.#stations = stations
    this.#publisher = publisher
  }

  /** Begins a fault; resolves when publishing may go on beside it. */
  async strike({ fault, overlaps }: PlannedFault, next: MixedMessage | null): Promise<void> {
    if (!overlaps) {
      await this.allOver()
      await this.untilAllLive()
    }
    if (fault.kind === 'kill-on-receive' && next) {
      const station = this.#stations[fault.station]
      let killed: Promise<void> = Promise.resolve()
      await this.#publisher.publishAround(next, () => {
        killed = station?.kill() ?? killed
      })
      this.#last(`station ${fault.station}`, async () => {
        await killed
        await this.#restart(fault.station, fault.ms)
      })
      return
    }
    this.#last(this.#target(fault), () => this.#carryOut(fault))
  }

  /** Every fault so far has ended and what it stopped has been started again. */
  async allOver(): Promise<void> {
    while (this.#lasting.size > 0) await Promise.all(this.#lasting)
  }

  async untilAllLive(): Promise<void> {
    const deadline = performance.now() + LIVE_WITHIN_MS
    while (!this.#stations.every((station) => station.live)) {
      if (performance.now() > deadline)
        throw new Error(`not every station was live within ${LIVE_WITHIN_MS / 1_000} s`)
      await pause(20)
    }
  }

  #target(fault: Fault): string {
    return 'station' in fault ? `station ${fault.station}` : 'hub'
  }

  /** Runs beside everything else, after what is still going on at the same target. */
  #last(target: string, work: () => Promise<void>): void {
    const running = (this.#busy.get(target) ?? Promise.resolve()).then(work)
    this.#busy.set(target, running)
    this.#lasting.add(running)
    void running.finally(() => this.#lasting.delete(running))
  }

  async #carryOut(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'cut':
        this.#proxies[fault.station]?.cut()
        return
      case 'black-hole':
      case 'outage': {
        const proxy = this.#proxies[fault.station]
        proxy?.blackHole(true)
        if (fault.kind === 'outage') proxy?.cut()
        await pause(fault.ms)
        proxy?.blackHole(false)
        return
      }
      case 'kill-hub':
        await this.#redis.kill()
        await pause(fault.ms)
        // As the embedded hub does.
        await mendTornWrite(this.#redis.folder, findServer() ?? '')
        await this.#redis.launch()
        await this.#publisher.checkRecent()
        return
      case 'freeze-hub':
        this.#redis.freeze()
        await pause(fault.ms)
        this.#redis.thaw()
        return
      case 'kill-station':
      case 'kill-on-receive':
        await this.#stations[fault.station]?.kill()
        await this.#restart(fault.station, fault.ms)
        return
      case 'kill-at':
        await this.#stations[fault.station]?.killAt(fault.point, fault.after, PATIENCE_MS)
        await this.#restart(fault.station, fault.ms)
        return
      default:
        assertNever(fault)
    }
  }

  async #restart(station: number, afterMs: number): Promise<void> {
    await pause(afterMs)
    this.#stations[station]?.start()
  }
}
