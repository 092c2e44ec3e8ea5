import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { ProviderSettings } from './features/sessions/provider.ts'
import { type HubAddress, readHubAddress } from './hub/address.ts'
import { type MachinePolicy, readPolicy } from './policy.ts'

const Environment = z.object({
  WARDLIGHT_HUB_URL: z.string().optional(),
  /** Where the embedded hub lies; shared by the stations of one user. */
  WARDLIGHT_HUB_DATA: z.string().min(1).optional(),
  WARDLIGHT_DEMO: z.enum(['on', 'off']).default('on'),
  WARDLIGHT_DEMO_SEED: z.coerce.number().int().min(0).default(1),
  WARDLIGHT_DEMO_SPEED: z.coerce.number().positive().max(3_600).default(1),
  WARDLIGHT_KEY_PREFIX: z.string().max(80).default(''),
  /** Longest idleness at this station, in seconds; the shortest of all limits that apply is in force. */
  WARDLIGHT_SESSION_SECONDS: z.coerce.number().int().min(5).max(86_400).optional(),
  WARDLIGHT_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  WARDLIGHT_OIDC_CLIENT: z.string().min(1).default('wardlight'),
  WARDLIGHT_OIDC_SECRET: z.string().min(1).optional(),
  /** Without a key store the key of the encrypted data may lie in a file. */
  WARDLIGHT_KEY_FILE: z.literal('allow').optional(),
  /** Where sources of clinical risk lie; hosts that see the same folder share the work. */
  WARDLIGHT_RISK_FOLDER: z.string().min(1).optional(),
  /** The claim that names a person for good. */
  WARDLIGHT_OIDC_CLAIM: z.string().min(1).default('sub'),
})

export interface StartOptions {
  readonly givenHub: HubAddress | null
  readonly hubFolder: string
  readonly demo: boolean
  readonly demoSeed: number
  readonly demoSpeed: number
  readonly keyPrefix: string
  readonly sessionSeconds: number | null
  readonly provider: ProviderSettings | null
  /** What is fixed on this computer. */
  readonly policy: MachinePolicy
  readonly refuseKeyFile: boolean
  readonly riskFolder: string | null
}

export type StartReading = { ok: true; options: StartOptions } | { ok: false; sentence: string }

/** Reads what the environment says about this start. Takes the hub's address out of it: children must not inherit it. */
export function readStartOptions(environment: NodeJS.ProcessEnv, dataFolder: string): StartReading {
  const parsed = Environment.safeParse(environment)
  delete environment['WARDLIGHT_HUB_URL']
  delete environment['WARDLIGHT_OIDC_SECRET']
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')
    return { ok: false, sentence: `The environment variable ${names} has no usable value.` }
  }
  const values = parsed.data
  const managed = readPolicy(environment)
  if (!managed.ok) return managed
  const limits = [values.WARDLIGHT_SESSION_SECONDS, managed.policy.sessionSeconds].filter(
    (limit) => limit !== undefined,
  )
  const reading = values.WARDLIGHT_HUB_URL ? readHubAddress(values.WARDLIGHT_HUB_URL) : null
  if (reading && !reading.ok) return reading
  return {
    ok: true,
    options: {
      givenHub: managed.hub ?? reading?.address ?? null,
      hubFolder: values.WARDLIGHT_HUB_DATA ?? join(dataFolder, 'hub'),
      demo: values.WARDLIGHT_DEMO === 'on',
      demoSeed: values.WARDLIGHT_DEMO_SEED,
      demoSpeed: values.WARDLIGHT_DEMO_SPEED,
      keyPrefix: values.WARDLIGHT_KEY_PREFIX,
      sessionSeconds: limits.length === 0 ? null : Math.min(...limits),
      provider: providerOf(values),
      policy: managed.policy,
      riskFolder: values.WARDLIGHT_RISK_FOLDER === undefined ? null : resolve(values.WARDLIGHT_RISK_FOLDER),
      refuseKeyFile: values.WARDLIGHT_KEY_FILE !== 'allow' && managed.policy.allowKeyFile !== true,
    },
  }
}

function providerOf(values: z.infer<typeof Environment>): ProviderSettings | null {
  if (values.WARDLIGHT_OIDC_ISSUER === undefined) return null
  return {
    issuer: new URL(values.WARDLIGHT_OIDC_ISSUER),
    clientId: values.WARDLIGHT_OIDC_CLIENT,
    clientSecret: values.WARDLIGHT_OIDC_SECRET ?? null,
    claim: values.WARDLIGHT_OIDC_CLAIM,
  }
}
