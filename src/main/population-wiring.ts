import { Board } from './features/population/board.ts'
import { CareCopy } from './features/population/care-copy.ts'
import { SharedCareDesk } from './features/population/care-desk.ts'
import { CareStore } from './features/population/care-store.ts'
import { ChangeFeed } from './features/population/change-feed.ts'
import { CopiedCohort } from './features/population/cohort.ts'
import { PopulationCopy } from './features/population/copy.ts'
import { rules } from './features/population/engine.ts'
import { CsvBoardExport } from './features/population/export-csv.ts'
import { CareFiguresDesk } from './features/population/figures-desk.ts'
import { RankingFigures } from './features/population/figures-store.ts'
import { ForeignWrites } from './features/population/foreign.ts'
import { populationHandlers } from './features/population/handlers.ts'
import { Keeper, type KeeperPace } from './features/population/keeper.ts'
import type { Cohort, FurtherScores, ReadingStore } from './features/population/ports.ts'
import { RedisBoard } from './features/population/redis-board.ts'
import { RedisReadings } from './features/population/redis.ts'
import { RosterImport, RosterStore } from './features/population/roster-import.ts'
import { PopulationService } from './features/population/service.ts'
import { PopulationStatistics } from './features/population/statistics-desk.ts'
import { readChange } from './features/population/stored.ts'
import { readCareWake } from './features/population/wake.ts'
import type { FurtherScoresParts } from './further-scores-wiring.ts'
import type { Hub } from './hub/hub.ts'
import { HubError } from './hub/hub-error.ts'
import { careManagementUnit } from './hub/keys.ts'
import type { Handlers } from './ipc/router.ts'
import { kindOfError } from './platform/log.ts'
import type { WindowPort } from './platform/ports.ts'
import type { StationOptions } from './station-options.ts'
import type { Actor } from '@shared/clinical/person.ts'
import type { populationRequests } from '@shared/features/population/contract.ts'
import type { RiskMetric } from '@shared/features/population/model.ts'

interface PopulationWiring {
  readonly hub: Hub
  readonly window: WindowPort
  readonly stationId: string
  readonly log: StationOptions['log']
  /** Who sits here; null when nobody has signed in. */
  readonly actor: () => Actor | null
  readonly further: (of: Pick<FurtherScoresParts, 'readings' | 'board'>) => FurtherScores
  /** True while the demonstration ward runs on this hub. */
  readonly demo: () => boolean
  /** A sentence for the Hub screen, without a patient. */
  readonly note: (sentence: string) => void
  readonly pace?: KeeperPace
}

export interface WiredPopulation {
  readonly handlers: Handlers<keyof typeof populationRequests>
  readonly readings: ReadingStore
  readonly cohort: Cohort
  /** What it listens to all the time; a hub that denies them shows changes late. */
  readonly channels: readonly string[]
  /** The seed's channel of announcements, which a station may hear without following it as a ward. */
  readonly crossingsChannel: string
  start(): void
  attach(): Promise<void>
  receive(channel: string, payload: Buffer): void
  /** Nobody looks at the board any more: the screen was locked, and nothing more is asked from it. */
  unwatch(): void
  stop(): Promise<void>
}

/** Wires the population's scores, board and care work to one hub. */
export function wirePopulation(wiring: PopulationWiring): WiredPopulation {
  const { hub, window, stationId, log, actor, further, demo, note, pace } = wiring
  const defect = (error: unknown): void => log.error({ error: kindOfError(error) }, 'population: defect')
  const store = new RedisBoard(hub)
  const readings = new RedisReadings(hub)
  const copy: PopulationCopy = new PopulationCopy(store, {
    changed: (slot) => board.changed(slot),
    renewed: () => board.renewed(),
    isWatched: () => board.isOpen,
    defect,
  })
  const board: Board = new Board({
    store,
    copy,
    silentSince: () => silentSince(hub),
    simulated: demo,
    push: (page) => window.send('population.page', page),
    watched: (isWatched) => {
      if (!isWatched) copy.rest()
      feed.want(isWatched)
    },
  })
  const cohort = new CopiedCohort(copy, store)
  const careStore = new CareStore(hub)
  const care = new SharedCareDesk({ store: careStore, actor })
  const careCopy = new CareCopy(careStore, { restored: (count) => note(restoredSentence(count)), defect })
  const service = new PopulationService({
    readings,
    board: store,
    copy,
    care,
    further: further({ readings, board: store }),
  })
  const foreign = new ForeignWrites(hub, stationId)
  const keeper = new Keeper(
    {
      foreign,
      readings,
      crossed: (patientId, at) => care.wake(patientId, at),
      refused: (metrics) => note(refusedSentence(metrics)),
      defect,
    },
    pace,
  )
  const changes = hub.keys.populationChanges()
  const crossings = hub.keys.populationCrossings()
  const careChanges = hub.keys.careChanges()
  const crossingsChannel = hub.keys.unitAlerts(careManagementUnit)
  const { additions } = foreign
  const feed: ChangeFeed = new ChangeFeed(
    { listen: () => hub.listenAlso([changes]), leave: () => hub.listenNoMore([changes]) },
    { begun: () => copy.attach(), denied: () => note(deniedSentence), defect },
  )
  hub.on('state', ({ link }) => {
    if (link === 'lost') keeper.detach()
    board.linkChanged()
  })
  const changed = (text: string): void => {
    const change = feed.isWanted ? readChange(text) : null
    if (change !== null) copy.told(change)
  }
  const crossed = (text: string): void => {
    const change = readChange(text)
    if (change === null || change.crossing === null) return
    keeper.told(change)
    const { patientId, at, crossing, state } = change
    window.send('population.crossed', { patientId, at, ...crossing, score: state.score })
  }
  const careChanged = (text: string): void => {
    const wake = readCareWake(text)
    if (wake === null) return
    copy.toldOfCare(wake)
    if (wake.kind !== 'care') return
    careCopy.told(wake.record)
    window.send('population.care-changed', wake.record)
  }
  return {
    handlers: populationHandlers({
      service,
      board,
      store,
      care,
      statistics: new PopulationStatistics({ hub, cohort }),
      figures: new CareFiguresDesk({ care: careStore, ranking: new RankingFigures(hub), board: store }),
      roster: new RosterImport(new RosterStore(hub)),
      export: new CsvBoardExport(cohort, () => store.now()),
    }),
    readings,
    cohort,
    channels: [crossings, careChanges, crossingsChannel],
    crossingsChannel,
    start: () => keeper.start(),
    attach: async () => {
      await whereAllowed(careCopy.attach())
      await keeper.attach()
      await feed.attach()
      copy.attach()
    },
    unwatch: () => board.close(),
    receive: (channel, payload) => {
      if (channel === changes) changed(payload.toString('utf8'))
      else if (channel === crossings) crossed(payload.toString('utf8'))
      else if (channel === careChanges) careChanged(payload.toString('utf8'))
      else if (channel === crossingsChannel) keeper.announced(payload.toString('utf8'))
      else if (channel === additions) keeper.added(payload.toString('utf8'))
    },
    stop: async () => {
      board.close()
      copy.drop()
      await keeper.stop()
    },
  }
}

/** An access list from before this feature must not keep the station from its alerts; the board says what it lacks. */
async function whereAllowed(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof HubError) || error.failure !== 'refused') throw error
  }
}

function restoredSentence(count: number): string {
  return `The hub had come back without its data or its last moments; what was agreed on for ${count} ${count === 1 ? 'patient' : 'patients'} in care work was restored from this station.`
}

const deniedSentence =
  'The hub denies this station the channel of changed risk scores: the risk board shows them up to a second late. Give the station the permissions that `npm run acl` prints.'

/** Since when nothing has come from the hub, by this computer's clock; null while it answers. */
function silentSince({ state: { link, lastProof, since } }: Hub): number | null {
  if (link === 'live') return null
  return lastProof === null ? since : Math.round(Date.now() - (performance.now() - lastProof))
}

function refusedSentence(metrics: readonly RiskMetric[]): string {
  const counted = [...new Set(metrics)].map(
    (metric) => `${rules[metric].label} (${metrics.filter((each) => each === metric).length})`,
  )
  return `Readings that another program wrote are impossible, or in another unit, and do not count towards a risk score: ${counted.join(', ')}. They were left where they are; correct the program that writes them.`
}
