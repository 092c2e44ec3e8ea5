import { Dice } from './dice.ts'
import { type Answers, DeathPoint } from './station-messages.ts'

export const UNITS = ['icu', '4b'] as const

/** One thing that goes wrong. `station` is an index; `ms` how long it lasts or until the next start. */
export type Fault =
  | { readonly kind: 'cut'; readonly station: number }
  | { readonly kind: 'black-hole' | 'outage'; readonly station: number; readonly ms: number }
  | { readonly kind: 'kill-hub' | 'freeze-hub'; readonly ms: number }
  | { readonly kind: 'kill-station' | 'kill-on-receive'; readonly station: number; readonly ms: number }
  | {
      readonly kind: 'kill-at'
      readonly point: DeathPoint
      readonly after: number
      readonly station: number
      readonly ms: number
    }

export interface PlannedFault {
  /** Index of the message before which it strikes. */
  readonly before: number
  /** Strikes although the fault before may still last, or a station has not come back yet. */
  readonly overlaps: boolean
  readonly fault: Fault
}

export interface ScenarioPlan {
  readonly seed: number
  readonly alerts: number
  readonly stations: readonly { readonly answers: Answers; readonly paintMs: number }[]
  readonly perSecond: number
  readonly burst: number
  readonly faults: readonly PlannedFault[]
}

export interface ScenarioSize {
  readonly alerts: number
  readonly faults: number
}

/** Everything that a seed decides, before anything is started. */
export function planScenario(seed: number, size: ScenarioSize): ScenarioPlan {
  const dice = new Dice(seed, 'plan')
  const stations = dice.chance(0.65) ? 2 : 1
  const slice = size.alerts / size.faults
  const faults: PlannedFault[] = []
  for (let index = 0; index < size.faults; index += 1) {
    faults.push({
      before: Math.floor((index + 0.1 + dice.next() * 0.8) * slice),
      overlaps: index > 0 && dice.chance(0.3),
      fault: pickFault(dice, stations, slice),
    })
  }
  return {
    seed,
    alerts: size.alerts,
    perSecond: dice.pick([800, 1_500, 2_500]),
    burst: dice.pick([1, 5, 25]),
    faults,
    stations: Array.from({ length: stations }, (_, index) => ({
      answers: {
        seed,
        person: `person ${index}`,
        acknowledge: dice.pick([0.2, 0.5]),
        resolve: 0.1,
        withinMs: dice.pick([50, 1_000]),
      },
      paintMs: dice.pick([0, 16, 60]),
    })),
  }
}

function pickFault(dice: Dice, stations: number, slice: number): Fault {
  const station = dice.between(0, stations - 1)
  // Around the two seconds after which silence counts as loss, and around the second after which a call does.
  const lasting = dice.pick([dice.between(200, 900), dice.between(900, 2_000), dice.between(2_000, 4_500)])
  const again = dice.between(0, 1_500)
  switch (dice.between(0, 11)) {
    case 0:
      return { kind: 'cut', station }
    case 1:
    case 2:
      return { kind: 'black-hole', station, ms: lasting }
    case 3:
      return { kind: 'outage', station, ms: lasting }
    case 4:
    case 5:
      return { kind: 'kill-hub', ms: dice.between(0, 2_000) }
    case 6:
      return { kind: 'freeze-hub', ms: lasting }
    case 7:
      return { kind: 'kill-station', station, ms: again }
    case 8:
      return { kind: 'kill-on-receive', station, ms: again }
    default: {
      const point = dice.pick(DeathPoint.options)
      const after = dice.between(1, Math.max(1, Math.min(60, Math.floor(slice / 12))))
      return { kind: 'kill-at', point, after, station, ms: again }
    }
  }
}

/** Name of a fault for the table of figures. */
export function nameOf(fault: Fault): string {
  return fault.kind === 'kill-at' ? `kill-station at ${fault.point}` : fault.kind
}
