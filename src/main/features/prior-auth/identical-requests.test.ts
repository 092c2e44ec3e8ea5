import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PriorAuthRequest } from '@shared/features/prior-auth/model.ts'
import { fact, lumbarMri } from '@test/support/prior-auth-requests.ts'
import { evaluate } from './engine.ts'
import { cacheDigest, cacheText } from './identical-requests.ts'
import { shippedPolicies } from './policies-shipped.ts'

describe('the cache key', () => {
  // The worked example of docs/prior-authorisation.md: programs in other languages compute the same.
  test('is the SHA-256 of the documented text', () => {
    const request = lumbarMri({
      diagnoses: ['m54.50', 'G83.4', 'M54.50'],
      facts: [fact('red-flag', false, { on: '2026-11-01' }), fact('conservative-care-weeks', 8)],
    })
    const text =
      '[1,"72148",["G834","M5450"],"meridian","choice-ppo","2026.3+0a1b2c3d",1,0,54,["clinical-note"],' +
      '[["conservative-care-weeks",8,null],["red-flag",false,"2026-11-01"]]]'
    expect(cacheText(request, '2026.3+0a1b2c3d')).toBe(text)
    const evaluation = evaluate(request, shippedPolicies(), 0)
    if (evaluation.kind !== 'checked') throw new Error('not checked')
    const own = createHash('sha256').update(cacheText(request, evaluation.policyVersion)).digest('hex')
    expect(cacheDigest(request, evaluation)).toBe(own)
  })

  test.each<[string, Partial<PriorAuthRequest>]>([
    ['the patient', { patientId: 'P2' }],
    ['the notes', { notes: 'something else' }],
    ['the cost', { estimatedCost: 4 }],
    ['the urgency', { urgent: true }],
    ['who recorded a fact', { facts: [fact('conservative-care-weeks', 8, { source: 'form' })] }],
    ['how a code is written', { diagnoses: ['m5450'], procedure: ' 72148 ' }],
  ])('does not depend on %s', (_name, more) => {
    expect(cacheText(lumbarMri(more), 'v')).toBe(cacheText(lumbarMri(), 'v'))
  })

  test.each<[string, Partial<PriorAuthRequest>]>([
    ['the procedure', { procedure: '72149' }],
    ['a diagnosis', { diagnoses: ['M54.50', 'M51.26'] }],
    ['the payer', { payer: 'harbor' }],
    ['the plan', { plan: 'essential-hmo' }],
    ['a fact', { facts: [fact('conservative-care-weeks', 9)] }],
    ['the day of a fact', { facts: [fact('conservative-care-weeks', 8, { on: '2026-01-01' })] }],
    ['the age', { ageYears: 55 }],
    ['the quantity', { quantity: 2 }],
    ['a document', { documents: [] }],
  ])('depends on %s', (_name, more) => {
    expect(cacheText(lumbarMri(more), 'v')).not.toBe(cacheText(lumbarMri(), 'v'))
  })

  test('depends on the policy version', () => {
    expect(cacheText(lumbarMri(), 'v')).not.toBe(cacheText(lumbarMri(), 'w'))
  })
})
