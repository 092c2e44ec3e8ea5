import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { board, type SectionName } from '@renderer/features/population/desk.ts'
import { populationStrings } from '@renderer/features/population/strings.ts'
import { usePopulationHost } from '@renderer/features/population/use-host.ts'
import { AgeBand, BandChoice, RiskBand, type CohortFilter } from '@shared/features/population/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Select, Switch } from '@renderer/ui/choices.tsx'
import { TextField } from '@renderer/ui/text-field.tsx'

const { filters: s, ...words } = populationStrings
/** Typing pauses this long before the board is searched: every search is put on record. */
const SETTLE_MS = 250
/** Stands for no choice; no unit, condition or name contains a line feed. */
const ALL = '\n'
const noChoices = { units: [], conditions: [], careManagers: [] } as const

type Choice = { readonly value: string; readonly label: string }

/** A choice that is in force stays in the list also when nobody has it any more. */
function withChosen(all: string, values: readonly string[], chosen: string | null): readonly Choice[] {
  const listed = chosen === null || chosen === '' || values.includes(chosen) ? values : [chosen, ...values]
  return [{ value: ALL, label: all }, ...listed.map((value) => ({ value, label: value }))]
}

function Search() {
  const asked = useStore(board.store, ({ question }) => question.search)
  const [text, setText] = useState(asked)
  // A search that was cleared elsewhere; what is being typed, with its spaces, stays.
  useEffect(() => setText((typed) => (typed.trim() === asked ? typed : asked)), [asked])
  useEffect(() => {
    const timer = setTimeout(() => {
      const { question } = board.store.getState()
      if (question.search !== text.trim()) board.ask({ ...question, search: text.trim() })
    }, SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <div className="risk-search">
      <TextField label={words.search} value={text} onChange={setText} maxLength={120} />
    </div>
  )
}

function Filter(props: {
  readonly label: string
  readonly value: string | null
  readonly choices: readonly Choice[]
  readonly onChange: (value: string | null) => void
}) {
  return (
    <div className="risk-filter">
      <Select
        label={props.label}
        value={props.value ?? ALL}
        choices={props.choices}
        onChange={(value) => props.onChange(value === ALL ? null : value)}
      />
    </div>
  )
}

/** Whom the board, the distribution and the trends are about. Those who see figures only choose by age and band. */
export function BoardFilters(props: { readonly section: SectionName }) {
  const { rights } = usePopulationHost()
  const question = useStore(board.store, (state) => state.question)
  const choices = useStore(board.store, ({ page }) => page?.choices ?? noChoices)
  const { filter } = question
  const change = (part: Partial<CohortFilter>): void =>
    board.ask({ ...question, filter: { ...filter, ...part } })
  const ranking = props.section === 'ranking'
  return (
    <div className="risk-filters" role="group" aria-label={s.label}>
      {ranking && <Search />}
      {rights.read && (
        <>
          <Filter
            label={s.unit}
            value={filter.unit}
            choices={withChosen(s.unitAll, choices.units, filter.unit)}
            onChange={(unit) => change({ unit })}
          />
          <Filter
            label={s.condition}
            value={filter.condition}
            choices={withChosen(s.conditionAll, choices.conditions, filter.condition)}
            onChange={(condition) => change({ condition })}
          />
          <Filter
            label={s.manager}
            value={filter.careManager}
            choices={[
              ...withChosen(s.managerAll, choices.careManagers, filter.careManager),
              { value: '', label: s.nobody },
            ]}
            onChange={(careManager) => change({ careManager })}
          />
        </>
      )}
      <Filter
        label={s.age}
        value={filter.ageBand}
        choices={[
          { value: ALL, label: s.ageAll },
          ...AgeBand.options.map((value) => ({ value, label: words.ages[value] })),
        ]}
        onChange={(value) => change({ ageBand: AgeBand.options.find((each) => each === value) ?? null })}
      />
      <Filter
        label={s.band}
        value={filter.band}
        choices={[
          { value: ALL, label: s.bandAll },
          ...RiskBand.options.map((value) => ({ value, label: words.bands[value] })),
          { value: 'unscored', label: s.unscored },
        ]}
        onChange={(value) =>
          change({ band: BandChoice.options.find((each) => each === value) ?? null, scores: null })
        }
      />
      {filter.scores !== null && (
        <Button
          label={s.scoresOff(s.scores(filter.scores.from, filter.scores.below))}
          kind="quiet"
          onPress={() => change({ scores: null })}
        />
      )}
      {ranking && (
        <div className="risk-filter">
          <Select
            label={words.order}
            value={question.order}
            choices={[
              { value: 'score', label: words.orders.score },
              { value: 'rise', label: words.orders.rise },
              { value: 'fall', label: words.orders.fall },
              { value: 'next-contact', label: words.orders['next-contact'] },
            ]}
            onChange={(order) => board.ask({ ...question, order })}
          />
        </div>
      )}
      <Switch selected={filter.awake} onChange={(awake) => change({ awake })}>
        {s.awake}
      </Switch>
    </div>
  )
}
