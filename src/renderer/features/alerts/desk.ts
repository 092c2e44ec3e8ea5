import { createStore } from 'zustand/vanilla'
import { createActions, type Action, type ActionKind } from './actions.ts'
import { createListView } from './list-view.ts'
import { createBoardStore } from './store.ts'
import { boardStrings } from './strings.ts'
import { followStrings, muteStrings } from './strings-actions.ts'
import { justMoved } from './list-view.ts'
import type { Alert } from '@shared/features/alerts/model.ts'
import { request } from '@renderer/ipc/client.ts'
import { afterPaint } from '@renderer/ipc/after-paint.ts'
import { subscribe } from '@renderer/ipc/events.ts'
import { say } from '@renderer/ui/toast-store.ts'

const RETRY_MS = 1_000

/** The board of this window and its list. One of each: a window shows one station. */
export const board = createBoardStore({ request, subscribe, afterPaint, retryAfterMs: RETRY_MS })
export const list = createListView(board.store, () => performance.now())

export type DialogKind = 'read-back' | 'resolve' | 'note'

interface DeskState {
  /** Which action is under way for which alert. */
  readonly busy: ReadonlyMap<string, ActionKind>
  readonly dialog: { readonly kind: DialogKind; readonly alert: Alert } | null
}

export const desk = createStore<DeskState>()(() => ({ busy: new Map(), dialog: null }))

/** Opens a dialog for an alert, or closes it with null. */
export function openDialog(kind: DialogKind | null, alert: Alert | null): void {
  desk.setState({ dialog: kind === null || alert === null ? null : { kind, alert } })
}

const perform = createActions({
  request,
  board,
  say,
  mark: (id, kind) => {
    const busy = new Map(desk.getState().busy)
    if (kind === null) busy.delete(id)
    else busy.set(id, kind)
    desk.setState({ busy })
  },
})

/** Does an action unless one is under way for this alert already. True when it applied. */
export async function act(alert: Alert, action: Action): Promise<boolean> {
  if (desk.getState().busy.has(alert.id)) return false
  return perform(alert, action)
}

/** Starts a step by its name: asks first where something must be written, else acts at once. */
export function startStep(alert: Alert, kind: ActionKind): void {
  switch (kind) {
    case 'read-back':
    case 'resolve':
    case 'note':
      openDialog(kind, alert)
      return
    case 'acknowledge':
    case 'escalate':
    case 'take':
    case 'release':
      void act(alert, { kind })
  }
}

/** A press with the pointer on a row; refused, and said so, when rows moved under the pointer a moment ago. */
export function pressStep(alert: Alert, kind: ActionKind): void {
  if (list.store.getState().holding && justMoved(list.store.getState(), performance.now())) {
    say('failed', boardStrings.rowMoved)
    return
  }
  startStep(alert, kind)
}

/** Follows or unfollows a patient on this station. */
export async function setFollow(patientId: string, name: string, follow: boolean): Promise<boolean> {
  const reply = await request('alerts.follow', { patientId, follow })
  if (!reply.ok) {
    say('failed', reply.error.message)
    return false
  }
  board.setFollowed(reply.value.followed)
  say('told', follow ? followStrings.now(name) : followStrings.no(name))
  return true
}

/** Silences this station's sounds for two minutes, the longest that is allowed; 0 ends the silence. */
export async function mute(seconds: 0 | 120): Promise<void> {
  const reply = await request('alerts.mute', { seconds })
  if (!reply.ok) {
    say('failed', reply.error.message)
    return
  }
  say('told', seconds === 0 ? muteStrings.sounding : muteStrings.muted)
}

/** Takes the "missed while away" card away, here and in main. */
export async function dismissMissed(): Promise<void> {
  const reply = await request('alerts.dismiss-missed', {})
  if (reply.ok) board.clearMissed()
  else say('failed', reply.error.message)
}
