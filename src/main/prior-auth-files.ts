import type { Station } from './compose.ts'
import { FhirFolder } from './features/prior-auth/fhir-folder.ts'
import { kindOfError } from './platform/log.ts'
import type { StationOptions } from './station-options.ts'

/** Decides the FHIR request bundles that are put into a folder, and begins at once; every one is put on record first. */
export function requestFolder(station: Station, folder: string, log: StationOptions['log']): FhirFolder {
  const files = new FhirFolder({
    folder,
    service: () => {
      const parts = station.session?.parts ?? null
      return parts?.hub.state.link === 'live' ? parts.priorAuth.service : null
    },
    record: (patientId, about) =>
      station.audit.service.log.record({
        user: 'station',
        role: 'station',
        session: null,
        kind: 'decision',
        action: 'prior-auth.decide',
        patients: [patientId],
        about: [about],
        outcome: 'intent',
        code: null,
        why: null,
      }),
    defect: (error) => log.error({ error: kindOfError(error) }, 'prior authorisation by files: defect'),
  })
  files.start()
  return files
}
