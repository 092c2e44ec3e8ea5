import { bannerStrings as s } from '@renderer/features/alerts/strings-detail.ts'
import { words } from '@renderer/features/alerts/strings.ts'
import type { PatientCard } from '@shared/features/alerts/model.ts'
import { ageInYears } from '@renderer/ui/time-format.ts'
import { Chip } from '@renderer/ui/chip.tsx'
import './patient-banner.css'

function ageAndSex(card: PatientCard): string {
  const years = card.birthDate === null ? null : ageInYears(card.birthDate, Date.now())
  if (years === null && card.sex === null) return s.ageAndSexUnknown
  return `${years === null ? s.ageUnknown : s.years(years)}${years === null || card.sex === null ? ', ' : ' '}${card.sex ?? s.sexUnknown}`
}

function Allergies(props: { readonly allergies: readonly string[] | null }) {
  if (props.allergies === null) return <Chip tone="unknown" text={s.allergiesUnknown} />
  if (props.allergies.length === 0) return <Chip tone="plain" text={s.noAllergies} />
  return props.allergies.map((name) => <Chip key={name} tone="danger" text={s.allergy(name)} />)
}

function Conditions(props: { readonly conditions: readonly string[] | null }) {
  if (props.conditions === null) return <Chip tone="unknown" text={s.conditionsUnknown} />
  if (props.conditions.length === 0) return <Chip tone="plain" text={s.noConditions} />
  return props.conditions.map((name) => <Chip key={name} tone="plain" text={name} />)
}

/**
 * Who the patient is: two identifiers, bed, allergies, code status. What nobody told this station is said to be
 * unknown; it is never left out, because an absent allergy line reads as "none".
 */
export function PatientBanner(props: {
  readonly card: PatientCard
  readonly simulated: boolean
  /** On the patient's own page the name is the page's title. */
  readonly title?: boolean
}) {
  const { card } = props
  const Name = props.title === true ? 'h1' : 'h2'
  return (
    <section className="patient-banner" aria-label={s.label}>
      <div className="patient-line">
        <Name className="patient-name selectable">{card.name ?? words.nameUnknown}</Name>
        <span>{ageAndSex(card)}</span>
        <span className="selectable">{card.mrn === null ? s.mrnUnknown : s.mrn(card.mrn)}</span>
        {(card.mrn === null || card.name === null) && (
          <span className="selectable">{s.patientNumber(card.patientId)}</span>
        )}
        <span className="patient-bed">{card.bed ?? words.bedUnknown}</span>
        {props.simulated && <Chip tone="demo" text={words.demo} />}
      </div>
      <div className="patient-chips">
        <Allergies allergies={card.allergies} />
        <Chip tone={card.codeStatus === null ? 'unknown' : 'plain'} text={card.codeStatus ?? s.codeUnknown} />
        <Conditions conditions={card.conditions} />
      </div>
    </section>
  )
}
