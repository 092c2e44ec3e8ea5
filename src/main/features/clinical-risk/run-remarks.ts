import type { HubError } from '@main/hub/hub-error.ts'

const denied =
  'The hub denies what a run shares with other stations. The run is worked on here alone, and others do not see it. Ask for the permissions listed in docs/operations.md.'
const refused =
  'The hub refused what a run shares with other stations. The run was worked on here alone, and others do not see all of it.'

/** Why a run is worked on here alone although there is a hub. */
export function aloneRemark({ trouble }: HubError): string {
  return trouble === 'no-permission' ? denied : refused
}
