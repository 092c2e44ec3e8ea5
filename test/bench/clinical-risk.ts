import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { ageTable, historyTable, severityWeights } from '@main/features/clinical-risk/engine-tables.ts'
import { readCondition } from '@main/features/clinical-risk/engine-conditions.ts'
import { charlsonGroups, familyOf } from '@main/features/clinical-risk/engine-groups.ts'
import type { severities } from '@main/features/clinical-risk/ports.ts'
import type { TestRedis } from '@test/support/redis-server.ts'
import { shippedJudge } from '@test/support/risk-desk.ts'
import { BatchFigures } from './clinical-risk-batch.ts'
import type { Line } from './figures.ts'

/** First argument of the process that measures one batch: Redis, folder and file follow. */
export const BATCH_ALONE = 'clinical-risk-batch'
const PATIENTS = 1_000_000
const BOUND = 1.5
const MOST_MEMORY_MB = 1_000

const conditions =
  'Type 2 diabetes;Hypertension;Congestive heart failure;COPD;Myocardial infarction;Dementia;Metastatic cancer;Chronic kidney disease stage 4;Asthma;Stroke;Hip fracture;Depression'.split(
    ';',
  )
const drugs =
  'warfarin 5 mg;aspirin 100 mg;metformin 500 mg;lisinopril 10 mg;atorvastatin 20 mg;simvastatin 40 mg;clarithromycin;amiodarone;digoxin;ibuprofen;sertraline;omeprazole;furosemide;metoprolol;amlodipine'.split(
    ';',
  )

const list = (values: readonly (string | number)[]): string =>
  `[${values.map((value) => (typeof value === 'number' ? value : `'${value}'`)).join(', ')}]`

async function duck(): Promise<Awaited<ReturnType<DuckDBInstance['connect']>>> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '700MB', threads: '2' })
  return instance.connect()
}

/** A city: most rows with two conditions, four drugs and an allergy here and there. */
async function writeCity(folder: string): Promise<void> {
  const connection = await duck()
  const city = `SELECT 'P' || lpad(i::VARCHAR, 7, '0') patient_id, (18 + hash(i) % 80)::INTEGER age,
    if(hash(i, 1) % 2 = 0, 'male', 'female') gender,
    array_to_string(list_transform(range((hash(i, 2) % 5)::INTEGER), lambda k: ${list(conditions)}[1 + (hash(i, k, 3) % 12)::INTEGER]), ';') medical_history,
    array_to_string(list_transform(range((hash(i, 4) % 8)::INTEGER), lambda k: ${list(drugs)}[1 + (hash(i, k, 5) % 15)::INTEGER]), ';') current_medications,
    if(hash(i, 6) % 5 = 0, 'penicillin', '') allergies,
    'heart_rate=' || (50 + hash(i, 7) % 80) || ';systolic=' || (90 + hash(i, 8) % 90) vital_signs,
    0.96 + (hash(i, 9) % 40) / 1000.0 data_quality_score, 'icu' unit, '' notes
    FROM range(${PATIENTS}) t(i)`
  await connection.run(`COPY (${city}) TO '${join(folder, 'city.csv')}' (HEADER true)`)
  await connection.run(`COPY (${city}) TO '${join(folder, 'city.parquet')}' (FORMAT parquet)`)
  connection.closeSync()
}

/** The answers that the statement joins, given to it for nothing. */
async function tables(connection: Awaited<ReturnType<typeof duck>>): Promise<void> {
  const judge = shippedJudge()
  const known = drugs.map((text) => ({ text, answer: judge.drug(text) }))
  const rank = (name: (typeof severities)[number] | null): number =>
    name === null ? 0 : severityWeights[name]
  const rows: string[] = []
  for (const a of known)
    for (const b of known)
      if (a.text < b.text && a.answer.kind === 'known' && b.answer.kind === 'known') {
        const { low, high } = judge.pair(a.answer.product, b.answer.product)
        rows.push(`('${a.text}', '${b.text}', ${rank(low)}, ${rank(high)})`)
      }
  await connection.run(`CREATE TABLE pair AS SELECT * FROM (VALUES ${rows.join(',')}) t(a, b, low, high)`)
  const groups = conditions.flatMap((text) =>
    readCondition(text, null).groups.map(
      (group) => `('${text}', '${familyOf(group)}', ${charlsonGroups[group].weight})`,
    ),
  )
  await connection.run(
    `CREATE TABLE condition AS SELECT * FROM (VALUES ${groups.join(',')}) t(raw, family, weight)`,
  )
}

/** The same aggregation as somebody would write it by hand, in one statement over the whole file. */
function byHand(source: string): string {
  const age = ageTable.map(({ below, risk }) => `WHEN age < ${below} THEN ${risk}`).join(' ')
  const risks = list(historyTable.map(({ risk }) => risk))
  return `
WITH p AS MATERIALIZED (
  SELECT * FROM (SELECT *, row_number() OVER () n FROM ${source}) WHERE data_quality_score::DOUBLE > 0.95
    AND age::DOUBLE BETWEEN 0 AND 130
    AND patient_id NOT IN (SELECT patient_id FROM ${source} GROUP BY 1 HAVING count(*) > 1)),
h AS (SELECT n, sum(weight) points FROM (
    SELECT n, family, max(weight) weight FROM (SELECT n, unnest(string_split(medical_history, ';')) raw FROM p) JOIN condition USING (raw)
    GROUP BY ALL) GROUP BY n),
m AS MATERIALIZED (SELECT DISTINCT n, lower(trim(drug)) drug FROM (SELECT n, unnest(string_split(current_medications, ';')) drug FROM p WHERE current_medications <> '')),
c AS (SELECT n, count(*) drugs FROM m GROUP BY n),
w AS (SELECT x.n, max(low) low, max(high) high FROM m x JOIN m y ON x.n = y.n AND x.drug < y.drug
    JOIN pair ON pair.a = x.drug AND pair.b = y.drug GROUP BY x.n),
s AS (SELECT patient_id, CASE ${age} ELSE 1 END age_risk,
    if(medical_history = '' OR medical_history IS NULL, ${risks}[1], ${risks}[coalesce(points, 0)::INTEGER + 1]) history_low,
    if(medical_history = '' OR medical_history IS NULL, 1, ${risks}[coalesce(points, 0)::INTEGER + 1]) history_high,
    least(1, coalesce(low, 0) + CASE WHEN drugs >= 10 THEN 0.2 WHEN drugs >= 5 THEN 0.1 ELSE 0 END) drug_low,
    if(allergies = '' OR allergies IS NULL OR drugs IS NULL, 1, least(1, coalesce(high, 0) + CASE WHEN drugs >= 10 THEN 0.2 WHEN drugs >= 5 THEN 0.1 ELSE 0 END)) drug_high
  FROM (SELECT * REPLACE (age::DOUBLE AS age) FROM p LEFT JOIN h USING (n) LEFT JOIN c USING (n) LEFT JOIN w USING (n)))
SELECT patient_id, (age_risk + drug_low + history_low) / 3 low, (age_risk + drug_high + history_high) / 3 high,
  CASE WHEN low > 0.8 THEN 0 WHEN low > 0.7 THEN 1 WHEN high > 0.7 THEN 2 ELSE 3 END standing
FROM s`
}

async function handSeconds(folder: string, source: string): Promise<{ seconds: number; high: number }> {
  const connection = await duck()
  await tables(connection)
  const started = performance.now()
  await connection.run(`CREATE TABLE result AS ${byHand(source.replace('FOLDER', folder))}`)
  const seconds = (performance.now() - started) / 1_000
  const count = await connection.runAndReadAll('SELECT count(*)::INTEGER FROM result WHERE standing = 0')
  connection.closeSync()
  return { seconds, high: Number(count.getRows()[0]?.[0]) }
}

/**
 * The batch in a process of its own: neither the memory of the statements nor that of what made the files is counted, and
 * nothing has run there before.
 */
async function batch(redis: TestRedis, folder: string, file: string): Promise<BatchFigures> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    fileURLToPath(import.meta.url),
    BATCH_ALONE,
    redis.url,
    folder,
    file,
  ])
  const figures = BatchFigures.parse(JSON.parse(stdout))
  if (figures.assessed !== PATIENTS)
    throw new Error(`${figures.assessed} of ${PATIENTS}: ${figures.remarks.join(' ')}`)
  return figures
}

const sources = [
  ['city.csv', `read_csv('FOLDER/city.csv', all_varchar = true, header = true)`],
  ['city.parquet', `read_parquet('FOLDER/city.parquet')`],
] as const

/** A city's batch against the same aggregation as one statement of DuckDB's SQL, and the memory that it takes. */
export async function benchClinicalRisk(redis: TestRedis): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wardlight-risk-bench-'))
  const lines: Line[] = []
  try {
    shippedJudge()
    await writeCity(folder)
    for (const [file, source] of sources) {
      const ours = await batch(redis, folder, file)
      const hand = await handSeconds(folder, source)
      const megabytes = Math.round(statSync(join(folder, file)).size / 1e6)
      process.stderr.write(
        `${file} ${megabytes} MB: batch ${ours.seconds.toFixed(1)} s (high ${ours.high}), by hand ${hand.seconds.toFixed(1)} s (high ${hand.high}), peak ${Math.round(ours.peak / 1e6)} MB\n`,
      )
      lines.push(
        {
          what: `Clinical risk, 1 000 000 patients of ${file}: the batch, against the same aggregation as one statement`,
          measured: `${ours.seconds.toFixed(1)} s (${(ours.seconds / hand.seconds).toFixed(2)} ×)`,
          floor: `${hand.seconds.toFixed(1)} s`,
          bound: `${BOUND} × the floor`,
          kept: ours.seconds <= BOUND * hand.seconds && ours.high === hand.high,
        },
        {
          what: `Clinical risk, 1 000 000 patients of ${file}: peak memory of the process`,
          measured: `${Math.round(ours.peak / 1e6)} MB`,
          floor: '-',
          bound: `${MOST_MEMORY_MB} MB`,
          kept: ours.peak < MOST_MEMORY_MB * 1e6,
        },
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return lines
}
