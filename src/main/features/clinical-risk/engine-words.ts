import type { CharlsonGroup } from './engine-groups.ts'

/**
 * Names of the index's conditions as records and notes write them, folded (lower case, hyphens as spaces). The longest
 * phrase wins: "acute kidney injury" is none of the index's although "kidney disease" is.
 */
export const groupWords: Readonly<Record<CharlsonGroup, string>> = {
  'myocardial-infarction':
    'myocardial infarction; myocardial infarctions; heart attack; mi; ami; stemi; nstemi; acute coronary infarction; old myocardial infarction',
  'heart-failure':
    'heart failure; congestive heart failure; chf; hfref; hfpef; hfmref; cardiac failure; left ventricular failure; cardiomyopathy; dilated cardiomyopathy',
  'peripheral-vascular':
    'peripheral vascular disease; pvd; peripheral arterial disease; peripheral artery disease; pad; claudication; intermittent claudication; aortic aneurysm; abdominal aortic aneurysm; aaa; thoracic aortic aneurysm; aortic dissection; critical limb ischemia; critical limb ischaemia; atherosclerosis of aorta; carotid endarterectomy; gangrene of toe',
  cerebrovascular:
    'stroke; strokes; cva; cerebrovascular accident; cerebrovascular disease; tia; transient ischemic attack; transient ischaemic attack; ischemic stroke; ischaemic stroke; cerebral infarction; cerebral infarct; intracerebral hemorrhage; intracerebral haemorrhage; intracranial hemorrhage; intracranial haemorrhage; subarachnoid hemorrhage; subarachnoid haemorrhage; carotid stenosis',
  dementia:
    "dementia; alzheimer; alzheimers; alzheimer's; alzheimer disease; alzheimer's disease; alzheimers disease; lewy body dementia; vascular dementia; senile dementia",
  pulmonary:
    'copd; chronic obstructive pulmonary disease; chronic obstructive lung disease; chronic obstructive bronchitis; emphysema; pulmonary emphysema; chronic bronchitis; asthma; childhood asthma; bronchiectasis; pulmonary fibrosis; interstitial lung disease; pneumoconiosis; asbestosis; silicosis; chronic lung disease; chronic pulmonary disease; coad',
  'connective-tissue':
    'rheumatoid arthritis; systemic lupus erythematosus; sle; lupus; lupus erythematosus; scleroderma; systemic sclerosis; polymyositis; dermatomyositis; polymyalgia rheumatica; mixed connective tissue disease; connective tissue disease; giant cell arteritis; temporal arteritis; seropositive arthritis',
  'peptic-ulcer':
    'peptic ulcer; peptic ulcer disease; pud; gastric ulcer; duodenal ulcer; stomach ulcer; bleeding ulcer; peptic ulcers; gastrojejunal ulcer',
  'mild-liver':
    'cirrhosis; liver cirrhosis; hepatic cirrhosis; chronic hepatitis; chronic hepatitis b; chronic hepatitis c; hepatitis c; hepatitis b; fatty liver; hepatic steatosis; nash; nafld; nonalcoholic fatty liver disease; non alcoholic fatty liver disease; chronic liver disease; alcoholic liver disease; liver disease; liver transplant; primary biliary cholangitis; hepatic fibrosis',
  'severe-liver':
    'decompensated cirrhosis; portal hypertension; esophageal varices; oesophageal varices; variceal bleeding; hepatic encephalopathy; hepatorenal syndrome; liver failure; hepatic failure; end stage liver disease; severe liver disease; esld; cirrhosis with ascites; cirrhosis with varices',
  diabetes:
    'diabetes; diabetes mellitus; diabetic; type 1 diabetes; type 2 diabetes; type i diabetes; type ii diabetes; type 1 diabetes mellitus; type 2 diabetes mellitus; type ii diabetes mellitus; diabetes mellitus type 2; diabetes mellitus type 1; diabetes type 2; diabetes type 1; dm; dm1; dm2; t1dm; t2dm; iddm; niddm; insulin dependent diabetes',
  'diabetes-complicated':
    'diabetic nephropathy; diabetic kidney disease; diabetic renal disease; diabetic retinopathy; diabetic neuropathy; diabetic peripheral neuropathy; diabetic foot; diabetic foot ulcer; diabetic gastroparesis; diabetic macular edema; diabetic macular oedema; disorder of kidney due to diabetes mellitus; retinopathy due to type 2 diabetes mellitus; neuropathy due to type 2 diabetes mellitus; microalbuminuria due to type 2 diabetes mellitus; proteinuria due to type 2 diabetes mellitus; blindness due to type 2 diabetes mellitus; diabetes with nephropathy; diabetes with retinopathy; diabetes with neuropathy; diabetes with complications; diabetes mellitus with complications; diabetes with end organ damage; diabetes with organ damage',
  hemiplegia:
    'hemiplegia; hemiparesis; paraplegia; quadriplegia; tetraplegia; paraparesis; hemiplegic; paraplegic; quadriplegic; left sided weakness after stroke; spastic diplegia',
  renal:
    'chronic kidney disease; ckd; ckd3; ckd3a; ckd3b; ckd4; ckd5; chronic renal failure; chronic renal disease; chronic renal insufficiency; chronic kidney failure; chronic renal impairment; crf; end stage renal disease; end stage kidney disease; esrd; eskd; dialysis; hemodialysis; haemodialysis; peritoneal dialysis; dialysis dependent; kidney transplant; renal transplant; uremia; uraemia; moderate renal disease; severe renal disease',
  tumour:
    'cancer; carcinoma; adenocarcinoma; malignancy; malignant neoplasm; malignant tumor; malignant tumour; neoplasm of prostate; sarcoma; melanoma; glioblastoma; glioma; mesothelioma; breast cancer; lung cancer; prostate cancer; colon cancer; colorectal cancer; bladder cancer; pancreatic cancer; ovarian cancer; renal cell carcinoma; non small cell lung cancer; small cell carcinoma of lung; hepatocellular carcinoma; seminoma; malignant neoplastic disease',
  metastatic:
    'metastatic cancer; metastatic; metastasis; metastases; metastatic disease; metastatic carcinoma; metastatic breast cancer; metastatic lung cancer; metastatic prostate cancer; metastatic colon cancer; stage iv cancer; stage 4 cancer; secondary malignant neoplasm; brain metastases; bone metastases; liver metastases; carcinomatosis',
  leukaemia:
    'leukemia; leukaemia; aml; cml; cll; acute myeloid leukemia; acute myeloid leukaemia; chronic lymphocytic leukemia; chronic lymphocytic leukaemia; chronic myeloid leukemia; acute lymphoblastic leukemia; polycythemia vera; polycythaemia vera',
  lymphoma:
    "lymphoma; hodgkin; hodgkins; hodgkin's; hodgkin lymphoma; hodgkin's lymphoma; non hodgkin lymphoma; non hodgkin's lymphoma; nhl; multiple myeloma; myeloma; waldenstrom; lymphosarcoma",
  aids: 'aids; acquired immunodeficiency syndrome; acquired immune deficiency syndrome; hiv disease with opportunistic infection',
}

/**
 * Conditions that are known to be none of the index's, so that they do not leave the history open. What is on neither
 * list is not understood, and says so.
 */
export const otherWords =
  'hypertension; high blood pressure; htn; essential hypertension; hypertensive; hypotension; hyperlipidemia; hyperlipidaemia; dyslipidemia; dyslipidaemia; hypercholesterolemia; hypercholesterolaemia; high cholesterol; hypertriglyceridemia; prediabetes; pre diabetes; gestational diabetes; diabetes insipidus; impaired glucose tolerance; metabolic syndrome; obesity; obese; overweight; body mass index; bmi; anemia; anaemia; iron deficiency; atrial fibrillation; afib; af; atrial flutter; arrhythmia; svt; coronary artery disease; cad; coronary heart disease; ischemic heart disease; ischaemic heart disease; angina; stable angina; aortic stenosis; mitral regurgitation; heart murmur; cabg; coronary artery bypass; pacemaker; stent; pci; deep vein thrombosis; dvt; pulmonary embolism; varicose veins; raynaud; cardiac arrest; hypothyroidism; hyperthyroidism; thyroid disease; goiter; goitre; osteoporosis; osteopenia; osteoarthritis; arthritis; degenerative joint disease; gout; fibromyalgia; back pain; low back pain; chronic pain; neck pain; joint pain; carpal tunnel syndrome; fracture; hip fracture; sprain; laceration; concussion; injury; burn; whiplash; bullet wound; rupture of patellar tendon; depression; major depressive disorder; depressive disorder; anxiety; generalized anxiety disorder; anxiety disorder; bipolar disorder; schizophrenia; ptsd; posttraumatic stress disorder; adhd; attention deficit; insomnia; sleep apnea; sleep apnoea; osa; obstructive sleep apnea; sleep disorder; suicide; alcohol abuse; alcohol use disorder; alcoholism; alcohol dependence; smoker; smoking; tobacco use; nicotine dependence; drug abuse; drug overdose; opioid abuse; opioid use disorder; substance abuse; dependent drug abuse; epilepsy; seizure; seizure disorder; seizures; migraine; headache; parkinson; parkinsons disease; parkinson disease; multiple sclerosis; neuropathy; vertigo; glaucoma; cataract; cataracts; macular degeneration; hearing loss; deafness; gerd; gastroesophageal reflux; gastroesophageal reflux disease; reflux; gastritis; irritable bowel syndrome; ibs; crohn; crohns disease; ulcerative colitis; diverticulosis; diverticulitis; colon polyp; polyp of colon; recurrent rectal polyp; polyp; appendicitis; appendectomy; cholecystitis; gallstones; cholecystectomy; gallstone; pancreatitis; hernia; hemorrhoids; haemorrhoids; constipation; diarrhea; diarrhoea; celiac disease; coeliac disease; acute kidney injury; aki; acute renal failure; kidney stones; kidney stone; nephrolithiasis; urinary tract infection; uti; cystitis; pyelonephritis; incontinence; bph; benign prostatic hyperplasia; prostatitis; erectile dysfunction; hysterectomy; endometriosis; pregnancy; normal pregnancy; preeclampsia; miscarriage; miscarriage in first trimester; pregnant; infertility; menopause; pneumonia; bronchitis; acute bronchitis; acute viral pharyngitis; viral sinusitis; acute bacterial sinusitis; sinusitis; chronic sinusitis; pharyngitis; sore throat; otitis media; otitis; influenza; flu; covid 19; covid19; covid; suspected covid 19; tuberculosis; latent tuberculosis; sepsis; septic shock; bacteremia; cellulitis; streptococcal sore throat; rhinitis; allergic rhinitis; seasonal allergic rhinitis; perennial allergic rhinitis; hay fever; eczema; atopic dermatitis; contact dermatitis; dermatitis; psoriasis; acne; shingles; herpes zoster; urticaria; basal cell carcinoma; squamous cell carcinoma of skin; carcinoma in situ of prostate; carcinoma in situ; dysplasia of colon; polyneuropathy; sjogren; hyperkalemia; hyperkalaemia; hypokalemia; hyponatremia; hyponatraemia; vitamin d deficiency; vitamin b12 deficiency; dehydration; malnutrition; hyperglycemia; hyperglycaemia; hypoglycemia; hypoglycaemia; thrombocytopenia; falls; fall; dental caries; gingivitis; tonsillectomy; tonsillitis; child attention deficit disorder; escherichia coli urinary tract infection; fever; cough; fatigue; nausea; vomiting; dyspnea; dyspnoea; hypoxemia; respiratory distress; acute respiratory failure; acute respiratory distress syndrome; chest pain; cardiac stress; unemployed; none; nil; no significant history; no past medical history; healthy; unremarkable; nkda; allergy; allergies; penicillin allergy; food allergy; hearing aid; hearing aids; non diabetic'

/** Words that say how, where and since when, and name no disease of their own. */
export const qualifiers: ReadonlySet<string> = new Set(
  'a an the of in on for to with without due by and or at since from his her patient patients known severe moderate mild acute chronic controlled uncontrolled poorly well stable unstable recurrent left right bilateral upper lower primary secondary unspecified other type stage grade class nyha gold i ii iii iv v history personal past previous prior remote resolved active current diagnosed diagnosis status post sp sided new onset year years old age ago late early complication complications disorder disease syndrome condition finding situation nos'.split(
    ' ',
  ),
)

/**
 * Allergens that are no drugs (food, pollen, animals, metals, latex): no drug of a list is checked against them, and
 * they leave nothing open. Egg and gelatin are left out, since vaccines hold them, and so is iodine.
 */
export const otherAllergens =
  'peanut; peanuts; tree nut; tree nuts; nut; nuts; almond; cashew; walnut; hazelnut; fish; shellfish; seafood; shrimp; crab; milk; dairy; dairy product; cow milk; lactose; wheat; gluten; soy; soya; soybean; sesame; strawberry; strawberries; tomato; kiwi; banana; corn; pollen; tree pollen; grass pollen; weed pollen; ragweed; grass; tree; birch; mold; mould; molds; house dust; house dust mite; dust; dust mite; dust mites; animal dander; cat; cats; dog; dogs; dander; cat dander; dog dander; horse; feathers; bee; bee venom; bee sting; wasp; wasp venom; insect venom; hymenoptera; latex; nickel; perfume; fragrance; cosmetics; adhesive; adhesive tape; plaster; hay fever; sunlight; food; environmental'
