import { z } from 'zod'

/** A ward (`icu`, `4b`), as publishers name it in the channel `alerts:{unit}`. */
export const UnitName = z.string().min(1).max(64)
