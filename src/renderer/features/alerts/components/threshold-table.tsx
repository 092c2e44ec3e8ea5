import { useState } from 'react'
import { policyStrings } from '@renderer/features/alerts/strings-policy.ts'
import type { LimitTexts } from '@renderer/features/alerts/policy-draft.ts'
import { FindingType } from '@shared/clinical/finding-types.ts'
import { limitNames, type LimitName } from '@shared/clinical/quantities.ts'
import { citation } from '@shared/clinical/sources.ts'
import { definitionOf } from '@shared/clinical/vocabulary.ts'
import { TextField } from '@renderer/ui/text-field.tsx'
import { formatValue } from '@renderer/ui/value-format.ts'

const s = policyStrings.thresholds

/** The wider scope's value in words: the unit's override for a patient, else the published limit. */
function defaultText(type: FindingType, name: LimitName, wider: LimitTexts): string {
  const over = wider[type]?.[name]
  if (over !== undefined && over.trim() !== '') return over
  const limit = definitionOf(type).limits[name]
  return limit === undefined ? '–' : formatValue(limit.value, definitionOf(type).decimals)
}

function sourcesOf(type: FindingType): string {
  const { limits } = definitionOf(type)
  const ids = limitNames.flatMap((name) => limits[name]?.source ?? [])
  return [...new Set(ids)].map(citation).join('; ')
}

function Line(props: {
  readonly type: FindingType
  readonly texts: LimitTexts
  readonly wider: LimitTexts
  readonly onChange: (type: FindingType, name: LimitName, text: string) => void
}) {
  const { type } = props
  const definition = definitionOf(type)
  return (
    <tr>
      <th scope="row" className="threshold-finding">
        {definition.label} <span className="threshold-unit">{definition.displayUnit}</span>
      </th>
      {limitNames.map((name) => (
        <td key={name}>
          <input
            className="threshold-input"
            aria-label={s.field(definition.label, s.limits[name], definition.displayUnit)}
            inputMode="decimal"
            value={props.texts[type]?.[name] ?? ''}
            placeholder={defaultText(type, name, props.wider)}
            onChange={(event) => props.onChange(type, name, event.target.value)}
          />
        </td>
      ))}
      <td className="threshold-source selectable" title={sourcesOf(type)}>
        <span className="threshold-source-text">{sourcesOf(type)}</span>
      </td>
    </tr>
  )
}

/** Every finding of the vocabulary with its four limits: the default in grey with its source, the override typed over it. */
export function ThresholdTable(props: {
  readonly texts: LimitTexts
  readonly wider: LimitTexts
  readonly onChange: (type: FindingType, name: LimitName, text: string) => void
}) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const shown = FindingType.options.filter((type) => {
    const { label, symbol } = definitionOf(type)
    return `${label} ${symbol} ${type}`.toLowerCase().includes(wanted)
  })
  return (
    <>
      <TextField label={s.search} value={search} onChange={setSearch} />
      {shown.length === 0 ? (
        <p className="detail-note">{s.none(search.trim())}</p>
      ) : (
        <table className="table threshold-table" aria-label={s.title}>
          <thead>
            <tr>
              <th scope="col">{s.finding}</th>
              {limitNames.map((name) => (
                <th key={name} scope="col">
                  {s.limits[name]}
                </th>
              ))}
              <th scope="col">{s.source}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((type) => (
              <Line
                key={type}
                type={type}
                texts={props.texts}
                wider={props.wider}
                onChange={props.onChange}
              />
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
