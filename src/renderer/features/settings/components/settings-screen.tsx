import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import { useStore } from 'zustand'
import { HubSection } from './hub-section.tsx'
import { DisplaySection, NotificationSection, SoundSection } from './sense-sections.tsx'
import { StationSection } from './station-section.tsx'
import { readSettingsAgain, settingsStore } from '@renderer/features/settings/store.ts'
import { settingsStrings as s } from '@renderer/features/settings/strings.ts'
import { useSettings } from '@renderer/features/settings/use-settings.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import './settings-screen.css'

const sections = ['station', 'display', 'sounds', 'notifications', 'policy', 'hub'] as const

/**
 * The workstation's settings. `policy` is the alert policy of the units, which belongs to another feature; null for
 * those who may not see it. The hub is changed by those who may.
 */
export function SettingsScreen(props: { readonly policy: ReactNode; readonly mayConnectHub: boolean }) {
  const view = useSettings()
  const failure = useStore(settingsStore, (state) => state.failure)
  if (view === null) {
    return failure === null ? (
      <Empty kind="loading" title={s.loading} />
    ) : (
      <Empty kind="failed" title={s.failed} text={failure.message}>
        <Button label={s.again} onPress={readSettingsAgain} />
      </Empty>
    )
  }
  const { settings } = view
  const bodies: Readonly<Record<(typeof sections)[number], ReactNode>> = {
    station: <StationSection settings={settings} fixed={view.fixed} />,
    display: <DisplaySection settings={settings} fixed={view.fixed} />,
    sounds: <SoundSection settings={settings} />,
    notifications: <NotificationSection settings={settings} />,
    policy: props.policy,
    hub: props.mayConnectHub ? <HubSection view={view} /> : null,
  }
  const offered = sections.filter((section) => bodies[section] !== null)
  return (
    <div className="settings">
      <h1>{s.title}</h1>
      <Tabs className="settings-tabs" orientation="vertical" defaultSelectedKey="station">
        <TabList className="settings-list" aria-label={s.navigation}>
          {offered.map((section) => (
            <Tab key={section} id={section} className="settings-tab">
              {s.sections[section]}
            </Tab>
          ))}
        </TabList>
        {offered.map((section) => (
          <TabPanel key={section} id={section} className="settings-panel">
            <h2>{s.sections[section]}</h2>
            {bodies[section]}
          </TabPanel>
        ))}
      </Tabs>
    </div>
  )
}
