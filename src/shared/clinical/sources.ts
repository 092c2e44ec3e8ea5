/**
 * Where the numbers come from. A limit, conversion or rule names one of these; docs/clinical-sources.md lists them
 * with what each was used for. `house` marks a policy choice of this product that a hospital must review locally.
 */
export const sources = {
  seed: 'Healthcare AI use cases with Redis (product seed), use case 2: critical limits of the alert publisher',
  'seed-population': 'Healthcare AI use cases with Redis (product seed), use case 5: high risk above 75',
  'seed-clinical-risk':
    'Healthcare analytics pipeline (product seed), clinical decision support: high risk above 0.8',
  house: 'House policy, review locally: chosen for this product, no published source claimed',
  'rcpath-2017':
    'Croal B. The communication of critical and unexpected pathology results. Royal College of Pathologists, G158, October 2017',
  'kost-1990':
    'Kost GJ. Critical limits for urgent clinician notification at US medical centers. JAMA 1990;263:704-707',
  'kost-clr':
    'Kost GJ, Hale KN. Table of critical limits (national surveys, adult means). Clinical Laboratory Reference 2012-13, MLO',
  'thomas-2003':
    'Thomas L. Critical limits of laboratory results for urgent clinician notification. eJIFCC 2003;14(1)',
  'rcp-news2-2017':
    'Royal College of Physicians. National Early Warning Score (NEWS) 2: updated report of a working party. London: RCP, December 2017',
  'ukka-2023':
    'UK Kidney Association. Clinical practice guideline: treatment of acute hyperkalaemia in adults. October 2023',
  'kdigo-2012': 'KDIGO clinical practice guideline for acute kidney injury. Kidney Int Suppl 2012;2:1-138',
  'ssc-2021':
    'Evans L et al. Surviving Sepsis Campaign: international guidelines 2021. Intensive Care Med 2021;47:1181-1247',
  'sepsis3-2016':
    'Singer M et al. The third international consensus definitions (Sepsis-3). JAMA 2016;315:801-810',
  'sirs-1992':
    'Bone RC et al. Definitions for sepsis and organ failure (SIRS criteria). Chest 1992;101:1644-1655',
  'sofa-1996':
    'Vincent JL et al. The SOFA score to describe organ dysfunction. Intensive Care Med 1996;22:707-710',
  'acc-aha-2017':
    'Whelton PK et al. 2017 ACC/AHA guideline for high blood pressure in adults. Hypertension 2018;71:e13-e115',
  'esc-esh-2018':
    'Williams B et al. 2018 ESC/ESH guidelines for arterial hypertension. Eur Heart J 2018;39:3021-3104',
  'esc-acs-2023':
    'Byrne RA et al. 2023 ESC guidelines for acute coronary syndromes. Eur Heart J 2023;44:3720-3826 (0 h/1 h algorithm)',
  'atls-2018':
    'Advanced Trauma Life Support, 10th edition. American College of Surgeons 2018 (GCS grades of brain injury)',
  'btf-2016':
    'Carney N et al. Guidelines for the management of severe traumatic brain injury, 4th ed. Neurosurgery 2017;80:6-15',
  'drew-2010':
    'Drew BJ et al. Prevention of torsade de pointes in hospital settings (AHA/ACCF). Circulation 2010;121:1047-1060',
  'ada-2017':
    'International Hypoglycaemia Study Group. Glucose levels below 3.0 and 3.9 mmol/L. Diabetes Care 2017;40:155-157',
  'jbds-dka-2023':
    'Joint British Diabetes Societies. Management of diabetic ketoacidosis in adults (JBDS 02), 2023',
  'bts-oxygen-2017':
    "O'Driscoll BR et al. BTS guideline for oxygen use in adults. Thorax 2017;72(Suppl 1):i1-i90",
  'bts-niv-2016':
    'Davidson AC et al. BTS/ICS guideline: acute hypercapnic respiratory failure. Thorax 2016;71(Suppl 2):ii1-ii35',
  'mutschler-2013':
    'Mutschler M et al. Classification of hypovolaemic shock based on base deficit. Crit Care 2013;17:R42',
  'spasovski-2014':
    'Spasovski G et al. Clinical practice guideline on hyponatraemia. Eur J Endocrinol 2014;170:G1-G47',
  'sfe-calcium-2016':
    'Society for Endocrinology emergency guidance: hypocalcaemia (Turner J) and hypercalcaemia (Walsh J). Endocr Connect 2016;5',
  'nice-ng24':
    'NICE NG24. Blood transfusion, 2015 (restrictive threshold 70 g/L, 80 g/L in acute coronary syndrome; platelets 30)',
  'nice-cg151': 'NICE CG151. Neutropenic sepsis, 2012 (neutrophils 0.5 x 10^9/L or lower)',
  'bsh-haemorrhage-2015':
    'Hunt BJ et al. Guideline on the haematological management of major haemorrhage. Br J Haematol 2015;170:788-803',
  'bsh-warfarin-2011':
    'Keeling D et al. Guidelines on oral anticoagulation with warfarin, 4th ed. Br J Haematol 2011;154:311-324',
  'mhra-2012':
    'MHRA/CHM. Intravenous acetylcysteine for paracetamol overdose: treatment line 100 mg/L at 4 h. September 2012',
  bnf: 'British National Formulary: target plasma concentrations (phenytoin and theophylline 10-20 mg/L, lithium 0.4-1.0 mmol/L)',
  'rybak-2020':
    'Rybak MJ et al. Therapeutic monitoring of vancomycin. Am J Health Syst Pharm 2020;77:835-864',
} as const

/** Identifier of a source in the table above. */
export type SourceId = keyof typeof sources

/** Full citation of a source. */
export function citation(id: SourceId): string {
  return sources[id]
}
