import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import type { KeeperPace } from '@main/features/population/keeper.ts'
import { readingId } from '@main/features/population/reading-id.ts'
import type { Recorded } from '@main/features/population/ports.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { Hub } from '@main/hub/hub.ts'
import { HubKeys } from '@main/hub/keys.ts'
import type { Handlers } from '@main/ipc/router.ts'
import { type WiredPopulation, wirePopulation } from '@main/population-wiring.ts'
import type { BoardPage, BoardView, Crossing } from '@shared/features/population/board.ts'
import type { populationRequests } from '@shared/features/population/contract.ts'
import { type BoardRow, everybody } from '@shared/features/population/model.ts'
import { type EventName, type EventPayload, payloadSchemaOf } from '@shared/ipc/registry.ts'

/** The first page of everybody. */
export const firstPage: BoardView = { filter: everybody, search: '', order: 'score', offset: 0, limit: 50 }

/** A keeper in a hurry. */
export const hasty: KeeperPace = {
  tickMs: 50,
  scores: 2_000,
  keys: 1_000,
  gatherMs: 5,
  againMs: [30, 100],
}

export interface PopulationDeskSettings {
  /** Without it nobody looks after what other programs write. */
  readonly pace?: KeeperPace
  readonly makeHub?: (address: Parameters<typeof newHub>[0], keys: HubKeys, name: string) => Hub
}

function newHub(address: ConstructorParameters<typeof Hub>[0], keys: HubKeys, name: string): Hub {
  return new Hub(address, keys, name)
}

/** The population's part of a station or engine host over a real link, without sign-in; its window takes everything. */
export class PopulationDesk {
  readonly hub: Hub
  readonly wired: WiredPopulation
  readonly pages: BoardPage[] = []
  readonly crossings: Crossing[] = []
  readonly notes: string[] = []
  readonly denied: string[] = []

  private constructor(url: string, prefix: string, name: string, settings: PopulationDeskSettings) {
    const reading = readHubAddress(url)
    if (!reading.ok) throw new Error(reading.sentence)
    this.hub = (settings.makeHub ?? newHub)(reading.address, new HubKeys(prefix), `test-${name}`)
    this.wired = wirePopulation({
      hub: this.hub,
      window: { send: (event, payload) => this.#take(event, payload) },
      stationId: name,
      log: pino({ level: 'silent' }),
      actor: () => ({ user: 'kim', role: 'care-manager', station: name }),
      further: () => () => Promise.resolve({ scores: [], remarks: [] }),
      demo: () => false,
      note: (sentence) => void this.notes.push(sentence),
      ...(settings.pace === undefined ? {} : { pace: settings.pace }),
    })
    this.hub.onAttach(async () => {
      this.denied.push(...(await this.hub.listenTo([], this.wired.channels)))
      await this.wired.attach()
    })
    this.hub.on('message', (channel, payload) => this.wired.receive(channel, payload))
    this.hub.on('error', () => undefined)
    if (settings.pace !== undefined) this.wired.start()
  }

  static async open(
    url: string,
    prefix: string,
    name: string,
    settings: PopulationDeskSettings = {},
  ): Promise<PopulationDesk> {
    const desk = new PopulationDesk(url, prefix, name, settings)
    desk.hub.start()
    await desk.until('the link', () => desk.hub.state.link === 'live')
    return desk
  }

  get handlers(): Handlers<keyof typeof populationRequests> {
    return this.wired.handlers
  }

  get page(): BoardPage | undefined {
    return this.pages.at(-1)
  }

  rowOf(patientId: string): BoardRow | undefined {
    return this.page?.rows.find((row) => row.patientId === patientId)
  }

  async look(view: BoardView = firstPage): Promise<BoardPage> {
    const page = await this.handlers['population.open']({ view })
    this.pages.push(page)
    return page
  }

  /** Opens the board and waits until everybody has been read. */
  async whole(view: BoardView = firstPage, ms = 20_000): Promise<BoardPage> {
    await this.look(view)
    await this.until('everybody', () => this.page?.reading === null, ms)
    return this.look(view)
  }

  /** Writes a reading, with the id that a station gives it. */
  record(patientId: string, metric: string, value: number, at: number): Promise<Recorded> {
    const bare = { patientId, metric, value, at }
    return this.wired.readings.record({ ...bare, id: readingId(bare) }, false)
  }

  async until(what: string, holds: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
    const end = Date.now() + ms
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
      await pause(10)
    }
  }

  async close(): Promise<void> {
    await this.wired.stop()
    this.hub.stop()
  }

  #take<N extends EventName>(event: N, payload: EventPayload<N>): void {
    if (event === 'population.page') this.pages.push(payloadSchemaOf('population.page').parse(payload))
    if (event === 'population.crossed')
      this.crossings.push(payloadSchemaOf('population.crossed').parse(payload))
  }
}
