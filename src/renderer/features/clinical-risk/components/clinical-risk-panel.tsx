import { useEffect } from 'react'
import { useStore } from 'zustand'
import { RunView } from './run-view.tsx'
import { RunsSide } from './runs-side.tsx'
import { SourcesSide } from './sources-side.tsx'
import { runs, screenStore } from '@renderer/features/clinical-risk/desk.ts'
import { riskStrings as s } from '@renderer/features/clinical-risk/strings.ts'
import { useAddFiles } from '@renderer/features/clinical-risk/use-add-files.ts'
import { useClinicalRiskHost } from '@renderer/features/clinical-risk/use-host.ts'
import { useSources } from '@renderer/features/clinical-risk/use-sources.ts'
import { Empty } from '@renderer/ui/empty.tsx'
import { formatClockSeconds } from '@renderer/ui/time-format.ts'
import './clinical-risk-panel.css'

function Panel() {
  const { rights, linkLost } = useClinicalRiskHost()
  const { runs: rows } = useStore(runs.store)
  const chosen = useStore(screenStore, ({ runId }) => runId)
  const sources = useSources(rights.run)
  const { answer } = sources
  const adding = useAddFiles({
    may: rights.run && answer.phase === 'had',
    folder: answer.phase === 'had' ? answer.value.folder : '',
    watched: answer.phase === 'had' && answer.value.watched,
    onAdded: sources.look,
  })
  const opened = rows.find(({ id }) => id === chosen) ?? rows[0]
  const openedId = opened?.id ?? null
  useEffect(() => {
    // A run that begins elsewhere does not take the place of the one that is looked at.
    if (chosen === null && openedId !== null) screenStore.setState({ runId: openedId })
  }, [chosen, openedId])
  return (
    <div className="cr-panel" {...adding.zone}>
      <div className="cr-side">
        <section className="cr-side-part" aria-label={s.sources.title}>
          {rights.run ? (
            <SourcesSide
              answer={answer}
              known={rows}
              hubThere={linkLost === null}
              adding={adding}
              onLook={sources.look}
            />
          ) : (
            <p className="cr-muted">{s.sources.mayNot}</p>
          )}
        </section>
        <section className="cr-side-part" aria-label={s.runs.title}>
          <RunsSide openedId={openedId} />
        </section>
      </div>
      <div className="cr-main">
        {linkLost !== null && (
          <p className="cr-band" role="status">
            {linkLost.since === null ? s.linkLostEver : s.linkLost(formatClockSeconds(linkLost.since))}
          </p>
        )}
        {opened === undefined ? (
          <Empty kind="nothing" title={s.run.choose.title} text={s.run.choose.text} />
        ) : (
          <RunView key={opened.id} run={opened} />
        )}
      </div>
      {adding.over && <p className="cr-drop">{s.sources.drop}</p>}
    </div>
  )
}

/** Clinical risk of many patients at once: sources, runs, what they found and why, and the rows left out. */
export function ClinicalRiskPanel() {
  const { rights } = useClinicalRiskHost()
  useEffect(() => (rights.read ? runs.follow() : undefined), [rights.read])
  if (!rights.read) return <Empty kind="nothing" title={s.mayNot.title} text={s.mayNot.text} />
  return <Panel />
}
