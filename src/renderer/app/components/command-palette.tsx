import { Command } from 'cmdk'
import { DrugCommands } from './drug-commands.tsx'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useStore } from 'zustand'
import { goTo, navigation, openPatient, setPalette } from '@renderer/app/navigation.ts'
import { riskTabStore, type RiskTab } from '@renderer/app/risk-tab.ts'
import { openScreens } from '@renderer/app/workspace.ts'
import { paletteStrings as s } from '@renderer/app/strings.ts'
import { bedOf, rowNameOf } from '@renderer/features/alerts/describe.ts'
import { board, mute } from '@renderer/features/alerts/desk.ts'
import { screenStore, type SectionName } from '@renderer/features/population/desk.ts'
import { tabStore } from '@renderer/features/prior-auth/tab-store.ts'
import { useMay } from '@renderer/features/sessions/use-session.ts'
import { changeSettings } from '@renderer/features/settings/store.ts'
import { Density, Theme } from '@shared/features/settings/model.ts'
import './command-palette.css'

/** Most patients listed: the search narrows what the board orders by urgency. */
const MOST_PATIENTS = 200

interface PatientLine {
  readonly patientId: string
  readonly text: string
}

function patientLines(): readonly PatientLine[] {
  const { order, items } = board.store.getState()
  const lines = new Map<string, PatientLine>()
  for (const id of order) {
    const alert = items.get(id)
    if (alert === undefined) continue
    const { patientId, name } = alert.patient
    if (lines.has(patientId)) continue
    lines.set(patientId, { patientId, text: s.patient(bedOf(alert), name ?? rowNameOf(alert)) })
    if (lines.size >= MOST_PATIENTS) break
  }
  return [...lines.values()]
}

function Item(props: { readonly id: string; readonly text: string; readonly onSelect: () => void }) {
  return (
    <Command.Item
      className="palette-item"
      value={`${props.text} ${props.id}`}
      onSelect={() => {
        setPalette(false)
        props.onSelect()
      }}
    >
      {props.text}
    </Command.Item>
  )
}

function newPriorAuth(): void {
  tabStore.setState({ tab: 'request' })
  goTo('prior-auth')
}

function showRisk(tab: RiskTab, section: SectionName | null = null): void {
  riskTabStore.setState({ tab })
  if (section !== null) screenStore.setState({ section })
  goTo('risk')
}

function RiskCommands() {
  const reads = useMay('read-population')
  const figures = useMay('see-population-figures')
  const assesses = useMay('read-clinical-risk')
  return (
    <>
      {reads && (
        <Item id="risk-board" text={s.riskBoard} onSelect={() => showRisk('population', 'ranking')} />
      )}
      {figures && (
        <Item
          id="risk-figures"
          text={s.riskFigures}
          onSelect={() => showRisk('population', 'distribution')}
        />
      )}
      {assesses && <Item id="clinical-risk" text={s.clinicalRisk} onSelect={() => showRisk('clinical')} />}
    </>
  )
}

function Lists() {
  const asksForAuthorisation = useMay('request-prior-auth')
  return (
    <Command.List className="palette-list" label={s.label}>
      <Command.Empty className="palette-empty">{s.none}</Command.Empty>
      <Command.Group heading={s.groups.patients}>
        {patientLines().map((line) => (
          <Item
            key={line.patientId}
            id={line.patientId}
            text={line.text}
            onSelect={() => openPatient(line.patientId)}
          />
        ))}
      </Command.Group>
      <DrugCommands />
      <Command.Group heading={s.groups.screens}>
        {openScreens().map((screen) => (
          <Item key={screen.name} id={screen.name} text={screen.label} onSelect={() => goTo(screen.name)} />
        ))}
      </Command.Group>
      <Command.Group heading={s.groups.commands}>
        {asksForAuthorisation && <Item id="new-prior-auth" text={s.newPriorAuth} onSelect={newPriorAuth} />}
        <RiskCommands />
        <Item id="mute" text={s.mute} onSelect={() => void mute(120)} />
        <Item id="unmute" text={s.unmute} onSelect={() => void mute(0)} />
        {Theme.options.map((theme) => (
          <Item
            key={theme}
            id={theme}
            text={s.theme[theme]}
            onSelect={() => void changeSettings({ theme })}
          />
        ))}
        {Density.options.map((density) => (
          <Item
            key={density}
            id={density}
            text={s.density[density]}
            onSelect={() => void changeSettings({ density })}
          />
        ))}
      </Command.Group>
    </Command.List>
  )
}

/** Ctrl or Cmd and K: patients on the board by bed or name, drugs, screens, commands. */
export function CommandPalette() {
  const open = useStore(navigation, (state) => state.paletteOpen)
  return (
    <ModalOverlay className="palette-scrim" isOpen={open} isDismissable onOpenChange={setPalette}>
      <Modal className="palette-frame">
        <AriaDialog className="palette-dialog" aria-label={s.label}>
          <Command label={s.label} loop>
            <Command.Input className="palette-input" placeholder={s.input} aria-label={s.input} autoFocus />
            <Lists />
          </Command>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
