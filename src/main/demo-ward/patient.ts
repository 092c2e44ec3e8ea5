import type { Story } from './story.ts'

/** What a bedside system knows of the person, as it goes into an alert's `context`. Everyone here is invented. */
export interface Identity {
  readonly patientId: string
  readonly name: string
  readonly mrn: string
  readonly birthDate: string
  readonly sex: 'F' | 'M'
  readonly allergies: readonly string[]
  readonly codeStatus: string
  readonly conditions: readonly string[]
}

/** A patient in a bed, with a story that moves the vital signs and produces laboratory results. */
export interface WardPatient extends Identity {
  /** The ward as the channel names it. */
  readonly unit: 'icu' | '4b'
  readonly bed: string
  readonly story: Story
}
