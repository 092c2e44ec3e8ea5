import { PriorAuthId, type PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import type { Earlier } from './appeals.ts'
import { type Claim, type ClaimItem, type Extension, profiles, systems } from './fhir-schemas.ts'

/**
 * X12 278 UM02 (data element 1322), which Da Vinci PAS carries as the extension `certificationType`. An appeal is a new
 * claim of type 1 or 2: PAS does not let a denied request be updated. N is the word of other payers for the same.
 */
const APPEAL_AT_ONCE = '1'
const APPEAL = '2'
const appeals: ReadonlySet<string> = new Set([APPEAL_AT_ONCE, APPEAL, 'N'])
/** A first request, and one for a further period, which the policy's limits are checked for like any other. */
const requests: ReadonlySet<string> = new Set(['I', 'R'])

/** What an item is asked for as. */
export type Purpose =
  | { readonly kind: 'request' }
  /** `atOnce`: an appeal that cannot wait for the standard time. `earlier` null: it does not say against what. */
  | { readonly kind: 'appeal'; readonly atOnce: boolean; readonly earlier: Earlier | null }
  /** A change of an earlier request (cancel, extend, revise…), which is no request of its own. */
  | { readonly kind: 'change'; readonly type: string }

/**
 * What the item says of itself, else what the claim says for all its items.
 * @param prior the earlier claim, when the bundle holds it.
 */
export function purposeOf(claim: Claim, item: ClaimItem, prior: Claim | null): Purpose {
  const type = typeOf(item.extension) ?? typeOf(claim.extension)
  if (type === null || requests.has(type)) return { kind: 'request' }
  if (!appeals.has(type)) return { kind: 'change', type }
  return { kind: 'appeal', atOnce: type === APPEAL_AT_ONCE, earlier: earlierOf(claim, item, prior) }
}

function typeOf(extensions: readonly Extension[] | undefined): string | null {
  const said = extensions?.find(({ url }) => url === profiles.certificationType)?.valueCodeableConcept
  return said?.coding?.find(({ code }) => code !== undefined)?.code ?? null
}

/** The number that the denial was given, wherever the sender quotes it; else the sender's own name of the earlier claim. */
function earlierOf(claim: Claim, item: ClaimItem, prior: Claim | null): Earlier | null {
  const related = priorOf(claim)
  const own = prior?.identifier?.find(({ value }) => value !== undefined)?.value ?? prior?.id
  const quoted = [
    item.extension?.find(({ url }) => url === profiles.administrationReferenceNumber)?.valueString,
    related?.reference?.value,
    related?.claim?.identifier?.value,
    own,
  ]
  for (const each of quoted) {
    const id = PriorAuthId.safeParse(each?.trim().toLowerCase())
    if (id.success) return { kind: 'number', id: id.data }
  }
  const identifier = related?.claim?.identifier?.value ?? own
  return identifier === undefined ? null : { kind: 'claim', identifier, sequence: item.sequence }
}

/** The earlier claim for the same services, as the claim names it. */
export function priorOf(claim: Claim): NonNullable<Claim['related']>[number] | undefined {
  return claim.related?.find(({ relationship }) =>
    relationship?.coding?.some(({ system, code }) => code === 'prior' && system === systems.relatedClaim),
  )
}

/** What a claim and its item say of an appeal, in every place where a payer may look for it; nothing of a first request. */
export function appealElements({ appealOf, urgent }: PriorAuthRequest): {
  readonly ofClaim: Readonly<Record<string, unknown>>
  readonly ofItem: Readonly<Record<string, unknown>>
} {
  if (appealOf === null) return { ofClaim: {}, ofItem: {} }
  const [code, display] = urgent ? [APPEAL_AT_ONCE, 'Appeal - Immediate'] : [APPEAL, 'Appeal - Standard']
  const type = { coding: [{ system: systems.certificationType, code, display }] }
  return {
    ofClaim: {
      related: [
        {
          claim: { identifier: { system: systems.requests, value: appealOf } },
          relationship: { coding: [{ system: systems.relatedClaim, code: 'prior' }] },
        },
      ],
    },
    ofItem: {
      extension: [
        { url: profiles.certificationType, valueCodeableConcept: type },
        { url: profiles.administrationReferenceNumber, valueString: appealOf },
      ],
    },
  }
}
