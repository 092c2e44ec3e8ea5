import { charlsonGroups, familyOf, groupNames } from './engine-groups.ts'
import {
  ageTable,
  HIGH_RISK,
  historyTable,
  LEAST_QUALITY,
  MOST_POINTS,
  polypharmacySteps,
  REVIEW_RISK,
  severityWeights,
} from './engine-tables.ts'
import { millionths, rankOf, rowCells } from './figures-row.ts'
import { PAIR_BASE } from './part-tables.ts'
import { severities } from './ports.ts'

/**
 * The statements of one part. They count what the engine's `readRecord` counts and score as its `resultOf` does, in
 * whole millionths; a test holds the two equal. `r` holds the plain rows of the part:
 * g, patient, age, sex, history, drugs, allergies (lists or null), vitals, quality, unit.
 */

export const readHistory = `
CREATE OR REPLACE TEMP TABLE h AS
SELECT t.g, t.raw, c.skip, c.fault, c.known, c.certain, c.possible
FROM (SELECT g, unnest(history) raw FROM r) t LEFT JOIN condition c USING (raw)`
export const newHistory = `SELECT DISTINCT raw FROM h WHERE skip IS NULL`

export const readDrugs = `
CREATE OR REPLACE TEMP TABLE m AS
SELECT t.g, t.raw, d.raw IS NOT NULL answered, d.fault, d.entry, d.product
FROM (SELECT g, unnest(drugs) raw FROM r) t LEFT JOIN drug d USING (raw)`
export const newDrugs = `SELECT DISTINCT raw FROM m WHERE NOT answered`

export const readAllergies = `
CREATE OR REPLACE TEMP TABLE a AS
SELECT t.g, t.raw, d.raw IS NOT NULL answered, d.fault, d.entry, d.known
FROM (SELECT g, unnest(allergies) raw FROM r) t LEFT JOIN allergy d USING (raw)`
export const newAllergies = `SELECT DISTINCT raw FROM a WHERE NOT answered`

/** Rows with an element that rejects its row are taken from the plain ones. */
export const dropFaults = `
CREATE OR REPLACE TEMP TABLE x AS SELECT g FROM h WHERE fault UNION SELECT g FROM m WHERE fault
  UNION SELECT g FROM a WHERE fault;
UPDATE t SET plain = false WHERE g IN (SELECT g FROM x);
DELETE FROM r WHERE g IN (SELECT g FROM x);
DELETE FROM h WHERE g IN (SELECT g FROM x);
DELETE FROM m WHERE g IN (SELECT g FROM x);
DELETE FROM a WHERE g IN (SELECT g FROM x)`

/** Different entries of a list; what is no entry is gone. */
export const entries = `
CREATE OR REPLACE TEMP TABLE e AS SELECT DISTINCT g, entry, product FROM m WHERE entry IS NOT NULL`

export const readPairs = `
CREATE OR REPLACE TEMP TABLE p AS
SELECT k.g, k.key, t.low, t.high FROM (
  SELECT x.g, least(x.product, y.product)::BIGINT * ${PAIR_BASE} + greatest(x.product, y.product) AS key
  FROM e x JOIN e y ON x.g = y.g AND x.entry < y.entry
  WHERE x.product IS NOT NULL AND y.product IS NOT NULL
) k LEFT JOIN pair t USING (key)`
export const newPairs = `SELECT DISTINCT key::DOUBLE FROM p WHERE low IS NULL`

export const readAgainst = `
CREATE OR REPLACE TEMP TABLE q AS
SELECT k.g, k.key, t.severity FROM (
  SELECT DISTINCT a.g, a.entry::BIGINT * ${PAIR_BASE} + e.product AS key
  FROM a JOIN e USING (g) WHERE a.entry IS NOT NULL AND e.product IS NOT NULL
) k LEFT JOIN against t USING (key)`
export const newAgainst = `SELECT DISTINCT key::DOUBLE FROM q WHERE severity IS NULL`

/** Points of a set of comorbidities: of each family the greatest weight. */
function pointsOf(mask: string): string {
  const families = new Map<string, { bit: number; weight: number }[]>()
  for (const [at, name] of groupNames.entries()) {
    const family = familyOf(name)
    const members = families.get(family) ?? []
    members.push({ bit: 1 << at, weight: charlsonGroups[name].weight })
    families.set(family, members)
  }
  const terms = [...families.values()].map((members) => {
    const graver = members.toSorted((x, y) => y.weight - x.weight)
    const cases = graver.map(({ bit, weight }) => `WHEN ${mask} & ${bit} <> 0 THEN ${weight}`)
    return `(CASE ${cases.join(' ')} ELSE 0 END)`
  })
  return terms.join(' + ')
}

/** History risk by points, joined: a list written into the statement would be built anew for every row. */
export const riskTable = `CREATE TABLE risk AS SELECT * FROM (VALUES ${historyTable
  .map(({ points, risk }) => `(${points}, ${millionths(risk)})`)
  .join(', ')}) t(points, risk)`
const riskAtNone = millionths(historyTable[0]?.risk ?? 0)
const riskAtMost = millionths(historyTable[MOST_POINTS]?.risk ?? 1)
const lowestAge = millionths(ageTable[0]?.risk ?? 0)
const highestAge = millionths(ageTable.at(-1)?.risk ?? 1)
const ageCases = ageTable.map(({ below, risk }) => `WHEN age < ${below} THEN ${millionths(risk)}`).join(' ')
const steps = polypharmacySteps.map(({ from, adds }) => `WHEN drugs >= ${from} THEN ${millionths(adds)}`)
const weightOf = (worst: string): string =>
  `CASE ${worst} ${severities.map((name) => `WHEN ${rankOf(name)} THEN ${millionths(severityWeights[name])}`).join(' ')} ELSE 0 END`
const MOST = 1_000_000

/** Every plain row of the part with its figures, score and standing; rows of low quality are not among them. */
export const figures = `
CREATE OR REPLACE TEMP TABLE f AS
WITH
hh AS (SELECT g, count(*) n, count_if(known) u, bit_or(certain) certain, bit_or(possible) possible
       FROM h WHERE NOT skip GROUP BY g),
mm AS (SELECT g, count(*) n, count(product) u FROM e GROUP BY g),
pp AS (SELECT g, max(low) low, max(high) high FROM
         (SELECT g, low, high FROM p WHERE high > 0 UNION ALL SELECT g, severity, severity FROM q WHERE severity > 0)
       GROUP BY g),
aa AS (SELECT g, count(*) n, count_if(known) u FROM (SELECT DISTINCT g, entry, known FROM a WHERE entry IS NOT NULL)
       GROUP BY g),
j AS (SELECT r.g, patient, age, sex, vitals, quality, unit,
  CASE WHEN history IS NOT NULL THEN coalesce(hh.n, 0) END history_entries, coalesce(hh.u, 0) history_understood,
  coalesce(${pointsOf('hh.certain')}, 0) points_low, coalesce(${pointsOf('hh.possible')}, 0) points_high,
  CASE WHEN r.drugs IS NOT NULL THEN coalesce(mm.n, 0) END drugs, coalesce(mm.u, 0) drugs_understood,
  coalesce(pp.low, 0) worst_low, coalesce(pp.high, 0) worst_high,
  CASE WHEN r.allergies IS NOT NULL THEN coalesce(aa.n, 0) END allergies, coalesce(aa.u, 0) allergies_understood
  FROM r LEFT JOIN hh USING (g) LEFT JOIN mm USING (g) LEFT JOIN pp USING (g) LEFT JOIN aa USING (g)
  WHERE quality IS NULL OR quality > ${LEAST_QUALITY}),
k AS (SELECT j.*,
  CASE WHEN age IS NULL THEN ${lowestAge} ${ageCases} ELSE ${highestAge} END age_low,
  CASE WHEN age IS NULL THEN ${highestAge} ${ageCases} ELSE ${highestAge} END age_high,
  CASE WHEN history_entries IS NULL THEN ${riskAtNone} ELSE l.risk END history_low,
  CASE WHEN history_entries IS NULL OR history_understood < history_entries THEN ${riskAtMost}
       ELSE u.risk END history_high,
  CASE ${steps.join(' ')} ELSE 0 END step
  FROM j JOIN risk l ON l.points = points_low JOIN risk u ON u.points = points_high),
s AS (SELECT *,
  CASE WHEN drugs IS NULL OR drugs = 0 THEN 0 ELSE least(${MOST}, ${weightOf('worst_low')} + step) END drug_low,
  CASE WHEN drugs IS NULL THEN ${MOST} WHEN drugs = 0 THEN 0
       WHEN drugs_understood < drugs OR allergies IS NULL OR allergies_understood < allergies THEN ${MOST}
       ELSE least(${MOST}, ${weightOf('worst_high')} + step) END drug_high
  FROM k)
SELECT g, patient, unit, age, sex, vitals, quality, history_entries, history_understood, points_low, points_high,
  drugs, drugs_understood, worst_low, worst_high, allergies, allergies_understood,
  (age_low + drug_low + history_low + 1) // 3 low, (age_high + drug_high + history_high + 1) // 3 high,
  CASE WHEN low > ${millionths(HIGH_RISK)} THEN 0 WHEN low > ${millionths(REVIEW_RISK)} THEN 1
       WHEN high > ${millionths(REVIEW_RISK)} THEN 2 ELSE 3 END::TINYINT standing
FROM s`

/** A number as JavaScript writes it: 33, not 33.0. */
function plainNumber(column: string): string {
  return `if(${column} = floor(${column}), ${column}::INTEGER::VARCHAR, ${column}::VARCHAR)`
}

/** How a column of `f` is written into a row; the cells of what is not known are empty. */
const cellOf: Readonly<Record<(typeof rowCells)[number], string>> = {
  patient: 'patient',
  record: 'record',
  standing: 'standing',
  low: 'low',
  high: 'high',
  age: plainNumber('age'),
  sex: 'sex::TINYINT',
  history_entries: 'history_entries',
  history_understood: 'if(history_entries IS NULL, NULL, history_understood)',
  points_low: 'if(history_entries IS NULL, NULL, points_low)',
  points_high: 'if(history_entries IS NULL, NULL, points_high)',
  drugs: 'drugs',
  drugs_understood: 'if(drugs IS NULL, NULL, drugs_understood)',
  worst_low: 'if(drugs IS NULL, NULL, worst_low)',
  worst_high: 'if(drugs IS NULL, NULL, worst_high)',
  allergies: 'allergies',
  allergies_understood: 'if(allergies IS NULL, NULL, allergies_understood)',
  vitals: 'vitals::TINYINT',
  quality: plainNumber('quality'),
}
const cells = rowCells.map((name) => `coalesce((${cellOf[name]})::VARCHAR, '')`)

/** The rows of the part as text. @param recordOf how the number of a record is had from `g`. */
export const rowsText = (recordOf: string): string =>
  `SELECT string_agg(concat_ws(chr(31), ${cells.join(', ').replace('(record)', `(${recordOf})`)}) || chr(30), '')
   FROM f`

export const counts = `
SELECT standing::INTEGER, least(19, low // 50000)::INTEGER, least(19, high // 50000)::INTEGER, count(*)::INTEGER
FROM f GROUP BY ALL`

export const highest = `SELECT g::INTEGER, patient, unit, low::INTEGER FROM f WHERE standing = 0 ORDER BY g`
