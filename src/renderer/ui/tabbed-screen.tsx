import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import './tabbed-screen.css'

export interface ScreenTab<T extends string> {
  readonly name: T
  readonly label: string
  /** What waits behind the tab, with the words for assistive technology; 0 shows nothing. */
  readonly waiting?: { readonly count: number; readonly words: string }
}

/** A screen whose parts stand behind tabs: title and tabs on one line, then what must be known, then the part. */
export function TabbedScreen<T extends string>(props: {
  readonly title: string
  readonly tabsLabel: string
  readonly tabs: readonly ScreenTab<T>[]
  readonly chosen: T
  readonly onChoose: (tab: T) => void
  readonly bodyOf: (tab: T) => ReactNode
  /** Stands behind the tabs: marks of the whole screen. */
  readonly marks?: ReactNode
  /** A sentence over every tab, such as that the link is lost; null when there is none. */
  readonly band?: string | null
}) {
  const { tabs, band = null } = props
  return (
    <div className="tabbed-screen">
      <Tabs
        className="tabs"
        selectedKey={props.chosen}
        onSelectionChange={(key) => {
          const next = tabs.find(({ name }) => name === key)
          if (next !== undefined) props.onChoose(next.name)
        }}
      >
        <div className="tabbed-head">
          <h1>{props.title}</h1>
          <TabList className="tab-list" aria-label={props.tabsLabel}>
            {tabs.map(({ name, label, waiting }) => (
              <Tab key={name} id={name} className="tab">
                {label}
                {waiting !== undefined && waiting.count > 0 && (
                  <span className="tab-badge">
                    <span aria-hidden="true">{waiting.count}</span>
                    <span className="visually-hidden">{waiting.words}</span>
                  </span>
                )}
              </Tab>
            ))}
          </TabList>
          {props.marks}
        </div>
        {band !== null && (
          <p className="tabbed-band" role="status">
            {band}
          </p>
        )}
        {tabs.map(({ name }) => (
          <TabPanel key={name} id={name} className="tab-panel tabbed-panel">
            {props.bodyOf(name)}
          </TabPanel>
        ))}
      </Tabs>
    </div>
  )
}
