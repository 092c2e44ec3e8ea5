import { HubError } from '@main/hub/hub-error.ts'
import { normaliseType } from '@shared/clinical/normalise-type.ts'
import { effectiveLimits } from '@shared/clinical/overrides.ts'
import { vocabulary } from '@shared/clinical/vocabulary.ts'
import type {
  HistoryItem,
  PatientHistoryPage,
  PatientPage,
  Trend,
  UnitHistoryPage,
} from '@shared/features/alerts/contract.ts'
import type { Alert, PatientCard } from '@shared/features/alerts/model.ts'
import type { AlertPolicy } from '@shared/features/alerts/policy.ts'
import { mergeCards } from './engine.ts'
import { assess } from './engine-grade.ts'
import { COULD_NOT_READ } from './errors.ts'
import type { Finding } from './finding.ts'
import { takeIn } from './intake.ts'
import type { AlertStore, HistoryMember, HistoryPosition, PatientRecords } from './ports.ts'

const PAGE = 50
/** A search looks at most this far back in one request; the page says where to go on. */
const SEARCHED_PER_REQUEST = 2_000
const MAX_POINTS = 5_000
const HOUR_MS = 3_600_000

export interface PatientViewPorts {
  readonly store: AlertStore
  readonly records: PatientRecords
  open(): Iterable<Alert>
  policyOf(unit: string): AlertPolicy
  isFollowed(patientId: string): boolean
}

/** What a station shows about one patient or one ward beyond the board: cards, series, histories. */
export class PatientView {
  readonly #ports: PatientViewPorts

  constructor(ports: PatientViewPorts) {
    this.#ports = ports
  }

  async page(patientId: string): Promise<PatientPage> {
    const open = [...this.#ports.open()].filter((alert) => alert.patient.patientId === patientId)
    const metrics = await answered(() => this.#ports.records.metrics(patientId))
    const remembered = await answered(() => this.#ports.records.history(patientId, null, PAGE))
    let card = emptyCard(patientId)
    let simulated = open.some((alert) => alert.simulated)
    // Oldest first, so that what was said last stands.
    for (const member of (remembered ?? []).toReversed()) {
      const finding = understood(member)
      if (!finding) continue
      card = mergeCards(card, finding.card)
      simulated ||= finding.simulated
    }
    for (const alert of open) card = mergeCards(card, alert.patient)
    return {
      card,
      open,
      metrics: (metrics ?? []).map((metric) => ({ type: metric, ...naming(metric) })),
      metricsKnown: metrics !== null,
      followed: this.#ports.isFollowed(patientId),
      simulated,
    }
  }

  /** A patient's series of one finding over the last hours, with the limits in force. */
  async trend(patientId: string, type: string, hours: number): Promise<Trend> {
    const { label, unit } = naming(type)
    const to = this.#ports.store.now()
    try {
      const metrics = namesOf(type)
      for (const metric of metrics) {
        const reading = await this.#ports.records.series(patientId, metric, to - hours * HOUR_MS, to)
        if (reading.kind === 'nothing') continue
        const points = thin(reading.points)
        return { kind: 'found', label, unit, points, limits: this.#limits(patientId, type) }
      }
      return { kind: 'nothing', label }
    } catch (error) {
      return couldNotRead(error)
    }
  }

  async history(patientId: string, cursor: string | null, search: string): Promise<PatientHistoryPage> {
    try {
      const total = await this.#ports.records.historyCount(patientId)
      const wanted = search.toLowerCase()
      const items: HistoryItem[] = []
      let before = positionOf(cursor)
      for (let looked = 0; looked < SEARCHED_PER_REQUEST; looked += PAGE) {
        const members = await this.#ports.records.history(patientId, before, PAGE)
        for (const member of members) {
          const item = this.#historyItem(member)
          const skip = before !== null && before.score === member.score ? before.skip + 1 : 1
          before = { score: member.score, skip }
          if (
            wanted === '' ||
            `${item.label} ${item.type} ${item.severity ?? ''} ${item.unit ?? ''}`
              .toLowerCase()
              .includes(wanted)
          ) {
            items.push(item)
          }
        }
        if (members.length < PAGE) return { kind: 'page', items, next: null, total }
        if (items.length >= PAGE || wanted === '') break
      }
      return { kind: 'page', items, next: before && `${before.score}~${before.skip}`, total }
    } catch (error) {
      return couldNotRead(error)
    }
  }

  /** A ward's log, newest first; each line with the alert as it is now. */
  async unitHistory(unit: string, cursor: string | null): Promise<UnitHistoryPage> {
    try {
      const entries = await this.#ports.store.logBefore(unit, cursor, PAGE)
      const told = entries.filter((entry) => entry.alertId !== '')
      const alerts = await this.#ports.store.states(unit, [...new Set(told.map((entry) => entry.alertId))])
      const items = told.flatMap((entry) => {
        const alert = alerts.find((state) => state.id === entry.alertId)
        return alert ? [{ at: entry.at, kind: entry.kind, seq: entry.seq, alert }] : []
      })
      return { kind: 'page', items, next: entries.length < PAGE ? null : (entries.at(-1)?.streamId ?? null) }
    } catch (error) {
      return couldNotRead(error)
    }
  }

  #historyItem(member: HistoryMember): HistoryItem {
    const at = Math.max(0, Math.round(member.score * 1_000))
    const finding = understood(member)
    if (!finding) {
      return {
        at,
        type: '',
        label: '',
        value: null,
        unitOfMeasure: null,
        severity: null,
        direction: 'none',
        unit: null,
        unreadable: 'This entry of the history cannot be read.',
      }
    }
    const unit = finding.units[0] ?? null
    const assessment = assess(finding, this.#ports.policyOf(unit ?? ''))
    return {
      at,
      type: assessment?.type ?? finding.type,
      label: assessment?.label ?? finding.type,
      value: assessment?.value ?? finding.value,
      unitOfMeasure: assessment?.unitOfMeasure ?? finding.unitOfMeasure,
      severity: assessment?.severity ?? null,
      direction: assessment?.direction ?? 'none',
      unit,
      unreadable: null,
    }
  }

  #limits(patientId: string, type: string): Extract<Trend, { kind: 'found' }>['limits'] {
    const known = normaliseType(type)
    if (known.kind === 'unknown') return []
    const unit = [...this.#ports.open()].find((alert) => alert.patient.patientId === patientId)?.unit ?? ''
    const policy = this.#ports.policyOf(unit)
    const scopes = { unit: policy.unitThresholds, patient: policy.patientThresholds[patientId] }
    return effectiveLimits(known.type, scopes).map(({ name, value }) => ({
      value,
      side: name.endsWith('High') ? 'high' : 'low',
      severity: name.startsWith('critical') ? 'critical' : 'warning',
    }))
  }
}

/** A cursor is the window's copy of `score~skip`; anything else begins at the newest. */
function positionOf(cursor: string | null): HistoryPosition | null {
  const [score = Number.NaN, skip = Number.NaN] = (cursor ?? '').split('~').map(Number)
  return cursor !== null && Number.isFinite(score) && Number.isSafeInteger(skip) ? { score, skip } : null
}

function emptyCard(patientId: string): PatientCard {
  return {
    patientId,
    name: null,
    mrn: null,
    birthDate: null,
    sex: null,
    bed: null,
    allergies: null,
    codeStatus: null,
    conditions: null,
  }
}

function understood(member: HistoryMember): Finding | null {
  const intake = takeIn({ kind: 'history', patientId: '' }, member.payload, member.score * 1_000, {
    aheadMinutes: 1e9,
    ancientMinutes: 1e9,
  })
  return intake.kind === 'finding' ? intake.finding : null
}

/** The series holds bare numbers in the publisher's unit; the seed's publishers use the canonical one. */
function naming(type: string): { label: string; unit: string | null } {
  const known = normaliseType(type)
  if (known.kind === 'unknown') return { label: type, unit: null }
  const { label, displayUnit } = vocabulary[known.type]
  return { label, unit: displayUnit === '' ? null : displayUnit }
}

/** Names under which publishers may keep a finding's series: the one asked for, then its canonical name and aliases. */
function namesOf(type: string): readonly string[] {
  const known = normaliseType(type)
  return known.kind === 'unknown'
    ? [type]
    : [...new Set([type, known.type, ...vocabulary[known.type].aliases])]
}

/** Every n-th point of a series too long to draw; the last one always. */
function thin<T>(points: readonly T[]): T[] {
  const step = Math.ceil(points.length / MAX_POINTS)
  return step <= 1
    ? [...points]
    : points.filter((_, index) => index % step === 0 || index === points.length - 1)
}

async function answered<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof HubError) return null
    throw error
  }
}

function couldNotRead(error: unknown): { kind: 'could-not-read'; reason: string } {
  if (!(error instanceof HubError)) throw error
  return { kind: 'could-not-read', reason: COULD_NOT_READ }
}
