import { decideFinding } from '@main/features/alerts/engine.ts'
import { type Assessment, assess } from '@main/features/alerts/engine-grade.ts'
import type { Finding } from '@main/features/alerts/finding.ts'
import type { Actor } from '@shared/clinical/person.ts'
import type { Alert, PatientCard } from '@shared/features/alerts/model.ts'
import { type AlertPolicy, defaultAlertPolicy } from '@shared/features/alerts/policy.ts'

/** A moment to start from; any will do. */
export const T0 = 1_800_000_000_000
export const MINUTE = 60_000

export const nurse: Actor = { user: 'mara', role: 'nurse', station: 'ICU desk' }
export const colleague: Actor = { user: 'jon', role: 'nurse', station: 'ICU corridor' }
export const chargeNurse: Actor = { user: 'ada', role: 'charge-nurse', station: 'ICU desk' }

/** A card on which nothing but the patient is known. */
export function sampleCard(parts: Partial<PatientCard> = {}): PatientCard {
  return {
    patientId: 'P1',
    name: null,
    mrn: null,
    birthDate: null,
    sex: null,
    bed: null,
    allergies: null,
    codeStatus: null,
    conditions: null,
    ...parts,
  }
}

let serial = 0

/** A potassium of 6.8 mmol/L (critical by the seed's limit); give only what matters. Each has an id of its own. */
export function sampleFinding(parts: Partial<Finding> = {}): Finding {
  serial += 1
  return {
    messageId: serial.toString(16).padStart(32, '0'),
    units: ['icu'],
    card: sampleCard(),
    type: 'potassium',
    value: 6.8,
    unitOfMeasure: 'mmol/L',
    publisherSeverity: null,
    publishedAt: T0,
    doubts: [],
    source: null,
    sourceNote: null,
    simulated: false,
    bytes: 300,
    ...parts,
  }
}

export function assessed(finding: Finding, policy: AlertPolicy = defaultAlertPolicy): Assessment {
  const assessment = assess(finding, policy)
  if (assessment === null) throw new Error('the sample finding cannot be assessed')
  return assessment
}

/** The open alert that a finding raises where there was none. */
export function raisedAlert(
  parts: Partial<Finding> = {},
  now = T0,
  policy: AlertPolicy = defaultAlertPolicy,
): Alert {
  const finding = sampleFinding({ publishedAt: now, ...parts })
  const decision = decideFinding('icu', finding, assessed(finding, policy), null, policy, now)
  if (decision.kind !== 'raise') throw new Error('a first finding must raise an alert')
  return decision.raised.next
}
