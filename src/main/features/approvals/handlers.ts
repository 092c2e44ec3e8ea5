import { HubError } from '@main/hub/hub-error.ts'
import type { Handlers } from '@main/ipc/router.ts'
import { meets } from '@shared/clinical/permissions.ts'
import type { approvalRequests, GateRow } from '@shared/features/approvals/contract.ts'
import { closedRequests } from './closed.ts'
import type { ReviewDesk } from './desk.ts'
import { COULD_NOT_READ } from './errors.ts'
import type { ApprovalPorts, OtherGate } from './ports.ts'
import type { ApprovalService } from './service.ts'

/** Maps the feature's requests to its services; decides nothing. */
export function approvalHandlers(
  service: ApprovalService,
  desk: ReviewDesk,
  ports: Pick<ApprovalPorts, 'gates' | 'reviewer' | 'store'>,
): Handlers<keyof typeof approvalRequests> {
  return {
    'approvals.list': () => service.snapshot(),
    'approvals.read': async (named) => {
      try {
        const found = await desk.read(named)
        return found === null ? { kind: 'not-found' } : { kind: 'found', ...found }
      } catch (error) {
        if (error instanceof HubError) return { kind: 'could-not-read', reason: COULD_NOT_READ }
        throw error
      }
    },
    'approvals.closed': async ({ patientId, after, limit }) => {
      try {
        return { kind: 'found', ...(await closedRequests(ports.store, patientId, after, limit)) }
      } catch (error) {
        if (error instanceof HubError) return { kind: 'could-not-read', reason: COULD_NOT_READ }
        throw error
      }
    },
    'approvals.claim': (input) => desk.claim(input),
    'approvals.release': (input) => desk.release(input),
    'approvals.decide': (input) => desk.decide(input),
    'approvals.undo': (input) => desk.undo(input),
    'approvals.ask': (input) => desk.ask(input),
    'approvals.answer': (input) => desk.answer(input),
    'approvals.withdraw': (input) => desk.withdraw(input),
    'approvals.delegate': (input) => desk.delegate(input),
    'approvals.figures': async ({ days }) => {
      try {
        return { kind: 'found', lines: await desk.figures(days) }
      } catch (error) {
        if (error instanceof HubError) return { kind: 'could-not-read', reason: COULD_NOT_READ }
        throw error
      }
    },
    'approvals.gates': async () => {
      const held = ports.reviewer()?.held ?? null
      const own = ports.gates.filter(({ needs }) => meets(held, needs))
      return { gates: await Promise.all(own.map(counted)) }
    },
  }
}

/** A queue that could not be counted is shown as that, not as empty. */
async function counted(other: OtherGate): Promise<GateRow> {
  const { gate, screen } = other
  try {
    return { gate, screen, ...(await other.read()) }
  } catch {
    return { gate, screen, waiting: null, oldestAt: null }
  }
}
