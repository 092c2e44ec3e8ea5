import { createStore, type StoreApi } from 'zustand/vanilla'
import type { QueueStore } from './store.ts'

import { actStrings as s } from './strings-request.ts'
import type { ShownApproval } from '@shared/features/approvals/contract.ts'
import { rulesOf } from '@shared/features/approvals/kinds.ts'
import { isOpenApproval, type ApprovalRow, type Verdict } from '@shared/features/approvals/model.ts'
import type { Reply } from '@shared/ipc/envelope.ts'
import type { RequestFn } from '@renderer/ipc/client.ts'

export type ActName = 'take' | 'release' | 'undo' | DialogName
export type DialogName = 'ask' | 'answer' | 'withdraw' | 'delegate' | 'approve' | 'deny'

/** The request beside the list. `newer` is set when what is asked has changed since it was shown. */
export interface Opened {
  readonly id: string
  readonly patientId: string | null
  readonly phase: 'reading' | 'shown' | 'gone' | 'failed'
  readonly failure: string | null
  readonly shown: ShownApproval | null
  readonly newer: ShownApproval | null
}

export interface ReviewState {
  readonly opened: Opened | null
  readonly busy: ActName | null
  readonly dialog: DialogName | null
  /** Why what the open dialog asked for was not done. */
  readonly problem: string | null
}

type Named = Pick<ApprovalRow, 'id' | 'patientId'>

export interface ReviewDesk {
  readonly store: StoreApi<ReviewState>
  /** Follows the queue for the opened request; returns the way to stop, which forgets everything. */
  start(user: string): () => void
  open(row: Named): void
  /** Reads the opened request again. */
  again(): void
  /** Shows the request as it is now. */
  takeNewer(): void
  openDialog(dialog: DialogName | null): void
  take(): Promise<boolean>
  /** Lengthens the hold on the opened request; says nothing when it fails: the countdown goes on. */
  keep(): Promise<void>
  release(): Promise<boolean>
  /** Takes the request where it is free, and decides it for exactly what is shown. */
  decide(verdict: Verdict, reason: string, chosen?: string | null): Promise<boolean>
  /** Approves at once, or asks first what the approval names and why. */
  approve(): void
  undo(row: ApprovalRow): Promise<boolean>
  write(dialog: Exclude<DialogName, 'approve' | 'deny'>, text: string, note: string): Promise<boolean>
}

export interface ReviewParts {
  readonly request: RequestFn
  readonly queue: QueueStore
  readonly say: (tone: 'told' | 'failed', text: string) => void
  /** Milliseconds since 1970 by the hub's clock. */
  readonly now: () => number
}

const nothing: ReviewState = { opened: null, busy: null, dialog: null, problem: null }

/** The newest state known of the opened request, whatever of it is shown. */
export function stateOf(opened: Opened): ShownApproval['approval'] | null {
  return (opened.newer ?? opened.shown)?.approval ?? null
}

/** What is shown after a newer state came in: in place when a reviewer would see the same, beside it when not. */
export function receive(opened: Opened, value: ShownApproval): Opened {
  const known = stateOf(opened)
  if (known !== null && known.rev > value.approval.rev) return opened
  const base = { ...opened, phase: 'shown', failure: null } as const
  if (opened.shown === null || opened.shown.digest === value.digest)
    return { ...base, shown: value, newer: null }
  return { ...base, newer: value }
}

/** The opened request and everything that is done with it. Nothing is ever decided for what was not shown. */
export function createReviewDesk(parts: ReviewParts): ReviewDesk {
  const store = createStore<ReviewState>()(() => nothing)
  let user = ''
  /** Answers about a request that is no longer opened are dropped. */
  let question = 0

  const opened = (): Opened | null => store.getState().opened
  const update = (id: string, change: (before: Opened) => Opened): void => {
    const before = opened()
    if (before?.id === id) store.setState({ opened: change(before) })
  }

  async function read({ id, patientId }: Named): Promise<void> {
    question += 1
    const asked = question
    const reply = await parts.request('approvals.read', { id, patientId })
    if (asked !== question) return
    const failed = (failure: string): void =>
      update(id, (before) => ({ ...before, phase: 'failed', failure }))
    if (!reply.ok) return failed(reply.error.message)
    const { value } = reply
    if (value.kind === 'could-not-read') return failed(value.reason)
    if (value.kind === 'not-found')
      return update(id, (before) => ({ ...before, phase: 'gone', failure: null }))
    return update(id, (before) => receive(before, value))
  }

  /** Reads again when the queue knows more than is shown, or no longer has what is shown as open. */
  function onQueue(): void {
    const now = opened()
    const known = now === null ? null : stateOf(now)
    if (now === null || known === null || parts.queue.store.getState().phase !== 'ready') return
    const row = parts.queue.store.getState().items.get(now.id)
    if (row === undefined ? isOpenApproval(known) : row.rev > known.rev) void read(now)
  }

  async function act(
    name: ActName,
    id: string,
    ask: () => Promise<Reply<ShownApproval>>,
    own: boolean,
  ): Promise<ShownApproval | null> {
    if (store.getState().busy !== null) return null
    store.setState({ busy: name, problem: null })
    const reply = await ask()
    store.setState({ busy: null })
    if (!reply.ok) {
      if (store.getState().dialog === null) parts.say('failed', reply.error.message)
      else store.setState({ problem: reply.error.message })
      const now = opened()
      if (now?.id === id) void read(now)
      return null
    }
    question += 1
    // What this person wrote is shown at once; whatever else has changed is shown beside what was read.
    update(id, (before) =>
      own ? { ...before, shown: reply.value, newer: null } : receive(before, reply.value),
    )
    parts.queue.adopt(reply.value.approval)
    return reply.value
  }

  /** The request that is shown and can be acted on; null when there is none. */
  function present(): { named: Named; shown: ShownApproval } | null {
    const now = opened()
    if (now?.shown === null || now?.shown === undefined) return null
    return { named: { id: now.id, patientId: now.patientId }, shown: now.shown }
  }

  /** The token of this person's claim on the opened request; null without one. */
  function heldNow(): number | null {
    const now = opened()
    const claim = now === null ? null : (stateOf(now)?.claim ?? null)
    return claim !== null && claim.by.user === user && claim.until > parts.now() ? claim.token : null
  }

  async function claimed(name: ActName): Promise<number | null> {
    const here = present()
    if (here === null) return null
    const held = heldNow()
    if (held !== null) return held
    const value = await act(name, here.named.id, () => parts.request('approvals.claim', here.named), false)
    return value?.approval.claim?.token ?? null
  }

  const desk: ReviewDesk = {
    store,
    start(name) {
      user = name
      const end = parts.queue.store.subscribe(onQueue)
      return () => {
        end()
        question += 1
        user = ''
        store.setState(nothing, true)
      }
    },
    open({ id, patientId }) {
      if (opened()?.id === id) return
      store.setState({
        opened: { id, patientId, phase: 'reading', failure: null, shown: null, newer: null },
        dialog: null,
        problem: null,
      })
      void read({ id, patientId })
    },
    again() {
      const now = opened()
      if (now === null) return
      update(now.id, (before) => ({ ...before, phase: before.shown === null ? 'reading' : before.phase }))
      void read(now)
    },
    takeNewer() {
      const now = opened()
      if (now !== null && now.newer !== null)
        store.setState({ opened: { ...now, shown: now.newer, newer: null } })
    },
    openDialog: (dialog) => store.setState({ dialog, problem: null }),
    async take() {
      const here = present()
      if (here === null) return false
      const ask = () => parts.request('approvals.claim', here.named)
      return (await act('take', here.named.id, ask, false)) !== null
    },
    async keep() {
      const here = present()
      if (here === null || store.getState().busy !== null) return
      const reply = await parts.request('approvals.claim', here.named)
      if (!reply.ok) return
      update(here.named.id, (before) => receive(before, reply.value))
      parts.queue.adopt(reply.value.approval)
    },
    async release() {
      const here = present()
      const token = heldNow()
      if (here === null || token === null) return false
      const ask = () => parts.request('approvals.release', { ...here.named, token })
      return (await act('release', here.named.id, ask, false)) !== null
    },
    async decide(verdict, reason, chosen = null) {
      const here = present()
      if (here === null) return false
      const name = verdict === 'approved' ? 'approve' : 'deny'
      const token = await claimed(name)
      if (token === null) return false
      if (opened()?.newer !== null) {
        if (store.getState().dialog === null) parts.say('failed', s.changedFirst)
        else store.setState({ problem: s.changedFirst })
        return false
      }
      const { digest } = here.shown
      const ask = () =>
        parts.request('approvals.decide', { ...here.named, token, digest, verdict, reason, chosen })
      const value = await act(name, here.named.id, ask, false)
      if (value !== null) store.setState({ dialog: null })
      return value !== null
    },
    approve() {
      const content = present()?.shown.approval.content
      if (content === undefined) return
      if (content.choice === null && !rulesOf(content.kind).wordsToApprove) void desk.decide('approved', '')
      else desk.openDialog('approve')
    },
    async undo(row) {
      const { id, patientId, proposal } = row
      if (proposal === null) return false
      const ask = () => parts.request('approvals.undo', { id, patientId, token: proposal.token })
      return (await act('undo', id, ask, false)) !== null
    },
    async write(dialog, text, note) {
      const here = present()
      if (here === null) return false
      const { named } = here
      const token = dialog === 'ask' ? await claimed(dialog) : 0
      if (token === null) return false
      const ask = (): Promise<Reply<ShownApproval>> => {
        switch (dialog) {
          case 'ask':
            return parts.request('approvals.ask', { ...named, token, text })
          case 'answer':
            return parts.request('approvals.answer', { ...named, text })
          case 'withdraw':
            return parts.request('approvals.withdraw', { ...named, reason: text })
          case 'delegate':
            return parts.request('approvals.delegate', { ...named, to: text, note })
        }
      }
      const value = await act(dialog, named.id, ask, true)
      if (value === null) return false
      store.setState({ dialog: null })
      parts.say('told', s[dialog].done)
      return true
    },
  }
  return desk
}
