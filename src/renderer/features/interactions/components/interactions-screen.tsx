import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { FormularyTab } from './formulary-tab.tsx'
import { LedgerTab } from './ledger-tab.tsx'
import { QueueTab } from './queue-tab.tsx'
import { RulesTab } from './rules-tab.tsx'
import { CheckWorkbench } from './workbench.tsx'
import { checkDesk } from '@renderer/features/interactions/check-desk.ts'
import { formularyStrings } from '@renderer/features/interactions/strings-governance.ts'
import { listStrings, screenStrings as s } from '@renderer/features/interactions/strings.ts'
import { TabbedScreen } from '@renderer/ui/tabbed-screen.tsx'
import { say } from '@renderer/ui/toast-store.ts'
import './interactions-screen.css'

const tabs = ['check', 'queue', 'rules', 'formulary', 'ledger'] as const
type TabName = (typeof tabs)[number]

function CheckTab() {
  const patientId = useStore(checkDesk.store, (state) => state.patientId)
  useEffect(() => checkDesk.start(), [])
  return (
    <>
      {patientId !== null && <p className="ix-copied">{listStrings.copiedFrom(patientId)}</p>}
      <CheckWorkbench desk={checkDesk} autoFocus />
    </>
  )
}

function bodyOf(tab: TabName) {
  switch (tab) {
    case 'check':
      return <CheckTab />
    case 'queue':
      return <QueueTab />
    case 'rules':
      return <RulesTab />
    case 'formulary':
      return (
        <FormularyTab
          onAdd={(name) => {
            checkDesk.add([{ text: name, chosen: name, route: null }])
            say('told', formularyStrings.added(name))
          }}
        />
      )
    case 'ledger':
      return <LedgerTab />
  }
}

/** Drug interactions: check a list, see what waits for pharmacists, see how rules fare, browse the formulary, see the cost. */
export function InteractionsScreen() {
  const [tab, setTab] = useState<TabName>('check')
  return (
    <TabbedScreen
      title={s.title}
      tabsLabel={s.tabsLabel}
      tabs={tabs.map((name) => ({ name, label: s.tabs[name] }))}
      chosen={tab}
      onChoose={setTab}
      bodyOf={bodyOf}
    />
  )
}
