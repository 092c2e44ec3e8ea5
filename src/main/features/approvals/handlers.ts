import { HubError } from '@main/hub/hub-error.ts'
import type { Handlers } from '@main/ipc/router.ts'
import type { approvalRequests } from '@shared/features/approvals/contract.ts'
import { closedRequests } from './closed.ts'
import type { ReviewDesk } from './desk.ts'
import { COULD_NOT_READ } from './errors.ts'
import type { ApprovalPorts } from './ports.ts'
import type { ApprovalService } from './service.ts'

/** Maps the feature's requests to its services; decides nothing. */
export function approvalHandlers(
  service: ApprovalService,
  desk: ReviewDesk,
  ports: Pick<ApprovalPorts, 'store'>,
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
        return { kind: 'found', ...(await closedRequests(ports.store, desk.sees, patientId, after, limit)) }
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
  }
}
