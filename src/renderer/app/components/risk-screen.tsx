import { useStore } from 'zustand'
import { ClinicalRiskHostProvider } from '@renderer/app/clinical-risk-host.tsx'
import { PopulationHostProvider } from '@renderer/app/population-host.tsx'
import { riskTabStore, type RiskTab } from '@renderer/app/risk-tab.ts'
import { riskStrings as s } from '@renderer/app/strings.ts'
import { ClinicalRiskPanel } from '@renderer/features/clinical-risk/components/clinical-risk-panel.tsx'
import { PopulationPanel } from '@renderer/features/population/components/population-panel.tsx'
import { board } from '@renderer/features/population/desk.ts'
import { useHubStatus } from '@renderer/features/hub-health/use-link.ts'
import { useMay } from '@renderer/features/sessions/use-session.ts'
import { Chip } from '@renderer/ui/chip.tsx'
import { TabbedScreen } from '@renderer/ui/tabbed-screen.tsx'

/** Who is at risk: the whole population as it changes, and the batches that judge clinical records. */
export function RiskScreen(props: { readonly theme: string }) {
  const demo = useHubStatus()?.demo ?? false
  const simulated = useStore(board.store, ({ page }) => page?.simulated ?? false)
  const chosen = useStore(riskTabStore, ({ tab }) => tab)
  const ranks = useMay('see-population-figures')
  const assesses = useMay('read-clinical-risk')
  const tabs: readonly RiskTab[] = [
    ...(ranks ? (['population'] as const) : []),
    ...(assesses ? (['clinical'] as const) : []),
  ]
  const tab = tabs.find((each) => each === chosen) ?? tabs[0] ?? 'population'
  const bodyOf = (shown: RiskTab) => {
    switch (shown) {
      case 'population':
        return (
          <PopulationHostProvider theme={props.theme}>
            <PopulationPanel />
          </PopulationHostProvider>
        )
      case 'clinical':
        return (
          <ClinicalRiskHostProvider>
            <ClinicalRiskPanel />
          </ClinicalRiskHostProvider>
        )
    }
  }
  return (
    <TabbedScreen
      title={s.title}
      tabsLabel={s.tabsLabel}
      tabs={tabs.map((name) => ({ name, label: s.tabs[name] }))}
      chosen={tab}
      onChoose={(next) => riskTabStore.setState({ tab: next })}
      bodyOf={bodyOf}
      marks={(demo || simulated) && <Chip tone="demo" text={s.demo} />}
    />
  )
}
