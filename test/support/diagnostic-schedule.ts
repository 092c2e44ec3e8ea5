import type { DiagnosticStore, Grip, NewRun, RunWrite } from '@main/features/diagnostics/ports.ts'
import { Findings } from '@shared/features/diagnostics/findings.ts'
import { Dice } from '@test/faults/dice.ts'

/** One holder as the schedule sees it: a process that may pause between any two of its calls. */
interface Holder {
  readonly name: string
  grip: Grip | null
  attempts: number
}

/** What the hub must hold, by a second formulation in plain words. */
interface Truth {
  lockedBy: string | null
  fence: number
  runToken: string | null
  status: 'none' | 'running' | 'completed' | 'cancelled' | 'abandoned'
  written: string | null
}

export interface ScheduleFigures {
  steps: number
  accepted: number
  refused: number
  stale: number
  disagreements: string[]
}

const HOLDERS = ['A', 'B', 'host']
const STEPS = 18
const nothing: RunWrite = { fields: {}, lines: [], final: null }
const run: NewRun = {
  startedBy: { user: 'kim', role: 'physician', station: 'A' },
  findings: Findings.parse({ symptoms: { fever: true } }),
  ledger: {
    budget: { calls: 0, moneyMicro: 0, timeMs: 0 },
    calls: 0,
    moneyMicro: 0,
    modelMs: 0,
    runMs: 0,
    spent: null,
  },
}

/**
 * One interleaving of three holders over one run: taking, writing, pausing (others go on meanwhile), the lease running
 * out, cancelling, ending. Every answer of the hub is compared with the plain formulation. The seed replays it.
 * @param expire makes the lock run out, as time would
 * @param foreign takes the lock as the seed's Python does
 * @param put gives the lock an older holder's token again, as a server that comes back with older data may
 */
export async function playSchedule(
  store: DiagnosticStore,
  seed: number,
  expire: (patientId: string) => Promise<void>,
  foreign: (patientId: string) => Promise<boolean>,
  put: (patientId: string, token: string) => Promise<void>,
): Promise<ScheduleFigures> {
  const dice = new Dice(seed, 'diagnostic schedule')
  const patient = `S${seed}`
  const session = `diag:${patient}:${(seed >>> 0).toString(16).padStart(8, '0').slice(-8)}`
  const holders: Holder[] = HOLDERS.map((name) => ({ name, grip: null, attempts: 0 }))
  const truth: Truth = { lockedBy: null, fence: 0, runToken: null, status: 'none', written: null }
  const figures: ScheduleFigures = { steps: 0, accepted: 0, refused: 0, stale: 0, disagreements: [] }
  const note = (what: string): void =>
    void figures.disagreements.push(`seed ${seed}, step ${figures.steps}: ${what}`)

  for (; figures.steps < STEPS; figures.steps += 1) {
    const holder = dice.pick(holders)
    const roll = dice.next()
    if (roll < 0.28) await take(holder)
    else if (roll < 0.68) await write(holder, null)
    else if (roll < 0.82) {
      await expire(patient)
      truth.lockedBy = null
    } else if (roll < 0.87) {
      if ((await foreign(patient)) !== (truth.lockedBy === null)) note('the lock of another program')
      truth.lockedBy ??= 'python'
    } else if (roll < 0.9) await restore(holder)
    else if (roll < 0.94) await write(holder, 'completed')
    else await end(dice.chance(0.5) ? 'cancelled' : 'abandoned')
  }
  const stored = await store.read(session)
  if ((stored?.status ?? 'none') !== truth.status) note(`ends as ${stored?.status ?? 'none'}`)
  if ((stored?.approval ?? null) !== truth.written) note('holds what no accepted write wrote')
  return figures

  async function take(holder: Holder): Promise<void> {
    holder.attempts += 1
    const token = `${holder.name}${holder.attempts}`
    const isNew = truth.status === 'none'
    const begun = await store.begin(session, token, isNew ? run : null)
    const expected =
      truth.status !== 'none' && truth.status !== 'running'
        ? 'ended'
        : truth.lockedBy !== null
          ? 'busy'
          : 'begun'
    if (begun.kind !== expected) return note(`took: ${begun.kind} instead of ${expected}`)
    if (begun.kind !== 'begun') return
    truth.fence += 1
    truth.lockedBy = token
    truth.runToken = token
    truth.status = 'running'
    if (begun.grip.fence !== String(truth.fence)) note('a fencing token out of order')
    holder.grip = begun.grip
    // A call whose answer was lost is repeated, and changes nothing.
    const again = await store.begin(session, token, isNew ? run : null)
    if (again.kind !== 'begun' || again.grip.fence !== begun.grip.fence)
      note('a repeated take is another take')
  }

  async function write({ name, grip }: Holder, final: 'completed' | null): Promise<void> {
    if (grip === null) return
    const mayWrite =
      truth.status === 'running' && truth.lockedBy === grip.token && String(truth.fence) === grip.fence
    const value = `${name}:${figures.steps}`
    const accepted = await store.write(grip, { ...nothing, fields: { approval: value }, final })
    if (accepted !== mayWrite) note(accepted ? 'a stale write was accepted' : 'a good write was refused')
    if (!mayWrite) figures.stale += 1
    if (!accepted) {
      figures.refused += 1
      return
    }
    figures.accepted += 1
    truth.written = value
    if (final !== null) {
      truth.status = final
      truth.lockedBy = null
    }
  }

  /** The lock alone says that an older holder has it: only its fencing token tells that it is not so. */
  async function restore({ grip }: Holder): Promise<void> {
    if (grip === null) return
    await put(patient, grip.token)
    truth.lockedBy = grip.token
  }

  async function end(how: 'cancelled' | 'abandoned'): Promise<void> {
    const ended = await store.end(session, how, null)
    const own = truth.lockedBy !== null && truth.lockedBy === truth.runToken
    if (truth.status === 'none') {
      if (ended !== 'missing') note('ended what does not exist')
      return
    }
    if (truth.status !== 'running') {
      if (typeof ended === 'string') note('ended what has ended')
      return
    }
    if (how === 'abandoned' && own) {
      if (ended !== 'alive') note('abandoned what is alive')
      return
    }
    if (ended !== 'done') note(`could not be ${how}`)
    truth.status = how
    truth.fence += 1
    if (own) truth.lockedBy = null
  }
}
