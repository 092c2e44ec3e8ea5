import { X } from 'lucide-react'
import { useState } from 'react'
import { changeSettings } from '@renderer/features/settings/store.ts'
import { settingsStrings } from '@renderer/features/settings/strings.ts'
import type { FixableSetting, StationSettings } from '@shared/features/settings/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'
import { say } from '@renderer/ui/toast-store.ts'

const s = settingsStrings.station

function Name(props: { readonly present: string }) {
  const [name, setName] = useState(props.present)
  const save = async (): Promise<void> => {
    if (await changeSettings({ stationName: name.trim() })) say('told', s.saved)
  }
  return (
    <div className="settings-line">
      <TextField label={s.name} value={name} onChange={setName} maxLength={60} hint={s.nameHint} />
      <Button
        label={s.save}
        disabled={name.trim() === '' || name.trim() === props.present}
        onPress={() => void save()}
      />
    </div>
  )
}

function Units(props: { readonly units: readonly string[] }) {
  const { units } = props
  const [added, setAdded] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const add = async (): Promise<void> => {
    const unit = added.trim()
    if (unit === '') return
    if (units.includes(unit)) {
      setProblem(s.known(unit))
      return
    }
    if (await changeSettings({ units: [...units, unit] })) setAdded('')
  }
  const remove = (unit: string): void => {
    if (units.length === 1) say('failed', s.lastUnit)
    else void changeSettings({ units: units.filter((each) => each !== unit) })
  }
  return (
    <>
      <div role="group" aria-label={s.units}>
        <p className="field-label">{s.units}</p>
        <ul className="unit-list">
          {units.map((unit) => (
            <li key={unit} className="unit">
              <span>{unit}</span>
              <button type="button" aria-label={s.remove(unit)} onClick={() => remove(unit)}>
                <X aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      </div>
      <form
        className="settings-line"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <TextField
          label={s.newUnit}
          value={added}
          onChange={(text) => {
            setAdded(text)
            setProblem(null)
          }}
          maxLength={64}
          hint={s.unitsHint}
          problem={problem}
        />
        <Button label={s.add} disabled={added.trim() === ''} onPress={() => void add()} />
      </form>
    </>
  )
}

function Fixed(props: { readonly label: string; readonly value: string }) {
  return (
    <div role="group" aria-label={props.label}>
      <p className="field-label">{props.label}</p>
      <p className="selectable">{props.value}</p>
      <p className="settings-note">{settingsStrings.fixed}</p>
    </div>
  )
}

/** What this station is called and which units it shows. */
export function StationSection(props: {
  readonly settings: StationSettings
  readonly fixed: readonly FixableSetting[]
}) {
  const { settings, fixed } = props
  return (
    <>
      {fixed.includes('stationName') ? (
        <Fixed label={s.name} value={settings.stationName} />
      ) : (
        <Name key={settings.stationName} present={settings.stationName} />
      )}
      {fixed.includes('units') ? (
        <Fixed label={s.units} value={settings.units.join(', ')} />
      ) : (
        <Units units={settings.units} />
      )}
    </>
  )
}
