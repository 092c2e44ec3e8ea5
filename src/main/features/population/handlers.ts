import type { Handlers } from '@main/ipc/router.ts'
import type { populationRequests } from '@shared/features/population/contract.ts'
import type { Board } from './board.ts'
import { onHub } from './errors.ts'
import type { BoardExport, BoardStore, CareDesk, Figures, Roster, Statistics } from './ports.ts'
import type { PopulationService } from './service.ts'

export interface PopulationParts {
  readonly service: PopulationService
  readonly board: Board
  readonly store: BoardStore
  readonly care: CareDesk
  readonly statistics: Statistics
  readonly figures: Figures
  readonly roster: Roster
  readonly export: BoardExport
}

/** Maps the feature's requests to its services; decides nothing. */
export function populationHandlers(parts: PopulationParts): Handlers<keyof typeof populationRequests> {
  const { service, board, store, care, statistics, figures, roster } = parts
  return {
    'population.open': ({ view }) => onHub(() => board.look(view)),
    'population.look': ({ view }) => onHub(() => board.look(view)),
    'population.close': () => {
      board.close()
      return {}
    },
    'population.why': ({ patientId }) => service.why(patientId),
    'population.distribution': ({ filter }) => service.distribution(filter),
    'population.statistics': ({ metric, filter, hours }) => onHub(() => statistics.of(metric, filter, hours)),
    'population.crossings': ({ limit }) =>
      onHub(async () => ({ crossings: [...(await store.crossings(limit))] })),
    'population.record': ({ patientId, metric, value, unit, at }) =>
      service.record(patientId, metric, value, unit, at),
    'population.care': ({ patientId }) => onHub(() => care.read(patientId)),
    'population.assign': ({ patients, manager }) => onHub(() => care.assign(patients, manager)),
    'population.snooze': ({ patientId, rev, until, reason }) =>
      onHub(() => care.snooze(patientId, rev, until, reason)),
    'population.outreach': ({ patientId, note }) => onHub(() => care.outreach(patientId, note)),
    'population.next-contact': ({ patientId, rev, date }) =>
      onHub(() => care.nextContact(patientId, rev, date)),
    'population.care-figures': () => onHub(() => figures.care()),
    'population.import-roster': ({ name, text }) => onHub(() => roster.import(name, text)),
    'population.export': ({ filter, search }) => onHub(() => parts.export.csv(filter, search)),
  }
}
