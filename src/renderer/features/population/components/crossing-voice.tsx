import { useEffect, useState } from 'react'
import { crossingWords } from '@renderer/features/population/describe.ts'
import { board } from '@renderer/features/population/desk.ts'
import { populationStrings } from '@renderer/features/population/strings.ts'
import type { Crossing } from '@shared/features/population/board.ts'
import { subscribe } from '@renderer/ipc/events.ts'

/** Crossings that come within this time are told together. */
const GATHER_MS = 1_500

/** As the board names him, as far as he is in view. */
function nameOf(patientId: string): string {
  const row = board.store.getState().rows.find((each) => each.patientId === patientId)
  return row?.name ?? patientId
}

/** Tells assistive technology who passes the threshold, and who comes down from it. */
export function CrossingVoice() {
  const [text, setText] = useState('')
  useEffect(() => {
    let gathered: Crossing[] = []
    let timer: ReturnType<typeof setTimeout> | null = null
    const end = subscribe('population.crossed', {
      onEvent: (crossing) => {
        gathered.push(crossing)
        timer ??= setTimeout(() => {
          setText(crossingWords(gathered, nameOf))
          gathered = []
          timer = null
        }, GATHER_MS)
      },
      onBad: () => undefined,
    })
    return () => {
      end()
      if (timer !== null) clearTimeout(timer)
    }
  }, [])
  return (
    <div
      className="visually-hidden"
      role="log"
      aria-live="polite"
      aria-label={populationStrings.crossings.label}
    >
      {text}
    </div>
  )
}
