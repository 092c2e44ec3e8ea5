import { useCallback, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { BoardFilters } from './board-filters.tsx'
import { BoardList } from './board-list.tsx'
import { CareFigures } from './care-figures.tsx'
import { CrossingVoice } from './crossing-voice.tsx'
import { Dialogs } from './dialogs.tsx'
import { DistributionSection } from './distribution-section.tsx'
import { SectionBar } from './section-bar.tsx'
import { TrendsSection } from './trends-section.tsx'
import { UndoStrip } from './undo-strip.tsx'
import { WhyCard } from './why-card.tsx'
import { MOST_ROWS } from '@renderer/features/population/board-rows.ts'
import { countText } from '@renderer/features/population/describe.ts'
import {
  board,
  care,
  leaveScreen,
  listWith,
  screenStore,
  type SectionName,
} from '@renderer/features/population/desk.ts'
import { populationStrings as s } from '@renderer/features/population/strings.ts'
import { useBoardKeys } from '@renderer/features/population/use-board-keys.ts'
import { usePopulationHost } from '@renderer/features/population/use-host.ts'
import { everybody } from '@shared/features/population/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { formatClockSeconds } from '@renderer/ui/time-format.ts'
import './population-panel.css'

function showEverybody(): void {
  board.ask({ ...board.store.getState().question, filter: everybody, search: '' })
}

function listUnscored(): void {
  listWith({ band: 'unscored', scores: null }, 'score')
}

/** How many match, and how far the reading of the population has come. */
function CountLine() {
  const page = useStore(board.store, (state) => state.page)
  const ticked = useStore(screenStore, (state) => state.ticked)
  if (page === null) return null
  const { matching, population, unscored, reading } = page
  return (
    <div className="risk-count">
      <p role="status">
        {s.count(countText(matching), countText(population), matching === population)}{' '}
        {matching > MOST_ROWS && s.cut(countText(MOST_ROWS))}
        {ticked.size > 0 && ` · ${s.list.ticked(ticked.size)}`}
      </p>
      {unscored !== null && unscored > 0 && matching === population && (
        <Button label={s.unscored(countText(unscored))} kind="quiet" onPress={listUnscored} />
      )}
      {reading !== null && (
        <p className="risk-reading">
          <progress aria-label={s.readingLabel} value={reading.read} max={Math.max(1, reading.of)} />
          {s.reading(countText(reading.read), countText(reading.of))}
        </p>
      )}
    </div>
  )
}

function Ranking() {
  const { phase, problem, page } = useStore(board.store)
  const openedId = useStore(screenStore, (state) => state.openedId)
  if (page === null && phase === 'failed')
    return (
      <Empty kind="failed" title={s.failed} text={problem ?? ''}>
        <Button label={s.again} onPress={() => board.refresh()} />
      </Empty>
    )
  if (page === null) return <Empty kind="loading" title={s.loading} />
  const nobody = page.population === 0 && page.reading === null
  return (
    <>
      {page.silentSince !== null && (
        <p className="risk-silent" role="status">
          {s.silent(formatClockSeconds(page.silentSince))}
        </p>
      )}
      {problem !== null && (
        <p className="risk-silent" role="status">
          {s.stale(problem)}
        </p>
      )}
      <CountLine />
      <div className="risk-body">
        {nobody ? (
          <Empty kind="nothing" title={s.none.title} text={s.none.text} />
        ) : page.matching === 0 ? (
          <Empty kind="nothing" title={s.filtered.title} text={s.filtered.text}>
            <Button label={s.filtered.clear} onPress={showEverybody} />
          </Empty>
        ) : (
          <BoardList old={page.silentSince !== null} />
        )}
        {openedId !== null && <WhyCard patientId={openedId} />}
      </div>
    </>
  )
}

function bodyOf(section: SectionName) {
  switch (section) {
    case 'ranking':
      return <Ranking />
    case 'distribution':
      return <DistributionSection />
    case 'trends':
      return <TrendsSection />
    case 'care':
      return <CareFigures />
  }
}

/** The board and care work, for those who may see patients. */
function Follow() {
  const { linkLost } = usePopulationHost()
  useEffect(() => board.follow(), [])
  useEffect(() => care.start(), [])
  const lost = linkLost !== null
  // A first reading that failed for want of a link is tried again with the link.
  useEffect(() => {
    if (!lost && board.store.getState().phase === 'failed') board.refresh()
  }, [lost])
  useEffect(() => leaveScreen, [])
  return null
}

function Keys(props: { readonly onSearch: () => void }) {
  useBoardKeys(props.onSearch)
  return null
}

/** The whole population by risk, as it changes: the ranking, how scores lie and move, trends, and care work. */
export function PopulationPanel() {
  const { rights } = usePopulationHost()
  const chosen = useStore(screenStore, ({ section }) => section)
  const section = rights.read ? chosen : chosen === 'ranking' ? 'distribution' : chosen
  const panel = useRef<HTMLDivElement>(null)
  const onSearch = useCallback(() => {
    const field = panel.current?.querySelector('.risk-search input')
    if (field instanceof HTMLInputElement) field.focus()
  }, [])
  useEffect(() => {
    const busy = document.activeElement?.closest('input, textarea, select, [role="dialog"]') ?? null
    const grid = panel.current?.querySelector('[role="grid"]')
    if (busy === null && grid instanceof HTMLElement) grid.focus({ preventScroll: true })
  }, [section])
  return (
    <div className="risk-panel" ref={panel}>
      {rights.read && <Follow />}
      <SectionBar section={section} />
      {section !== 'care' && <BoardFilters section={section} />}
      {bodyOf(section)}
      {rights.manage && <UndoStrip />}
      {rights.read && <CrossingVoice />}
      {rights.read && section === 'ranking' && <Keys onSearch={onSearch} />}
      <Dialogs />
    </div>
  )
}
