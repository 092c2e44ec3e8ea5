import type { PriorAuthRecord, PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import { assertNever } from '@shared/assert-never.ts'
import { appealElements } from './fhir-appeal.ts'
import { supportingInfoOf } from './fhir-facts.ts'
import {
  Bundle,
  Claim,
  ClaimResponse,
  Coverage,
  Organization,
  Patient,
  profiles,
  systems,
} from './fhir-schemas.ts'

type Entry = Bundle['entry'][number]

/** The ClaimResponse bundle of one request: approved, denied with its reason, or pended. Checked before it is given out. */
export function writeResponseBundle(record: PriorAuthRecord, now: number): string {
  const { request, id } = record
  const hex = id.replace('auth_approval:', '')
  const { code, display, outcome, disposition } = actionOf(record)
  const note = record.reason ?? null
  const response = ClaimResponse.parse({
    resourceType: 'ClaimResponse',
    id: `response-${hex}`,
    meta: { profile: [profiles.claimResponse] },
    identifier: [{ system: systems.requests, value: id }],
    status: 'active',
    type: { coding: [{ system: systems.claimType, code: 'professional' }] },
    use: 'preauthorization',
    patient: { reference: 'Patient/patient' },
    created: new Date(record.decidedAt ?? record.clock.submittedAt).toISOString(),
    insurer: { reference: 'Organization/insurer' },
    ...(request.claim === null
      ? {}
      : { request: { identifier: { value: request.claim.identifier }, display: 'The claim that was sent' } }),
    outcome,
    disposition: request.appealOf === null ? disposition : `On appeal: ${disposition}`,
    ...(record.reference === null ? {} : { preAuthRef: record.reference }),
    item: [
      {
        itemSequence: request.claim?.sequence ?? 1,
        ...denialOf(record),
        ...(note === null ? {} : { noteNumber: [1] }),
        adjudication: [
          {
            category: { coding: [{ system: systems.adjudication, code: 'submitted' }] },
            extension: [
              {
                url: profiles.reviewAction,
                extension: [
                  ...(record.reference === null ? [] : [{ url: 'number', valueString: record.reference }]),
                  {
                    url: profiles.reviewActionCode,
                    valueCodeableConcept: { coding: [{ system: systems.reviewAction, code, display }] },
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    ...(note === null ? {} : { processNote: [{ number: 1, type: 'display', text: note }] }),
  })
  return bundleOf(profiles.response, id, now, [entry(response), ...partiesOf(request)])
}

/** The number of the denial that the item is about: an appeal quotes it. */
function denialOf({ id, status, request }: PriorAuthRecord): Readonly<Record<string, unknown>> {
  const denial = request.appealOf ?? (status === 'denied' ? id : null)
  if (denial === null) return {}
  return { extension: [{ url: profiles.administrationReferenceNumber, valueString: denial }] }
}

interface Action {
  readonly code: 'A1' | 'A3' | 'A4'
  readonly display: string
  readonly outcome: ClaimResponse['outcome']
  readonly disposition: string
}

function actionOf({ status, evaluation }: PriorAuthRecord): Action {
  switch (status) {
    case 'auto_approved':
    case 'approved':
      return {
        code: 'A1',
        display: 'Certified in total',
        outcome: 'complete',
        disposition: status === 'approved' ? 'Approved by a person.' : 'Approved: every criterion is met.',
      }
    case 'denied':
      return { code: 'A3', display: 'Not Certified', outcome: 'complete', disposition: 'Denied by a person.' }
    case 'withdrawn':
      return {
        code: 'A3',
        display: 'Not Certified',
        outcome: 'complete',
        disposition: 'Withdrawn by the requester.',
      }
    case 'pending_review':
    case 'information_asked':
    case 'expired':
      return {
        code: 'A4',
        display: 'Pended',
        outcome: 'queued',
        disposition:
          status === 'expired'
            ? 'Not decided within its time. Send it again, or call.'
            : evaluation.kind === 'unchecked'
              ? evaluation.sentence
              : 'A person decides.',
      }
    default:
      return assertNever(status)
  }
}

/** A request as a Da Vinci PAS request bundle, for a payer that reads one. */
export function writeRequestBundle(request: PriorAuthRequest, id: string, now: number): string {
  const hcpcs = /^[A-Z]/.test(request.procedure)
  const appeal = appealElements(request)
  const claim = Claim.parse({
    resourceType: 'Claim',
    id: 'claim',
    meta: { profile: [profiles.claim] },
    identifier: [{ system: systems.requests, value: request.claim?.identifier ?? id }],
    status: 'active',
    type: { coding: [{ system: systems.claimType, code: 'professional' }] },
    use: 'preauthorization',
    patient: { reference: 'Patient/patient' },
    created: new Date(now).toISOString(),
    insurer: { reference: 'Organization/insurer' },
    provider: { reference: 'Organization/provider' },
    priority: { coding: [{ system: systems.priority, code: request.urgent ? 'stat' : 'normal' }] },
    ...appeal.ofClaim,
    ...(request.diagnoses.length === 0
      ? {}
      : {
          diagnosis: request.diagnoses.map((code, index) => ({
            sequence: index + 1,
            diagnosisCodeableConcept: { coding: [{ system: systems.icd10, code }] },
          })),
        }),
    supportingInfo: supportingInfoOf(request),
    insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/coverage' } }],
    item: [
      {
        sequence: request.claim?.sequence ?? 1,
        ...appeal.ofItem,
        productOrService: {
          coding: [{ system: hcpcs ? systems.hcpcs : systems.cpt, code: request.procedure }],
        },
        ...(request.quantity === null ? {} : { quantity: { value: request.quantity } }),
        ...(request.estimatedCost === null ? {} : { net: { value: request.estimatedCost, currency: 'USD' } }),
      },
    ],
  })
  const coverage = Coverage.parse({
    resourceType: 'Coverage',
    id: 'coverage',
    status: 'active',
    beneficiary: { reference: 'Patient/patient' },
    payor: [{ reference: 'Organization/insurer' }],
    class: [{ type: { coding: [{ system: systems.coverageClass, code: 'plan' }] }, value: request.plan }],
  })
  const provider = Organization.parse({
    resourceType: 'Organization',
    id: 'provider',
    name: 'Requesting hospital',
  })
  return bundleOf(profiles.request, id, now, [
    entry(claim),
    entry(coverage),
    entry(provider),
    ...partiesOf(request),
  ])
}

function partiesOf({ patientId, payer }: PriorAuthRequest): Entry[] {
  const patient = Patient.parse({
    resourceType: 'Patient',
    id: 'patient',
    identifier: [{ system: systems.patients, value: patientId }],
  })
  const insurer = Organization.parse({
    resourceType: 'Organization',
    id: 'insurer',
    identifier: [{ system: systems.payers, value: payer }],
    active: true,
    name: payer,
  })
  return [entry(patient), entry(insurer)]
}

function entry(resource: { resourceType: string; id?: string | undefined }): Entry {
  return {
    fullUrl: `https://station.invalid/fhir/${resource.resourceType}/${resource.id ?? ''}`,
    resource: { ...resource },
  }
}

function bundleOf(profile: string, id: string, now: number, entries: readonly Entry[]): string {
  const bundle = Bundle.parse({
    resourceType: 'Bundle',
    meta: { profile: [profile] },
    identifier: { system: systems.requests, value: id },
    type: 'collection',
    timestamp: new Date(now).toISOString(),
    entry: entries,
  })
  return `${JSON.stringify(bundle, null, 2)}\n`
}
