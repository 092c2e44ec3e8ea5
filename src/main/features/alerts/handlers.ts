import { HubError } from '@main/hub/hub-error.ts'
import type { Handlers } from '@main/ipc/router.ts'
import type { alertRequests } from '@shared/features/alerts/contract.ts'
import type { AlertPolicy } from '@shared/features/alerts/policy.ts'
import { defaultAlertPolicy } from '@shared/features/alerts/policy.ts'
import { overrideProblems } from '@shared/clinical/overrides.ts'
import { alertFailure, COULD_NOT_READ, explainHubError } from './errors.ts'
import type { PatientView } from './patient-view.ts'
import type { AlertStore } from './ports.ts'
import type { AlertService } from './service.ts'

/** Maps the feature's requests to its services; decides nothing. */
export function alertHandlers(
  service: AlertService,
  view: PatientView,
  store: AlertStore,
): Handlers<keyof typeof alertRequests> {
  return {
    'alerts.list': () => service.snapshot(),
    'alerts.shown': ({ revision }) => {
      service.board.painted(revision)
      return {}
    },
    'alerts.acknowledge': ({ id }) => service.command(id, { kind: 'acknowledge' }),
    'alerts.escalate': ({ id }) => service.command(id, { kind: 'escalate' }),
    'alerts.take': ({ id }) => service.command(id, { kind: 'take' }),
    'alerts.release': ({ id }) => service.command(id, { kind: 'release' }),
    'alerts.resolve': ({ id, reason }) =>
      service.command(id, { kind: 'resolve', reason: reason === '' ? null : reason }),
    'alerts.read-back': ({ id, toldTo, repeatedBy }) =>
      service.command(id, { kind: 'read-back', toldTo, repeatedBy }),
    'alerts.note': ({ id, text }) => service.command(id, { kind: 'note', text }),
    'alerts.stamps': async ({ id }) => {
      try {
        return { kind: 'found', stamps: [...(await service.stampsOf(id))] }
      } catch (error) {
        if (error instanceof HubError) return { kind: 'could-not-read', reason: COULD_NOT_READ }
        throw error
      }
    },
    'alerts.patient': ({ patientId }) => view.page(patientId),
    'alerts.trend': ({ patientId, type, hours }) => view.trend(patientId, type, hours),
    'alerts.patient-history': ({ patientId, cursor, search }) => view.history(patientId, cursor, search),
    'alerts.unit-history': ({ unit, cursor }) => view.unitHistory(unit, cursor),
    'alerts.follow': ({ patientId, follow }) => ({ followed: [...service.follow(patientId, follow)] }),
    'alerts.dismiss-missed': () => {
      service.missed.dismiss()
      return {}
    },
    'alerts.mute': ({ seconds }) => service.calls.mute(seconds),
    'alerts.sounding': () => service.calls.order,
    'alerts.sounded': ({ serial, outcome }) => {
      service.calls.sounded(serial, outcome)
      return {}
    },
    'alerts.policy': async ({ unit }) => {
      const policy = await asked(() => store.readPolicy(unit))
      return { unit, policy: policy ?? defaultAlertPolicy, isDefault: policy === null }
    },
    'alerts.save-policy': async ({ unit, policy }) => {
      refuseContradictions(policy)
      await asked(() => store.savePolicy(unit, policy))
      return { unit, policy, isDefault: false }
    },
  }
}

/** A critical limit inside its warning limit would hide alerts; such a policy is not stored. */
function refuseContradictions(policy: AlertPolicy): void {
  const scopes = [undefined, ...Object.values(policy.patientThresholds)]
  for (const patient of scopes) {
    const [first] = overrideProblems({ unit: policy.unitThresholds, patient })
    if (first) {
      throw alertFailure(
        'alerts.bad-policy',
        `The limits contradict each other (${first.type}: ${first.problem}). Nothing was saved.`,
      )
    }
  }
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof HubError) throw explainHubError(error)
    throw error
  }
}
