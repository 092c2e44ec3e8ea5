import { X } from 'lucide-react'
import { useState } from 'react'
import { CareSection } from './care-section.tsx'
import { FurtherScores } from './further-scores.tsx'
import { ScoreBar } from './score-bar.tsx'
import { WhyParts } from './why-parts.tsx'
import { WhyTrends } from './why-trends.tsx'
import { bandText, changeOf, countText, scoreText, whoLine } from '@renderer/features/population/describe.ts'
import { openDialog, openWhy, patientOf } from '@renderer/features/population/desk.ts'
import { careStrings } from '@renderer/features/population/strings-care.ts'
import { whyStrings as s } from '@renderer/features/population/strings-card.ts'
import { populationStrings } from '@renderer/features/population/strings.ts'
import { useCareRecord } from '@renderer/features/population/use-care.ts'
import { usePopulationHost } from '@renderer/features/population/use-host.ts'
import { useWhy } from '@renderer/features/population/use-why.ts'
import type { Why } from '@shared/features/population/board.ts'
import type { BoardRow } from '@shared/features/population/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { hubTime } from '@renderer/ui/ticker.ts'
import './why-card.css'

const { row: words } = populationStrings

function Head(props: { readonly row: BoardRow }) {
  const { row } = props
  const change = changeOf(row)
  return (
    <header className="why-head">
      <h2 className="why-name selectable">{row.name ?? row.patientId}</h2>
      <p className="why-note selectable">
        {row.patientId} · {whoLine(row)}
      </p>
      <div className="why-score" data-band={row.band ?? 'unknown'}>
        {row.score !== null && row.missing.length > 0 && !row.foreign && (
          <span className="why-least">{words.atLeast}</span>
        )}
        <span className="why-number" aria-hidden="true">
          {row.score === null ? '?' : scoreText(row.score)}
        </span>
        {row.score !== null && <span className="visually-hidden">{s.score(scoreText(row.score))}</span>}
        <span className="why-beside">
          <strong>{row.band === null ? words.unscored : s.band(bandText(row.band))}</strong>
          <span>
            {row.rank === null ? words.noRank : s.rank(countText(row.rank))}
            {row.score !== null && (
              <>
                {' '}
                · <span aria-hidden="true">{change.sign}</span>
                <span className="visually-hidden">{change.words}</span>
              </>
            )}
          </span>
          {row.highSince !== null && <span>{s.highSince(formatMoment(row.highSince, hubTime()))}</span>}
        </span>
      </div>
      <ScoreBar row={row} tall />
      {row.foreign && <p className="why-note">{words.foreignLong}</p>}
      {row.score === null && <p className="why-note">{words.unscoredLong}</p>}
    </header>
  )
}

function Change(props: { readonly why: Why }) {
  const { change, row } = props.why
  if (row.foreign || row.score === null) return null
  return (
    <section className="why-part" aria-label={s.change}>
      <h3>{s.change}</h3>
      {change === null ? (
        <p className="why-note">{s.noChange}</p>
      ) : (
        <p className="why-change selectable">{change.sentence}</p>
      )}
    </section>
  )
}

function Remarks(props: { readonly remarks: readonly string[] }) {
  if (props.remarks.length === 0) return null
  return (
    <section className="why-part why-remarks" aria-label={s.remarks}>
      <h3>{s.remarks}</h3>
      <ul>
        {props.remarks.map((remark) => (
          <li key={remark} className="selectable">
            {remark}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Actions(props: { readonly row: BoardRow }) {
  const { row } = props
  const { rights, openPatient } = usePopulationHost()
  const record = useCareRecord(row.patientId)
  const patients = [patientOf(row, record)]
  const snoozed = (record?.snooze?.until ?? row.care.snoozedUntil ?? 0) > hubTime()
  const { actions } = careStrings
  return (
    <div className="why-actions">
      {rights.manage && (
        <>
          <Button
            label={actions.assign}
            shortcut="A"
            kind="primary"
            onPress={() => openDialog('assign', patients)}
          />
          <Button
            label={snoozed ? actions.wake : actions.snooze}
            shortcut="S"
            onPress={() => openDialog('snooze', patients)}
          />
          <Button label={actions.outreach} shortcut="N" onPress={() => openDialog('outreach', patients)} />
          <Button label={actions.contact} shortcut="C" onPress={() => openDialog('contact', patients)} />
        </>
      )}
      {openPatient !== null && (
        <Button label={actions.patient} shortcut="P" onPress={() => openPatient(row.patientId)} />
      )}
    </div>
  )
}

function Body(props: { readonly patientId: string }) {
  const { patientId } = props
  const [retries, setRetries] = useState(0)
  const { row, answer } = useWhy(patientId, retries)
  const why = answer.phase === 'had' ? answer.value : null
  return (
    <>
      <div className="why-scroll" tabIndex={0} role="group" aria-label={s.label}>
        {row !== null && <Head row={row} />}
        {answer.phase === 'asking' && <Empty kind="loading" title={s.loading} />}
        {answer.phase === 'failed' && (
          <Empty kind="failed" title={s.failed} text={answer.failure.message}>
            <Button label={s.again} onPress={() => setRetries(retries + 1)} />
          </Empty>
        )}
        {why !== null && (
          <>
            <Change why={why} />
            <WhyParts row={row ?? why.row} why={why} />
            <Remarks remarks={why.remarks} />
          </>
        )}
        <CareSection patientId={patientId} />
        {why !== null && (
          <>
            <WhyTrends why={why} />
            <FurtherScores scores={why.further} />
          </>
        )}
      </div>
      {row !== null && <Actions row={row} />}
    </>
  )
}

/** Everything behind one bar, and the care work for its patient. */
export function WhyCard(props: { readonly patientId: string }) {
  return (
    <aside className="why" aria-label={s.label}>
      <div className="why-top">
        <span className="why-title">{s.label}</span>
        <Button
          label={s.close}
          shortcut="Esc"
          kind="quiet"
          icon={<X aria-hidden="true" />}
          onPress={() => openWhy(null)}
        />
      </div>
      <Body key={props.patientId} patientId={props.patientId} />
    </aside>
  )
}
