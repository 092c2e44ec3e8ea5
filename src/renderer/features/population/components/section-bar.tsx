import { useStore } from 'zustand'
import {
  openDialog,
  screenStore,
  sectionNames,
  untickAll,
  type SectionName,
} from '@renderer/features/population/desk.ts'
import { populationStrings as s } from '@renderer/features/population/strings.ts'
import { usePopulationHost } from '@renderer/features/population/use-host.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Segments } from '@renderer/ui/choices.tsx'

/** What of the population is looked at, and what can be done with it as a whole. */
export function SectionBar(props: { readonly section: SectionName }) {
  const { rights } = usePopulationHost()
  const ticked = useStore(screenStore, (state) => state.ticked)
  const openedId = useStore(screenStore, (state) => state.openedId)
  const about = openedId === null ? [] : [{ patientId: openedId, rev: 0, manager: null }]
  const sections = sectionNames.filter((name) => (name === 'ranking' ? rights.read : rights.figures))
  return (
    <div className="risk-bar-line">
      <Segments
        label={s.sectionsLabel}
        hideLabel
        value={props.section}
        choices={sections.map((value) => ({ value, label: s.sections[value] }))}
        onChange={(section) => screenStore.setState({ section })}
      />
      {ticked.size > 0 && props.section === 'ranking' ? (
        <>
          <Button
            label={`${s.list.assign} (${ticked.size})`}
            shortcut="A"
            kind="primary"
            onPress={() => openDialog('assign', [...ticked.values()])}
          />
          <Button label={s.list.untick} kind="quiet" onPress={untickAll} />
        </>
      ) : (
        <>
          {rights.manage && (
            <>
              <Button label={s.actions.record} kind="quiet" onPress={() => openDialog('record', about)} />
              <Button label={s.actions.roster} kind="quiet" onPress={() => openDialog('roster')} />
            </>
          )}
          {rights.export && rights.read && (
            <Button label={s.actions.export} kind="quiet" onPress={() => openDialog('export')} />
          )}
        </>
      )}
    </div>
  )
}
