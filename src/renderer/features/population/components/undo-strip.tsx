import { useEffect } from 'react'
import { useStore } from 'zustand'
import { care } from '@renderer/features/population/desk.ts'
import { careStrings as s } from '@renderer/features/population/strings-care.ts'
import { Button } from '@renderer/ui/button.tsx'

/** So long the way back is offered. Milliseconds. */
const OFFERED_MS = 30_000

/** What was done last, and the way back. */
export function UndoStrip() {
  const undo = useStore(care.store, (state) => state.undo)
  const busy = useStore(care.store, (state) => state.busy)
  useEffect(() => {
    if (undo === null) return undefined
    const timer = setTimeout(() => care.forgetUndo(), OFFERED_MS)
    return () => clearTimeout(timer)
  }, [undo])
  return (
    <>
      <p className="visually-hidden" role="status">
        {undo?.text ?? ''}
      </p>
      {undo !== null && (
        <div className="risk-undo">
          <span>{undo.text}</span>
          <Button
            label={s.undo}
            shortcut={s.undoKey}
            busyLabel={busy === 'undo' ? s.undoing : null}
            onPress={() => void care.undo()}
          />
          <Button label={s.dismiss} kind="quiet" onPress={() => care.forgetUndo()} />
        </div>
      )}
    </>
  )
}
