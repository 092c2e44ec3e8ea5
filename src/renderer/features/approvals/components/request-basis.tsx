import { CircleCheck, CircleHelp, CircleX, Info } from 'lucide-react'
import { kindWordsOf } from '@renderer/features/approvals/strings-kinds.ts'
import { requestStrings as s } from '@renderer/features/approvals/strings-request.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import type { ApprovalContent, BasisLine } from '@shared/features/approvals/model.ts'

const marks = { for: CircleCheck, against: CircleX, missing: CircleHelp, fact: Info } as const
/** What argues against it stands first: it is what a quick reader must not miss. */
const order = ['against', 'missing', 'fact', 'for'] as const
/** Of what happened, facts come first, and nobody has weighed anything for or against it. */
const factsFirst = ['fact', 'missing', 'against', 'for'] as const

function Standing(props: {
  readonly standing: BasisLine['standing']
  readonly lines: readonly BasisLine[]
  readonly facts: string
}) {
  const { standing, lines, facts } = props
  const Mark = marks[standing]
  return (
    <div className="ap-basis" data-standing={standing} data-empty={lines.length === 0}>
      <h3 className="ap-basis-head">
        <Mark aria-hidden="true" />
        {standing === 'fact' ? facts : s.standings[standing]}
      </h3>
      {lines.length === 0 ? (
        <p className="ap-muted">{s.none[standing]}</p>
      ) : (
        <ul className="ap-basis-lines">
          {lines.map((line, index) => (
            <li key={`${line.label} ${index}`} className="selectable">
              <span className="ap-basis-label">{line.label}</span>
              <span>{line.text}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function shownOf({ kind, basis }: ApprovalContent) {
  const isOwn = rulesOf(kind).course === 'own'
  return (kind === 'emergency_access' ? factsFirst : order)
    .map((standing) => ({ standing, lines: basis.filter((line) => line.standing === standing) }))
    .filter(({ standing, lines }) => lines.length > 0 || (!isOwn && standing !== 'fact'))
}

/** What the recommendation rests on, what argues against it, what is missing, and the asker's own words. */
export function RequestBasis(props: { readonly content: ApprovalContent }) {
  const { basis, justification, kind } = props.content
  const { facts } = kindWordsOf[kind]
  return (
    <section className="ap-section">
      <h2>{kindWordsOf[kind].basis}</h2>
      {basis.length === 0 ? (
        <p className="ap-nobasis">{s.noBasis}</p>
      ) : (
        shownOf(props.content).map(({ standing, lines }) => (
          <Standing key={standing} standing={standing} lines={lines} facts={facts} />
        ))
      )}
      <h3>{kindWordsOf[kind].justification}</h3>
      <p className="ap-justification selectable">
        {justification.trim() === '' ? s.noJustification : justification}
      </p>
    </section>
  )
}
