import { describe, expect, test, vi } from 'vitest'
import { type Demand, meets, permissionsOf } from '@shared/clinical/permissions.ts'
import { Role } from '@shared/clinical/roles.ts'
import { requestChannels } from '@shared/ipc/channels.ts'
import { inputSchemaOf, type RequestName, requests } from '@shared/ipc/registry.ts'
import { refusingHandlers } from '@test/support/all-handlers.ts'
import { sampleInputs } from '@test/support/sample-inputs.ts'
import { Router, type RouterPorts, type Sitting } from './router.ts'

function sitting(role: Role): Sitting {
  return {
    actor: { user: 'mara', role, station: 'desk' },
    held: permissionsOf(role),
    serial: 1,
    handle: 'a1',
  }
}

/** Asks with everything real but the handlers, and tells which of them were reached. */
async function ask(name: RequestName, who: Sitting | null, input: unknown, trusted = true) {
  const reached: RequestName[] = []
  const audit = vi.fn<RouterPorts['audit']>(() => Promise.resolve())
  const router = new Router(
    refusingHandlers((handler) => reached.push(handler)),
    { sitting: () => who, audit, defect: () => undefined },
  )
  const reply = await router.answer(name, input, trusted)
  return { code: reply.ok ? 'ok' : reply.error.code, reached, recorded: audit.mock.calls.length }
}

const demandOf = (name: RequestName): Demand => requests[name].role
const malformed: readonly unknown[] = [undefined, null, 5, 'text', true, [], () => ({}), Number.NaN]

describe.each(requestChannels.map((name) => [name, demandOf(name)] as const))('%s (%s)', (name, demand) => {
  // Catches: a sample that is itself malformed, with which the tests below would prove nothing.
  test('has a well-formed sample', () => {
    expect(inputSchemaOf(name).safeParse(sampleInputs[name]).success).toBe(true)
  })

  // Catches: a foreign page that reaches a handler, whoever is signed in.
  test('a foreign sender is refused and nothing runs', async () => {
    for (const role of Role.options) {
      const { code, reached, recorded } = await ask(name, sitting(role), sampleInputs[name], false)
      expect({ code, reached, recorded }).toEqual({
        code: 'ipc.untrusted-sender',
        reached: [],
        recorded: 0,
      })
    }
  })

  // Catches: a handler that sees what its contract does not allow.
  test('malformed input is refused and nothing runs', async () => {
    for (const input of malformed) {
      const { code, reached } = await ask(name, sitting('nurse'), input)
      expect({ code, reached }).toEqual({ code: 'ipc.bad-input', reached: [] })
    }
  })

  // Catches: a route that works on a locked screen although it is not one of the lock screen's.
  test('without a session it is refused and nothing runs, unless the lock screen needs it', async () => {
    const { code, reached } = await ask(name, null, sampleInputs[name])
    if (demand === 'anyone') expect(reached).toEqual([name])
    else expect({ code, reached }).toEqual({ code: 'ipc.no-session', reached: [] })
  })

  // Catches: a role that gets in although the table does not say so, or is kept out although it does.
  test('every role gets exactly what the table says', async () => {
    for (const role of Role.options) {
      const { code, reached } = await ask(name, sitting(role), sampleInputs[name])
      if (meets(permissionsOf(role), demand)) expect(reached, role).toEqual([name])
      else expect({ code, reached }, role).toEqual({ code: 'ipc.not-permitted', reached: [] })
    }
  })
})

// Catches: content offered to the lock screen by a careless "anyone"; the list is short enough to be read.
test('only these requests need no session', () => {
  expect(requestChannels.filter((name) => demandOf(name) === 'anyone').sort()).toEqual([
    'alerts.sounded',
    'alerts.sounding',
    'hub.status',
    'sessions.badge',
    'sessions.demonstration',
    'sessions.first-administrator',
    'sessions.provider',
    'sessions.sign-in',
    'sessions.sign-out',
    'sessions.view',
    'settings.read',
    'station.info',
  ])
})

// Catches: an answer that was begun for one person and is given to the next, or shown after the lock.
test('a session that ends while a request is under way gets no answer', async () => {
  let who: Sitting | null = sitting('nurse')
  const router = new Router(
    {
      ...refusingHandlers(),
      'alerts.follow': () => {
        who = { ...sitting('nurse'), serial: 2 }
        return { followed: ['P1'] }
      },
    },
    { sitting: () => who, audit: () => Promise.resolve(), defect: () => undefined },
  )
  expect(await router.answer('alerts.follow', sampleInputs['alerts.follow'], true)).toMatchObject({
    ok: false,
    error: { code: 'ipc.no-session' },
  })
})
