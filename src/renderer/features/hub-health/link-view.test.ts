import { expect, test } from 'vitest'
import { linkView } from './link-view.ts'
import { HubStatus } from '@shared/features/hub-health/model.ts'

const live = HubStatus.parse({
  link: 'live',
  trouble: null,
  sentence: '',
  lastProofAt: 9_600,
  lastProofAgeMs: 400,
  since: 0,
  clockAheadMs: 0,
  target: 'embedded',
  embedded: true,
  demo: true,
  version: '7.0.15',
  warnings: [],
  quarantined: 0,
})

test('the age goes on growing without events (bug: "live 0.4 s" for ever)', () => {
  expect(linkView({ status: live, receivedAt: 10_000 }, 10_000)).toEqual({ link: 'live', ageMs: 400 })
  expect(linkView({ status: live, receivedAt: 10_000 }, 11_500)).toEqual({ link: 'live', ageMs: 1_900 })
})

test('a silent main process is a technical alarm after 2 s (bug: a frozen core looks live)', () => {
  expect(linkView({ status: live, receivedAt: 10_000 }, 12_000)).toEqual({
    link: 'lost',
    since: 9_600,
    byWindow: true,
    sentence: '',
  })
})

test('main’s own word comes first (bug: the reason is replaced by a general one)', () => {
  const lost = { ...live, link: 'lost' as const, sentence: 'The hub refused the password.' }
  expect(linkView({ status: lost, receivedAt: 10_000 }, 19_000)).toMatchObject({
    byWindow: false,
    sentence: 'The hub refused the password.',
  })
})

test('a clock that was set back yields no negative age (bug: "live -3.0 s")', () => {
  expect(linkView({ status: live, receivedAt: 10_000 }, 7_000)).toEqual({ link: 'live', ageMs: 400 })
})

test('nothing heard yet is connecting, not lost (bug: an alarm at every start)', () => {
  expect(linkView(null, 5)).toEqual({ link: 'connecting' })
})
