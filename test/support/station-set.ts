import { HeadlessStation } from './headless-station.ts'
import type { TestRedis } from './redis-server.ts'
import { SeedPublisher } from './seed-publisher.ts'

/** Stations and publishers of one test at one server, each test under a prefix of its own; closed together. */
export class StationSet {
  readonly #redis: TestRedis
  readonly #prefix: string
  readonly #stations = new Set<HeadlessStation>()
  readonly #publishers: SeedPublisher[] = []

  constructor(redis: TestRedis, prefix: string) {
    this.#redis = redis
    this.#prefix = prefix
  }

  /** A live station of these wards. */
  async start(stationName: string, units: readonly string[] = ['icu']): Promise<HeadlessStation> {
    const station = new HeadlessStation({ hubUrl: this.#redis.url, units, prefix: this.#prefix, stationName })
    this.#stations.add(station)
    await station.start()
    await station.live()
    return station
  }

  async stop(station: HeadlessStation): Promise<void> {
    this.#stations.delete(station)
    await station.stop()
  }

  publisher(): SeedPublisher {
    const publisher = new SeedPublisher(this.#redis.url, this.#prefix)
    this.#publishers.push(publisher)
    return publisher
  }

  async close(): Promise<void> {
    for (const publisher of this.#publishers) publisher.close()
    await Promise.all([...this.#stations].map((station) => station.stop()))
  }
}

/** Waits until something holds at every station. */
export async function atAll(
  what: string,
  stations: readonly HeadlessStation[],
  holds: (station: HeadlessStation) => boolean,
): Promise<void> {
  for (const station of stations) await station.until(what, () => holds(station), 20_000)
}

/** The id of the open alert of the patient P1; empty without one. */
export function idOf(station: HeadlessStation | undefined): string {
  return station?.alertOf('P1')?.id ?? ''
}
