import { useStore } from 'zustand'
import { BatchTab } from './batch-tab.tsx'
import { QueueTab } from './queue-tab.tsx'
import { RequestTab } from './request-tab.tsx'
import { StatisticsTab } from './statistics-tab.tsx'
import { intakeStrings as s } from '@renderer/features/prior-auth/strings.ts'
import { tabNames, tabStore, type TabName } from '@renderer/features/prior-auth/tab-store.ts'
import { usePriorAuthHost } from '@renderer/features/prior-auth/use-host.ts'
import { TabbedScreen } from '@renderer/ui/tabbed-screen.tsx'
import { formatClockSeconds } from '@renderer/ui/time-format.ts'
import './prior-auth-screen.css'

function bodyOf(tab: TabName) {
  switch (tab) {
    case 'request':
      return <RequestTab />
    case 'queue':
      return <QueueTab />
    case 'batch':
      return <BatchTab />
    case 'statistics':
      return <StatisticsTab />
  }
}

/** Requests for prior authorisation: asking, the queue with its clocks, batches, and the figures. */
export function PriorAuthScreen() {
  const { rights, linkLost } = usePriorAuthHost()
  const chosen = useStore(tabStore, ({ tab }) => tab)
  const tabs: readonly TabName[] = rights.request ? tabNames : ['statistics']
  const tab = tabs.find((each) => each === chosen) ?? tabs[0] ?? 'statistics'
  const lost =
    linkLost === null
      ? null
      : linkLost.since === null
        ? s.linkLostEver
        : s.linkLost(formatClockSeconds(linkLost.since))
  return (
    <TabbedScreen
      title={s.title}
      tabsLabel={s.tabsLabel}
      tabs={tabs.map((name) => ({ name, label: s.tabs[name] }))}
      chosen={tab}
      onChoose={(next) => tabStore.setState({ tab: next })}
      bodyOf={bodyOf}
      band={lost}
    />
  )
}
