import { useEffect, useState } from 'react'
import type { EventPayload } from '@shared/ipc/registry.ts'
import { subscribe } from '@renderer/ipc/events.ts'

type Change = EventPayload<'interactions.changed'>['what']

/** A number that grows whenever stations have changed this together; a question that carries it is asked again. */
export function useChanges(what: Change): readonly [number, () => void] {
  const [again, setAgain] = useState(0)
  useEffect(() => {
    const grow = (): void => setAgain((before) => before + 1)
    return subscribe('interactions.changed', {
      onEvent: (change) => {
        if (change.what === what) grow()
      },
      onBad: grow,
    })
  }, [what])
  return [again, () => setAgain((before) => before + 1)]
}
