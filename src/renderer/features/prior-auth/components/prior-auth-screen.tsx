import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import { useStore } from 'zustand'
import { BatchTab } from './batch-tab.tsx'
import { QueueTab } from './queue-tab.tsx'
import { RequestTab } from './request-tab.tsx'
import { StatisticsTab } from './statistics-tab.tsx'
import { intakeStrings as s } from '@renderer/features/prior-auth/strings.ts'
import { tabNames, tabStore, type TabName } from '@renderer/features/prior-auth/tab-store.ts'
import { usePriorAuthHost } from '@renderer/features/prior-auth/use-host.ts'
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
  const tabs = rights.request ? tabNames : (['statistics'] as const)
  const tab = tabs.find((each) => each === chosen) ?? tabs[0]
  return (
    <div className="pa-screen">
      <Tabs
        className="tabs"
        selectedKey={tab}
        onSelectionChange={(key) => {
          const next = tabNames.find((each) => each === key)
          if (next !== undefined) tabStore.setState({ tab: next })
        }}
      >
        <div className="pa-screen-head">
          <h1>{s.title}</h1>
          <TabList className="tab-list" aria-label={s.tabsLabel}>
            {tabs.map((each) => (
              <Tab key={each} id={each} className="tab">
                {s.tabs[each]}
              </Tab>
            ))}
          </TabList>
        </div>
        {linkLost !== null && (
          <p className="pa-lost" role="status">
            {linkLost.since === null ? s.linkLostEver : s.linkLost(formatClockSeconds(linkLost.since))}
          </p>
        )}
        {tabs.map((each) => (
          <TabPanel key={each} id={each} className="tab-panel pa-tab-panel">
            {bodyOf(each)}
          </TabPanel>
        ))}
      </Tabs>
    </div>
  )
}
