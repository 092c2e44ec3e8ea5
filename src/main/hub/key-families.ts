import {
  approvalRecord,
  approvalRequests,
  auditHeads,
  backup,
  cachedInteractions,
  clinicalRiskRuns,
  diagnosticCache,
  diagnosticLimit,
  diagnosticRuns,
  keptSeries,
  listened,
  populationRecord,
  priorAuthRecord,
  progressListened,
  raisedAlerts,
  sharedAlertLog,
  sharedInteractions,
  type KeyFamily,
} from './family-uses.ts'

/**
 * The catalogue of the hub: every family of keys and channels, and who does what with it. Names are built from it
 * (keys.ts), and so are the permissions that an operator sets (access-list.ts): neither can know a key that the
 * other does not.
 */
export const keyFamilies = {
  /** The seed's alert channels. */
  alertChannels: {
    kind: 'channels',
    start: 'alerts:',
    uses: {
      station: listened,
      'engine-host': listened,
      publisher: { keys: 'write', commands: ['publish'] },
    },
  },
  /** The seed's history of one patient's alerts. */
  alertHistory: {
    kind: 'keys',
    start: 'alert_history:',
    uses: {
      station: raisedAlerts,
      'engine-host': raisedAlerts,
      publisher: { keys: 'write', commands: ['zadd', 'expire', 'zremrangebyscore'] },
      backup,
    },
  },
  /** The seed's series of measurements. */
  series: {
    kind: 'keys',
    start: 'ts:patient:',
    uses: {
      station: keptSeries,
      'engine-host': keptSeries,
      publisher: { keys: 'write', commands: ['zadd', 'expire'], seriesCommands: ['ts.add', 'ts.create'] },
      backup,
    },
  },
  /** What all stations know of a ward's alerts. */
  alerts: {
    kind: 'keys',
    start: 'alert:',
    uses: { station: sharedAlertLog, 'engine-host': sharedAlertLog, backup },
  },
  /** The seed's sessions. */
  sessions: {
    kind: 'keys',
    start: 'session:',
    uses: {
      station: { keys: 'both', commands: ['scan', 'eval', 'hget', 'hset', 'hgetall', 'expire', 'del'] },
      backup,
    },
  },
  users: {
    kind: 'keys',
    start: 'user:',
    uses: {
      station: {
        keys: 'both',
        commands: ['eval', 'evalsha', 'get', 'set', 'del', 'hget', 'hset', 'hdel', 'hlen', 'hvals', 'expire'],
      },
      backup,
    },
  },
  emergencies: {
    kind: 'keys',
    start: 'emergency:',
    uses: {
      station: { keys: 'both', commands: ['hget', 'hset', 'hvals', 'sadd', 'srem', 'scard'] },
      backup,
    },
  },
  /** The seed's answers about pairs of drugs. */
  interactionAnswers: {
    kind: 'keys',
    start: 'drug_interaction:',
    uses: { station: cachedInteractions, 'engine-host': cachedInteractions, backup },
  },
  /** The pharmacists' queue and verdicts, what warnings came to, what models cost, patients' lists of drugs. */
  interactions: {
    kind: 'keys',
    start: 'interaction:',
    uses: { station: sharedInteractions, 'engine-host': sharedInteractions, backup },
  },
  /** Tells stations what of it has changed. */
  interactionChannel: {
    kind: 'channels',
    start: 'interactions:',
    uses: { station: listened, 'engine-host': listened },
  },
  /** Signed heads of the stations' audits and the copies of them. */
  audit: {
    kind: 'keys',
    start: 'audit:',
    uses: { station: auditHeads, 'engine-host': auditHeads, backup },
  },
  /** The seed's requests for approval: asked by any program, answered in the same key. */
  approvalRequests: {
    kind: 'keys',
    start: 'approval_request:',
    uses: {
      station: approvalRequests,
      'engine-host': approvalRequests,
      publisher: { keys: 'both', commands: ['set', 'setex', 'get'] },
      backup,
    },
  },
  /** The seed's announcement of new requests. */
  approvalsPending: {
    kind: 'channels',
    start: 'auth:',
    uses: {
      station: listened,
      'engine-host': listened,
      publisher: { keys: 'write', commands: ['publish'] },
    },
  },
  /** What all stations know of approvals, longer than the seed's keys live. */
  approvals: {
    kind: 'keys',
    start: 'approval:',
    uses: { station: approvalRecord, 'engine-host': approvalRecord, backup },
  },
  /** Tells stations that the log of approvals has grown. */
  approvalsWake: {
    kind: 'channels',
    start: 'approvals:',
    uses: { station: listened, 'engine-host': listened },
  },
  /** Automatic approvals, reused for identical requests; the seed leaves the name open. */
  priorAuthCache: {
    kind: 'keys',
    start: 'auth_cache:',
    uses: {
      station: { keys: 'both', commands: ['get', 'mget', 'setex'] },
      'engine-host': { keys: 'both', commands: ['get', 'mget', 'setex'] },
      publisher: { keys: 'both', commands: ['get', 'setex'] },
      backup,
    },
  },
  /** Requests for prior authorisation, their clocks, what came of them each year, and batches. */
  priorAuth: {
    kind: 'keys',
    start: 'prior_auth:',
    uses: { station: priorAuthRecord, 'engine-host': priorAuthRecord, backup },
  },
  /** Diagnostic runs, together with the seed's lock of a patient: one script looks at both. */
  diagnosticRuns: {
    kind: 'keys',
    start: 'diagnostics:',
    beside: ['lock:diagnostic:'],
    uses: { station: diagnosticRuns, 'engine-host': diagnosticRuns, backup },
  },
  /** The seed's lock of a patient by itself. A program of others that runs diagnostics signs in as an engine host. */
  diagnosticLocks: { kind: 'keys', start: 'lock:diagnostic:', uses: {} },
  /** Runs of the last minute, counted for all stations. */
  diagnosticLimit: {
    kind: 'keys',
    start: 'rate_limit:diagnostic',
    uses: { station: diagnosticLimit, 'engine-host': diagnosticLimit },
  },
  /** Diagnoses of similar cases; the seed leaves the name open. */
  diagnosticCache: {
    kind: 'keys',
    start: 'diagnostic_cache:',
    uses: {
      station: diagnosticCache,
      'engine-host': diagnosticCache,
    },
  },
  /** The seed's progress of one run. */
  diagnosticProgress: {
    kind: 'channels',
    start: 'diagnostic:',
    uses: {
      station: progressListened,
      'engine-host': progressListened,
    },
  },
  /** Tells stations that a run has moved on. */
  diagnosticsWake: {
    kind: 'channels',
    start: 'diagnostics:',
    uses: { station: listened, 'engine-host': listened },
  },
  /** The seed's `population:risk_scores` and `population:high_risk`, and what all stations know of the population. */
  population: {
    kind: 'keys',
    start: 'population:',
    uses: {
      station: populationRecord,
      'engine-host': populationRecord,
      publisher: { keys: 'both', commands: ['zadd', 'zscore', 'zrevrange', 'sadd', 'srem', 'smembers'] },
      backup,
    },
  },
  /** Tells open boards what scores have changed, and all stations who crossed and what care work has changed. */
  populationWake: {
    kind: 'channels',
    start: 'population:',
    uses: { station: listened, 'engine-host': listened },
  },
  /** Runs of clinical risk, claimed by stations and engine hosts. */
  clinicalRisk: {
    kind: 'keys',
    start: 'clinical_risk:',
    uses: { station: clinicalRiskRuns, 'engine-host': clinicalRiskRuns, backup },
  },
  /** Tells stations how far a run has come. */
  clinicalRiskWake: {
    kind: 'channels',
    start: 'clinical_risk:',
    uses: { station: listened, 'engine-host': listened },
  },
} as const satisfies Readonly<Record<string, KeyFamily>>

export type KeyFamilyName = keyof typeof keyFamilies
