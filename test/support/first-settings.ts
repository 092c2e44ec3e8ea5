import { join } from 'node:path'
import { Journal } from '@main/journal/journal.ts'
import { journalKey } from '@main/journal/journal-key.ts'
import { KeptValues } from '@main/journal/kept-values.ts'
import { StationSettings } from '@shared/features/settings/model.ts'

const SETTINGS = 'settings.station'

/** Sets a station's name and wards before it is started, as its administrator would have done. */
export function setUpStation(dataFolder: string, stationName: string, units: readonly string[]): void {
  const { keyHex } = journalKey(dataFolder, { protect: () => null, reveal: () => null })
  const journal = Journal.open(join(dataFolder, 'journal.db'), keyHex)
  const kept = new KeptValues(journal)
  const before = kept.read(SETTINGS, StationSettings)
  kept.write(SETTINGS, StationSettings.parse({ ...before, stationName, units: [...units] }))
  journal.close()
}
