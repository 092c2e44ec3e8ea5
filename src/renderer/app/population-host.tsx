import { useMemo, type ReactNode } from 'react'
import { useLinkLost } from './approvals-host.tsx'
import { openPatient } from './navigation.ts'
import { PopulationHostContext, type PopulationHost } from '@renderer/features/population/use-host.ts'
import { useMay, useOpenSession } from '@renderer/features/sessions/use-session.ts'

/** Lends the risk board what it takes from the shell and from other features. */
export function PopulationHostProvider(props: { readonly theme: string; readonly children: ReactNode }) {
  const { theme } = props
  const user = useOpenSession()?.user.id ?? ''
  const read = useMay('read-population')
  const figures = useMay('see-population-figures')
  const manage = useMay('manage-care')
  const exports = useMay('export-population')
  const patients = useMay('read-patients')
  const linkLost = useLinkLost()
  const host = useMemo(
    (): PopulationHost => ({
      user,
      rights: { read, figures, manage, export: exports },
      linkLost,
      theme,
      openPatient: patients ? openPatient : null,
    }),
    [user, read, figures, manage, exports, patients, linkLost, theme],
  )
  return <PopulationHostContext value={host}>{props.children}</PopulationHostContext>
}
