import type { Route } from '@shared/features/interactions/model.ts'

/** Words of prescriptions that are no drug: English, British and German, folded as `foldWord` does. */
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''))

/** Units that follow the number of a strength. */
export const strengthUnits = words(`
  mg mcg ug µg g gm gram grams gramm kg ng ml l cc cl units unit u iu ui ie i.e mio meq mval mmol mol % percent
  milligram milligrams microgram micrograms mikrogramm milligramm mgs mcgs`)

/** Salts and esters that may follow a name without changing the ingredient. */
export const saltWords = words(`
  hydrochloride hcl hydrochlorid dihydrochloride hydrobromide hbr sodium natrium disodium potassium kalium calcium
  magnesium zinc sulfate sulphate sulfat bisulfate succinate succinat tartrate tartrat bitartrate maleate maleat
  fumarate fumarat hemifumarate citrate citrat acetate acetat phosphate phosphat besylate besilate besilat mesylate
  mesilate mesilat tosylate tosilate nitrate nitrat oxalate lactate gluconate malate pamoate embonate carbonate
  bromide bromid iodide chloride chlorid monohydrate monohydrat dihydrate dihydrat trihydrate trihydrat hemihydrate
  hydrate anhydrous dihydrat hyclate medoxomil axetil cilexetil etexilate proxetil pivoxil marboxil decanoate
  enanthate undecanoate undecylenate cypionate propionate dipropionate furoate valerate palmitate stearate
  ethylsuccinate estolate arginine lysine erbumine tromethamine trometamol meglumine dimeglumine salt salz base
  clathrate camsylate xinafoate teoclate hemisuccinate edisylate napsylate isethionate orotate dinitrate mononitrate`)

/** Ways of release and grades that follow a brand or a name and change no ingredient. */
export const releaseWords = words(`
  er xr sr cr ir dr la xl mr pr ec cd retard ret depot forte mite extended sustained modified delayed prolonged
  immediate controlled release long acting slow enteric coated gastro resistant odt film filmtabletten akut protect
  uno generic brand junior adult adults pediatric paediatric children childrens infant infants low dose high
  extra strength regular maximum ultra chewable soluble effervescent dispersible msr mups`)

/** Makers whose names stand beside an ingredient on German and international packs. */
export const makerWords = words(`
  ratiopharm hexal stada sandoz teva zentiva aristo heumann abz al ct tad pharma 1a winthrop mylan viatris dura
  betapharm basics aliud accord aurobindo puren axcount krka actavis zydus sun lupin apotex cipla dr reddys
  micro labs glenmark torrent neuraxpharm desitin hikma fresenius kabi braun bayer pfizer novartis roche msd glaxo gsk
  astrazeneca lilly sanofi merck boehringer ucb almus tillomed milpharm bristol wockhardt`)

/** Words that name a route outright. */
export const routeWords: ReadonlyMap<string, Route> = new Map(
  (
    [
      ['oral', 'oral orally po mouth peroral buccal buccally sublingual sublingually sl ng'],
      ['intravenous', 'iv intravenous intravenously ivp'],
      ['intramuscular', 'im intramuscular intramuscularly'],
      ['subcutaneous', 'sc subcut subcutaneous subcutaneously sq subq'],
      ['transdermal', 'transdermal transdermally'],
      ['topical', 'topical topically cutaneous skin affected auftragen'],
      ['inhaled', 'inhaled inhalation inhalations inhale inhalativ puff puffs hub nebulised nebulized'],
      ['nasal', 'nasal nasally intranasal nostril nostrils nase'],
      ['ophthalmic', 'ophthalmic ophthalmically eye eyes intravitreal auge augen'],
      ['otic', 'otic ear ears ohr ohren'],
      ['rectal', 'rectal rectally'],
      ['vaginal', 'vaginal vaginally pv'],
    ] as const
  ).flatMap(([route, names]) => names.split(' ').map((name) => [name, route] as const)),
)

/** Forms, and the route that each implies; null where it says none. */
export const formWords: ReadonlyMap<string, { readonly form: string; readonly route: Route | null }> =
  new Map(
    [
      [
        'tablet',
        'oral',
        'tab tabs tablet tablets tabl tbl tbls tabletten tablette filmtabl ftbl caplet caplets',
      ],
      [
        'capsule',
        'oral',
        'cap caps capsule capsules kaps kps kapsel kapseln gelcap gelcaps softgel softgels',
      ],
      ['oral solution', 'oral', 'syrup sirup elixir linctus saft lutschtabletten lozenge lozenges'],
      ['granules', 'oral', 'granules granulat sachet sachets beutel'],
      ['drops', null, 'drops drop tropfen trpf gtt gtts'],
      ['solution', null, 'solution soln sol losung loesung suspension susp liquid'],
      ['powder', null, 'powder pulver'],
      [
        'injection',
        null,
        'injection inj injectable ampoule ampoules ampule amp ampulle ampullen vial vials syringe',
      ],
      ['pen', 'subcutaneous', 'pen pens flexpen kwikpen solostar flextouch penfill fertigpen'],
      ['infusion', 'intravenous', 'infusion inf infusionslosung drip ivpb'],
      ['patch', 'transdermal', 'patch patches pflaster transdermal tts'],
      ['cream', 'topical', 'cream creme'],
      ['ointment', 'topical', 'ointment oint salbe'],
      ['gel', 'topical', 'gel emulgel'],
      ['lotion', 'topical', 'lotion shampoo foam'],
      [
        'inhaler',
        'inhaled',
        'inhaler inhalers inh mdi dpi hfa turbohaler turbuhaler diskus accuhaler respimat evohaler dosieraerosol respules neb nebs nebuliser nebulizer nebules',
      ],
      ['nasal spray', 'nasal', 'nasenspray'],
      ['spray', null, 'spray'],
      ['eye drops', 'ophthalmic', 'eyedrops augentropfen'],
      ['ear drops', 'otic', 'eardrops ohrentropfen'],
      ['suppository', 'rectal', 'suppository suppositories supp zapfchen zapfen enema'],
      ['pessary', 'vaginal', 'pessary pessaries'],
    ].flatMap(([form, route, names]) =>
      (names ?? '').split(' ').map((name) => [name, { form: form ?? '', route: toRoute(route) }] as const),
    ),
  )

function toRoute(text: string | null | undefined): Route | null {
  if (text === null || text === undefined) return null
  return routeWords.get(text) ?? null
}

/** Words of dosing and of lists. A drug's name that is one of them counts only where it stands first. */
export const sigWords = words(`
  a an the of to at in on by per each every with without and or for from as if is be up then than after before until
  take takes taking give given use using used apply inject insert place put start started starting continue continued
  continues hold held resume increase decrease reduce stop stopped change changed new current home
  once twice thrice one two three four five six half daily nightly weekly monthly day days week weeks month months
  year years hour hours hr hrs h hrly hourly min minute minutes morning noon afternoon evening night bedtime bed
  breakfast lunch dinner supper meal meals food water empty stomach mouth needed necessary required prn sos stat
  qd od bd bid tds tid qds qid qam qpm qhs hs qod qw qwk biw tiw ac pc am pm mane nocte om on q x times time
  max maximum min minimum dose doses doseage dosage strength total loading maintenance titrate titrated per
  weight kg body adjusted inr goal target range level levels directed instructed prescribed instructions sig disp
  refill refills qty quantity supply dispense tablets pain fever nausea anxiety sleep cough constipation pressure
  reported last taken filled rx otc script drug medication medicine med meds home active inactive chronic acute
  left right both arm leg eye
  taglich tgl tag tage wochentlich woche wochen monat monate morgens mittags abends nachts nacht fruh stunde stunden
  std mal einmal zweimal dreimal bei bedarf bb und oder mit ohne vor nach dem der die das zum zur essen fur wegen bis
  ab seit je pro st stk stuck n1 n2 n3 pzn dosis einnahme einnehmen nehmen hilfe dauer dauermedikation`)

/** Things that are named beside a drug in its instructions. */
export const beside = words('water milk food juice grapefruit alcohol meals oxygen')

/** Words that make a name a combination product; what else is in it is not said. */
export const combinationWords = words('comp compositum plus hct hctz combi kombi duo co')
