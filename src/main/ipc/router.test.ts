import { beforeEach, describe, expect, test, vi } from 'vitest'
import { permissionsOf } from '@shared/clinical/permissions.ts'
import type { Role } from '@shared/clinical/roles.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'
import { refusingHandlers } from '@test/support/all-handlers.ts'
import { type Handlers, Router, type RouterPorts } from './router.ts'

/** Answers every request by failing; single handlers are replaced per test. */
function handlersWith(replaced: Partial<Handlers>): Handlers {
  return { ...refusingHandlers(), ...replaced }
}

const audit = vi.fn<RouterPorts['audit']>()
const defect = vi.fn<RouterPorts['defect']>()
beforeEach(() => {
  audit.mockReset()
  defect.mockReset()
})

function router(replaced: Partial<Handlers>, role: Role = 'nurse'): Router {
  const sitting = () => ({
    actor: { user: 'mara', role, station: 'desk' },
    held: permissionsOf(role),
    serial: 1,
    handle: 'a1',
  })
  return new Router(handlersWith(replaced), { sitting, audit, defect })
}

const follow = { patientId: 'P1', follow: true }

describe('a request', () => {
  // Catches: a foreign page that reaches a handler.
  test('of an untrusted sender goes nowhere, whatever it asks', async () => {
    const handler = vi.fn<Handlers['alerts.follow']>(() => ({ followed: [] }))
    for (const name of ['alerts.follow', 'no.such'])
      expect(await router({ 'alerts.follow': handler }).answer(name, follow, false)).toMatchObject({
        ok: false,
        error: { code: 'ipc.untrusted-sender' },
      })
    expect(handler).not.toHaveBeenCalled()
    expect(audit).not.toHaveBeenCalled()
  })

  // Catches: a name that finds a method of the language instead of a handler.
  test.each(['alerts.delete-everything', 'constructor', '__proto__', 'toString', ''])(
    'named %j is unknown',
    async (name) => {
      expect(await router({}).answer(name, {}, true)).toMatchObject({
        error: { code: 'ipc.unknown-request' },
      })
    },
  )

  // Catches: a handler that sees what its contract does not allow.
  test.each([undefined, null, 5, {}, { patientId: '', follow: true }, { patientId: 'P1' }])(
    'with the input %j is refused before its handler',
    async (input) => {
      const handler = vi.fn<Handlers['alerts.follow']>(() => ({ followed: [] }))
      expect(await router({ 'alerts.follow': handler }).answer('alerts.follow', input, true)).toMatchObject({
        error: { code: 'ipc.bad-input' },
      })
      expect(handler).not.toHaveBeenCalled()
    },
  )

  // Catches: who acts taken from the input, and fields that no contract knows passed on.
  test('reaches its handler with what the contract knows and nothing else', async () => {
    const handler = vi.fn<Handlers['alerts.follow']>(() => ({ followed: ['P1'] }))
    const reply = await router({ 'alerts.follow': handler }).answer(
      'alerts.follow',
      { ...follow, user: 'root' },
      true,
    )
    expect(handler).toHaveBeenCalledWith(follow)
    expect(reply).toEqual({ ok: true, value: { followed: ['P1'] } })
  })

  // Catches: a role check that is forgotten or comes after the deed; a refusal that leaves no trace.
  test('that the role does not permit is refused before its handler, and recorded', async () => {
    const handler = vi.fn<Handlers['alerts.acknowledge']>(() => {
      throw new Error('must not run')
    })
    const id = '0'.repeat(32)
    expect(
      await router({ 'alerts.acknowledge': handler }, 'administrator').answer(
        'alerts.acknowledge',
        { id },
        true,
      ),
    ).toMatchObject({
      error: { code: 'ipc.not-permitted' },
    })
    expect(handler).not.toHaveBeenCalled()
    expect(audit).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({
        request: 'alerts.acknowledge',
        outcome: 'refused',
        code: 'ipc.not-permitted',
        subject: { alert: id },
      }),
    )
  })

  // Catches: a feature's own explanation replaced by "something failed".
  test("keeps a feature's refusal with its code, sentence and details", async () => {
    const refused = router({
      'alerts.follow': () => {
        throw new RequestFailure('alerts.not-found', 'Gone.', { since: 5 })
      },
    })
    expect(await refused.answer('alerts.follow', follow, true)).toEqual({
      ok: false,
      error: { code: 'alerts.not-found', message: 'Gone.', details: { since: 5 } },
    })
    expect(defect).not.toHaveBeenCalled()
  })

  // Catches: an internal error, with a patient in its text, on the screen.
  test('that meets a defect says so without the text of the error', async () => {
    const broken = router({ 'alerts.follow': () => Promise.reject(new Error('Maria Muster has no bed')) })
    const reply = await broken.answer('alerts.follow', follow, true)
    expect(reply).toMatchObject({ ok: false, error: { code: 'ipc.internal' } })
    expect(JSON.stringify(reply)).not.toContain('Muster')
    expect(defect).toHaveBeenCalledOnce()
  })

  // Catches: an answer that the window cannot read and would drop without a word.
  test('whose answer breaks its contract is a defect, not an answer', async () => {
    const followed = [''] // An empty patient id is none.
    const reply = await router({ 'alerts.follow': () => ({ followed }) }).answer(
      'alerts.follow',
      follow,
      true,
    )
    expect(reply).toMatchObject({ error: { code: 'ipc.bad-output' } })
    expect(defect).toHaveBeenCalledOnce()
  })

  // Catches: the record of who did what missing an entry, or drowned in paint reports.
  test('is recorded before it is done and after, with whom it concerns; machinery not at all', async () => {
    const asked = router({ 'alerts.follow': () => ({ followed: [] }), 'alerts.shown': () => ({}) })
    await asked.answer('alerts.follow', follow, true)
    await asked.answer('alerts.shown', { revision: 1 }, true)
    const entry = {
      request: 'alerts.follow',
      level: 'write',
      kind: 'write',
      actor: { user: 'mara', role: 'nurse', station: 'desk', sessionId: 'a1' },
      subject: { patient: 'P1' },
      why: null,
      code: null,
    }
    expect(audit.mock.calls).toEqual([[{ ...entry, outcome: 'intent' }], [{ ...entry, outcome: 'done' }]])
  })

  // Catches: a write that happens although nobody will ever know who did it.
  test('that cannot be recorded is not done, and the person learns why', async () => {
    const handler = vi.fn<Handlers['alerts.follow']>(() => ({ followed: [] }))
    audit.mockRejectedValue(new RequestFailure('audit.not-written', 'The disk is full.'))
    expect(await router({ 'alerts.follow': handler }).answer('alerts.follow', follow, true)).toMatchObject({
      error: { code: 'audit.not-written', message: 'The disk is full.' },
    })
    expect(handler).not.toHaveBeenCalled()
  })

  // Catches: a patient's data shown although the look at it is not on record.
  test('for a read is not answered when it cannot be recorded', async () => {
    audit.mockRejectedValue(new Error('no disk'))
    const reading = router({ 'alerts.trend': () => ({ kind: 'nothing', label: 'secret' }) })
    const reply = await reading.answer(
      'alerts.trend',
      { patientId: 'P1', type: 'potassium', hours: 24 },
      true,
    )
    expect(reply).toMatchObject({ error: { code: 'ipc.not-recorded' } })
    expect(JSON.stringify(reply)).not.toContain('secret')
  })

  // Catches: the outcome of a write missing, or a write of unknown outcome on record as failed or done.
  test.each([
    [new RequestFailure('alerts.not-found', 'Gone.'), 'failed'],
    [new RequestFailure('alerts.outcome-unknown', 'Perhaps.'), 'unknown'],
    [new Error('defect'), 'unknown'],
  ])('that ends with %s is on record as %s', async (failure, outcome) => {
    const failing = (): never => {
      throw failure
    }
    await router({ 'alerts.follow': failing }).answer('alerts.follow', follow, true)
    expect(audit.mock.calls.map(([entry]) => entry.outcome)).toEqual(['intent', outcome])
  })

  // Catches: the reply of something done withheld because its second entry failed.
  test('for a write whose outcome cannot be recorded is answered with what was done', async () => {
    audit.mockResolvedValueOnce().mockRejectedValueOnce(new Error('no disk'))
    const asked = router({ 'alerts.follow': () => ({ followed: ['P1'] }) })
    expect(await asked.answer('alerts.follow', follow, true)).toMatchObject({ ok: true })
  })
})
