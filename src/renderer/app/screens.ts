import { Bell, Database, ScrollText, Settings, type LucideIcon } from 'lucide-react'
import type { ScreenName } from './navigation.ts'
import { frameStrings } from './strings.ts'
import type { BoardCounts } from '@renderer/features/alerts/board-order.ts'

export interface ScreenEntry {
  readonly name: ScreenName
  readonly label: string
  readonly icon: LucideIcon
  /** What waits for this person on the screen; 0 shows no badge. */
  readonly waiting: (counts: BoardCounts) => number
}

/** The rail's lines, top to bottom. A later feature adds its line here and its component in `screen.tsx`. */
export const screens: readonly ScreenEntry[] = [
  { name: 'alerts', label: frameStrings.screens.alerts, icon: Bell, waiting: (counts) => counts.calling },
  { name: 'hub', label: frameStrings.screens.hub, icon: Database, waiting: () => 0 },
  { name: 'audit', label: frameStrings.screens.audit, icon: ScrollText, waiting: () => 0 },
  { name: 'settings', label: frameStrings.screens.settings, icon: Settings, waiting: () => 0 },
]
