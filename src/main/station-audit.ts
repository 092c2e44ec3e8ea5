import { join } from 'node:path'
import { z } from 'zod'
import { ChainFolder } from './features/audit/chain-folder.ts'
import { CopyFolder } from './features/audit/head-copies.ts'
import type { AuditLog } from './features/audit/audit-log.ts'
import type { KeptChainValues } from './features/audit/ports.ts'
import { RedisHeadBoard } from './features/audit/redis.ts'
import { RequestAudit } from './features/audit/request-audit.ts'
import { AuditService } from './features/audit/service.ts'
import type { AdviceRecord } from './features/interactions/service-ports.ts'
import type { AuditTrail, SessionAction } from './features/sessions/ports.ts'
import type { HubSession } from './hub-session.ts'
import type { KeptValues } from './journal/kept-values.ts'
import { kindOfError, type Logger } from './platform/log.ts'
import type { Platform } from './platform/ports.ts'
import type { AuditKind } from '@shared/ipc/audit-record.ts'

/** Where a data folder's audit lies; one folder per chain, and one for copies of other stations' heads. */
export const AUDIT_FOLDER = 'audit'
/** Years that entries are kept unless policy says otherwise. */
const RETENTION_YEARS = 7

const SIGNING_KEY = 'audit.signing-key'
const HEAD = 'audit.head'
const KeptHead = z.object({ seq: z.number().int().positive(), hash: z.string() })

export interface StationAuditParts {
  readonly dataFolder: string
  readonly stationId: string
  readonly journalKeyHex: string
  /** How long entries are kept; undefined for the usual seven years. */
  readonly retentionYears: number | undefined
  readonly kept: KeptValues
  readonly platform: Platform
  readonly log: Logger
  readonly session: () => HubSession | null
  readonly stationName: () => string
  readonly unitsShown: () => readonly string[]
}

export interface StationAudit {
  readonly service: AuditService
  readonly requests: RequestAudit
}

/** The audit of one station, wired to its journal, its hub and its board. */
export function buildAudit(parts: StationAuditParts): StationAudit {
  const folder = join(parts.dataFolder, AUDIT_FOLDER)
  const hub = () => parts.session()?.parts?.hub ?? null
  const service = new AuditService({
    station: parts.stationId,
    files: new ChainFolder(join(folder, parts.stationId)),
    copies: new CopyFolder(join(folder, 'copies')),
    journalKeyHex: parts.journalKeyHex,
    kept: keptChainValues(parts.kept),
    clock: {
      hub: () => {
        const now = hub()
        return now?.state.link === 'live' ? now.now() : null
      },
      local: () => Date.now(),
    },
    board: new RedisHeadBoard(hub),
    stationName: parts.stationName,
    askSavePath: (name) => parts.platform.askSavePath(name),
    publish: (status) => parts.platform.window.send('audit.changed', status),
    retentionYears: parts.retentionYears ?? RETENTION_YEARS,
    defect: (error) => parts.log.error({ error: kindOfError(error) }, 'audit'),
  })
  const requests = new RequestAudit(service.log, {
    patientOfAlert: (id) => parts.session()?.parts?.alerts.board.get(id)?.patient.patientId ?? null,
    unitsShown: parts.unitsShown,
  })
  return { service, requests }
}

const kinds: Readonly<Record<SessionAction, AuditKind>> = {
  'sign-in': 'sign-in',
  switch: 'sign-in',
  'first-administrator': 'sign-in',
  'sign-out': 'sign-out',
  lock: 'sign-out',
  'session-ended': 'sign-out',
  'user-changed': 'setting',
  'emergency-begun': 'break-glass',
  'emergency-ended': 'break-glass',
}

/** A session that ends is over whether or not that can be written; its entry is then owed. */
const afterwards: ReadonlySet<SessionAction> = new Set(['sign-out', 'lock', 'emergency-ended'])

/** Puts sign-ins, their failures, ends and emergency accesses into the station's audit. */
export function auditTrail(log: AuditLog): AuditTrail {
  return {
    record({ action, outcome, user, role, session, method, subject, reason }) {
      const entry = {
        user: user ?? '',
        role: role ?? '',
        session,
        kind: kinds[action],
        action: `session.${action}`,
        patients: [],
        about: [method, subject].filter((each) => each !== null),
        outcome,
        code: null,
        why: reason,
      }
      return afterwards.has(action) || outcome === 'refused' ? log.recordAfter(entry) : log.record(entry)
    },
  }
}

/** Puts the answers of models that a person is shown into the station's audit. */
export function adviceTrail(log: AuditLog): (record: AdviceRecord) => Promise<void> {
  return ({ action, user, role, session, patientId, about }) =>
    log.record({
      user: user.slice(0, 200),
      role,
      session,
      kind: 'ai-advice',
      action: action ?? 'interactions.advice',
      patients: patientId === null ? [] : [patientId],
      about: about.slice(0, 200),
      outcome: 'done',
      code: null,
      why: null,
    })
}

function keptChainValues(kept: KeptValues): KeptChainValues {
  return {
    readSigningKey: () => kept.read(SIGNING_KEY, z.string()),
    writeSigningKey: (text) => kept.write(SIGNING_KEY, text),
    readHead: () => kept.read(HEAD, KeptHead),
    writeHead: ({ seq, hash }) => kept.write(HEAD, { seq, hash }),
  }
}
