/**
 * What a rule is about, told from its own words. Two rules for the same pair that are about different things are both
 * shown; of those about the same thing the more specific one speaks. A bit set; 0 when the words give no hint.
 */
const topics: readonly RegExp[] = [
  /\bQT|torsade|ventricular arrhythmia/i,
  /bleed|haemorr|hemorr|\bINR\b|platelet|clot|thrombo(?!cytopenia)|anticoagula/i,
  /seroton/i,
  /CYP|P-gp|P-glycoprotein|UGT|OATP|BCRP|metabol|clearance|absor|chelat|induc|bioavail|concentration|exposure|\blevels?\b|accumulat|stomach acid|gastric pH|solub/i,
  /potassium|hyperkal|hypokal/i,
  /sedat|respiratory|drows|coma\b|CNS depress|consciousness/i,
  /kidney|renal|nephro|creatinine/i,
  /hypotens|blood pressure|vasodilat|faint|syncope|orthostatic/i,
  /hypertens|vasoconstrict|pressor|ischaemia|ischemia|ergotism|vasospas/i,
  /hypoglyc|hyperglyc|glucose|blood sugar/i,
  /bradycard|heart block|AV block|AV node|heart rate|asystole/i,
  /myopath|rhabdomyo|muscle (?:injury|pain|toxic)/i,
  /marrow|neutropen|myelosup|leukopen|leucopen|cytopenia|agranulo/i,
  /seizure|convuls/i,
  /hepat|liver/i,
  /anticholinerg|antimuscarin|urinary retention|constipat|ileus/i,
  /hearing|ototox|vestibul/i,
  /neuromuscular|muscle weakness|paralys|apnoea|apnea|myasthen/i,
  /sodium|hyponatr/i,
  /infection|vaccine|immunosup/i,
  /extrapyramid|dystonia|dopamine|parkinson/i,
  /tendon/i,
  /pregnan|contracep|ovulat/i,
]

/** The topics of a rule's effect and mechanism as a bit set. */
export function topicsOf(text: string): number {
  let bits = 0
  for (const [at, pattern] of topics.entries()) if (pattern.test(text)) bits |= 1 << at
  return bits
}

/** True when two rules are about the same thing; words without a hint may be about anything. */
export const sameTopic = (a: number, b: number): boolean => a === 0 || b === 0 || (a & b) !== 0

/** True when everything that one rule is about is also what the other is about. */
export const coversTopics = (all: number, part: number): boolean =>
  all === 0 || part === 0 || (part & ~all) === 0
