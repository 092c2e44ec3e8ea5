import { useState } from 'react'
import { peopleStrings } from '@renderer/features/sessions/people-strings.ts'
import { sessionStrings } from '@renderer/features/sessions/strings.ts'
import { useAsked } from '@renderer/ipc/use-asked.ts'
import { Role } from '@shared/clinical/roles.ts'
import type { UserLine } from '@shared/features/sessions/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Select } from '@renderer/ui/choices.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

const s = peopleStrings.users.dialog

/** Password, badge and state of a user that exists; each is done at once. */
function Credentials(props: { readonly user: UserLine; readonly onDone: () => void }) {
  const { user, onDone } = props
  const [secret, setSecret] = useState('')
  const [badge, setBadge] = useState('')
  const { busy, ask } = useAsked({ sayFailures: true })
  const { id } = user
  const finish = async (asking: Promise<{ readonly ok: boolean }>): Promise<void> => {
    if ((await asking).ok) onDone()
  }
  return (
    <>
      <TextField label={s.newSecret} kind="secret" value={secret} onChange={setSecret} maxLength={256} />
      <Button
        label={s.setSecret}
        disabled={secret === '' || busy}
        onPress={() => void finish(ask('users.set-secret', { id, secret }, s.saved))}
      />
      <TextField
        label={s.badge}
        kind="secret"
        value={badge}
        onChange={setBadge}
        maxLength={128}
        hint={s.badgeHint}
      />
      <div className="people-line">
        <Button
          label={s.setBadge}
          disabled={badge.length < 6 || busy}
          onPress={() => void finish(ask('users.set-badge', { id, badge }, s.saved))}
        />
        {user.hasBadge && (
          <Button
            label={s.removeBadge}
            kind="quiet"
            onPress={() => void finish(ask('users.set-badge', { id, badge: null }, s.saved))}
          />
        )}
        <Button
          label={user.disabled ? s.enable : s.disable}
          kind={user.disabled ? 'plain' : 'danger'}
          onPress={() => void finish(ask('users.disable', { id, disabled: !user.disabled }, s.saved))}
        />
      </div>
    </>
  )
}

/** Adds a user, or changes one. */
export function UserDialog(props: { readonly user: UserLine | null; readonly onDone: () => void }) {
  const { user, onDone } = props
  const [id, setId] = useState(user?.id ?? '')
  const [name, setName] = useState(user?.name ?? '')
  const [role, setRole] = useState<Role>(user?.role ?? 'nurse')
  const [department, setDepartment] = useState(user?.department ?? '')
  const [provider, setProvider] = useState(user?.providerName ?? '')
  const [secret, setSecret] = useState('')
  const { busy, ask } = useAsked({ sayFailures: true })
  const save = async (): Promise<void> => {
    const facts = { id, name, role, department, providerName: provider.trim() === '' ? null : provider }
    const reply =
      user === null
        ? await ask('users.add', { ...facts, secret: secret === '' ? null : secret }, s.saved)
        : await ask('users.change', facts, s.saved)
    if (reply.ok) onDone()
  }
  return (
    <Dialog title={user === null ? s.add : s.change(user.name)} open onClose={onDone}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {user === null && (
          <TextField label={s.id} value={id} onChange={setId} maxLength={64} hint={s.idHint} autoFocus />
        )}
        <TextField label={s.name} value={name} onChange={setName} maxLength={120} />
        <Select
          label={s.role}
          value={role}
          choices={Role.options.map((value) => ({ value, label: sessionStrings.roles[value] }))}
          onChange={setRole}
        />
        <TextField label={s.department} value={department} onChange={setDepartment} maxLength={80} />
        <TextField label={s.provider} value={provider} onChange={setProvider} maxLength={200} />
        {user === null && (
          <TextField label={s.secret} kind="secret" value={secret} onChange={setSecret} maxLength={256} />
        )}
        <div className="dialog-actions">
          <Button label={s.close} kind="quiet" onPress={onDone} />
          <Button label={s.save} kind="primary" disabled={busy} onPress={() => void save()} />
        </div>
        <input type="submit" hidden />
      </form>
      {user !== null && <Credentials user={user} onDone={onDone} />}
    </Dialog>
  )
}
