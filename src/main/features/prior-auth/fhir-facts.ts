import type { ClinicalFact } from '@shared/features/prior-auth/model.ts'
import { SupportingInfo, systems } from './fhir-schemas.ts'
import type { PolicyBook } from './policies.ts'

interface Supporting {
  readonly documents: string[]
  readonly facts: ClinicalFact[]
  readonly notes: string
  /** Numbers about the request itself. */
  readonly details: ReadonlyMap<string, number>
}

const NOTES = 'notes'

/** What the supporting information of a claim says; what cannot be used is told in the remarks. */
export function factsOf(given: readonly SupportingInfo[], book: PolicyBook, remarks: string[]): Supporting {
  const documents: string[] = []
  const facts: ClinicalFact[] = []
  const notes: string[] = []
  const details = new Map<string, number>()
  for (const info of given) {
    const coding = info.code?.coding?.find(({ system }) => system?.startsWith('urn:wardlight:prior-auth:'))
    const id = coding?.code ?? ''
    const value = info.valueBoolean ?? info.valueQuantity?.value ?? info.valueString
    if (coding?.system === systems.facts && value !== undefined && id !== '')
      facts.push({
        id,
        value,
        on: info.timingDate?.length === 10 ? info.timingDate : null,
        source: 'fhir',
        quotation: null,
      })
    else if (coding?.system === systems.documents && book.documents.has(id)) documents.push(id)
    else if (coding?.system === systems.details && id === NOTES && typeof value === 'string')
      notes.push(value)
    else if (coding?.system === systems.details && typeof value === 'number') details.set(id, value)
    else if (
      info.valueAttachment?.contentType?.startsWith('text/') &&
      info.valueAttachment.data !== undefined
    )
      notes.push(Buffer.from(info.valueAttachment.data, 'base64').toString('utf8'))
    else
      remarks.push(
        `Supporting information ${info.sequence} is of a kind that no policy asks for; it was not used.`,
      )
  }
  return { documents, facts, notes: notes.join('\n\n'), details }
}

/** A request's facts, documents and notes as supporting information of a claim. */
export function supportingInfoOf(request: {
  readonly documents: readonly string[]
  readonly facts: readonly ClinicalFact[]
  readonly notes: string
  readonly ageYears: number | null
  readonly usedBefore: number | null
}): SupportingInfo[] {
  const infos: readonly Readonly<Record<string, unknown>>[] = [
    ...request.facts.map(({ id, value, on }) => ({
      ...about(systems.facts, id),
      ...(on === null ? {} : { timingDate: on }),
      ...valueOf(value),
    })),
    ...request.documents.map((id) => ({ ...about(systems.documents, id), valueString: 'attached' })),
    ...(request.notes === '' ? [] : [{ ...about(systems.details, NOTES), valueString: request.notes }]),
    ...detail('age-years', request.ageYears),
    ...detail('used-before', request.usedBefore),
  ]
  return infos.map((info, index) => SupportingInfo.parse({ ...info, sequence: index + 1 }))
}

function about(system: string, code: string): Readonly<Record<'category' | 'code', unknown>> {
  const category = { coding: [{ system: systems.informationCategory, code: 'info' }] }
  return { category, code: { coding: [{ system, code }] } }
}

function valueOf(value: boolean | number | string): Readonly<Record<string, unknown>> {
  if (typeof value === 'boolean') return { valueBoolean: value }
  return typeof value === 'number' ? { valueQuantity: { value } } : { valueString: value }
}

function detail(id: string, value: number | null): Readonly<Record<string, unknown>>[] {
  return value === null ? [] : [{ ...about(systems.details, id), valueQuantity: { value } }]
}
