import { wardPatients } from './patients-4b.ts'
import { icuPatients } from './patients-icu.ts'
import type { WardPatient } from './patient.ts'

/** The whole demonstration: twelve intensive care beds and twelve of medical ward 4B. */
export const patients: readonly WardPatient[] = [...icuPatients, ...wardPatients]
