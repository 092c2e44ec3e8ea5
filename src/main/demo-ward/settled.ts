import type { LabResult, Story } from './story.ts'

/** Where a settled patient's signs lie. */
export interface Baseline {
  readonly heartRate: number
  readonly meanPressure: number
  readonly pulsePressure: number
  readonly respiratoryRate: number
  readonly saturation: number
  readonly temperature: number
}

const adult: Baseline = {
  heartRate: 76,
  meanPressure: 88,
  pulsePressure: 44,
  respiratoryRate: 15,
  saturation: 97,
  temperature: 36.8,
}

/** Unremarkable results of the last hours and every four hours on; round values inside every reference range. */
export function routineLabs(potassium: number, creatinine: number, hemoglobin: number): readonly LabResult[] {
  return [-310, -70, 170].flatMap((minute, index) => [
    { minute, analyte: 'potassium' as const, value: potassium + (index - 1) * 0.1 },
    { minute: minute + 1, analyte: 'creatinine' as const, value: creatinine + (index - 1) * 2 },
    { minute: minute + 2, analyte: 'hemoglobin' as const, value: hemoglobin - (index - 1) },
  ])
}

/** A patient to whom nothing happens; `difference` says how this one differs from the average adult. */
export function settled(
  difference: Partial<Baseline> & {
    readonly oxygen?: number
    readonly restlessness?: number
    readonly level?: 'A' | 'C' | 'V'
  },
  labs: readonly LabResult[] = routineLabs(4.1, 78, 124),
): Story {
  const at = { ...adult, ...difference }
  return {
    signs: {
      heartRate: [[0, at.heartRate]],
      meanPressure: [[0, at.meanPressure]],
      pulsePressure: [[0, at.pulsePressure]],
      respiratoryRate: [[0, at.respiratoryRate]],
      saturation: [[0, at.saturation]],
      temperature: [[0, at.temperature]],
    },
    labs,
    loop: { from: 0, to: 240 },
    restlessness: difference.restlessness ?? 1,
    oxygen: [[0, difference.oxygen ?? 0]],
    consciousness: [[-600, difference.level ?? 'A']],
    limits: {},
    firstCheckSeconds: 20,
    repeatSeconds: 1800,
    population: [],
  }
}
