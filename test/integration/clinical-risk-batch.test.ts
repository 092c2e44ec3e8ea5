import { afterAll, beforeAll, expect, test } from 'vitest'
import { assess } from '@main/features/clinical-risk/engine.ts'
import { readRow } from '@main/features/clinical-risk/record-read.ts'
import { withNotes } from '@main/features/clinical-risk/row-reading.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { assessed, RiskTestDesk, shippedJudge } from '@test/support/risk-desk.ts'
import { riskColumns, riskRows } from '@test/support/risk-rows.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())

// Catches: a batch that counts, scores or rounds in another way than the engine; a row that is lost between the two.
test('The batch and the engine give the same result for thousands of patients with missing data', async () => {
  const desk = await new RiskTestDesk(redis.url, { prefix: 'same:' }).open()
  try {
    const rows = riskRows(4_000)
    await desk.put('city.csv', `${riskColumns}\n${rows.join('\n')}\n`)
    const status = await desk.run('city.csv')
    expect(status.state).toBe('done')
    const names = riskColumns.split(',')
    const wanted = rows.flatMap((row) => {
      const cells = row.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []
      const values = cells.map((cell) =>
        cell
          .replace(/,$/, '')
          .replace(/^"(.*)"$/, '$1')
          .replaceAll('""', '"'),
      )
      const reading = withNotes(
        readRow(Object.fromEntries(names.map((name, at) => [name, values[at] ?? ''])), status.startedAt),
      )
      if (reading.kind !== 'record') return []
      if ((reading.record.quality ?? 1) <= 0.95) return []
      const { patientId, standing, low, high, confidence, missing, parts } = assess(
        reading.record,
        shippedJudge(),
        status.startedAt,
      )
      const part = ({ low: least, high: most }: { low: number; high: number }) => [least, most]
      return [
        {
          patientId,
          standing,
          low,
          high,
          confidence,
          missing,
          age: part(parts.age),
          medication: part(parts.medication),
          history: part(parts.history),
        },
      ]
    })
    const got = (await desk.rows(status.id)).map((row) => ({
      patientId: row.patientId,
      standing: row.standing,
      low: row.low,
      high: row.high,
      confidence: row.confidence,
      missing: row.missing,
      age: [row.age.low, row.age.high],
      medication: [row.medication.low, row.medication.high],
      history: [row.history.low, row.history.high],
    }))
    expect(got).toEqual(wanted)
    expect(status.done).toBe(rows.length)
    const { counts } = status
    expect(assessed(status)).toBe(wanted.length)
    expect(wanted.length + status.rejected + status.lowQuality).toBe(rows.length)
    expect(counts.high).toBe(wanted.filter(({ standing }) => standing === 'high').length)
    expect(status.bins.reduce((total, { low }) => total + low, 0)).toBe(wanted.length)
  } finally {
    await desk.close()
  }
})
