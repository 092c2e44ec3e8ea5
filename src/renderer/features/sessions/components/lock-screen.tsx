import { Lock } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { FirstAdministrator } from './first-administrator.tsx'
import {
  sessionStore,
  signIn,
  signInByProvider,
  signInDemonstration,
} from '@renderer/features/sessions/store.ts'
import { sessionStrings } from '@renderer/features/sessions/strings.ts'
import type { LockedView } from '@shared/features/sessions/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { PriorityMark } from '@renderer/ui/priority-mark.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import './lock-screen.css'

const s = sessionStrings.lock

function Waiting(props: { readonly view: LockedView }) {
  const { high, medium, low } = props.view.waiting
  const worst = high > 0 ? 'high' : medium > 0 ? 'medium' : 'low'
  return (
    <p className="lock-waiting" role="status" data-none={high + medium + low === 0}>
      {high + medium + low > 0 && <PriorityMark kind={worst} calling={high > 0} />}
      <span>{s.waiting(high, medium, low)}</span>
    </p>
  )
}

function PasswordForm() {
  const [userId, setUserId] = useState('')
  const [secret, setSecret] = useState('')
  const busy = useStore(sessionStore, (state) => state.busy)
  const send = (): void => {
    if (userId.trim() === '' || secret === '') return
    const typed = secret
    setSecret('')
    void signIn(userId, typed)
  }
  return (
    <form
      className="lock-form"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <TextField label={s.user} value={userId} onChange={setUserId} maxLength={64} autoFocus />
      <TextField label={s.secret} kind="secret" value={secret} onChange={setSecret} maxLength={256} />
      <Button label={s.signIn} kind="primary" busyLabel={busy ? s.signingIn : null} onPress={send} />
      <input type="submit" hidden />
      <p className="lock-note">{s.badge}</p>
    </form>
  )
}

function Demonstration(props: { readonly view: LockedView }) {
  if (props.view.demonstration.length === 0) return null
  return (
    <section className="lock-demo" aria-label={s.demonstration}>
      <h2>{s.demonstrationNote}</h2>
      <div className="lock-demo-users">
        {props.view.demonstration.map((user) => (
          <Button
            key={user.id}
            label={s.demoUser(user.name)}
            onPress={() => void signInDemonstration(user.id)}
          />
        ))}
      </div>
    </section>
  )
}

/** Instead of everything else while nobody is signed in: how much waits, and the ways in. No patient, no bed. */
export function LockScreen(props: { readonly view: LockedView }) {
  const { view } = props
  const problem = useStore(sessionStore, (state) => state.problem)
  const [creating, setCreating] = useState(false)
  const said = problem ?? view.notice
  return (
    <main className="lock" aria-label={s.label}>
      <div className="lock-card">
        <h1>
          <Lock aria-hidden="true" /> {s.title}
        </h1>
        <Waiting view={view} />
        {s.reasons[view.reason] !== '' && <p className="lock-note">{s.reasons[view.reason]}</p>}
        {said !== null && (
          <p className="lock-problem" role="alert">
            {said}
          </p>
        )}
        {view.users === 'unknown' && <p className="lock-note">{s.unknownUsers}</p>}
        {creating ? <FirstAdministrator onBack={() => setCreating(false)} /> : <PasswordForm />}
        {view.provider !== null && (
          <Button label={s.provider(view.provider)} onPress={() => void signInByProvider()} />
        )}
        {view.users === 'none' && !creating && (
          <section className="lock-first">
            <h2>{s.noUsers}</h2>
            <p className="lock-note">{s.noUsersText}</p>
            <Button label={s.createFirst} onPress={() => setCreating(true)} />
          </section>
        )}
        <Demonstration view={view} />
      </div>
    </main>
  )
}
