import type { Recognition } from '@shared/features/interactions/model.ts'
import { createAllergyReader } from './allergies-read.ts'
import { sameAllergyKey, spoken } from './engine-allergies.ts'
import { indexDuplicates, sameDrugKey } from './engine-duplicates.ts'
import { indexRules } from './engine-index.ts'
import { createRuleChecker } from './engine-interactions.ts'
import { resolveList } from './engine-list.ts'
import { checkList } from './engine.ts'
import { createBrowser } from './formulary-browse.ts'
import { readKnowledge } from './knowledge-base.ts'
import type { KnowledgeBase } from './knowledge-base.ts'
import type { KnowledgeFiles, KnowledgeProblem } from './knowledge-lines.ts'
import type { InteractionKnowledge } from './ports.ts'
import { createListReader } from './read-list.ts'
import { createRecogniser } from './recognise.ts'

/** The knowledge has lines that cannot be read. */
export class KnowledgeError extends Error {
  override readonly name = 'KnowledgeError'

  constructor(readonly problems: readonly KnowledgeProblem[]) {
    const [first] = problems
    const where = first === undefined ? '' : `, the first in ${first.file}:${first.line}: ${first.message}`
    super(`The interaction knowledge has ${problems.length} lines that cannot be read${where}`)
  }
}

/**
 * Compiles the knowledge. Throws `KnowledgeError` when any line cannot be read or resolved: half of the knowledge
 * would call safe what the other half warns of.
 */
export function createKnowledge(files: KnowledgeFiles): InteractionKnowledge {
  const { base, problems } = readKnowledge(files)
  if (problems.length > 0) throw new KnowledgeError(problems)
  return knowledgeOf(base)
}

/** The knowledge over a base that was read already. */
export function knowledgeOf(base: KnowledgeBase): InteractionKnowledge {
  const { formulary, allergens } = base
  const index = lazily(() => indexRules(base.rules, formulary.items.length))
  const checker = lazily(() => createRuleChecker(base.rules, index(), formulary.items.length))
  const duplicates = lazily(() => indexDuplicates(base.duplicates))
  const recogniser = createRecogniser(formulary)
  const allergyReader = createAllergyReader(formulary, allergens, recogniser)
  const readList = createListReader(
    (text): Recognition => recogniser.recognise({ text, chosen: null, route: null }),
    (text) => recogniser.holdsName(text),
  )
  const labels = createLabels(base)
  return {
    version: base.version,
    recognise: (drug) => recogniser.recognise(drug),
    suggest: (text) => recogniser.suggest(text),
    readList,
    check: (drugs, context, demotions, now) => {
      const list = resolveList(base, drugs, context)
      const readings = (context.allergies ?? []).map((text) => ({ text, reading: allergyReader.read(text) }))
      const understood = readings.flatMap(({ reading }) => reading ?? [])
      return {
        ...checkList(
          { checker: checker(), duplicates: duplicates(), allergens },
          list,
          understood,
          demotions,
          now,
        ),
        allergiesNotUnderstood: readings.flatMap(({ text, reading }) => (reading === null ? [text] : [])),
      }
    },
    citation: (source) => base.sources.get(source) ?? source,
    ruleOf: (key) => labels(key),
    browse: createBrowser(base, (ingredient) => index().countOf(ingredient)),
  }
}

/** Built at its first use, so that the start of the application does not wait for it. */
function lazily<Value extends object>(build: () => Value): () => Value {
  let built: Value | null = null
  return () => (built ??= build())
}

type Label = ReturnType<InteractionKnowledge['ruleOf']>

/** What the keys of findings stand for; built when the first one is asked about. */
function createLabels(base: KnowledgeBase): (key: string) => Label {
  let known: ReadonlyMap<string, NonNullable<Label>> | null = null
  const build = () => {
    const labels = new Map<string, NonNullable<Label>>()
    for (const { key, label, severity, tier } of base.rules) labels.set(key, { label, severity, tier })
    for (const { key, label, severity } of base.duplicates) labels.set(key, { label, severity, tier: 'ward' })
    for (const group of base.allergens.byId.values()) {
      labels.set(`allergy:${group.id}`, {
        label: `Allergy: ${spoken(group)}, same group`,
        severity: 'contraindicated',
        tier: 'ward',
      })
      for (const { to, severity } of group.cross) {
        const other = base.allergens.byId.get(to)
        if (severity === 'none' || other === undefined) continue
        const label = `Allergy: ${spoken(group)}, may cross-react with ${spoken(other)}`
        labels.set(`allergy:${group.id}>${to}`, { label, severity, tier: 'ward' })
      }
    }
    return labels
  }
  const ofDrug = (key: string): Label => {
    if (key.startsWith(sameDrugKey) && base.formulary.byName.has(key.slice(sameDrugKey.length)))
      return { label: `${key.slice(sameDrugKey.length)} listed twice`, severity: 'moderate', tier: 'ward' }
    if (key.startsWith(sameAllergyKey) && base.formulary.byName.has(key.slice(sameAllergyKey.length)))
      return {
        label: `Allergy: ${key.slice(sameAllergyKey.length)}`,
        severity: 'contraindicated',
        tier: 'ward',
      }
    return null
  }
  return (key) => (known ??= build()).get(key) ?? ofDrug(key)
}
