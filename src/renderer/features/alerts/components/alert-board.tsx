import { useRef } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import { BoardList } from './board-list.tsx'
import { DetailPanel } from './detail-panel.tsx'
import { MissedCard } from './missed-card.tsx'
import { StepDialogs } from './step-dialogs.tsx'
import { UnitHistory } from './unit-history.tsx'
import { list } from '@renderer/features/alerts/desk.ts'
import type { BoardTab } from '@renderer/features/alerts/board-order.ts'
import { boardStrings as s } from '@renderer/features/alerts/strings.ts'
import { useAlertsHost, useBoard, useList } from '@renderer/features/alerts/use-alerts.ts'
import { useBoardKeys } from '@renderer/features/alerts/use-board-keys.ts'
import { useFocusOnArrival } from '@renderer/features/alerts/use-focus-on-arrival.ts'
import { Empty } from '@renderer/ui/empty.tsx'
import './alert-board.css'

const tabs = ['open', 'mine', 'followed', 'history'] as const satisfies readonly BoardTab[]

function OpenAlerts(props: { readonly tab: 'open' | 'mine' | 'followed' }) {
  const phase = useBoard((state) => state.phase)
  const failure = useBoard((state) => state.failure)
  const empty = useList((state) => state.shown.length === 0 && state.waiting.length === 0)
  if (!empty) {
    return (
      <>
        {failure !== null && <p className="board-stale">{s.stale}</p>}
        <BoardList />
      </>
    )
  }
  if (failure !== null) {
    return <Empty kind="failed" title={s.failedTitle} text={`${failure.message} ${s.failedEmpty}`} />
  }
  if (phase === 'loading') return <Empty kind="loading" title={s.loading} />
  return <Empty kind="nothing" {...s.empty[props.tab]} />
}

/** The alert board with the detail of the selected alert beside it. */
export function AlertBoard(props: { readonly units: readonly string[] }) {
  const { wall, openPatient } = useAlertsHost()
  const tab = useList((state) => state.tab)
  const counts = useList((state) => state.counts)
  const screen = useRef<HTMLDivElement>(null)
  useFocusOnArrival(screen)
  useBoardKeys()
  return (
    <div className="board" ref={screen}>
      <Tabs
        className="tabs board-main"
        selectedKey={tab}
        onSelectionChange={(key) => {
          const chosen = tabs.find((each) => each === key)
          if (chosen !== undefined) list.setTab(chosen)
        }}
      >
        <div className="board-head" data-wall={wall}>
          <h1>{s.title}</h1>
          <TabList className="tab-list" aria-label={s.tabsLabel}>
            {tabs.map((each) => (
              <Tab key={each} id={each} className="tab">
                {s.tabs[each]}
                {each !== 'history' && <span className="tab-count"> {counts[each]}</span>}
              </Tab>
            ))}
          </TabList>
        </div>
        <MissedCard />
        {tabs.map((each) => (
          <TabPanel key={each} id={each} className="tab-panel">
            {each === 'history' ? (
              <UnitHistory units={props.units} onOpen={openPatient} />
            ) : (
              <OpenAlerts tab={each} />
            )}
          </TabPanel>
        ))}
      </Tabs>
      {!wall && <DetailPanel />}
      <StepDialogs />
    </div>
  )
}
