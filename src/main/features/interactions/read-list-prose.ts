import { tokenise } from './formulary-names.ts'
import { isExplained } from './recognise-details.ts'

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '')

/** Words of everyday ward notes that say nothing by themselves: "one a day" and "cough and cold" may be products. */
const linkWords: ReadonlySet<string> = new Set(
  wordsOf(`
  a an the this that these those it its he him his she her hers they them their we us our you your i me my
  who which what and or but so then than as at by for from in into of off on onto out over to up down with
  within without via per about after again against all also although am any are around away back be because
  been before being below between both can cannot could did do does doing done during each either else
  enough ever every few had has have having here how if is just last less like little lot made make many may
  might more most much must near need needs never next no nor not now often once only other otherwise own
  quite rather should since some soon still such there though through till too two three four five six seven
  eight nine ten under until very was well were when where while will would yet yes ok okay please thank
  thanks

  day days night nights today tomorrow yesterday tonight overnight morning afternoon evening week weeks
  weekend month months year years hour hours minute minutes monday tuesday wednesday thursday friday
  saturday sunday january february march april june july august september october november december time
  times pain pains ache aches headache chest abdomen abdominal back leg legs arm arms foot feet hand hands
  hip knee shoulder head neck throat heart lung lungs liver kidney kidneys stomach bowel bowels bladder
  wound wounds dressing dressings stitches catheter drain line lines blood bloods pressure pulse temperature
  temp weight fever rash itch nausea shortness breath sob dyspnoea dyspnea palpitations swelling oedema
  edema diarrhoea diarrhea constipation appetite diet food meals meal fluid fluids intake output urine stool
  stools mobility mood memory symptom symptoms sign signs problem problems issue issues concern concerns
  infection sepsis pneumonia stroke attack failure injury fracture operation procedure scan scans xray ct
  mri ecg ekg echo ultrasound endoscopy colonoscopy biopsy result results test tests culture cultures obs
  observations status progress condition goals care support advice education consent code

  best good great hot cold warm dry moist pale pink tender new old older young acute chronic regular slow
  slowly fast quick quickly full half whole long short high low higher lower left right upper fit sleep eat
  drink drinks rests breathing cough coughs coughing vomit vomits vomiting bleed bleeding smoke

  ich er sie es wir ihr ihm ihn mir mich sich der die das den dem des ein eine einen einem einer und oder
  aber auch nur noch schon sehr nicht kein keine keinen mehr weniger seit vor nach bei mit ohne von zum zur
  im am schmerzen ubelkeit erbrechen fieber husten luftnot schwindel stuhlgang appetit heute morgen gestern
  nacht tag tage woche wochen`),
)

/**
 * Words that tell how somebody is or what was done, folded as names are. What could stand for a drug is left out on
 * purpose: "pill", "tablet", "medicine", "drops", "inhaler", "oxygen", "takes", "something", "vitamin", and words that
 * are sold as names.
 */
const tellingWords: ReadonlySet<string> = new Set(
  wordsOf(`
  event events episode episodes feel feels feeling felt look looks looking looked seem seems seemed appear
  appears appeared say says said state states stated report reports reported reporting deny denies denied
  denying complain complains complained complaining complaint complaints describe describes described
  mention mentions mentioned sleeps sleeping slept eats eating ate eaten drinking drank walk walks walking
  walked sit sits sitting sat stand stands standing stood resting rested talk talks talking talked ask asks
  asked agree agrees agreed understand understands understood want wants wanted wish wishes wished hope
  hopes improve improves improved improving improvement worsen worsens worsened worsening recover recovers
  recovered recovering recovery remain remains remained stay stays stayed come comes came go goes going gone
  went return returns returned returning arrive arrives arrived leave leaves leaving left admit admits
  admitted admission discharge discharged discharges transfer transferred transfers visit visits visited
  visiting review reviews reviewed reviewing see sees seeing seen saw discuss discussed discusses discussion
  plan plans planned await awaits awaited awaiting wait waits waiting continue continues continued
  continuing check checks checked checking monitor monitors monitored monitoring observe observed observing
  follow follows followed following followup refer referred refers inform informed informs notify notified
  call calls called contact contacted repeat repeated repeats know knows known try tries tried tolerate
  tolerates tolerated tolerating mobilise mobilises mobilised mobilising mobilize mobilizes mobilized
  mobilizing ambulate ambulates ambulated ambulating breathe breathes coughed vomited bled fall falls fell
  fallen smokes smoked smoking get gets getting got gotten help helps helped keep keeps kept start starts
  started starting stop stops stopped stopping change changes changed changing increase increased decrease
  decreased reduce reduced settle settled settling resolve resolved resolving develop develops developed
  live lives lived living presented present presents presenting require requires required requiring control
  controlled

  better fine happy sad anxious worried comfortable comfortably alert awake orientated oriented confused
  drowsy sleepy tired weak dizzy nauseous nauseated unwell sick ill stable unstable steady unsteady afebrile
  febrile clear soft swollen red intact normal normally abnormal able unable independent independently mild
  moderate severe worse worst bad poor poorly slightly slight unchanged satisfactory unremarkable nil none
  negative positive present absent open closed irregular early late later fully partial partially bilateral
  ready medically clinically safe safely likely unlikely possible possibly probable probably further current
  currently recent recently previous previously usual usually

  patient patients pt pts wife husband son sons daughter daughters mother father mum dad brother sister
  family relative relatives partner friend friends carer carers nurse nurses nursing doctor doctors
  physician surgeon consultant registrar team teams gp physio physiotherapy physiotherapist dietitian
  therapist therapy cardiology neurology surgery surgical oncology renal urology gastroenterology
  orthopaedics orthopedics psychiatry microbiology radiology pharmacy ward wards room hospital clinic home
  house theatre department hallway corridor chair bed bedside bathroom toilet frame stick walker wheelchair
  stairs round rounds meeting appointment notes note chart charts letter letters

  gut besser schlecht schlechter wieder ist sind war waren hat haben hatte wird werden wurde kann muss soll
  geht ging gehen fuhlt fuhlen schlaft schlief schlafen isst trinkt klagt uber berichtet verneint wach
  orientiert stabil unauffallig beschwerden mobil mobilisiert arzt arztin visite besuch tochter sohn frau
  mann angehorige entlassung aufnahme verlegung bitte danke wie bisher weiter kontrolle vitalzeichen
  patientin`),
)

/** Every word that names no drug in ordinary notes. */
export const plainWords: ReadonlySet<string> = new Set([...linkWords, ...tellingWords])

/** A number with a unit in which drugs are given; concentrations of a laboratory are none. */
const doses =
  /\d\s?(?:mg|mcg|[µμu]g|g|units?|i\.?[eu]\.?|meq|puffs?|drops?|tabs?|tablets?|tabletten|caps?|capsules?|kapseln)(?![\p{L}])(?!\s?\/\s?(?:d?l|ml)\b)/iu
const prescriptions =
  /(?<![\p{L}.])(?:p\.?o\.?|i\.?v\.?|i\.?m\.?|s\.?c\.?|s\/c|b\.?i\.?d\.?|t\.?i\.?d\.?|q\.?i\.?d\.?|q\.?d\.?s\.?|t\.?d\.?s\.?|q\.?h\.?s\.?|prn|p\.r\.n\.?|\d-\d-\d)(?![\p{L}])/iu

/** How the names of drugs end, after WHO's list of stems; none of these ends a common word of that length. */
const stems =
  /^(?:\p{L}{3,}(?:azole?|prazole?|conazole?|pril|sartan|statin|mab|nib|olol|cillin|mycin|micin|xaban|gatran|gliptin|gliflozin|glutide|glinide|azepam|azolam|oxacin|tidine|setron|triptan|ciclovir|navir|tegravir|vudine|dipine|afil|dronate|dronic|parin|ciclib|lukast|terol|asone|solone|onide|barbital|curium|profen|fenac|oxicam|coxib|zosin|thiazide|semide|lactone|phylline|tropium|cycline|bactam|penem|mustine|platin|rubicin|taxel|trexate|kinra|stim|cept|tide)|(?:cef|sulfa)\p{L}{4,})$/u

/** After these a word that is not known may be a drug's name. */
const givers = new Set(
  'taking takes took prescribed receiving receives received given giving commenced started restarted nimmt erhalt bekommt'.split(
    ' ',
  ),
)
const between = new Set('on the a an her his their some own with'.split(' '))

/** True when something in the text is given as drugs are, or is called as drugs are called. */
function mayNameDrug(text: string, words: readonly string[]): boolean {
  if (doses.test(text) || prescriptions.test(text)) return true
  return words.some((word, at) => {
    if (plainWords.has(word)) return false
    if (stems.test(word)) return true
    let before = at - 1
    while (before >= 0 && between.has(words[before] ?? '')) before -= 1
    return givers.has(words[before] ?? '')
  })
}

const narrative =
  /\b(?:is|was|were|are|has|had|have|been|who|which|patient|pt|please|presented|admitted|reports|denies|advised|follow|call|doctor|clinic|because|due|this|that|his|her|their|he|she|they|will|should|ist|war|wurde|hat|der|die|das|und|bitte|wird)\b/gi

/**
 * True for running text that names no drug. A short line counts when every word of it is one of everyday notes and one
 * of them tells something: a single word that is not known keeps the line among the drugs that could not be checked. A
 * long one counts by its build, unless something in it is given as drugs are.
 */
export function isProse(text: string): boolean {
  const tokens = tokenise(text)
  const words = tokens.filter(({ kind }) => kind === 'word').map((token) => token.text)
  if (mayNameDrug(text, words)) return false
  const everyday = words.every((word) => plainWords.has(word))
  if (words.length >= 2 && everyday && words.some((word) => tellingWords.has(word))) return true
  if (words.length === 1 && (words[0] === 'none' || words[0] === 'nil')) return true
  const letters = text.match(/\p{L}+/gu) ?? []
  const said = new Set((text.match(narrative) ?? []).map((word) => word.toLowerCase()))
  return letters.length >= 6 && said.size >= 2 && !tokens.every((token) => isExplained(token))
}
