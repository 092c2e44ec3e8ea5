import { useState } from 'react'
import { readClockTime } from '@renderer/features/settings/quiet-hours.ts'
import { changeSettings } from '@renderer/features/settings/store.ts'
import { settingsStrings } from '@renderer/features/settings/strings.ts'
import { Density, type FixableSetting, Theme, type StationSettings } from '@shared/features/settings/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { PercentSlider, Segments, Switch } from '@renderer/ui/choices.tsx'
import { playBurst, type SoundOutcome } from '@renderer/ui/sound/player.ts'
import type { SoundLevel } from '@renderer/ui/sound/patterns.ts'
import { TextField } from '@renderer/ui/text-field.tsx'
import { say } from '@renderer/ui/toast-store.ts'

interface SectionProps {
  readonly settings: StationSettings
}

/** Theme and density; both apply at once. */
export function DisplaySection(props: SectionProps & { readonly fixed: readonly FixableSetting[] }) {
  const s = settingsStrings.display
  const { theme, density, contentProtection } = props.settings
  const { fixed } = props
  return (
    <>
      <Segments
        label={s.theme}
        value={theme}
        choices={Theme.options.map((value) => ({ value, label: s.themes[value] }))}
        onChange={(value) => void changeSettings({ theme: value })}
      />
      {!fixed.includes('density') && (
        <Segments
          label={s.density}
          value={density}
          choices={Density.options.map((value) => ({ value, label: s.densities[value] }))}
          onChange={(value) => void changeSettings({ density: value })}
        />
      )}
      <Switch
        selected={contentProtection}
        disabled={fixed.includes('contentProtection')}
        onChange={(on) => void changeSettings({ contentProtection: on })}
      >
        {s.protect}
      </Switch>
      {(fixed.includes('density') || fixed.includes('contentProtection')) && (
        <p className="settings-note">{settingsStrings.fixed}</p>
      )}
      <p className="settings-note">{s.wallNote}</p>
    </>
  )
}

const levels = ['high', 'medium', 'low', 'technical'] as const satisfies readonly SoundLevel[]

/** Volume, which priorities sound, and a test of each. */
export function SoundSection(props: SectionProps) {
  const s = settingsStrings.sounds
  const { sounds } = props.settings
  const [moving, setMoving] = useState<number | null>(null)
  const volume = moving ?? sounds.volume
  const told: Readonly<Record<SoundOutcome, string>> = {
    played: s.played,
    blocked: s.blocked,
    'sounds-off': s.off,
  }
  const test = async (level: SoundLevel): Promise<void> => {
    const outcome = await playBurst(level, volume)
    if (outcome !== 'played') say('failed', told[outcome])
  }
  return (
    <>
      <PercentSlider
        label={s.volume}
        value={volume}
        onMove={setMoving}
        onChange={(value) => {
          void changeSettings({ sounds: { ...sounds, volume: value } }).then(() => setMoving(null))
        }}
      />
      <p className="settings-note">{s.floor}</p>
      <p>{s.high}</p>
      <Switch
        selected={sounds.medium}
        onChange={(medium) => void changeSettings({ sounds: { ...sounds, medium } })}
      >
        {s.medium}
      </Switch>
      <Switch selected={sounds.low} onChange={(low) => void changeSettings({ sounds: { ...sounds, low } })}>
        {s.low}
      </Switch>
      <div role="group" aria-label={s.test}>
        <p className="field-label">{s.test}</p>
        <div className="settings-buttons">
          {levels.map((level) => (
            <Button key={level} label={s.levels[level]} onPress={() => void test(level)} />
          ))}
        </div>
      </div>
    </>
  )
}

function QuietHours(props: { readonly present: StationSettings['quietHours'] }) {
  const s = settingsStrings.notifications
  const [from, setFrom] = useState(props.present?.from ?? '22:00')
  const [to, setTo] = useState(props.present?.to ?? '06:00')
  const [start, end] = [readClockTime(from), readClockTime(to)]
  const same = start !== null && start === end
  const save = async (): Promise<void> => {
    if (start === null || end === null) return
    if (await changeSettings({ quietHours: { from: start, to: end } })) say('told', s.saved)
  }
  return (
    <div className="settings-line">
      <TextField label={s.from} value={from} onChange={setFrom} problem={start === null ? s.badTime : null} />
      <TextField
        label={s.to}
        value={to}
        onChange={setTo}
        problem={end === null ? s.badTime : same ? s.sameTime : null}
      />
      <Button label={s.save} disabled={start === null || end === null || same} onPress={() => void save()} />
    </div>
  )
}

/** Which priorities notify, and when medium and low keep quiet. */
export function NotificationSection(props: SectionProps) {
  const s = settingsStrings.notifications
  const { notifications, quietHours } = props.settings
  return (
    <>
      <p>{s.high}</p>
      <Switch
        selected={notifications.medium}
        onChange={(medium) => void changeSettings({ notifications: { ...notifications, medium } })}
      >
        {s.medium}
      </Switch>
      <Switch
        selected={notifications.low}
        onChange={(low) => void changeSettings({ notifications: { ...notifications, low } })}
      >
        {s.low}
      </Switch>
      <p className="settings-note">{s.identity}</p>
      <Switch
        selected={quietHours !== null}
        onChange={(on) => void changeSettings({ quietHours: on ? { from: '22:00', to: '06:00' } : null })}
      >
        {s.quiet}
      </Switch>
      {quietHours !== null && <QuietHours key={`${quietHours.from}${quietHours.to}`} present={quietHours} />}
      <p className="settings-note">{s.quietHint}</p>
    </>
  )
}
