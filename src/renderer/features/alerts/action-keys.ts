import type { ActionKind } from './actions.ts'

/** The key of each action, as printed on its button. Take and release share one. */
export const actionKeys: Readonly<Record<ActionKind, string>> = {
  acknowledge: 'A',
  escalate: 'E',
  'read-back': 'R',
  take: 'T',
  release: 'T',
  resolve: 'X',
  note: 'N',
}
