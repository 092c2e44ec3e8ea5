import { expect, test } from 'vitest'
import { lumbarMri } from '@test/support/prior-auth-requests.ts'
import { evaluate } from './engine.ts'
import { shippedPolicies } from './policies-shipped.ts'

const book = shippedPolicies()

const diagnosis = (procedure: string, code: string): string | undefined => {
  const found = evaluate(lumbarMri({ procedure, diagnoses: [code] }), book, Date.UTC(2026, 10, 22))
  return found.kind === 'checked' ? found.criteria.find(({ id }) => id === 'diagnosis')?.state : found.kind
}

// Catches: a lumbar laminectomy approved for a narrowed neck, because the codes of all regions begin alike.
test.each([
  ['72148', 'M54.12', 'radiculopathy, cervical region'],
  ['72148', 'M48.02', 'spinal stenosis, cervical region'],
  ['72148', 'M47.812', 'spondylosis, cervical region'],
  ['72148', 'M43.12', 'spondylolisthesis, cervical region'],
  ['63047', 'M48.02', 'spinal stenosis, cervical region'],
  ['63030', 'M54.12', 'radiculopathy, cervical region'],
  ['63030', 'M47.22', 'spondylosis with radiculopathy, cervical region'],
  ['22551', 'M47.26', 'spondylosis with radiculopathy, lumbar region'],
  ['22551', 'M47.16', 'spondylosis with myelopathy, lumbar region'],
  ['L1832', 'M25.311', 'instability of the right shoulder'],
  ['27447', 'T84.012A', 'broken prosthesis of the right knee: a revision has codes of its own'],
  ['27130', 'T84.010A', 'broken prosthesis of the right hip'],
  ['J0178', 'H35.3110', 'macular degeneration of the dry kind'],
])('%s is not supported by %s, %s', (procedure, code) => {
  expect(diagnosis(procedure, code)).toBe('not-met')
})

test.each([
  ['72148', 'M54.16', 'radiculopathy, lumbar region'],
  ['72148', 'M48.061', 'spinal stenosis, lumbar region without claudication'],
  ['72148', 'M47.816', 'spondylosis, lumbar region'],
  ['72148', 'M43.17', 'spondylolisthesis, lumbosacral region'],
  ['63047', 'M48.062', 'spinal stenosis, lumbar region with claudication'],
  ['63030', 'M54.17', 'radiculopathy, lumbosacral region'],
  ['22551', 'M48.02', 'spinal stenosis, cervical region'],
  ['22551', 'M47.12', 'spondylosis with myelopathy, cervical region'],
  ['22551', 'M47.22', 'spondylosis with radiculopathy, cervical region'],
  ['L1832', 'M25.361', 'instability of the right knee'],
  ['J0178', 'H35.3211', 'macular degeneration of the wet kind'],
  ['J0178', 'E13.3211', 'retinopathy with macular oedema in other diabetes'],
  ['66984', 'E11.36', 'diabetic cataract, which is coded with the diabetes'],
  ['93798', 'Z94.1', 'heart transplant (42 CFR 410.49(b)(1)(vi))'],
  ['93798', 'Z98.61', 'coronary angioplasty without a stent'],
])('%s is supported by %s, %s', (procedure, code) => {
  expect(diagnosis(procedure, code)).toBe('met')
})

// A name that promises more than the code orders the wrong device: descriptors of CMS's addendum B of April 2023.
test('devices are named as their codes are', () => {
  const named = new Map(book.policies.flatMap(({ procedures }) => [...procedures]))
  expect(named.get('K0861')).toBe('Power wheelchair, group 3 standard, several power options')
  expect(named.get('E0747')).toBe('Bone growth stimulator, electrical, non-invasive, not for the spine')
})
