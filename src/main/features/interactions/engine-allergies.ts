import type { Finding } from '@shared/features/interactions/check.ts'
import { interactionRank } from '@shared/features/interactions/model.ts'
import type { InteractionSeverity } from '@shared/features/interactions/model.ts'
import type { Allergen, Allergens } from './allergies.ts'
import type { AllergyReading } from './allergies-read.ts'
import type { CheckedList, ListedIngredient } from './engine-list.ts'
import type { Demotions } from './ports.ts'

/** The part of a finding's key and of `ruleOf` that stands for an allergy to the very ingredient. */
export const sameAllergyKey = 'allergy:same:'

/** How a drug stands to one entry of the allergy list. */
interface Relation {
  readonly key: string
  readonly severity: InteractionSeverity
  readonly effect: string
  readonly mechanism: string
  readonly action: string
  readonly evidence: Finding['evidence']
  readonly sources: readonly string[]
}

/**
 * Every drug of the list to which, by the chart's allergies, the patient is or may be allergic: the same substance or
 * a group that the chart names is contraindicated; another member of the named drug's group is major; other groups as
 * the literature's cross-reactivity says.
 */
export function findAllergies(
  allergens: Allergens,
  readings: readonly AllergyReading[],
  list: CheckedList,
  demotions: Demotions,
  now: number,
): readonly Finding[] {
  return list.products.flatMap(({ ingredients }) =>
    ingredients.flatMap((ingredient) => {
      const relations = new Map<string, Relation>()
      for (const reading of readings) {
        const relation = relate(allergens, reading, ingredient)
        const known = relation === null ? undefined : relations.get(relation.key)
        if (relation === null) continue
        if (known === undefined || interactionRank(relation.severity) > interactionRank(known.severity))
          relations.set(relation.key, relation)
      }
      return [...relations.values()].map((relation) => findingOf(relation, ingredient, demotions, now))
    }),
  )
}

/** The worst relation of one drug to one allergy; null when the literature knows none. */
function relate(allergens: Allergens, reading: AllergyReading, drug: ListedIngredient): Relation | null {
  const name = drug.facts.ingredient
  if (reading.substances.has(drug.id))
    return {
      key: `${sameAllergyKey}${name}`,
      severity: 'contraindicated',
      effect: `The chart names an allergy to ${name}: giving it again may cause the same or a worse reaction.`,
      mechanism: 'The same substance.',
      action: 'Do not give it. Choose a drug of another group, or clear the allergy first.',
      evidence: 'established',
      sources: reading.groups.flatMap(({ sources }) => sources),
    }
  const own = reading.groups.find(({ members }) => members.has(drug.id))
  if (own !== undefined) return sameGroup(own, reading, name)
  let worst: Relation | null = null
  for (const group of reading.groups)
    for (const { to, severity, words } of group.cross) {
      if (severity === 'none' || allergens.byId.get(to)?.members.has(drug.id) !== true) continue
      if (worst !== null && interactionRank(worst.severity) >= interactionRank(severity)) continue
      worst = {
        key: `allergy:${group.id}>${to}`,
        severity,
        effect: `The chart names an allergy (${spoken(group)}) that may cross-react with ${name}.`,
        mechanism: words === '' ? 'Cross-reactivity between related groups.' : sentence(words),
        action:
          severity === 'minor'
            ? 'Usually tolerated: ask about the earlier reaction and watch the first dose.'
            : 'Ask about the earlier reaction; prefer a drug of another group.',
        evidence: 'probable',
        sources: group.sources,
      }
    }
  return worst
}

function sameGroup(group: Allergen, reading: AllergyReading, name: string): Relation {
  const wholeGroup = reading.substances.size === 0
  return {
    key: `allergy:${group.id}`,
    severity: wholeGroup ? 'contraindicated' : 'major',
    effect: `The chart names an allergy (${spoken(group)}) and ${name} belongs to the same group.`,
    mechanism: 'A drug of the same group.',
    action: wholeGroup
      ? 'Do not give it. Choose a drug of another group, or clear the allergy first.'
      : 'Prefer a drug of another group; otherwise ask about the earlier reaction first.',
    evidence: 'probable',
    sources: group.sources,
  }
}

/** The group as it is said: its first name in the charts. */
export const spoken = (group: Allergen): string => group.names[0] ?? group.id

const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`

function findingOf(relation: Relation, drug: ListedIngredient, demotions: Demotions, now: number): Finding {
  const { key, severity } = relation
  const until = severity === 'contraindicated' ? undefined : demotions.get(key)
  const demotedUntil = until !== undefined && until > now ? until : null
  return {
    key,
    kind: 'allergy',
    drugs: [drug.place],
    ingredients: [drug.facts.ingredient],
    severity,
    baseSeverity: severity,
    tier: 'ward',
    effect: relation.effect,
    mechanism: relation.mechanism,
    action: relation.action,
    onset: 'rapid',
    evidence: relation.evidence,
    sources: [...new Set(relation.sources)],
    source: 'local',
    standing: 'knowledge',
    provenance: null,
    applied: [],
    missing: [],
    interrupts: demotedUntil === null && (severity === 'contraindicated' || severity === 'major'),
    demotedUntil,
  }
}
