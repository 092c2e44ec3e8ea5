import { readFileSync } from 'node:fs'
import type { Station } from './compose.ts'
import type { AuditLog } from './features/audit/audit-log.ts'
import { type CdsPorts, CdsServer, CdsSettings } from './features/interactions/cds-server.ts'
import { kindOfError, type Logger } from './platform/log.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

/** The role under which a record system stands in the audit: it is no person and has no rights at a station. */
const RECORD_SYSTEM = 'record-system'
const MAX_NAME = 200

export type CdsReading =
  | { readonly ok: true; readonly settings: CdsSettings | null }
  | { readonly ok: false; readonly sentence: string }

/** Reads the file that WARDLIGHT_CDS_HOOKS names; without the variable nothing is served. */
export function readCdsSettings(environment: NodeJS.ProcessEnv): CdsReading {
  const path = environment['WARDLIGHT_CDS_HOOKS']
  if (path === undefined || path === '') return { ok: true, settings: null }
  try {
    const parsed = CdsSettings.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (parsed.success) return { ok: true, settings: parsed.data }
    const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')
    return {
      ok: false,
      sentence: `The CDS Hooks settings are not right: look at ${fields || 'the whole file'}.`,
    }
  } catch {
    return { ok: false, sentence: 'The file that WARDLIGHT_CDS_HOOKS names cannot be read as JSON.' }
  }
}

function portsOf(station: Station, log: AuditLog, report: Logger): CdsPorts {
  const interactions = () => {
    const service = station.session?.parts?.interactions
    if (service === undefined) throw new Error('the session has not been started')
    return service
  }
  const put = (
    issuer: string,
    kind: 'read' | 'decision',
    action: string,
    patientId: string,
    about: string[],
    why: string | null,
  ) =>
    log.record({
      user: issuer.slice(0, MAX_NAME),
      role: RECORD_SYSTEM,
      session: null,
      kind,
      action,
      patients: [patientId],
      about: about.map((text) => text.slice(0, MAX_NAME)),
      outcome: 'done',
      code: null,
      why,
    })
  return {
    async check(drugs, context, patientId, issuer) {
      const inquirer = { user: issuer, role: RECORD_SYSTEM, session: null, serial: null }
      return interactions().check({ drugs, context, patientId }, inquirer)
    },
    record: (issuer, userId, patientId, hook) =>
      put(issuer, 'read', `cds-hooks.${hook}`, patientId, [userId], null),
    async outcome({ issuer, finding, outcome, reason, text, patientId }) {
      const why =
        reason === null
          ? null
          : [reason, text]
              .filter((part) => part !== '')
              .join(': ')
              .slice(0, 500)
      await put(issuer, 'decision', `cds-hooks.${outcome}`, patientId, [finding.key], why)
      if (outcome === 'accepted') interactions().accept(finding.key)
      // A record system's own reason may come without words; it is counted all the same.
      else interactions().override(finding.key, reason ?? 'other', text === '' ? 'no words given' : text)
    },
    label(key) {
      const rule = interactions().knowledge.ruleOf(key)
      return rule === null ? null : `${rule.label}\nSeverity: ${rule.severity}\nList: ${rule.tier}\n`
    },
    now: () => Date.now(),
    refusal: (error) => (error instanceof RequestFailure ? error.message : null),
    defect: (error) => report.error({ error: kindOfError(error) }, 'cds hooks'),
  }
}

/** The drug check of this station's composition as a CDS Hooks service. */
export function cdsServer(settings: CdsSettings, station: Station, report: Logger): CdsServer {
  return new CdsServer(settings, portsOf(station, station.audit.service.log, report))
}
