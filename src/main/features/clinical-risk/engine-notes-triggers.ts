/**
 * What a phrase beside a condition says about it. `pre` phrases act on what follows them, `post` phrases on what stands
 * before them. Negation after NegEx (Chapman WW et al. J Biomed Inform 2001;34:301-310): pre and post phrases,
 * pseudo-negation, end of scope. Family, past and uncertainty after ConText (Harkema H et al. J Biomed Inform
 * 2009;42:839-851). Phrases are folded: "h/o" is "h o".
 */
export type TriggerKind = 'negated' | 'family' | 'uncertain' | 'past' | 'current' | 'pseudo' | 'end'

export interface Trigger {
  readonly kind: TriggerKind
  readonly acts: 'pre' | 'post'
  readonly words: readonly string[]
}

const phrases: readonly (readonly [TriggerKind, Trigger['acts'], string])[] = [
  [
    'negated',
    'pre',
    "no; not; denies; denied; denying; deny; without; absence of; negative for; never; never had; no history of; no h o; no hx of; no past history of; no evidence of; no sign of; no signs of; free of; lacks; fails to reveal; does not have; doesn't have; did not have; do not have; has not had; has no; had no; has never had; denies that she has; denies that he has; denies having; denies any; denies history of; denies a history of; no known; no prior; no previous; none of; ruled out for; rules out; no personal history of; no longer has; unremarkable for; not have; exclude; excludes; excluded; no new",
  ],
  [
    'negated',
    'post',
    'unlikely; was ruled out; is ruled out; were ruled out; has been ruled out; have been ruled out; ruled out; was excluded; has been excluded; excluded; not seen; not present; not found; negative; absent; was denied; denied; not demonstrated; no',
  ],
  [
    'pseudo',
    'pre',
    'year old; years old; yr old; no increase; no change; no significant change; no interval change; not only; not necessarily; gram negative; without difficulty; no further; not cause; no worsening; no progression; no acute exacerbation of; no exacerbation of; not well controlled; not controlled; not at goal; no complications of; no complications from',
  ],
  [
    'uncertain',
    'pre',
    "possible; possibly; probable; probably; suspected; suspect; suspects; suspicious for; suspicion of; suspicion for; concern for; concerns for; concerning for; questionable; question of; rule out; r o; to rule out; please rule out; evaluate for; evaluation for; evaluated for; assess for; cannot exclude; can not exclude; can't exclude; could not exclude; cannot rule out; can not rule out; not rule out; could be; may be; may have; might have; might be; likely; differential includes; differential diagnosis includes; ddx; versus; vs; risk of; risk for; risks of; at risk for; risk factors for; risk factor for; screening for; screen for; screened for; prevention of; to prevent; prevent; prophylaxis for; prophylaxis against; prophylaxis of; if; education about; education on; counseled on; counselled on; asked about; asks about; worried about; worry about; fear of; afraid of; workup for; work up for; tested for; test for; consider; consideration of; mimicking; monitor for; watch for; presumed; uncertain",
  ],
  [
    'uncertain',
    'post',
    'is possible; is suspected; cannot be excluded; can not be excluded; could not be excluded; not excluded; not ruled out; cannot be ruled out; is questionable; versus; vs; remains a possibility; is a possibility; is likely; suspected; screening; screen; risk; risks; prophylaxis; vaccine; vaccination; association; clinic; society; awareness',
  ],
  [
    'family',
    'pre',
    'family history; family history of; family hx; family hx of; fam hx; fh; fhx; mother; father; mother had; father had; mom; dad; sister; brother; sisters; brothers; aunt; uncle; grandmother; grandfather; grandparents; grandparent; parents; parent; sibling; siblings; cousin; son; daughter; children; maternal; paternal; husband; wife; spouse; roommate; relative; relatives',
  ],
  [
    'family',
    'post',
    'in her mother; in his mother; in her father; in his father; in mother; in father; in a sister; in a brother; in sister; in brother; in the family; in her family; in his family; runs in the family; runs in her family; runs in his family; in both parents; in parents; in an aunt; in an uncle; in a grandparent; in relatives; in her sister; in his brother; in his sister; in her brother',
  ],
  [
    'pseudo',
    'pre',
    'mother reports; mother states; mother says; mother notes; father reports; father states; father says; wife reports; wife states; wife says; husband reports; husband states; husband says; daughter reports; daughter states; daughter says; son reports; son states; son says; lives with mother; lives with daughter; lives with son; lives with wife; lives with husband; lives with parents; accompanied by daughter; accompanied by son; accompanied by wife; accompanied by husband; accompanied by mother; brought by wife; brought by daughter; brought by son; cared for by daughter; cared for by son',
  ],
  [
    'past',
    'pre',
    'history of; a history of; hx of; h o; past history of; prior history of; remote history of; status post; s p; previous; previously had; previously; prior; remote; former; formerly; resolved; old; recovered from; survived; cured of; childhood history of; in remission from; as a child had',
  ],
  [
    'past',
    'post',
    'years ago; year ago; months ago; ago; resolved; has resolved; now resolved; is resolved; in remission; in complete remission; cured; was cured; as a child; in childhood; in the past; in her past; in his past; status post resection; s p resection; treated and cured',
  ],
  ['current', 'pre', 'current; currently; now; active; ongoing; new; newly; still has; chronic'],
  [
    'end',
    'pre',
    'but; however; although; though; except; except for; apart from; aside from; nevertheless; yet; with history of; with a history of; now has; he has; she has; he also has; she also has; also has; patient has; pt has; patient had; she had; he had; patient; pt; he; she; presents with; presented with; presenting with; found to have; was diagnosed with; diagnosed with; diagnosed as; is known to have; known; positive for; significant for; notable for; remarkable for; secondary to; due to; because of; as a cause of; treated for; being treated for; follows for; on treatment for',
  ],
]

/** Every trigger by the first of its words, the longest first. */
export const triggers: ReadonlyMap<string, readonly Trigger[]> = indexed()

function indexed(): ReadonlyMap<string, readonly Trigger[]> {
  const index = new Map<string, Trigger[]>()
  for (const [kind, acts, text] of phrases)
    for (const phrase of text.split(';')) {
      const words = phrase.trim().split(' ')
      const [first = ''] = words
      const known = index.get(first)
      if (known === undefined) index.set(first, [{ kind, acts, words }])
      else known.push({ kind, acts, words })
    }
  for (const found of index.values()) found.sort((a, b) => b.words.length - a.words.length)
  return index
}

/** Longest distance, in words, at which a phrase after a condition acts back on it (NegEx: five). */
export const POST_WINDOW = 5

/** Phrases that name no lasting fact of the patient although the tables know them. */
export const noFacts: ReadonlySet<string> = new Set(
  'none; nil; healthy; unremarkable; fever; cough; fatigue; nausea; vomiting; dyspnea; dyspnoea; headache; chest pain; diarrhea; diarrhoea; constipation; allergy; allergies; injury; no significant history; no past medical history; nkda; hearing aid; hearing aids; non diabetic; body mass index; bmi; flu; vertigo; metastatic; unemployed; allergic; pci; cardiac stress; pregnancy; menopause'.split(
    '; ',
  ),
)
