import { createStore, type StoreApi } from 'zustand/vanilla'
import { z } from 'zod'
import { findingName } from './decisions.ts'
import { createCheckDesk, undecidedOf, type CheckDesk } from './check-desk.ts'
import type { MedicationList } from '@shared/features/interactions/governance.ts'
import { ListedDrug, PatientContext } from '@shared/features/interactions/model.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'
import type { SubscribeFn } from '@renderer/ipc/events.ts'

/** What a person has changed and not saved, with the revision it was changed from. */
const Draft = z.object({
  rev: z.number().int().nonnegative(),
  drugs: z.array(ListedDrug),
  context: PatientContext,
})

export interface MedicationState {
  readonly phase: 'reading' | 'had' | 'failed'
  readonly failure: string | null
  /** The list as it is stored. */
  readonly stored: MedicationList | null
  /** What somebody else has stored meanwhile; the own version is kept and not saved. */
  readonly theirs: MedicationList | null
  readonly saving: boolean
  /** Why saving failed; null when it did not. */
  readonly problem: string | null
  readonly decideFirst: boolean
  readonly draftBack: boolean
}

export interface MedicationDesk {
  readonly check: CheckDesk
  readonly store: StoreApi<MedicationState>
  readonly start: () => () => void
  readonly isChanged: () => boolean
  readonly save: () => Promise<boolean>
  readonly discard: () => void
  readonly takeTheirs: () => void
  /** Their list, with what stands on the own one and not on theirs. */
  readonly addMine: () => void
  /** The own version on top of theirs; still to be saved. */
  readonly keepMine: () => void
}

/** What the chart says of the patient; it stands where the list says nothing. */
export type ChartFacts = Pick<PatientContext, 'ageYears' | 'allergies'>

interface DeskParts {
  readonly chart: ChartFacts
  readonly request: RequestFn
  readonly subscribe: SubscribeFn
  readonly drafts: {
    readonly read: (place: string) => string
    readonly keep: (place: string, text: string) => void
  }
}

const nothing: MedicationState = {
  phase: 'reading',
  failure: null,
  stored: null,
  theirs: null,
  saving: false,
  problem: null,
  decideFirst: false,
  draftBack: false,
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const nameIn = ({ chosen, text }: ListedDrug): string => (chosen ?? text).trim().toLowerCase()

/** Both lists, theirs first; a drug that stands on both stands once. */
export function joined(theirs: readonly ListedDrug[], mine: readonly ListedDrug[]): readonly ListedDrug[] {
  const known = new Set(theirs.map(nameIn))
  return [...theirs, ...mine.filter((drug) => !known.has(nameIn(drug)))]
}

/** Every allergy that either names: one that only the chart knows must not be lost to a list that says "none". */
function allAllergies(
  list: PatientContext['allergies'],
  chart: PatientContext['allergies'],
): string[] | null {
  if (list === null || chart === null) return list ?? chart
  const known = new Set(list.map((name) => name.trim().toLowerCase()))
  return [...list, ...chart.filter((name) => !known.has(name.trim().toLowerCase()))]
}

/** The list with the chart's facts where it has none of its own. */
export function withChart(list: MedicationList, chart: ChartFacts): MedicationList {
  const { context } = list
  const ageYears = context.ageYears ?? chart.ageYears
  return {
    ...list,
    context: { ...context, ageYears, allergies: allAllergies(context.allergies, chart.allergies) },
  }
}

/** A patient's list of medications: checked as it changes, saved when told, kept when somebody else was faster. */
export function createMedicationDesk(patientId: string, parts: DeskParts): MedicationDesk {
  const check = createCheckDesk(parts)
  const store = createStore<MedicationState>()(() => nothing)
  const place = `medications ${patientId}`

  const present = (): Pick<MedicationList, 'drugs' | 'context'> => {
    const { entries, context } = check.store.getState()
    return { drugs: entries.map(({ drug }) => drug), context }
  }
  const isChanged = (): boolean => {
    const { stored } = store.getState()
    if (stored === null) return false
    const { drugs, context } = present()
    return !same(drugs, stored.drugs) || !same(context, stored.context)
  }
  function show(list: MedicationList, shown: Pick<MedicationList, 'drugs' | 'context'> = list): void {
    store.setState({ phase: 'had', failure: null, stored: list, theirs: null, problem: null })
    const known = new Set(list.drugs.map((drug) => JSON.stringify(drug)))
    const isKnown = (drug: ListedDrug): boolean => known.has(JSON.stringify(drug))
    check.open({ drugs: shown.drugs, context: shown.context, patientId, isKnown })
  }
  function draft(): z.infer<typeof Draft> | null {
    try {
      return Draft.safeParse(JSON.parse(parts.drafts.read(place))).data ?? null
    } catch {
      return null
    }
  }

  async function read(): Promise<void> {
    const reply = await parts.request('interactions.medications', { patientId })
    if (!reply.ok) {
      if (store.getState().stored === null) store.setState({ phase: 'failed', failure: reply.error.message })
      return
    }
    const now = withChart(reply.value, parts.chart)
    const { stored } = store.getState()
    if (stored === null) {
      const begun = draft()
      if (begun === null || (same(begun.drugs, now.drugs) && same(begun.context, now.context))) {
        show(now)
        return
      }
      // What was begun from an older list meets the newer one as a conflict, not as an overwriting.
      const isOlder = begun.rev !== now.rev
      show(isOlder ? { ...now, rev: begun.rev } : now, begun)
      store.setState({ draftBack: true, theirs: isOlder ? now : null })
      return
    }
    if (now.rev === stored.rev) return
    if (isChanged()) store.setState({ theirs: now })
    else show(now)
  }

  async function save(): Promise<boolean> {
    const { stored, saving, theirs } = store.getState()
    if (stored === null || saving || theirs !== null) return false
    const waiting = undecidedOf(check.store.getState()).filter((finding) => !isTold(check, finding))
    const [first] = waiting
    if (first !== undefined) {
      store.setState({ decideFirst: true })
      check.decideNow(first)
      return false
    }
    store.setState({ saving: true, problem: null, decideFirst: false })
    const sent = present()
    const reply = await parts.request('interactions.save-medications', {
      patientId,
      rev: stored.rev,
      ...sent,
    })
    store.setState({ saving: false })
    if (!reply.ok) {
      store.setState({ problem: reply.error.message })
      if (reply.error.code === 'interactions.changed-meanwhile') await read()
      return false
    }
    store.setState({ stored: { ...reply.value, ...sent }, draftBack: false })
    keepDraft()
    return true
  }

  function keepDraft(): void {
    const { stored } = store.getState()
    if (stored === null) return
    parts.drafts.keep(place, isChanged() ? JSON.stringify({ rev: stored.rev, ...present() }) : '')
  }

  return {
    check,
    store,
    isChanged,
    save,
    start() {
      const endings = [
        check.start(),
        check.store.subscribe((state, before) => {
          if (state.entries !== before.entries || state.context !== before.context) keepDraft()
        }),
        parts.subscribe('interactions.changed', {
          onEvent: (change) => {
            if (change.what === 'medications' && change.patientId === patientId) void read()
          },
          onBad: () => void read(),
        }),
      ]
      void read()
      return () => {
        for (const end of endings) end()
      }
    },
    discard() {
      const { stored, theirs } = store.getState()
      const list = theirs ?? stored
      if (list !== null) show(list)
      store.setState({ draftBack: false })
      keepDraft()
    },
    takeTheirs() {
      const { theirs } = store.getState()
      if (theirs !== null) show(theirs)
      keepDraft()
    },
    addMine() {
      const { theirs } = store.getState()
      if (theirs === null) return
      show(theirs, { drugs: [...joined(theirs.drugs, present().drugs)], context: present().context })
      keepDraft()
    },
    keepMine() {
      const { theirs } = store.getState()
      if (theirs === null) return
      // Only the revision changes hands: saving then replaces what they wrote, knowingly.
      store.setState({ stored: theirs, theirs: null, problem: null })
      keepDraft()
    },
  }
}

/** A warning that was on the list before it was opened does not stand in the way of saving. */
function isTold(check: CheckDesk, finding: Parameters<CheckDesk['decideNow']>[0]): boolean {
  const { entries, decisions } = check.store.getState()
  const ids = entries.map(({ id }) => id)
  return decisions.get(findingName(finding, ids))?.kind === 'told'
}
