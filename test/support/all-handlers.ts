import type { Handler, Handlers } from '@main/ipc/router.ts'
import { requestChannels } from '@shared/ipc/channels.ts'
import type { RequestName } from '@shared/ipc/registry.ts'

function isComplete(handlers: Partial<Handlers>): handlers is Handlers {
  return requestChannels.every((name) => name in handlers)
}

/** A handler for every request; each calls back with its name and then fails. */
export function refusingHandlers(reached: (name: RequestName) => void = () => undefined): Handlers {
  const all: { [Name in RequestName]?: Handler<Name> } = {}
  for (const name of requestChannels) {
    all[name] = () => {
      reached(name)
      throw new Error('this test does not expect the request')
    }
  }
  if (!isComplete(all)) throw new Error('a request has no handler')
  return all
}
