import { setTimeout as pause } from 'node:timers/promises'
import { SharedCareDesk } from '@main/features/population/care-desk.ts'
import { CareStore } from '@main/features/population/care-store.ts'
import type { Cohort } from '@main/features/population/ports.ts'
import { PopulationStatistics } from '@main/features/population/statistics-desk.ts'
import { RosterImport, RosterStore } from '@main/features/population/roster-import.ts'
import { type CareWake, readCareWake } from '@main/features/population/wake.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { Hub } from '@main/hub/hub.ts'
import { HubKeys } from '@main/hub/keys.ts'

/** Nobody belongs to any cohort. */
const nobody: Cohort = { ready: () => Promise.resolve(), rows: () => [], matches: () => false }

/** Care work, statistics and roster of one station over a real link, without window and sign-in. */
export class PopulationCareDesk {
  readonly hub: Hub
  readonly store: CareStore
  readonly care: SharedCareDesk
  readonly statistics: PopulationStatistics
  readonly roster: RosterImport
  readonly heard: CareWake[] = []

  private constructor(url: string, prefix: string, user: string, cohort: Cohort) {
    const reading = readHubAddress(url)
    if (!reading.ok) throw new Error(reading.sentence)
    this.hub = new Hub(reading.address, new HubKeys(prefix), `test-${user}`)
    this.store = new CareStore(this.hub)
    this.care = new SharedCareDesk({
      store: this.store,
      actor: () => ({ user, role: 'care-manager', station: `station of ${user}` }),
    })
    this.statistics = new PopulationStatistics({ hub: this.hub, cohort })
    this.roster = new RosterImport(new RosterStore(this.hub))
    const changes = this.hub.keys.careChanges()
    this.hub.onAttach(async () => void (await this.hub.listenTo([changes])))
    this.hub.on('message', (channel, payload) => {
      const wake = channel === changes ? readCareWake(payload.toString('utf8')) : null
      if (wake !== null) this.heard.push(wake)
    })
    this.hub.on('error', () => undefined)
  }

  static async open(
    url: string,
    prefix: string,
    user: string,
    cohort: Cohort = nobody,
  ): Promise<PopulationCareDesk> {
    const desk = new PopulationCareDesk(url, prefix, user, cohort)
    desk.hub.start()
    await desk.until('the link', () => desk.hub.state.link === 'live')
    return desk
  }

  async until(what: string, holds: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
    const end = Date.now() + ms
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
      await pause(10)
    }
  }

  close(): void {
    this.hub.stop()
  }
}
