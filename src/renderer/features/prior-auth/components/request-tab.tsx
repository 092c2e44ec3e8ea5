import { useEffect, useRef, useState } from 'react'
import { CriteriaPanel } from './criteria-panel.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { RequestForm } from './request-form.tsx'
import { policyFor } from '@renderer/features/prior-auth/draft.ts'
import { intakeStrings as s } from '@renderer/features/prior-auth/strings.ts'
import { type Catalogue, useCatalogue } from '@renderer/features/prior-auth/use-catalogue.ts'
import { usePriorAuthHost } from '@renderer/features/prior-auth/use-host.ts'
import { useIntake } from '@renderer/features/prior-auth/use-intake.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import './request-tab.css'

function Desk(props: { readonly catalogue: Catalogue }) {
  const { catalogue } = props
  const { linkLost } = usePriorAuthHost()
  const intake = useIntake(catalogue.facts)
  const [bundle, setBundle] = useState<string | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const view = policyFor(catalogue.procedures, intake.draft)
  const live = linkLost === null
  const latest = useRef(intake)
  useEffect(() => {
    latest.current = intake
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return
      if (event.target instanceof Element && event.target.closest('[role="dialog"]') !== null) return
      event.preventDefault()
      if (live && latest.current.result === null) void latest.current.send()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [live])
  return (
    <div className="pa-request">
      <form
        className="pa-form"
        aria-label={s.formLabel}
        onSubmit={(event) => {
          event.preventDefault()
        }}
      >
        <RequestForm intake={intake} catalogue={catalogue} view={view} />
        <div className="pa-form-foot">
          {intake.problem !== null && (
            <p className="field-problem pa-form-problem" role="alert">
              {intake.problem}
            </p>
          )}
          <Button
            label={s.send}
            shortcut={s.sendKey}
            kind="primary"
            disabled={!live || intake.result !== null}
            busyLabel={intake.sending ? s.sending : null}
            onPress={() => void intake.send()}
          />
          <Button label={s.import} kind="quiet" onPress={() => picker.current?.click()} />
          <Button label={s.clear} kind="quiet" onPress={intake.clear} />
          <input
            ref={picker}
            type="file"
            hidden
            accept=".json,application/json,application/fhir+json"
            aria-label={s.import}
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? []
              event.currentTarget.value = ''
              if (file !== undefined) void file.text().then(setBundle)
            }}
          />
        </div>
      </form>
      <CriteriaPanel intake={intake} />
      {bundle !== null && (
        <ImportDialog text={bundle} onTake={intake.replace} onClose={() => setBundle(null)} />
      )}
    </div>
  )
}

/** A request is typed in, or read from a bundle; what the policy says stands beside it. */
export function RequestTab() {
  const { phase, failure, catalogue } = useCatalogue()
  if (phase === 'asking') return <Empty kind="loading" title={s.loading} />
  if (phase === 'failed') return <Empty kind="failed" title={s.failed} text={failure} />
  return <Desk catalogue={catalogue} />
}
