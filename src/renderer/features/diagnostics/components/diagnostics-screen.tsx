import { useEffect } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import { useStore } from 'zustand'
import { FiguresTab } from './figures-tab.tsx'
import { FormTab } from './form-tab.tsx'
import { RunsTab } from './runs-tab.tsx'
import {
  desk,
  foreign,
  noScreen,
  runs,
  screenStore,
  tabNames,
  type TabName,
} from '@renderer/features/diagnostics/desk.ts'
import { diagnosticStrings as s } from '@renderer/features/diagnostics/strings.ts'
import { useDiagnosticsHost } from '@renderer/features/diagnostics/use-host.ts'
import { Chip } from '@renderer/ui/chip.tsx'
import { formatClockSeconds } from '@renderer/ui/time-format.ts'
import './diagnostics-screen.css'

function bodyOf(tab: TabName) {
  switch (tab) {
    case 'new':
      return <FormTab />
    case 'runs':
      return <RunsTab />
    case 'figures':
      return <FiguresTab />
  }
}

/** Keeps the list and the opened run for as long as the screen is shown. */
function Follow() {
  const historyOf = useStore(screenStore, (state) => state.historyOf)
  useEffect(() => runs.follow(historyOf), [historyOf])
  useEffect(() => desk.start(), [])
  useEffect(() => foreign.follow(), [])
  return null
}

/** Diagnostic runs: entering findings, live lanes and results, and how right the runs have been. */
export function DiagnosticsScreen() {
  const { rights, linkLost, demo } = useDiagnosticsHost()
  const chosen = useStore(screenStore, ({ tab }) => tab)
  const isOpen = { new: rights.run, runs: rights.read, figures: rights.figures }
  const tabs = tabNames.filter((each) => isOpen[each])
  const tab = tabs.find((each) => each === chosen) ?? tabs[0] ?? 'figures'
  // Nothing of a patient stays when the screen is left.
  useEffect(() => () => screenStore.setState(noScreen), [])
  return (
    <div className="dx-screen">
      {rights.read && <Follow />}
      <Tabs
        className="tabs"
        selectedKey={tab}
        onSelectionChange={(key) => {
          const next = tabNames.find((each) => each === key)
          if (next !== undefined) screenStore.setState({ tab: next })
        }}
      >
        <div className="dx-head">
          <h1>{s.title}</h1>
          <TabList className="tab-list" aria-label={s.tabsLabel}>
            {tabs.map((each) => (
              <Tab key={each} id={each} className="tab">
                {s.tabs[each]}
              </Tab>
            ))}
          </TabList>
          {demo && <Chip tone="demo" text={s.demo} />}
        </div>
        {linkLost !== null && (
          <p className="dx-band" role="status">
            {linkLost.since === null ? s.linkLostEver : s.linkLost(formatClockSeconds(linkLost.since))}
          </p>
        )}
        {tabs.map((each) => (
          <TabPanel key={each} id={each} className="tab-panel">
            {bodyOf(each)}
          </TabPanel>
        ))}
      </Tabs>
    </div>
  )
}
