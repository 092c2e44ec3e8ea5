import { expect, test } from 'vitest'
import { readDailyMg } from './recognise-dose.ts'

// Catches: a daily dose that is guessed, and a limit that is passed because a dose was read too low.
test.each<[string, number | null]>([
  ['simvastatin 40 mg nightly', 40],
  ['simvastatin 40 mg', null],
  ['Ramipril 5 mg 1-0-1', 10],
  ['Metoprolol 47,5 mg 1-0-1', 95],
  ['L-Thyroxin 75 µg 1-0-0', 0.075],
  ['paracetamol 1 g qds', 4000],
  ['acetaminophen 500 mg 2 tablets tid', 3000],
  ['ibuprofen 400 mg three times daily', 1200],
  ['ibuprofen 400 mg 3 times a day', 1200],
  ['ibuprofen 400 mg q8h', 1200],
  ['digoxin 0.125 mg daily', 0.125],
  ['lisinopril 10 mg twice daily', 20],
  ['oxycodone 5 mg q4h prn', null],
  ['methotrexate 15 mg weekly', null],
  ['warfarin 5 mg daily, then 2.5 mg daily', null],
  ['ibuprofen 400-600 mg tid', null],
  ['amoxicillin 250 mg/5 ml tid', null],
  ['amoxicillin 875/125 mg bid', null],
  ['fentanyl 25 mcg/h daily', null],
  ['warfarin', null],
])('%s is %s mg a day', (text, mg) => {
  expect(readDailyMg(text)).toBe(mg)
})
