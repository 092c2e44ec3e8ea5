import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FhirExports, type FhirFiles } from './fhir-source.ts'
import type { RowReading } from './part-input.ts'
import { newPlan, type RunPlan } from './run-plan.ts'
import { SealedSpill } from './sealed-spill.ts'
import { heldBytes } from './source-bytes.ts'

const AS_OF = Date.UTC(2026, 10, 22)
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wardlight-spill-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Resource = Readonly<Record<string, unknown>>
const patient = (id: string): Resource => ({ resourceType: 'Patient', id, birthDate: '1940-02-01' })
const subject = (id: string): Resource => ({ subject: { reference: `Patient/${id}` } })
const condition = (id: string, text = 'COPD'): Resource => ({
  resourceType: 'Condition',
  ...subject(id),
  code: { text },
})
const request = (id: string, medication: string): Resource => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  ...subject(id),
  medicationReference: { reference: `urn:uuid:${medication}` },
})
const medication = (id: string, text: string): Resource => ({
  resourceType: 'Medication',
  id,
  code: { text },
})
const lines = (...values: readonly (Resource | string)[]): string =>
  values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('')

function filesOf(texts: Readonly<Record<string, string>>): FhirFiles {
  const members = Object.entries(texts).map(([name, text]) => ({
    name,
    open: () => Promise.resolve(heldBytes(Buffer.from(text))),
  }))
  const bytes = Object.values(texts).reduce((total, text) => total + Buffer.byteLength(text), 0)
  return { members, digest: JSON.stringify(Object.keys(texts)), bytes }
}

async function planOf(exports: FhirExports, files: FhirFiles): Promise<RunPlan> {
  const plan = await exports.plan(files, () => false)
  const head = { source: 'f', format: 'fhir', asOf: AS_OF, startedBy: '', station: '', version: '' } as const
  if (plan === null) throw new Error('the plan was stopped')
  return { ...newPlan(head), ...plan }
}

async function planned(files: FhirFiles): Promise<RunPlan> {
  const exports = new FhirExports(folder, 3)
  const plan = await planOf(exports, files)
  await exports.close()
  return plan
}

/** What came of each row, by patient or reason. */
async function read(files: FhirFiles, partRecords = 3): Promise<Map<string, RowReading>> {
  const exports = new FhirExports(folder, partRecords)
  const plan = await planOf(exports, files)
  const source = exports.open(files, plan, () => false)
  const found = new Map<string, RowReading>()
  let rows = 0
  for (const part of plan.parts) {
    const { single, rejects } = await source.part(part)
    expect(single.length + rejects.length).toBe(part.records)
    for (const { number, reading } of single) {
      expect(number).toBeGreaterThanOrEqual(part.first)
      found.set(reading.kind === 'record' ? reading.record.patientId : `row ${number}`, reading)
    }
    for (const reject of rejects) found.set(`row ${reject.id}`, { kind: 'rejected', reason: reject.reason })
    rows += single.length + rejects.length
  }
  expect(rows).toBe(plan.records)
  await source.close()
  expect(readdirSync(folder)).toEqual([])
  return found
}

function recordOf(reading: RowReading | null | undefined) {
  if (reading?.kind !== 'record') throw new Error('there is no such record')
  return reading.record
}

const reasons = (found: ReadonlyMap<string, RowReading>): string[] =>
  [...found.values()].flatMap((reading) => (reading.kind === 'rejected' ? [reading.reason] : []))

// Catches: resources that lie in another file than their patient, before him or far from him, and are lost.
test('resources of one patient that are scattered over files come together', async () => {
  const ids = Array.from({ length: 40 }, (_, at) => `S${at}`)
  const files = filesOf({
    'Condition.ndjson': lines(...ids.map((id) => condition(id))),
    'MedicationRequest.ndjson': lines(...ids.map((id) => request(id, `m-${id}`))),
    'Patient.ndjson': lines(...ids.map(patient)),
    'Medication.ndjson': lines(...ids.map((id) => medication(`m-${id}`, `warfarin for ${id}`))),
    'AllergyIntolerance.ndjson': lines({
      resourceType: 'AllergyIntolerance',
      patient: { reference: 'Patient/S7' },
      code: { text: 'penicillin' },
    }),
  })
  const found = await read(files)
  expect([...found.keys()].sort()).toEqual([...ids].sort())
  for (const id of ids) {
    const { history, medications, allergies, ageYears } = recordOf(found.get(id))
    expect([ageYears, history?.map(({ text }) => text), medications]).toEqual([
      86,
      ['COPD'],
      [`warfarin for ${id}`],
    ])
    expect(allergies).toEqual(id === 'S7' ? ['penicillin'] : null)
  }
  // Another host sorts the same export into the same parts.
  const [here, there] = [new FhirExports(folder, 3), new FhirExports(folder, 3)]
  const shared = await planOf(here, files)
  const rows = await Promise.all(
    [here, there].map(async (host) => {
      const source = host.open(files, shared, () => false)
      const parts: (readonly [number, unknown])[][] = []
      for (const part of shared.parts)
        parts.push((await source.part(part)).single.map(({ number, reading }) => [number, reading]))
      await source.close()
      return parts
    }),
  )
  expect(rows[0]?.flat()).toHaveLength(ids.length)
  expect(rows[1]).toEqual(rows[0])
  // One patient alone is read as in his part, without the export being sorted again.
  const exports = new FhirExports(folder, 3)
  const plan = await planOf(exports, files)
  await exports.close()
  const source = exports.open(files, plan, () => false)
  const [part] = plan.parts
  if (part === undefined) throw new Error('no part')
  expect(recordOf(await source.record(part, 0, 'S7'))).toEqual(recordOf(found.get('S7')))
  expect(await source.record(part, 0, 'S99')).toBeNull()
  await source.close()
})

// Catches: patient data in clear on the disk while an export is sorted, and a spill that a crash leaves for ever.
test('what is sorted lies on the disk sealed, and is removed', async () => {
  const text = lines(
    patient('CANARY'),
    ...Array.from({ length: 2_000 }, () => condition('CANARY', `CANARY ${'x'.repeat(90)}`)),
  )
  const exports = new FhirExports(folder, 3)
  await planOf(exports, filesOf({ 'a.ndjson': text }))
  const [name = ''] = readdirSync(folder)
  const spilled = readFileSync(join(folder, name))
  expect(spilled.length).toBeGreaterThan(100_000)
  expect(spilled.includes('CANARY')).toBe(false)
  await exports.close()
  expect(readdirSync(folder)).toEqual([])
  writeFileSync(join(folder, 'spill-0123456789abcdef'), 'left by a crash')
  await SealedSpill.removeOld(folder)
  expect(readdirSync(folder)).toEqual([])
})

// Catches: a broken line that stops the rest or is lost, and a patient whose list reads as complete without it.
test('a broken line is kept, and the list of the patient whom it names stays open', async () => {
  const broken = JSON.stringify(condition('B1', 'metastatic cancer')).slice(0, -3)
  const files = filesOf({
    'bulk.ndjson': lines(
      patient('B1'),
      condition('B1'),
      broken,
      patient('B2'),
      condition('B2'),
      '{broken',
      patient('B2'),
    ),
  })
  const found = await read(files)
  expect(recordOf(found.get('B1')).history?.map(({ text }) => text)).toEqual([
    'COPD',
    'entry that could not be read',
  ])
  expect(recordOf(found.get('B2')).history?.map(({ text }) => text)).toEqual(['COPD'])
  expect(reasons(found).sort()).toEqual([
    expect.stringMatching(/not JSON/),
    expect.stringMatching(/not JSON/),
    expect.stringMatching(/occurs before/),
  ])
  const plan = await planned(files)
  expect(plan.remarks.join()).toMatch(/1 row that cannot be read does not tell/)
})

// Catches: an export that was cut off and whose patients read as complete, so that a missing cancer reads as none.
test('of an export that was cut off every patient stays open to the top', async () => {
  const cut = lines(condition('C1'), condition('C2')).slice(0, -20)
  const files = filesOf({ 'Patient.ndjson': lines(patient('C1'), patient('C2')), 'Condition.ndjson': cut })
  const found = await read(files)
  for (const id of ['C1', 'C2'])
    expect(recordOf(found.get(id)).history?.map(({ text }) => text)).toContain('entry that could not be read')
  // Of the drugs nothing was cut off: there are none, which is not known, as before.
  expect(recordOf(found.get('C1')).medications).toBeNull()
  const plan = await planned(files)
  expect(plan.remarks.join()).toMatch(/Condition\.ndjson was cut off/)
})

// Catches: a bundle that is too large to be held and loses patients, and one of hospitals that reads as a bad row.
test('bundles load: one a patient, one of many patients, and one larger than is held', async () => {
  const entries = (...resources: readonly Resource[]): string =>
    JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) }, null, 1)
  const hospital = entries({ resourceType: 'Organization', name: 'a hospital' })
  const small = filesOf({
    'one.json': entries(patient('D1'), { ...condition('?'), subject: undefined }),
    'hospital.json': hospital,
    'two.json': entries(patient('D2'), patient('D3'), condition('D3')),
  })
  const found = await read(small)
  expect([...found.keys()].sort()).toEqual(['D1', 'D2', 'D3'])
  expect(recordOf(found.get('D1')).history).toHaveLength(1)
  expect(recordOf(found.get('D2')).history).toBeNull()

  const padding = { resourceType: 'Claim', text: 'x'.repeat(4_000_000) }
  const large = entries(
    condition('L1'),
    ...Array.from({ length: 17 }, () => padding),
    patient('L1'),
    patient('L2'),
    condition('L2'),
  )
  expect(large.length).toBeGreaterThan(64_000_000)
  const streamed = await read(filesOf({ 'large.json': large }))
  expect([...streamed.keys()].sort()).toEqual(['L1', 'L2'])
  expect(recordOf(streamed.get('L1')).history).toHaveLength(1)
  await expect(read(filesOf({ 'hospital.json': hospital }))).rejects.toThrow(/no Patient/)
  await expect(read(filesOf({ 'cut.json': hospital.slice(0, 60) }))).rejects.toThrow(/not JSON/)
})
