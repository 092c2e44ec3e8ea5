/** The publication behind every score; docs/clinical-sources.md repeats this list and a test holds the two together. */
export const scoreSources = {
  qsofa:
    'Singer M et al. The third international consensus definitions for sepsis and septic shock (Sepsis-3). JAMA 2016;315:801-810',
  sofa: 'Singer M et al. Sepsis-3. JAMA 2016;315:801-810, table 1, after Vincent JL et al. Intensive Care Med 1996;22:707-710',
  sirs: 'Bone RC et al. Definitions for sepsis and organ failure. Chest 1992;101:1644-1655',
  sepsisScreen:
    'Bone RC et al. Chest 1992;101:1644-1655 (two or more SIRS criteria); Singer M et al. JAMA 2016;315:801-810 (qSOFA of 2 or more)',
  heart:
    'Six AJ et al. Neth Heart J 2008;16:191-196; event rates: Backus BE et al. Int J Cardiol 2013;168:2153-2158',
  wellsDvt:
    'Wells PS et al. Evaluation of D-dimer in the diagnosis of suspected deep-vein thrombosis. N Engl J Med 2003;349:1227-1235',
  wellsPeTwoTier:
    'Wells PS et al. Thromb Haemost 2000;83:416-420; two tiers: van Belle A et al. (Christopher study). JAMA 2006;295:172-179',
  wellsPeThreeTier:
    'Wells PS et al. Thromb Haemost 2000;83:416-420; three tiers: Wells PS et al. Ann Intern Med 2001;135:98-107',
  perc: 'Kline JA et al. J Thromb Haemost 2004;2:1247-1255; validation: Kline JA et al. J Thromb Haemost 2008;6:772-780',
  cha2ds2Vasc:
    'Lip GYH et al. Chest 2010;137:263-272; stroke rates: Friberg L et al. Eur Heart J 2012;33:1500-1510; bands: ESC guideline on atrial fibrillation 2020',
  hasBled: 'Pisters R et al. Chest 2010;138:1093-1100',
  nihss:
    'Brott T et al. Stroke 1989;20:864-870; scale of the NINDS, 42 points; usual severity bands (none, minor, moderate, moderate to severe, severe)',
  abcd2: 'Johnston SC et al. Lancet 2007;369:283-292',
  curb65: 'Lim WS et al. Thorax 2003;58:377-382',
  kdigoAki:
    'KDIGO clinical practice guideline for acute kidney injury. Kidney Int Suppl 2012;2:1-138, table 2',
  kdigoCkd:
    'KDIGO 2024 clinical practice guideline for chronic kidney disease. Kidney Int 2024;105(4S):S117-S314, figure 2 and tables 2 and 3; the same map in KDIGO 2012, Kidney Int Suppl 2013;3:1-150',
  anionGap:
    'Emmett M, Narins RG. Medicine 1977;56:38-54; reference 4 to 12 mmol/L without potassium (ion-selective electrodes): Kraut JA, Madias NE. Clin J Am Soc Nephrol 2007;2:162-174',
  correctedAnionGap:
    'Figge J et al. Anion gap and hypoalbuminemia. Crit Care Med 1998;26:1807-1810 (0.25 mmol/L per g/L of albumin, reference albumin 40 g/L)',
  deltaRatio:
    'Wrenn K. The delta gap. Ann Emerg Med 1990;19:1310-1313; Rastegar A. J Am Soc Nephrol 2007;18:2429-2431; ranges as commonly taught (0.4, 0.8, 2)',
  winters: 'Albert MS, Dell RB, Winters RW. Ann Intern Med 1967;66:312-322',
  acidBase:
    'Berend K, de Vries APJ, Gans ROB. Physiological approach to assessment of acid-base disturbances. N Engl J Med 2014;371:1434-1445; reference ranges pH 7.35-7.45, PCO2 35-45 mmHg, bicarbonate 22-26 mmol/L',
  lights: 'Light RW et al. Ann Intern Med 1972;77:507-513',
  centor: 'Centor RM et al. Med Decis Making 1981;1:239-246',
  mcIsaac:
    'McIsaac WJ et al. Can Med Assoc J 1998;158:75-83; shares of positive tests: McIsaac WJ et al. Can Med Assoc J 2000;163:811-815, as tabulated by Choby BA. Am Fam Physician 2009;79:383-390',
  glasgowBlatchford:
    'Blatchford O et al. Lancet 2000;356:1318-1321; thresholds: Stanley AJ et al. BMJ 2017;356:i6432',
  meld: 'Kamath PS et al. Hepatology 2001;33:464-470 in the form of the UNOS; mortality: Wiesner R et al. Gastroenterology 2003;124:91-96',
  meldNa:
    'OPTN policy 9, MELD with sodium of January 2016, after Kim WR et al. N Engl J Med 2008;359:1018-1026; mortality of MELD: Wiesner R et al. Gastroenterology 2003;124:91-96',
  meld3:
    'Kim WR et al. MELD 3.0. Gastroenterology 2021;161:1887-1895; mortality of MELD: Wiesner R et al. Gastroenterology 2003;124:91-96',
  childPugh: 'Pugh RNH et al. Br J Surg 1973;60:646-649, with INR for the prothrombin time',
  lace: 'van Walraven C et al. Can Med Assoc J 2010;182:551-557',
  hospital:
    'Donzé JD et al. International validity of the HOSPITAL score. JAMA Intern Med 2016;176:496-502, after Donzé J et al. JAMA Intern Med 2013;173:632-638',
  charlson: 'Charlson ME et al. J Chronic Dis 1987;40:373-383',
  charlsonAgeAdjusted:
    'Charlson M et al. Validation of a combined comorbidity index. J Clin Epidemiol 1994;47:1245-1251; age points end at 4 for 80 years and more',
  ascvd:
    'Goff DC et al. 2013 ACC/AHA guideline on the assessment of cardiovascular risk. Circulation 2014;129(Suppl 2):S49-S73, appendix 7; bands: 2018 AHA/ACC cholesterol guideline',
  braden:
    'Bergstrom N et al. Nurs Res 1987;36:205-210; bands: Ayello EA, Braden B. Adv Skin Wound Care 2002;15:125-131',
  morse: 'Morse JM et al. Can J Aging 1989;8:366-377; bands at 25 and 45 points, to be set locally',
  ckdEpi: 'Inker LA et al. CKD-EPI 2021 without race. N Engl J Med 2021;385:1737-1749; stages: KDIGO 2012',
  cockcroftGault: 'Cockcroft DW, Gault MH. Nephron 1976;16:31-41',
  correctedCalcium:
    'Payne RB et al. BMJ 1973;4:643-646, in the form of 0.02 mmol/L per g/L of albumin below 40; reference 2.20 to 2.60 mmol/L',
  qtcBazett:
    'Bazett HC. Heart 1920;7:353-370; limits: Rautaharju PM et al. (AHA/ACCF/HRS). Circulation 2009;119:e241-e250; above 500 ms: Drew BJ et al. Circulation 2010;121:1047-1060; short: Priori SG et al. (ESC). Eur Heart J 2015;36:2793-2867',
  qtcFridericia:
    'Fridericia LS. Acta Med Scand 1920;53:469-486; limits: Rautaharju PM et al. (AHA/ACCF/HRS). Circulation 2009;119:e241-e250; above 500 ms: Drew BJ et al. Circulation 2010;121:1047-1060; short: Priori SG et al. (ESC). Eur Heart J 2015;36:2793-2867',
} as const
