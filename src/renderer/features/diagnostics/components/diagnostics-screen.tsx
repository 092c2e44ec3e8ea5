import { useEffect } from 'react'
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
import { TabbedScreen } from '@renderer/ui/tabbed-screen.tsx'
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
  const lost =
    linkLost === null
      ? null
      : linkLost.since === null
        ? s.linkLostEver
        : s.linkLost(formatClockSeconds(linkLost.since))
  return (
    <>
      {rights.read && <Follow />}
      <TabbedScreen
        title={s.title}
        tabsLabel={s.tabsLabel}
        tabs={tabs.map((name) => ({ name, label: s.tabs[name] }))}
        chosen={tab}
        onChoose={(next) => screenStore.setState({ tab: next })}
        bodyOf={bodyOf}
        marks={demo && <Chip tone="demo" text={s.demo} />}
        band={lost}
      />
    </>
  )
}
