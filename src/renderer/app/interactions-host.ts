import { useMemo } from 'react'
import { goTo } from './navigation.ts'
import { drafts } from './workspace.ts'
import type { InteractionsHost } from '@renderer/features/interactions/use-host.ts'
import { useMay } from '@renderer/features/sessions/use-session.ts'

const openScreen = (): void => goTo('interactions')

/** What the shell lends to the interactions feature: the rights of the person here, drafts, the way to its screen. */
export function useInteractionsHostValue(theme: string): InteractionsHost {
  const decide = useMay('override-interactions')
  const medicate = useMay('change-medications')
  const validate = useMay('validate-interactions')
  const configure = useMay('connect-hub')
  return useMemo(
    () => ({ theme, rights: { decide, medicate, validate, configure }, drafts, openScreen }),
    [theme, decide, medicate, validate, configure],
  )
}
