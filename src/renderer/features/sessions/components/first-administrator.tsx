import { useState } from 'react'
import { useStore } from 'zustand'
import { firstAdministrator, sessionStore } from '@renderer/features/sessions/store.ts'
import { sessionStrings } from '@renderer/features/sessions/strings.ts'
import { Button } from '@renderer/ui/button.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

const s = sessionStrings.lock

/** The first administrator of a hub without users. */
export function FirstAdministrator(props: { readonly onBack: () => void }) {
  const [id, setId] = useState('')
  const [name, setName] = useState('')
  const [secret, setSecret] = useState('')
  const busy = useStore(sessionStore, (state) => state.busy)
  const send = (): void => void firstAdministrator(id, name, secret)
  return (
    <form
      className="lock-form"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <TextField label={s.id} value={id} onChange={setId} maxLength={64} hint={s.idHint} autoFocus />
      <TextField label={s.name} value={name} onChange={setName} maxLength={120} />
      <TextField label={s.newSecret} kind="secret" value={secret} onChange={setSecret} maxLength={256} />
      <div className="lock-line">
        <Button label={s.back} kind="quiet" onPress={props.onBack} />
        <Button label={s.create} kind="primary" busyLabel={busy ? s.signingIn : null} onPress={send} />
      </div>
      <input type="submit" hidden />
    </form>
  )
}
