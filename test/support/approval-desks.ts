import { setTimeout as pause } from 'node:timers/promises'
import { ReviewDesk } from '@main/features/approvals/desk.ts'
import { Gate } from '@main/features/approvals/gate.ts'
import type {
  Announcement,
  ApprovalFact,
  ApprovalOwners,
  ApprovalPorts,
  ApprovalStore,
  Reviewer,
} from '@main/features/approvals/ports.ts'
import { RedisApprovalStore } from '@main/features/approvals/redis.ts'
import { ApprovalService } from '@main/features/approvals/service.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { Hub } from '@main/hub/hub.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { permissionsOf } from '@shared/clinical/permissions.ts'
import type { Role } from '@shared/clinical/roles.ts'
import type { ApprovalChange } from '@shared/features/approvals/contract.ts'
import type { ApprovalRow } from '@shared/features/approvals/model.ts'
import { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { mortal, type Mortality } from './mortal-store.ts'

/** Times that end within a test; the rules are those of the real ones. */
export const quickPolicy = ApprovalPolicy.parse({
  leaseMs: 1_200,
  undoMs: 300,
  delegationMs: 2_000,
  orphanedMs: 400,
})

export interface DeskOptions {
  readonly user?: string
  readonly role?: Role
  readonly policy?: ApprovalPolicy
  /** Who is told of rulings at this station. */
  readonly owners?: ApprovalOwners
  /** At which call of the hub this process dies, and whether the hub still hears it. */
  readonly dies?: Mortality
}

/** The queue of one station over a real link, without window and sign-in; it can die at any step. */
export class ApprovalDesk {
  readonly station: string
  readonly service: ApprovalService
  readonly review: ReviewDesk
  readonly gate: Gate
  readonly store: ApprovalStore
  readonly facts: ApprovalFact[] = []
  readonly announced: Announcement[] = []
  readonly unreadable: string[] = []
  /** What the window was sent. */
  readonly pushed: ApprovalChange[] = []
  readonly #hub: Hub
  readonly #options: DeskOptions
  readonly #dead: () => boolean
  reviewer: Reviewer | null

  private constructor(url: string, prefix: string, station: string, options: DeskOptions) {
    const reading = readHubAddress(url)
    if (!reading.ok) throw new Error(reading.sentence)
    this.station = station
    this.#options = options
    const { user = station.toLowerCase(), role = 'physician' } = options
    this.reviewer = { actor: { user, role, station }, held: permissionsOf(role), session: station }
    this.#hub = new Hub(reading.address, new HubKeys(prefix), `test-${station}`)
    const { store, dead } = mortal(new RedisApprovalStore(this.#hub, station), options.dies ?? null)
    this.#dead = dead
    const ports = this.#ports(store)
    this.service = new ApprovalService(ports, options.policy ?? quickPolicy)
    this.review = new ReviewDesk(this.service, ports)
    this.gate = new Gate(this.service, store)
    this.store = store
    const { keys } = this.#hub
    this.#hub.onAttach(async () => {
      await this.#hub.listenTo([keys.approvalsPending(), keys.approvalsWake()])
      await this.service.attach()
    })
    this.#hub.on('message', (channel, payload) => {
      if (this.#dead()) return
      if (channel === keys.approvalsWake()) this.service.woken()
      else this.service.heard(payload.toString('utf8'))
    })
    this.#hub.on('error', () => undefined)
    this.#hub.on('state', ({ link }) => {
      if (link === 'lost') this.service.detach()
    })
  }

  static async open(
    url: string,
    prefix: string,
    station: string,
    options: DeskOptions = {},
  ): Promise<ApprovalDesk> {
    const desk = new ApprovalDesk(url, prefix, station, options)
    desk.#hub.start()
    await desk.until('the link', () => desk.#hub.state.link === 'live' || desk.isDead)
    return desk
  }

  get isDead(): boolean {
    return this.#dead()
  }

  now(): number {
    return this.#hub.now()
  }

  rows(): readonly ApprovalRow[] {
    return this.service.snapshot().items
  }

  async until(what: string, holds: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
    const end = Date.now() + ms
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`not within ${ms} ms at ${this.station}: ${what}`)
      await pause(10)
    }
  }

  close(): void {
    this.service.stop()
    this.#hub.stop()
  }

  #ports(store: ApprovalStore): ApprovalPorts & { store: ApprovalStore } {
    return {
      store,
      record: {
        put: (fact) => {
          this.facts.push(fact)
          return Promise.resolve()
        },
      },
      people: { roleOf: (user) => Promise.resolve(user.startsWith('nobody') ? null : 'physician') },
      owners: this.#options.owners ?? {},
      defect: () => undefined,
      window: { push: (change) => void this.pushed.push(change), reset: () => undefined },
      listen: () => Promise.resolve(),
      reviewer: () => this.reviewer,
      announce: (what) => void this.announced.push(what),
      unreadable: (id) => void this.unreadable.push(id),
    }
  }
}
