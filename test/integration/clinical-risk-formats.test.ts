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
  expect(await desk.run('synthea.json')).toMatchObject({
    state: 'done',
    format: 'fhir',
    done: 1,
    rejected: 0,
  })
  const resources = bundleResources(bundle('F2'))
  await desk.put('bulk.ndjson', `${[...resources, '{broken', JSON.stringify(bundle('F3'))].join('\n')}\n`)
  const bulk = await desk.run('bulk.ndjson')
  expect(bulk).toMatchObject({ state: 'done', format: 'fhir', done: 3, rejected: 1 })
  const rows = await desk.rows(bulk.id)
  expect(rows.map(({ age, history }) => [age.low, history.low > 0.02])).toEqual([
    [1, true],
    [1, true],
  ])
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

const Bundle = z.object({ entry: z.array(z.object({ resource: z.unknown() })) })

function bundleResources(value: object): string[] {
  return Bundle.parse(value).entry.map(({ resource }) => JSON.stringify(resource))
}
