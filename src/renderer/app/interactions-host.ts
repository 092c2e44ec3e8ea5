import { useMemo } from 'react'
import { RequestStanding } from './components/request-standing.tsx'
import { goTo } from './navigation.ts'
import { openApproval } from './open-approval.ts'
import { drafts } from './workspace.ts'
import type { InteractionsHost } from '@renderer/features/interactions/use-host.ts'
import { useMay } from '@renderer/features/sessions/use-session.ts'

const openScreen = (): void => goTo('interactions')
const openRequest = (id: string): void => openApproval(id, null)

/** What the shell lends to the interactions feature: the rights of the person here, drafts, the way to its screen. */
export function useInteractionsHostValue(theme: string): InteractionsHost {
  const decide = useMay('override-interactions')
  const medicate = useMay('change-medications')
  const validate = useMay('validate-interactions')
  const configure = useMay('connect-hub')
  const queues = useMay('see-gates')
  return useMemo(
    () => ({
      theme,
      rights: { decide, medicate, validate, configure },
      drafts,
      openScreen,
      openRequest: queues && validate ? openRequest : null,
      RequestStanding,
    }),
    [theme, decide, medicate, validate, configure, queues],
  )
}
