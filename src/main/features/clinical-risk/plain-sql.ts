/** Fields that plain rows are made of, as record-read.ts names columns; a file may lack all but the first. */
export const plainFields = [
  'id',
  'age',
  'birthDate',
  'sex',
  'history',
  'medications',
  'allergies',
  'vitals',
  'quality',
  'unit',
] as const
export type PlainField = (typeof plainFields)[number]

/** Fields that are read one by one whenever they hold something. */
export const furtherFields = ['laboratory', 'notes'] as const

const MOST_LISTED = 200
/** What the row reader takes for "not known". */
const unknown = "('null', 'unknown', 'n/a', 'na', 'nan', 'not known', 'not recorded')"

/**
 * Which rows SQL may read by itself, and how: those whose every cell has the one ordinary form that cannot be read in
 * two ways. All others are read one by one by `readRow`, which accepts more and says why it refuses; a test holds the two
 * readings equal.
 * @param from a relation with `g`, a text column `c_<field>` for each of `plainFields` (null where the file has none), and
 *   `other`: whether a further field holds something.
 * @param asOf milliseconds since 1970 that ages are of.
 */
export function readPlain(from: string, asOf: number): string {
  const day = new Date(asOf)
  const today = `${day.getUTCFullYear()}-${String(day.getUTCMonth() + 1).padStart(2, '0')}-${String(day.getUTCDate()).padStart(2, '0')}`
  const monthAndDay = (day.getUTCMonth() + 1) * 100 + day.getUTCDate()
  const text = (field: PlainField): string => `coalesce(trim(c_${field}), '')`
  return `CREATE OR REPLACE TEMP TABLE t AS
SELECT g, patient,
  (NOT other AND regexp_full_match(patient, '[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}')
    AND lower(patient) NOT IN ${unknown}
    AND (born = '' OR (age = '' AND regexp_full_match(born, '(19[0-9]|20[0-9])[0-9]-[0-9][0-9]-[0-9][0-9]')
      AND coalesce(birth <= DATE '${today}', false)))
    AND (age = '' OR regexp_full_match(age, '([0-9]{1,2}|1[0-2][0-9])(\\.[0-9]{1,6})?'))
    AND sex IN ('male', 'female', 'm', 'f', 'man', 'woman', 'other', 'unknown', '')
    AND ${plainList('history')} AND ${plainList('drugs')} AND ${plainList('allergies')}
    AND (vitals = '' OR regexp_full_match(vitals, '${vital}(;${vital})*'))
    AND (quality = '' OR regexp_full_match(quality, '0(\\.[0-9]{1,9})?|1(\\.0{1,9})?'))
    AND (unit = '' OR (regexp_full_match(unit, '[A-Za-z0-9_-]{1,64}') AND lower(unit) NOT IN ${unknown}))) plain,
  CASE WHEN born = '' THEN TRY_CAST(age AS DOUBLE)
    ELSE ${day.getUTCFullYear()} - year(birth) - (month(birth) * 100 + day(birth) > ${monthAndDay})::INTEGER END age,
  sex, history, drugs, allergies, vitals, quality, unit
FROM (SELECT *, TRY_CAST(born AS DATE) birth FROM (
  SELECT g, other, ${text('id')} patient, ${text('age')} age, ${text('birthDate')} born, lower(${text('sex')}) sex,
    ${text('history')} history, ${text('medications')} drugs, ${text('allergies')} allergies,
    ${text('vitals')} vitals, ${text('quality')} quality, ${text('unit')} unit
  FROM (${from})))`
}

/** The plain rows as part-sql.ts wants them. */
export const plainRows = `CREATE OR REPLACE TEMP TABLE r AS
SELECT g, patient, age::DOUBLE age, sex NOT IN ('', 'other', 'unknown') sex, ${parts('history')} history,
  ${parts('drugs')} drugs, ${parts('allergies')} allergies, vitals <> '' vitals, TRY_CAST(quality AS DOUBLE) quality,
  nullif(unit, '') unit
FROM t WHERE plain`

/** Rows of the part that must be read one by one. */
export const unplain = 'SELECT g::INTEGER FROM t WHERE NOT plain OR plain IS NULL ORDER BY g'

/** Begins like a word, in one line, and has not too many entries. What its entries say is asked of the row reader. */
function plainList(list: string): string {
  return `(${list} = '' OR ((lower(left(${list}, 1)) BETWEEN 'a' AND 'z' OR left(${list}, 1) BETWEEN '0' AND '9') AND NOT contains(${list}, chr(10))
    AND (length(${list}) <= ${MOST_LISTED} OR len(string_split(replace(${list}, '|', ';'), ';')) <= ${MOST_LISTED})))`
}

/** Vital signs well within what a living patient can have, in the units of this product, so that none is mixed up. */
const vital = `(${[
  'heart_rate=([4-9][0-9]|1[0-9][0-9])',
  'systolic=([7-9][0-9]|1[0-9][0-9]|2[0-3][0-9])',
  'diastolic=([4-9][0-9]|1[0-2][0-9])',
  'respiratory_rate=([89]|[1-3][0-9])',
  'oxygen_saturation=([7-9][0-9]|100)',
  'temperature=3[4-9](\\.[0-9])?',
].join('|')})`

function parts(list: string): string {
  return `CASE WHEN ${list} = '' THEN NULL ELSE string_split(replace(${list}, '|', ';'), ';') END`
}
