import { describe, expect, test } from 'vitest'
import { PolicyFaults, readPolicies } from './policies-read.ts'
import { shippedPolicies, shippedPolicyFiles } from './policies-shipped.ts'

const shipped = shippedPolicyFiles()

function faultsWith(file: string, change: (text: string) => string): readonly string[] {
  const files = new Map(shipped)
  files.set(file, change(files.get(file) ?? ''))
  try {
    readPolicies(files)
    return []
  } catch (error) {
    if (error instanceof PolicyFaults) return error.faults
    throw error
  }
}

describe('the shipped policies', () => {
  test('cover at least 40 procedures in every category, for at least two payers', () => {
    const { policies, plans } = shippedPolicies()
    expect(new Set(policies.flatMap(({ procedures }) => [...procedures.keys()])).size).toBeGreaterThanOrEqual(
      40,
    )
    expect(new Set(policies.map(({ category }) => category)).size).toBe(6)
    expect(new Set([...plans.values()].map(({ payer }) => payer)).size).toBeGreaterThanOrEqual(2)
  })

  test('ask only for facts that some policy uses, and use only facts that are defined', () => {
    const { facts, policies } = shippedPolicies()
    const used = new Set(
      policies
        .flatMap(({ needs }) => needs.flatMap(({ expression }) => expression.flat()))
        .map(({ fact }) => fact),
    )
    expect([...facts.keys()].filter((id) => !used.has(id))).toEqual([])
  })
})

describe('a fault in the policies is found, with its place', () => {
  test.each<[string, string, (text: string) => string, RegExp]>([
    [
      'a fact nobody defined',
      'policies/imaging.txt',
      (text) => text.replace('chest-pain --', 'chest-pane --'),
      /imaging\.txt:\d+ .*chest-pane/,
    ],
    [
      'a number outside the range',
      'policies/surgery.txt',
      (text) => text.replace('bmi < 40', 'bmi < 4000'),
      /surgery\.txt:\d+ 4000 is outside/,
    ],
    [
      'a choice that does not exist',
      'policies/infusion.txt',
      (text) => text.replace('in iii, iv', 'in iii, v'),
      /"v" is no choice/,
    ],
    [
      'a plan that does not exist',
      'policies/imaging.txt',
      (text) => text.replace('(harbor)', '(harbour)'),
      /no "harbour"/,
    ],
    [
      'a document that does not exist',
      'policies/imaging.txt',
      (text) => text.replace('documents: clinical-note', 'documents: letter'),
      /no "letter"/,
    ],
    [
      'a procedure under two policies',
      'policies/imaging.txt',
      (text) => text.replace('70551 MRI', '72148 MRI'),
      /asks twice about 72148/,
    ],
    [
      'a policy without a source',
      'policies/therapy.txt',
      (text) => text.replace('source: CMS NCD 20.29', ''),
      /"hyperbaric" has no source/,
    ],
    [
      'a yes-no fact compared with a number',
      'policies/imaging.txt',
      (text) => text.replace('need symptoms: chest-pain', 'need symptoms: chest-pain >= 1'),
      /is no number/,
    ],
    ['a version in another form', 'payers.txt', (text) => text.replace('2026.4', 'third'), /payers\.txt:3/],
    ['a fact twice', 'facts.txt', (text) => `${text}\nbmi | number | Again | kg/m² 1..2`, /"bmi" twice/],
  ])('%s', (_name, file, change, expected) => {
    expect(faultsWith(file, change).join(' ')).toMatch(expected)
  })

  test('the version changes with any word of the folder, so that earlier approvals are not reused', () => {
    const files = new Map(shipped)
    files.set(
      'policies/imaging.txt',
      (files.get('policies/imaging.txt') ?? '').replace('weeks >= 6', 'weeks >= 7'),
    )
    const version = (book: ReturnType<typeof readPolicies>): string | undefined =>
      book.plans.get('meridian/choice-ppo')?.version
    expect(version(readPolicies(files))).not.toBe(version(readPolicies(shipped)))
  })
})
