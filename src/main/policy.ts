import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { UnitName } from '@shared/clinical/ward.ts'
import { ApprovalPolicy } from '@shared/features/approvals/policy.ts'
import { Density, type FixableSetting, type StationSettings } from '@shared/features/settings/model.ts'
import { type HubAddress, readHubAddress } from './hub/address.ts'

/** What the hospital's IT fixes for one computer; a key that is not known here is an error, not a wish. */
export const MachinePolicy = z.strictObject({
  /** Address of the hub without a password. */
  hub: z.string().optional(),
  /** Path of a file that only the station's account can read; its first line is the hub's password. */
  hubPasswordFile: z.string().min(1).optional(),
  stationName: z.string().trim().min(1).max(60).optional(),
  units: z.array(UnitName).min(1).max(40).optional(),
  /** `wall` makes this a wall display. */
  density: Density.optional(),
  contentProtection: z.boolean().optional(),
  /** Longest idleness in seconds; never loosens another limit. */
  sessionSeconds: z.number().int().min(60).max(86_400).optional(),
  /** Without a key store the key of the encrypted data may lie in a file that only the station's account can read. */
  allowKeyFile: z.boolean().optional(),
  /** How the queue of approvals behaves; the same on every computer of a hub, or each does what its own says. */
  approvals: z.strictObject(ApprovalPolicy.shape).optional(),
  /** How long the audit is kept. */
  auditYears: z.number().int().min(1).max(100).optional(),
})
export type MachinePolicy = z.infer<typeof MachinePolicy>

export type PolicyReading =
  { ok: true; policy: MachinePolicy; hub: HubAddress | null } | { ok: false; sentence: string }

/** Where the policy of this computer lies; `WARDLIGHT_POLICY` names another file, for tests. */
function policyPath(environment: NodeJS.ProcessEnv): string {
  const given = environment['WARDLIGHT_POLICY']
  if (given) return given
  if (process.platform === 'win32')
    return join(environment['ProgramData'] ?? 'C:\\ProgramData', 'Wardlight', 'policy.json')
  if (process.platform === 'darwin') return '/Library/Application Support/Wardlight/policy.json'
  return '/etc/wardlight/policy.json'
}

/** Reads the policy of this computer. No file is no policy; a file that cannot be understood is never ignored. */
export function readPolicy(environment: NodeJS.ProcessEnv): PolicyReading {
  const path = policyPath(environment)
  if (!existsSync(path) && !environment['WARDLIGHT_POLICY']) return { ok: true, policy: {}, hub: null }
  const refuse = (why: string): PolicyReading => ({
    ok: false,
    sentence: `The policy file ${path} ${why} The station was not started; have the file put right.`,
  })
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    return refuse(error instanceof SyntaxError ? 'is no valid JSON.' : 'could not be read.')
  }
  const parsed = MachinePolicy.safeParse(content)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const place = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? '')
    return refuse(`has no usable value for "${place}".`)
  }
  return withHub(parsed.data, refuse)
}

/** The settings that a policy fixes. */
export function fixedSettings(policy: MachinePolicy): Partial<Pick<StationSettings, FixableSetting>> {
  const { stationName, units, density, contentProtection } = policy
  return {
    ...(stationName !== undefined && { stationName }),
    ...(units && { units }),
    ...(density && { density }),
    ...(contentProtection !== undefined && { contentProtection }),
  }
}

function withHub(policy: MachinePolicy, refuse: (why: string) => PolicyReading): PolicyReading {
  if (policy.hub === undefined) {
    if (policy.hubPasswordFile !== undefined) return refuse('names a password but no hub.')
    return { ok: true, policy, hub: null }
  }
  const reading = readHubAddress(policy.hub)
  if (!reading.ok) return refuse(`has no usable value for "hub". ${reading.sentence}`)
  if (reading.address.password !== null)
    return refuse('holds a password, which everybody here can read; name a file in "hubPasswordFile".')
  if (policy.hubPasswordFile === undefined) return { ok: true, policy, hub: reading.address }
  try {
    const [password = ''] = readFileSync(policy.hubPasswordFile, 'utf8').split('\n')
    return { ok: true, policy, hub: { ...reading.address, password: password.trim() } }
  } catch {
    return refuse('names a password file that could not be read.')
  }
}
