import { z } from 'zod'

const Environment = z.object({
  WARDLIGHT_DEMO_HUB_URL: z.string().regex(/^rediss?:\/\//),
  WARDLIGHT_DEMO_SEED: z.coerce.number().int().min(0).max(4_294_967_295).default(1),
  WARDLIGHT_DEMO_SPEED: z.coerce.number().positive().max(3600).default(1),
  WARDLIGHT_DEMO_PREFIX: z.string().max(64).default(''),
})

/** How the demonstration is to run. `hubUrl` holds the password: it must not be logged. */
export interface DemoSettings {
  readonly hubUrl: string
  readonly seed: number
  readonly speed: number
  readonly prefix: string
}

export type SettingsReading =
  { readonly ok: true; readonly settings: DemoSettings } | { readonly ok: false; readonly sentence: string }

/** Reads the settings from the environment. The sentence of a refusal names variables, never their values. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): SettingsReading {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ')
    return { ok: false, sentence: `The demonstration ward cannot start: ${names} is missing or not valid.` }
  }
  return {
    ok: true,
    settings: {
      hubUrl: parsed.data.WARDLIGHT_DEMO_HUB_URL,
      seed: parsed.data.WARDLIGHT_DEMO_SEED,
      speed: parsed.data.WARDLIGHT_DEMO_SPEED,
      prefix: parsed.data.WARDLIGHT_DEMO_PREFIX,
    },
  }
}
