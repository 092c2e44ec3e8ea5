import { useState } from 'react'
import { connectHub } from '@renderer/features/settings/store.ts'
import { settingsStrings } from '@renderer/features/settings/strings.ts'
import type { SettingsView } from '@shared/features/settings/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Dialog } from '@renderer/ui/dialog.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { say } from '@renderer/ui/toast-store.ts'

const s = settingsStrings.hub

/** Which hub this station uses, and the way to another one. The address is typed hidden: it holds a password. */
export function HubSection(props: { readonly view: SettingsView }) {
  const { hub, secretStoreNote } = props.view
  const [url, setUrl] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [asking, setAsking] = useState<{ readonly url: string | null } | null>(null)
  const [sending, setSending] = useState(false)

  const ask = (): void => {
    const address = url.trim()
    if (/^rediss?:\/\/./.test(address)) setAsking({ url: address })
    else setProblem(s.needed)
  }
  const change = async (): Promise<void> => {
    if (asking === null) return
    setSending(true)
    const wrong = await connectHub(asking.url)
    setSending(false)
    setAsking(null)
    setProblem(wrong)
    if (wrong === null) {
      setUrl('')
      say('told', s.connected)
    }
  }
  return (
    <>
      <dl className="settings-facts">
        <dt>{s.target}</dt>
        <dd className="selectable">
          {hub.kind === 'embedded'
            ? s.embedded
            : `${hub.display}, ${hub.hasPassword ? s.password : s.noPassword}`}{' '}
          ({s.from[hub.from]})
        </dd>
        {secretStoreNote !== null && (
          <>
            <dt>{s.secret}</dt>
            <dd className="settings-warning">{secretStoreNote}</dd>
          </>
        )}
      </dl>
      {hub.from !== 'policy' && (
        <form
          className="settings-line"
          onSubmit={(event) => {
            event.preventDefault()
            ask()
          }}
        >
          <TextField
            label={s.address}
            kind="secret"
            value={url}
            onChange={(text) => {
              setUrl(text)
              setProblem(null)
            }}
            maxLength={2_000}
            hint={s.addressHint}
            problem={problem}
          />
          <Button label={s.connect} busyLabel={sending ? s.connecting : null} onPress={ask} />
        </form>
      )}
      {hub.kind === 'remote' && hub.from === 'settings' && (
        <Button label={s.embeddedAgain} kind="quiet" onPress={() => setAsking({ url: null })} />
      )}
      <Dialog title={s.confirmTitle} open={asking !== null} onClose={() => setAsking(null)}>
        <p className="dialog-note">{s.confirmText}</p>
        <div className="dialog-actions">
          <Button label={s.cancel} kind="quiet" onPress={() => setAsking(null)} />
          <Button
            label={s.confirm}
            kind="primary"
            busyLabel={sending ? s.connecting : null}
            onPress={() => void change()}
          />
        </div>
      </Dialog>
    </>
  )
}
