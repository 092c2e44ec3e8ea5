import { expect, test } from 'vitest'
import { NotesDesk } from './notes-desk.ts'
import { guardModelReading } from './notes-model.ts'
import type { HubNotes, NotesSaid } from './ports.ts'

const note =
  'Her sugar sickness is treated by diet. No sign of the old sugar trouble today. Has COPD.\nFamily history:\nweak pump of the heart in old age'
const notes: HubNotes = { kind: 'notes', text: note }
const fact = (condition: string, quotation: string) => ({ condition, standing: 'present', quotation })

// Catches: words that the tables do not know and that a model alone understood, taken where the note denies or doubts them.
test.each([
  ['diabetes', 'Her sugar sickness', null],
  ['diabetes', 'sugar trouble', 'against-the-rules'],
  ['heart failure', 'weak pump of the heart', 'against-the-rules'],
  ['diabetes', 'by diet. No sign', 'against-the-rules'],
  ['diabetes', 'Her', 'not-in-quotation'],
  ['diabetes', 'ugar sickness', 'against-the-rules'],
  ['diabetes', 'her sweet blood', 'not-in-note'],
  // A second disease must not ride on the words of the first.
  ['COPD with heart failure', 'Has COPD', 'not-in-quotation'],
] as const)('%s from “%s”: %s', (condition, quotation, fault) => {
  const reading = guardModelReading(note, { facts: [fact(condition, quotation)] })
  expect(reading).toMatchObject(
    fault === null
      ? { entries: [{ text: condition, from: { by: 'model', quotation } }], refused: [] }
      : { entries: [], refused: [{ condition, fault }] },
  )
})

interface Case {
  readonly said?: NotesSaid
  readonly recorded?: boolean
}

function deskOf({ said, recorded = true }: Case) {
  const asked: string[] = []
  const advice: string[] = []
  const desk = new NotesDesk({
    model: () =>
      said === undefined
        ? null
        : {
            name: 'm (1)',
            read: (text) => {
              asked.push(text)
              return Promise.resolve(said)
            },
          },
    advice: (patientId, about) => {
      advice.push(...about.map((each) => `${patientId}: ${each}`))
      return Promise.resolve(recorded)
    },
  })
  return { desk, asked, advice }
}

const answer: NotesSaid = { kind: 'said', answer: { facts: [fact('diabetes', 'Her sugar sickness')] } }

// Catches: a model's reading shown that is not on record, or asked for again (and paid) with every look at a patient.
test('what is shown is on record with every look, and the model is asked once', async () => {
  const { desk, asked, advice } = deskOf({ said: answer })
  const first = await desk.read('P1', notes)
  expect(first).toMatchObject({ facts: [{ text: 'diabetes' }], told: { model: 'm (1)', remarks: [] } })
  expect(await desk.read('P1', notes)).toEqual(first)
  expect(asked).toEqual([note])
  expect(advice).toEqual(['P1: diabetes (m (1))', 'P1: diabetes (m (1))'])
})

test('what cannot be put on record is not used, and that is said', async () => {
  const { desk } = deskOf({ said: answer, recorded: false })
  const { facts, told } = await desk.read('P1', notes)
  expect(facts).toEqual([])
  expect(told).toMatchObject({
    model: null,
    remarks: [expect.stringContaining('could not be put on record')],
  })
})

// Catches: a failure that is kept like an answer, so that the model is never asked again; one that is not told.
test.each([
  [
    { kind: 'not-read', sentence: 'The model sleeps.' },
    'The model sleeps. The notes were read by rules only.',
  ],
  [
    { kind: 'said', answer: { risk: 'low' } },
    'The model answered in a shape that cannot be used. The notes were read by rules only.',
  ],
] as const)('a model that does not answer: %j', async (said, remark) => {
  const { desk, asked, advice } = deskOf({ said })
  expect(await desk.read('P1', notes)).toEqual({ facts: [], told: { model: null, remarks: [remark] } })
  await desk.read('P1', notes)
  expect(asked).toHaveLength(2)
  expect(advice).toEqual([])
})

test('a statement that the notes do not bear out is counted', async () => {
  const { desk } = deskOf({ said: { kind: 'said', answer: { facts: [fact('AIDS', 'has AIDS')] } } })
  const { facts, told } = await desk.read('P1', notes)
  expect(facts).toEqual([])
  expect(told).toMatchObject({ model: 'm (1)', remarks: [expect.stringContaining('1 statement')] })
})

// Catches: notes that cannot be read taken for none; a model that is asked without a note.
test('without notes nothing is asked; unreadable notes are said', async () => {
  const { desk, asked } = deskOf({ said: answer })
  expect(await desk.read('P1', { kind: 'none' })).toMatchObject({ told: { model: null, remarks: [] } })
  const { told } = await desk.read('P1', { kind: 'unreadable' })
  expect(told.remarks).toEqual([expect.stringContaining('cannot be read')])
  expect(asked).toEqual([])
  expect((await deskOf({}).desk.read('P1', notes)).told).toEqual({ model: null, remarks: [] })
})
