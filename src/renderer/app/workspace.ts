import { navigation, type Place, type ScreenName } from './navigation.ts'
import { screens } from './screens.ts'
import { board, desk, list, openDialog } from '@renderer/features/alerts/desk.ts'
import { forgetScreen } from '@renderer/features/clinical-risk/desk.ts'
import { checkDesk } from '@renderer/features/interactions/check-desk.ts'
import { keptListOf, readKeptList } from '@renderer/features/interactions/list-draft.ts'
import { emptyPopulation } from '@renderer/features/population/desk.ts'
import { beforeLeaving, may, sessionStore } from '@renderer/features/sessions/store.ts'
import { MAX_DRAFT } from '@shared/features/sessions/contract.ts'
import type { SessionView } from '@shared/features/sessions/model.ts'
import { request } from '@renderer/ipc/client.ts'
import { toastStore } from '@renderer/ui/toast-store.ts'

/** Writing every key press would be a request per letter. */
const KEEP_AFTER_MS = 400
const PLACE = 'place'
const NOTE = 'note '
const DRUG_LIST = 'interactions list'

let mine: Record<string, string> = {}
const waiting = new Map<string, string>()
let timer: ReturnType<typeof setTimeout> | null = null

function send(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  for (const [place, text] of waiting) void request('drafts.keep', { place, text })
  waiting.clear()
}

function keep(place: string, text: string): void {
  if (sessionStore.getState().view?.phase !== 'open' || (mine[place] ?? '') === text) return
  mine = { ...mine, [place]: text }
  waiting.set(place, text)
  timer ??= setTimeout(send, KEEP_AFTER_MS)
}

/** What the person here has begun, kept by main, encrypted, for them alone. */
export const drafts = { read: (place: string): string => mine[place] ?? '', keep }

/** Screens that the person here may open. */
export function openScreens() {
  const { view } = sessionStore.getState()
  return screens.filter(
    ({ needs, orNeeds }) =>
      needs === null || may(view, needs) || (orNeeds !== undefined && may(view, orNeeds)),
  )
}

function firstScreen(): ScreenName {
  return openScreens()[0]?.name ?? 'sessions'
}

/** Nothing of a person stays in the window when it locks or another one comes. */
function empty(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  waiting.clear()
  mine = {}
  openDialog(null, null)
  list.hold(false)
  list.setTab('open')
  list.setUser('')
  board.close()
  checkDesk.empty()
  emptyPopulation()
  forgetScreen()
  toastStore.setState({ toasts: [] })
  navigation.setState({ place: { screen: 'alerts' }, paletteOpen: false })
}

function readPlace(text: string): Place | null {
  try {
    const stored: unknown = JSON.parse(text)
    if (typeof stored !== 'object' || stored === null || !('screen' in stored)) return null
    const screen = openScreens().find(({ name }) => name === stored.screen)?.name
    if (screen !== undefined) return { screen }
    if (stored.screen !== 'patient' || !('patientId' in stored) || !('from' in stored)) return null
    const from = openScreens().find(({ name }) => name === stored.from)?.name
    if (typeof stored.patientId !== 'string' || from === undefined) return null
    return { screen: 'patient', patientId: stored.patientId, from }
  } catch {
    return null
  }
}

/** Opens a half-written note again, on the board as soon as its alert is there. */
function reopenNote(): void {
  const [place] = Object.entries(mine).find(([name, text]) => name.startsWith(NOTE) && text !== '') ?? []
  if (place === undefined) return
  const id = place.slice(NOTE.length)
  const show = (): boolean => {
    const alert = board.store.getState().items.get(id)
    if (alert === undefined) return false
    list.select(id)
    openDialog('note', alert)
    return true
  }
  if (show()) return
  const end = board.store.subscribe((state) => {
    if (state.phase !== 'ready') return
    end()
    show()
  })
}

async function enter(userId: string): Promise<void> {
  navigation.setState({ place: { screen: firstScreen() }, paletteOpen: false })
  list.setUser(userId)
  if (may(sessionStore.getState().view, 'read-patients')) board.open()
  const reply = await request('drafts.all', {})
  const { view } = sessionStore.getState()
  if (!reply.ok || view?.phase !== 'open' || view.user.id !== userId) return
  mine = reply.value.drafts
  const drugs = readKeptList(mine[DRUG_LIST] ?? '')
  if (drugs !== null && may(view, 'check-interactions')) checkDesk.restore(drugs)
  const place = readPlace(mine[PLACE] ?? '')
  if (place !== null) navigation.setState({ place })
  reopenNote()
}

/** Whose eyes the window is for: a person's, those of passers-by at a wall display, or nobody's. */
function viewerOf(view: SessionView | null): string {
  if (view?.phase === 'open') return `user ${view.user.id}`
  return view?.wall === true ? 'wall' : 'nobody'
}

/** Empties the window for whoever leaves it, and brings whoever comes back to where they were. */
export function startWorkspace(): void {
  board.close()
  beforeLeaving(send)
  sessionStore.subscribe(({ view }, before) => {
    if (viewerOf(view) !== viewerOf(before.view)) {
      empty()
      if (view?.phase === 'open') void enter(view.user.id)
      else if (view?.wall === true) board.open()
      return
    }
    const now = view?.phase === 'open' ? view : null
    const earlier = before.view?.phase === 'open' ? before.view : null
    if (now === null || earlier === null) return
    const sees = may(now, 'read-patients')
    if (sees === may(earlier, 'read-patients')) return
    // Emergency access has begun or is over.
    if (sees) board.open()
    else {
      board.close()
      navigation.setState({ place: { screen: firstScreen() } })
    }
  })
  navigation.subscribe(({ place }, before) => {
    if (place !== before.place) keep(PLACE, JSON.stringify(place))
  })
  checkDesk.store.subscribe((state, before) => {
    const { entries, context, decisions } = before
    if (state.entries !== entries || state.context !== context || state.decisions !== decisions)
      keep(DRUG_LIST, keptListOf(state, MAX_DRAFT))
  })
  desk.subscribe((state, before) => {
    // A dialog closed by hand is a note given up.
    const { dialog } = before
    if (dialog?.kind === 'note' && state.dialog === null) keep(`${NOTE}${dialog.alert.id}`, '')
  })
}
