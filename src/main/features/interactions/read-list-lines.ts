import { tokenise } from './formulary-names.ts'
import { isProse } from './read-list-prose.ts'
import { isExplained } from './recognise-details.ts'
import { formWords, routeWords } from './recognise-words.ts'

const folded = (text: string): string =>
  tokenise(text)
    .map((token) => token.text)
    .join(' ')

const bullet =
  /^(?:[-–—*•·●○◦▪■□☐☑✓✔►▶➢>+]\s*|\[[ x✓]?\]\s*|\(?\d{1,3}[.):]\s+|\(?\d{1,3}[.)](?=\p{L})|\(?[a-z][.)]\s+|o\s+(?=\p{L}))+/iu

/** A line without its bullet, number or box. */
export const stripBullet = (line: string): string => line.replace(bullet, '').trim()

const headings = new Set(
  `medications|medication|medication list|medicines|meds|current medications|current medication|current meds|home medications|home meds|
  active medications|active inpatient medications|scheduled medications|scheduled|scheduled meds|prn|prn medications|prn meds|as needed|
  inpatient medications|outpatient medications|discharge medications|admission medications|medications on admission|
  medications prior to admission|prior to admission medications|medications at discharge|drugs|drug list|drug history|dh|dhx|rx|
  prescriptions|repeat medication|repeat medications|repeats|acute medication|regular medication|regular medications|
  regular|over the counter|otc|supplements|vitamins|infusions|iv medications|oral medications|inhalers|continuous infusions|
  medikation|aktuelle medikation|medikamente|dauermedikation|hausmedikation|entlassmedikation|entlassungsmedikation|
  aufnahmemedikation|vormedikation|bedarfsmedikation|bei bedarf|aktuelle medikamente|medikationsplan|bundeseinheitlicher medikationsplan|
  morning|evening|morgens|abends|new|new medications|continue|changed|stopped|discontinued|continued`
    .split('|')
    .map((heading) => heading.trim()),
)

const otherSections =
  /^(?:known |drug |medication |food )*(?:allerg(?:y|ies|ie|ien|ene)|unvertraglichkeiten|intolerances?|adverse reactions?|adverse drug reactions?|adrs?|nkda|nka|no known .*allerg.*|keine .*allergien?|diagnos(?:is|es|en|e|ed)?(?: list)?|problems?(?: list)?|past medical history|medical history|pmh|pmhx|history(?: of present illness)?|hpi|anamnese|social history|family history|vitals?(?: signs)?|labs?(?: results)?|laboratory(?: results)?|labor|laborwerte|assessment(?: and plan)?|impression|plan|chief complaint|presenting complaint|reason for (?:admission|visit)|patient(?:in)?|patient name|name|pt|dob|date of birth|geburtsdatum|geb|geboren|mrn|nhs (?:no|number)|hospital (?:no|number)|case number|fallnummer|age|sex|gender|alter|geschlecht|weight|height|gewicht|grosse|bmi|ward|room|bed|station|date|datum|time|uhrzeit|physician|doctor|arzt|hausarzt|prescriber|provider|consultant|gp|nurse|pharmacist|pharmacy|apotheke|address|adresse|phone|telephone|tel|insurance|page|seite|printed|signed|signature|unterschrift|reviewed(?: by)?|updated|last updated|comments?|notes?|bemerkung(?:en)?|code status|immunizations?|vaccinations?|impfungen|procedures?|surgical history|blood pressure|bp|hr|heart rate|temp|temperature|pulse|rr|spo2|egfr|creatinine|kreatinin|potassium level|inr)(?: \d.*)?$/

/** "Medications: ..." in its two parts; a label is short and holds no digits. */
export function splitLabel(line: string): { readonly label: string | null; readonly rest: string } {
  const match = /^([^:\d]{1,60}):(?!\d)\s*(.*)$/.exec(line)
  const label = match?.[1]?.trim() ?? ''
  return match === null || label === ''
    ? { label: null, rest: line }
    : { label, rest: match[2]?.trim() ?? '' }
}

/** A heading over drugs. */
export const isHeading = (text: string): boolean => headings.has(folded(text))

/** A label or heading over what is no drug to be checked: allergies, diagnoses, who the patient is. */
export const isOtherSection = (text: string): boolean => otherSections.test(folded(text))

/** A statement that there are none ("NKDA"): it begins no section. */
export const saysNone = (text: string): boolean => /^(?:nkda|nka|no known|keine)\b/.test(folded(text))

/**
 * True for a line under another heading that is a drug all the same: a name with a strength. A list whose sections
 * nobody separated must not lose its drugs.
 */
export function isClearlyGiven(text: string, holdsName: boolean): boolean {
  return holdsName && /\d\s?(?:mg|mcg|µg|μg|g|ml|units?|i\.?[eu]\.?|meq|mmol)\b/i.test(text)
}

/** Directions alone ("take 1 tablet by mouth twice daily"): no word in it could be a drug. */
function isDirections(text: string): boolean {
  const tokens = tokenise(text)
  return tokens.every((token) => isExplained(token)) && !isUnnamedDrug(tokens.map((token) => token.text))
}

/** A form and nothing of how it is used ("eye drops", "new inhaler"): a drug whose name somebody has left out. */
function isUnnamedDrug(words: readonly string[]): boolean {
  return (
    words.some((word) => formWords.has(word)) &&
    words.every((word) => formWords.has(word) || routeWords.has(word) || word === 'new' || word === 'current')
  )
}

/** True when the first word of three letters or more is none of directions. */
export function beginsWithName(text: string): boolean {
  const first = tokenise(text).find(({ kind }) => kind === 'word')
  return first !== undefined && first.text.length > 2 && !isExplained(first)
}

/**
 * True for a line that names no drug: directions, dates, running text. `holdsName` says that a name of the formulary
 * stands in it; then it is never left out.
 */
export function isNoDrug(text: string, holdsName: boolean): boolean {
  return !holdsName && (isDirections(text) || isProse(text))
}
