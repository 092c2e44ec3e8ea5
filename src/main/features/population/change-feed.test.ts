import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HubError } from '@main/hub/hub-error.ts'
import { ChangeFeed } from './change-feed.ts'

interface Call {
  readonly kind: 'listen' | 'leave'
  end(error?: HubError): Promise<void>
}

/** After this, everything that was waiting for an answer has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A feed over a hub that answers when the test lets it. */
function openFeed() {
  const calls: Call[] = []
  const seen: string[] = []
  const call = (kind: Call['kind']) => (): Promise<void> =>
    new Promise((resolve, reject) =>
      calls.push({
        kind,
        end: async (error) => {
          if (error === undefined) resolve()
          else reject(error)
          await settled()
        },
      }),
    )
  const feed = new ChangeFeed(
    { listen: call('listen'), leave: call('leave') },
    {
      begun: () => seen.push('begun'),
      denied: () => seen.push('denied'),
      defect: () => seen.push('defect'),
    },
  )
  return { feed, calls, seen, kinds: () => calls.map(({ kind }) => kind) }
}

const lost = new HubError('not-sent', 'unreachable', 'NOLINK')
const refused = new HubError('refused', 'no-permission', 'NOPERM')

describe('the feed of single changes', () => {
  // Catches: a board closed before the hub has answered that is listened to for ever, and one opened meanwhile that
  // hears nothing.
  test('does what was wished last, however late the hub answers', async () => {
    const { feed, calls, seen, kinds } = openFeed()
    feed.want(true)
    feed.want(false)
    await calls[0]?.end()
    expect(kinds()).toEqual(['listen', 'leave'])
    feed.want(true)
    await calls[1]?.end()
    await calls[2]?.end()
    expect(kinds()).toEqual(['listen', 'leave', 'listen'])
    expect(seen).toEqual(['begun', 'begun'])
  })

  // Catches: an open board that hears nothing after the hub was gone, and a closed one that hears everything again.
  test('listens again on a new link, when it is wanted then', async () => {
    const { feed, calls, seen, kinds } = openFeed()
    feed.want(true)
    await calls[0]?.end(lost)
    expect(seen).toEqual([])
    void feed.attach()
    await calls[1]?.end()
    expect(seen).toEqual(['begun'])
    feed.want(false)
    await calls[2]?.end(lost)
    void feed.attach()
    await calls[3]?.end()
    expect(kinds()).toEqual(['listen', 'listen', 'leave', 'leave'])
  })

  // Catches: a denied channel that is asked for without end, or never said.
  test('a denied channel is said, and asked for again by the next board', async () => {
    const { feed, calls, seen, kinds } = openFeed()
    feed.want(true)
    await calls[0]?.end(refused)
    expect(seen).toEqual(['denied'])
    feed.want(false)
    await calls[1]?.end(refused)
    feed.want(true)
    await calls[2]?.end()
    expect(kinds()).toEqual(['listen', 'leave', 'listen'])
    expect(seen).toEqual(['denied', 'begun'])
  })

  // Catches: any order of wishes, links and answers after which the hub sends what nobody wants, or not what somebody does.
  test('whatever happens in whatever order, the last wish holds on the newest link', async () => {
    const step = fc.constantFrom('open', 'close', 'attach', 'answer', 'lost')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { feed, calls } = openFeed()
        let [answered, wanted] = [0, false]
        const answer = async (error?: HubError): Promise<void> => {
          const call = calls[answered]
          if (call === undefined) return
          answered += 1
          await call.end(error)
        }
        for (const each of steps) {
          if (each === 'answer') await answer()
          else if (each === 'lost') await answer(lost)
          else if (each === 'attach') void feed.attach()
          else {
            wanted = each === 'open'
            feed.want(wanted)
          }
        }
        while (answered < calls.length) await answer()
        void feed.attach()
        while (answered < calls.length) await answer()
        expect(calls.at(-1)?.kind).toBe(wanted ? 'listen' : 'leave')
      }),
    )
  })
})
