import {
  Bell,
  ChartBar,
  ClipboardCheck,
  Database,
  FileCheck,
  Pill,
  ScrollText,
  Settings,
  Stethoscope,
  Users,
  type LucideIcon,
} from 'lucide-react'
import type { ScreenName } from './navigation.ts'
import { frameStrings } from './strings.ts'
import type { BoardCounts } from '@renderer/features/alerts/board-order.ts'
import type { Permission } from '@shared/clinical/permissions.ts'

/** What waits for the person here. */
export interface Waiting {
  readonly counts: BoardCounts
  /** Requests for approval that this person may decide or answer. */
  readonly approvals: number
}

export interface ScreenEntry {
  readonly name: ScreenName
  readonly label: string
  readonly icon: LucideIcon
  /** Who sees it at all; null for everybody. */
  readonly needs: Permission | null
  /** Another right with which the screen, or a part of it, may be seen. */
  readonly orNeeds?: Permission
  /** What waits for this person on the screen; 0 shows no badge. */
  readonly waiting: (waits: Waiting) => number
}

/** The rail's lines, top to bottom. A later feature adds its line here and its component in `screen.tsx`. */
export const screens: readonly ScreenEntry[] = [
  {
    name: 'alerts',
    label: frameStrings.screens.alerts,
    icon: Bell,
    needs: 'read-patients',
    waiting: ({ counts }) => counts.calling,
  },
  {
    name: 'interactions',
    label: frameStrings.screens.interactions,
    icon: Pill,
    needs: 'check-interactions',
    waiting: () => 0,
  },
  {
    name: 'approvals',
    label: frameStrings.screens.approvals,
    icon: ClipboardCheck,
    needs: 'see-gates',
    waiting: ({ approvals }) => approvals,
  },
  {
    name: 'diagnostics',
    label: frameStrings.screens.diagnostics,
    icon: Stethoscope,
    needs: 'read-diagnostics',
    orNeeds: 'read-diagnostic-figures',
    waiting: () => 0,
  },
  {
    name: 'prior-auth',
    label: frameStrings.screens['prior-auth'],
    icon: FileCheck,
    needs: 'see-prior-auth-figures',
    waiting: () => 0,
  },
  {
    name: 'risk',
    label: frameStrings.screens.risk,
    icon: ChartBar,
    needs: 'see-population-figures',
    orNeeds: 'read-clinical-risk',
    waiting: () => 0,
  },
  {
    name: 'sessions',
    label: frameStrings.screens.sessions,
    icon: Users,
    needs: null,
    waiting: () => 0,
  },
  { name: 'hub', label: frameStrings.screens.hub, icon: Database, needs: 'read-hub', waiting: () => 0 },
  {
    name: 'audit',
    label: frameStrings.screens.audit,
    icon: ScrollText,
    needs: 'read-audit',
    waiting: () => 0,
  },
  {
    name: 'settings',
    label: frameStrings.screens.settings,
    icon: Settings,
    needs: 'adjust-station',
    waiting: () => 0,
  },
]
