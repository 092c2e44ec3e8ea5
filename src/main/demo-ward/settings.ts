/** How the demonstration is to run. `hubUrl` holds the password: it must not be logged. */
export interface DemoSettings {
  readonly hubUrl: string
  /** 0 to 4 294 967 295. */
  readonly seed: number
  /** Simulated seconds per real second, above 0 and up to 3600. */
  readonly speed: number
  /** Goes before every key and channel. */
  readonly prefix: string
}

export type SettingsReading =
  { readonly ok: true; readonly settings: DemoSettings } | { readonly ok: false; readonly sentence: string }

const MOST_SEED = 4_294_967_295
const MOST_SPEED = 3600
const LONGEST_PREFIX = 64

function numberOf(text: string | undefined, fallback: number): number {
  return text === undefined || text.trim() === '' ? fallback : Number(text)
}

/** Reads the settings from the environment. The sentence of a refusal names variables, never their values. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): SettingsReading {
  const hubUrl = environment['WARDLIGHT_DEMO_HUB_URL'] ?? ''
  const seed = numberOf(environment['WARDLIGHT_DEMO_SEED'], 1)
  const speed = numberOf(environment['WARDLIGHT_DEMO_SPEED'], 1)
  const prefix = environment['WARDLIGHT_DEMO_PREFIX'] ?? ''
  const wrong = [
    /^rediss?:\/\/./.test(hubUrl) ? null : 'WARDLIGHT_DEMO_HUB_URL',
    Number.isInteger(seed) && seed >= 0 && seed <= MOST_SEED ? null : 'WARDLIGHT_DEMO_SEED',
    speed > 0 && speed <= MOST_SPEED ? null : 'WARDLIGHT_DEMO_SPEED',
    prefix.length <= LONGEST_PREFIX ? null : 'WARDLIGHT_DEMO_PREFIX',
  ].filter((name) => name !== null)
  return wrong.length === 0
    ? { ok: true, settings: { hubUrl, seed, speed, prefix } }
    : {
        ok: false,
        sentence: `The demonstration ward cannot start: ${wrong.join(', ')} is missing or not valid.`,
      }
}
