import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { screenStore, showPlace, showStanding } from '@renderer/features/clinical-risk/desk.ts'
import {
  assessedOf,
  countWords,
  HIGH_ABOVE,
  placeOfBin,
  REVIEW_ABOVE,
  scoreWords,
} from '@renderer/features/clinical-risk/interval.ts'
import { riskStrings as s } from '@renderer/features/clinical-risk/strings.ts'
import { resultStrings } from '@renderer/features/clinical-risk/strings-result.ts'
import { AssessmentStanding, type RunStatus } from '@shared/features/clinical-risk/model.ts'
import './overview.css'

const r = resultStrings
const o = r.overview

/** Counts by standing; each shows its patients. */
function Counts(props: { readonly run: RunStatus }) {
  const { counts } = props.run
  const chosen = useStore(screenStore, ({ standing }) => standing)
  const all = assessedOf(props.run)
  return (
    <div className="cr-counts" role="group" aria-label={o.label}>
      {AssessmentStanding.options.map((standing) => (
        <button
          key={standing}
          type="button"
          className="cr-count"
          data-standing={standing}
          data-some={counts[standing] > 0}
          aria-pressed={chosen === standing}
          title={o.show(r.standings[standing])}
          onClick={() => showStanding(chosen === standing ? null : standing)}
        >
          <span className="cr-count-name">{r.standings[standing]}</span>{' '}
          <span className="cr-count-line">
            <span className="cr-count-value">{countWords(counts[standing])}</span>{' '}
            {all > 0 && <span className="cr-muted">{s.percent(counts[standing] / all)}</span>}
          </span>{' '}
          <span className="cr-muted">{r.meanings[standing]}</span>
        </button>
      ))}
    </div>
  )
}

/** A bin that holds somebody is never too low to be seen. Percent of the plot's height. */
const LEAST_HEIGHT = 3

function heightOf(count: number, most: number): string {
  return count === 0 ? '0%' : `${Math.max(LEAST_HEIGHT, (count / most) * 100)}%`
}

/** Arrows move among the bins, so that they are one stop of the tab key. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (by === 0) return
  const bins = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:enabled')]
  const next = bins[bins.findIndex((bin) => bin === document.activeElement) + by]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

/** How the lowest and the highest possible scores lie; a bin leads to its place in the list. */
function Distribution(props: { readonly run: RunStatus; readonly live: boolean }) {
  const { run } = props
  const { bins } = run
  const most = Math.max(1, ...bins.flatMap(({ low, high }) => [low, high]))
  const over = bins.reduce((sum, { from, high }) => (from >= REVIEW_ABOVE - 1e-9 ? sum + high : sum), 0)
  const first = bins.findLastIndex(({ high }) => high > 0)
  const toOf = (index: number): number => bins[index + 1]?.from ?? 1
  return (
    <figure className="cr-distribution">
      <figcaption>
        <span className="cr-distribution-title">{o.distribution}</span>
        <span className="cr-key" data-series="low">
          {o.low}
        </span>
        <span className="cr-key" data-series="high">
          {o.high}
        </span>
      </figcaption>
      <div
        className="cr-bins"
        role="group"
        aria-label={o.summary(countWords(assessedOf(run)), countWords(over))}
        onKeyDown={moveFocus}
      >
        {bins.map((bin, index) => {
          const words = o.bin(
            scoreWords(bin.from),
            scoreWords(toOf(index)),
            countWords(bin.low),
            countWords(bin.high),
          )
          return (
            <button
              key={bin.from}
              type="button"
              className="cr-bin"
              aria-label={words}
              title={words}
              tabIndex={index === first ? 0 : -1}
              disabled={!props.live || bin.high === 0}
              onClick={() => showPlace(placeOfBin(bins, index))}
            >
              <span className="cr-bin-low" style={{ height: heightOf(bin.low, most) }} />
              <span className="cr-bin-high" style={{ height: heightOf(bin.high, most) }} />
            </button>
          )
        })}
        <span className="cr-bins-limit" style={{ left: `${REVIEW_ABOVE * 100}%` }} aria-hidden="true" />
        <span
          className="cr-bins-limit"
          data-limit="high"
          style={{ left: `${HIGH_ABOVE * 100}%` }}
          aria-hidden="true"
        />
      </div>
      <div className="cr-bins-scale" aria-hidden="true">
        <span>0</span>
        <span style={{ left: `${REVIEW_ABOVE * 100}%` }}>0.7</span>
        <span style={{ left: `${HIGH_ABOVE * 100}%` }}>0.8</span>
        <span>1</span>
      </div>
    </figure>
  )
}

/** The result of a run at a glance: who stands where, and how the scores lie. */
export function Overview(props: { readonly run: RunStatus; readonly live: boolean }) {
  return (
    <div className="cr-overview">
      <Counts run={props.run} />
      {props.run.bins.length > 0 && <Distribution {...props} />}
    </div>
  )
}
