import { expect, test } from 'vitest'
import { newPlan, type RunPlan } from './run-plan.ts'
import { JsonParts, planJson } from './source-json.ts'
import { heldBytes, type SourceBytes } from './source-bytes.ts'

const AS_OF = Date.UTC(2026, 10, 22)
const row = (id: string): string =>
  JSON.stringify({ patient_id: id, age: 70, gender: 'f', medical_history: ['COPD'], notes: 'née }]{["' })

async function planOf(bytes: SourceBytes, format: 'json' | 'ndjson', partRecords: number): Promise<RunPlan> {
  const plan = await planJson(bytes, format, 'digest', partRecords, () => false)
  const head = newPlan({ source: 'f', format, asOf: AS_OF, startedBy: '', station: '', version: '' })
  return { ...head, ...plan, columns: [], parts: plan?.parts ?? [] }
}

/** Every row of every part: its patient, or why it has none. */
async function read(bytes: SourceBytes, plan: RunPlan): Promise<Map<number, string>> {
  const source = await JsonParts.open(bytes, plan, AS_OF)
  const found = new Map<number, string>()
  for (const part of plan.parts) {
    const { single, rejects } = await source.part(part)
    for (const { number, reading } of single)
      found.set(
        number,
        reading.kind === 'record'
          ? reading.record.patientId
          : reading.kind === 'rejected'
            ? reading.reason
            : '',
      )
    for (const { id, reason } of rejects) found.set(id, reason)
  }
  return new Map([...found].sort(([a], [b]) => a - b))
}

// Catches: a part that reads other bytes than were planned, a row in two parts or in none, memory of the whole file.
test('a list and lines of many rows are read part by part, each from its own bytes', async () => {
  const ids = Array.from({ length: 2_400 }, (_, at) => `P${at}`)
  for (const [format, text] of [
    ['ndjson', `\ufeff${ids.map(row).join('\n')}\n`],
    ['json', `{"made":"by us","patients":[\n${ids.map(row).join(' ,\n')}]}`],
  ] as const) {
    const held = heldBytes(Buffer.from(text))
    let most = 0
    const bytes: SourceBytes = {
      ...held,
      read: (from, to) => {
        most = Math.max(most, Math.min(to, held.size) - from)
        return held.read(from, to)
      },
    }
    const plan = await planOf(bytes, format, 320)
    expect(plan.parts).toHaveLength(8)
    most = 0
    expect([...(await read(bytes, plan)).values()]).toEqual(ids)
    expect(most).toBeLessThan(held.size / 3)
    const source = await JsonParts.open(bytes, plan, AS_OF)
    expect(await source.record(plan.parts[3] ?? plan.parts[0] ?? never(), 1_111)).toMatchObject({
      record: { patientId: 'P1111' },
    })
  }
})

function never(): never {
  throw new Error('the plan has no parts')
}

// Catches: one bad line that takes the rest with it or is lost, a second row of a patient that counts.
test('bad lines are kept with their reason and the rest loads', async () => {
  const text = Buffer.concat([
    Buffer.from(`${row('A')}\n{"patient_id": "B", \n${row('A')}\n`),
    Buffer.from('{"patient_id":"M\xfcller"}\n', 'latin1'),
    Buffer.from(`7\n${row('C')}\n{"patient_id":"D","age":-1}\n{"patient_id":"E","ag`),
  ])
  const bytes = heldBytes(text)
  const plan = await planOf(bytes, 'ndjson', 3)
  const reasons = [...(await read(bytes, plan)).values()]
  expect(reasons[0]).toBe('A')
  expect(reasons[1]).toMatch(/not JSON/)
  expect(reasons[2]).toMatch(/occurs before/)
  expect(reasons[3]).toMatch(/not UTF-8/)
  expect(reasons[4]).toMatch(/no object/)
  expect(reasons[5]).toBe('C')
  expect(reasons[6]).toMatch(/below 0/)
  expect(reasons[7]).toMatch(/cut off/)
  expect(plan.remarks.join()).toMatch(/cut off/)
})

// Catches: a list that was cut off and loads as if it were whole, or not at all; an encoding that nobody can read.
test('of a list that was cut off the rows before it load, and that is told', async () => {
  const bytes = heldBytes(Buffer.from(`[${row('A')},${row('B').slice(0, 30)}`))
  const plan = await planOf(bytes, 'json', 10)
  expect([...(await read(bytes, plan)).values()]).toEqual(['A', expect.stringMatching(/cut off/)])
  expect(plan.remarks.join()).toMatch(/cut off/)
  for (const [bad, reason] of [
    [Buffer.from(`\ufeff[${row('A')}]`, 'utf16le'), /UTF-16/],
    [Buffer.from(`[${row('A')}]`, 'utf16le'), /UTF-16/],
    [Buffer.from('{"a":1}'), /neither a list/],
    [Buffer.from('[{"patient_id"'), /not JSON/],
  ] as const)
    await expect(planOf(heldBytes(bad), 'json', 10)).rejects.toThrow(reason)
})
