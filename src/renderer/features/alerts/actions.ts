import type { BoardStore } from './store.ts'
import { bedOf, unchangedSentence } from './describe.ts'
import { actionWords } from './strings-actions.ts'
import type { TransitionReply } from '@shared/features/alerts/contract.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'

export type ActionKind = 'acknowledge' | 'escalate' | 'take' | 'release' | 'read-back' | 'note' | 'resolve'

/** One action on one alert with what it needs beside the alert. */
export type Action =
  | { readonly kind: 'acknowledge' | 'escalate' | 'take' | 'release' }
  | { readonly kind: 'resolve'; readonly reason: string | null }
  | { readonly kind: 'read-back'; readonly toldTo: string; readonly repeatedBy: string }
  | { readonly kind: 'note'; readonly text: string }

export interface ActionParts {
  readonly request: RequestFn
  readonly board: BoardStore
  readonly say: (tone: 'told' | 'failed', text: string) => void
  /** Told when an action begins and when it has ended. */
  readonly mark: (id: string, kind: ActionKind | null) => void
}

function ask(request: RequestFn, id: string, action: Action): Promise<Reply<TransitionReply>> {
  switch (action.kind) {
    case 'acknowledge':
      return request('alerts.acknowledge', { id })
    case 'escalate':
      return request('alerts.escalate', { id })
    case 'take':
      return request('alerts.take', { id })
    case 'release':
      return request('alerts.release', { id })
    case 'resolve':
      return request('alerts.resolve', { id, reason: action.reason })
    case 'read-back':
      return request('alerts.read-back', { id, toldTo: action.toldTo, repeatedBy: action.repeatedBy })
    case 'note':
      return request('alerts.note', { id, text: action.text })
  }
}

/**
 * Does an action and says what came of it: done, somebody was first (and who), or refused and why. Resolves to
 * true when it applied. Never rejects.
 */
export function createActions(parts: ActionParts): (alert: Alert, action: Action) => Promise<boolean> {
  return async (alert, action) => {
    parts.mark(alert.id, action.kind)
    const reply = await ask(parts.request, alert.id, action)
    parts.mark(alert.id, null)
    if (!reply.ok) {
      parts.say('failed', reply.error.message)
      return false
    }
    parts.board.adopt(reply.value.alert)
    if (reply.value.outcome === 'unchanged') {
      parts.say('failed', unchangedSentence(action.kind, reply.value.alert))
      return false
    }
    parts.say('told', actionWords[action.kind].done(bedOf(alert)))
    return true
  }
}
