import type { KnowledgeFiles } from '@main/features/interactions/knowledge-lines.ts'
import { nothingKnown } from '@shared/features/interactions/model.ts'
import type { KnownDrug, PatientContext } from '@shared/features/interactions/model.ts'
import type { InteractionKnowledge, LocalAnswer } from '@main/features/interactions/ports.ts'

const sound: Readonly<Record<string, string>> = {
  'version.txt': '2026-01-31',
  'sources.txt': 'src | A source.',
  'formulary/a.txt': [
    'warfarin | B01AA03 | Coumadin | warfarin sodium |',
    'aspirin | B01AC06; N02BA01 | Ecotrin | | asa; acetylsalicylic acid',
    'ibuprofen | M01AE01 | Advil | ibuprofen lysine |',
    'diclofenac | M01AB05 | Voltaren | diclofenac sodium |',
    'omeprazole | A02BC01 | Prilosec | omeprazole magnesium |',
    'sertraline | N06AB06 | Zoloft | sertraline hydrochloride |',
    'digoxin | C01AA05 | Lanoxin | |',
    'hydroxyzine | N05BB01 | Atarax | |',
    'hydralazine | C02DB02 | Apresoline | |',
    'clavulanate | - | | |',
    'amoxicillin | J01CA04 | Amoxil | | amoxycillin',
    'amoxicillin + clavulanate | J01CR02 | Augmentin | | co-amoxiclav',
  ].join('\n'),
  'classes/a.txt': [
    'nsaids | NSAIDs | atc:M01A | src',
    'bleeders | drugs that bleed | @nsaids; warfarin; aspirin; sertraline | src',
    'penicillins | penicillins | atc:J01CA | src',
  ].join('\n'),
  'rules/a.txt': [
    'warfarin + @nsaids | major | ward | Bleeding. | Platelets. | Avoid. | delayed | established | src | route(b)=topical -> minor; ppi -> note: A PPI protects the upper gut only',
    '@nsaids + @nsaids | moderate | ward | Bleeding. | Both harm the mucosa. | Keep one. | delayed | established | src |',
    '@nsaids + sertraline | moderate | ward | Bleeding. | Platelets lack serotonin. | Add a PPI. | delayed | probable | src | ppi -> none; age>=65 -> major',
    'digoxin + ibuprofen | moderate | ward | Digoxin rises. | Less kidney function. | Check a level. | delayed | suspected | src | egfr<30 -> contraindicated; potassium<3.5 -> major',
    'warfarin + @nsaids + sertraline | major | ward | Bleeding. | Platelets. | Avoid. | delayed | established | src |',
    '@bleeders + @bleeders + @bleeders | moderate | ward | Bleeding adds up. | Platelets. | Keep two. | delayed | probable | src |',
  ].join('\n'),
  'duplicates.txt': 'atc:M01A | 1 | major | Two NSAIDs: more bleeding; keep one. | src',
  'allergies.txt': [
    'penicillins | penicillin; pcn | @penicillins | nsaids = minor, 1 % in a small study | src',
    'nsaids | nsaid; nsaids | @nsaids | | src',
  ].join('\n'),
}

/** A small sound knowledge; files can be replaced or, with null, left out. */
export function fixtureFiles(changed: Readonly<Record<string, string | null>> = {}): KnowledgeFiles {
  const files = Object.entries({ ...sound, ...changed })
  return new Map(files.flatMap(([file, text]) => (text === null ? [] : [[file, text] as const])))
}

/** The text of one file of the fixture with lines added. */
export const fixtureWith = (file: string, ...lines: readonly string[]): KnowledgeFiles =>
  fixtureFiles({ [file]: [sound[file] ?? '', ...lines].join('\n') })

/** Recognises texts that must be known; a text that is not is an error of the test. */
export function drugsOf(knowledge: InteractionKnowledge, texts: readonly string[]): readonly KnownDrug[] {
  return texts.map((text) => {
    const recognition = knowledge.recognise({ text, chosen: null, route: null })
    if (recognition.kind !== 'known') throw new Error(`"${text}" is ${recognition.kind}.`)
    return recognition
  })
}

/** Checks a list of texts for a patient of whom only `facts` are known. */
export function checkTexts(
  knowledge: InteractionKnowledge,
  texts: readonly string[],
  facts: Partial<PatientContext> = {},
  demotions: ReadonlyMap<string, number> = new Map(),
  now = 0,
): LocalAnswer {
  return knowledge.check(drugsOf(knowledge, texts), { ...nothingKnown, ...facts }, demotions, now)
}
