import { useState } from 'react'
import { useStore } from 'zustand'
import { frameStrings as s } from '@renderer/app/strings.ts'
import { AlertBoard } from '@renderer/features/alerts/components/alert-board.tsx'
import { LockScreen } from '@renderer/features/sessions/components/lock-screen.tsx'
import { settingsStore } from '@renderer/features/settings/store.ts'
import type { LockedView } from '@shared/features/sessions/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import './wall-board.css'

const noUnits: readonly string[] = []

/** A wall display at which nobody has signed in: the board without names, and a way to sign in. */
export function WallBoard(props: { readonly view: LockedView }) {
  const [signingIn, setSigningIn] = useState(false)
  const units = useStore(settingsStore, (state) => state.view?.settings.units ?? noUnits)
  if (signingIn) return <LockScreen view={props.view} />
  return (
    <main className="app-main wall-main">
      <div className="wall-note">
        <span>{s.wall.note}</span>
        <Button label={s.wall.signIn} kind="quiet" onPress={() => setSigningIn(true)} />
      </div>
      <div className="app-main">
        <AlertBoard units={units} />
      </div>
    </main>
  )
}
