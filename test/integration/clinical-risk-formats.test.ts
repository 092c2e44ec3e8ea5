import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { TestRedis } from '@test/support/redis-server.ts'
import { RiskTestDesk } from '@test/support/risk-desk.ts'

let redis: TestRedis
let desk: RiskTestDesk
let round = 0
beforeAll(async () => {
  redis = await TestRedis.start()
})
afterAll(() => redis.close())
beforeEach(async () => {
  desk = await new RiskTestDesk(redis.url, { prefix: `formats${(round += 1)}:` }).open()
})
afterEach(() => desk.close())

const bundle = (id: string): object => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    {
      fullUrl: `urn:uuid:${id}`,
      resource: { resourceType: 'Patient', id, birthDate: '1940-02-01', gender: 'female' },
    },
    {
      resource: {
        resourceType: 'Condition',
        subject: { reference: `urn:uuid:${id}` },
        clinicalStatus: { coding: [{ code: 'active' }] },
        code: {
          coding: [
            {
              system: 'http://snomed.info/sct',
              code: '88805009',
              display: 'Chronic congestive heart failure',
            },
          ],
          text: 'Chronic congestive heart failure (disorder)',
        },
      },
    },
    {
      resource: {
        resourceType: 'MedicationRequest',
        status: 'active',
        subject: { reference: `urn:uuid:${id}` },
        medicationCodeableConcept: { text: 'Warfarin Sodium 5 MG Oral Tablet' },
      },
    },
  ],
})

// Catches: bundles as Synthea writes them that do not load, and a bulk line that stops the rest.
test('FHIR bundles, bulk NDJSON, JSON and NDJSON load; a bad line is kept and the rest loads', async () => {
  await desk.put('synthea.json', JSON.stringify(bundle('F1')))
  const single = await desk.run('synthea.json')
  expect(single).toMatchObject({ state: 'done', format: 'fhir', done: 1, rejected: 0 })
  // Catches: records that never passed the least quality and read as if they had.
  expect(single.remarks).toEqual([expect.stringMatching(/^Of 1 patients the source gives no data quality/)])
  expect((await desk.rows(single.id)).map(({ missing }) => missing.at(-1))).toEqual(['data quality score'])
  const resources = bundleResources(bundle('F2'))
  await desk.put('bulk.ndjson', `${[...resources, '{broken', JSON.stringify(bundle('F3'))].join('\n')}\n`)
  const bulk = await desk.run('bulk.ndjson')
  expect(bulk).toMatchObject({ state: 'done', format: 'fhir', done: 3, rejected: 1 })
  const rows = await desk.rows(bulk.id)
  expect(rows.map(({ age, history }) => [age.low, history.low > 0.02])).toEqual([
    [1, true],
    [1, true],
  ])
  const mended = await desk.risk.handlers['clinical-risk.rejects']({ id: bulk.id, offset: 0, limit: 10 })
  expect(mended.rejects).toMatchObject([
    { reason: expect.stringMatching(/not JSON.*mend the file/), text: '{broken' },
  ])
  await desk.put(
    'bundles.ndjson',
    `${JSON.stringify(bundle('F4'))}\n${JSON.stringify(bundle('F5')).slice(0, -1)}\n`,
  )
  const bundles = await desk.run('bundles.ndjson')
  const broken = await desk.risk.handlers['clinical-risk.rejects']({ id: bundles.id, offset: 0, limit: 10 })
  const [reject] = broken.rejects
  const replayed = await desk.risk.handlers['clinical-risk.mend']({
    id: bundles.id,
    reject: reject?.id ?? -1,
    text: `${reject?.text ?? ''}}`,
  })
  expect(replayed).toMatchObject({ left: null, run: { rejected: 0, mended: 1 } })
  const patient = {
    patient_id: 'J1',
    age: 71,
    gender: 'm',
    medical_history: ['COPD'],
    current_medications: ['warfarin'],
    allergies: [],
  }
  await desk.put('list.json', JSON.stringify([patient, { ...patient, patient_id: 'J2', age: -4 }]))
  expect(await desk.run('list.json')).toMatchObject({ format: 'json', done: 2, rejected: 1 })
  await desk.put('lines.ndjson', `${JSON.stringify(patient)}\nnot json\n${JSON.stringify(patient)}\n`)
  expect(await desk.run('lines.ndjson')).toMatchObject({ format: 'ndjson', done: 3, rejected: 2 })
})

// Catches: files of one export that begin runs of their own or are run before the patients are there, and a folder of
// Synthea's bundles that is not seen.
test('the files of a bulk export are one source, and so is a folder of bundles', async () => {
  const { handlers, watch, desk: runs } = desk.risk
  await handlers['clinical-risk.watch']({ watched: true })
  const typed = (type: string): string =>
    ['E1', 'E2']
      .flatMap((id) => bundleResources(bundle(id)))
      .filter((text) => text.includes(`"resourceType":"${type}"`))
      .join('\n')
  await desk.put('Condition.ndjson', typed('Condition'))
  for (let look = 0; look < 3; look += 1) await watch.look()
  expect((await handlers['clinical-risk.runs']({ limit: 10 })).runs).toEqual([])
  await desk.put('MedicationRequest.ndjson', typed('MedicationRequest'))
  await desk.put('Claim.ndjson', '{"resourceType":"Claim"}')
  await desk.put('Patient.ndjson', typed('Patient'))
  await mkdir(join(desk.folder, 'synthea'))
  await desk.put('synthea/a.json', JSON.stringify(bundle('F1')))
  await desk.put('synthea/b.json', JSON.stringify(bundle('F2')))
  await desk.put('synthea/readme.md', 'no source')
  for (let look = 0; look < 3; look += 1) await watch.look()
  await runs.settled()
  for (let look = 0; look < 3; look += 1) await watch.look()
  await runs.settled()
  const { runs: found } = await handlers['clinical-risk.runs']({ limit: 10 })
  expect(found).toHaveLength(2)
  const exported = found.find(({ source }) => source === 'Patient.ndjson')
  expect(exported).toMatchObject({ state: 'done', done: 2 })
  expect(found.find(({ source }) => source === 'synthea')).toMatchObject({ state: 'done', done: 2 })
  const why = await handlers['clinical-risk.read']({ id: exported?.id ?? '', patientId: 'E2' })
  expect(why.parts.history.basis.map(({ input }) => input).join()).toMatch(/heart failure/)
  const { files } = await handlers['clinical-risk.sources']({})
  expect(new Map(files.map((file) => [file.name, [file.files, file.format]]))).toEqual(
    new Map([
      ['Patient.ndjson', [3, 'fhir']],
      ['synthea', [2, 'fhir']],
    ]),
  )
})

const Bundle = z.object({ entry: z.array(z.object({ resource: z.unknown() })) })

function bundleResources(value: object): string[] {
  return Bundle.parse(value).entry.map(({ resource }) => JSON.stringify(resource))
}
