import { takeIn } from './features/alerts/intake.ts'
import type { CallingRules, PatientRecords } from './features/alerts/ports.ts'
import type { Quarantine } from './features/alerts/service-ports.ts'
import type { QuarantineShelf } from './features/hub-health/quarantine.ts'
import { isQuiet } from './features/settings/quiet-hours.ts'
import type { SettingsService } from './features/settings/service.ts'
import type { MessageFault } from '@shared/clinical/message-fault.ts'

/** Messages that were not fully understood go to the Hub screen's shelf. */
export function quarantineOf(shelf: QuarantineShelf): Quarantine {
  return {
    add: (arrival, payload, { reason, sentence }, shown) =>
      shelf.add({
        channelKind: arrival.kind,
        unit: 'unit' in arrival ? arrival.unit : null,
        reason,
        sentence,
        bytes: payload.byteLength,
        shown,
        fingerprint: payload,
      }),
    addFinding: (unit, finding, reason, shown) =>
      shelf.add({
        channelKind: 'unit',
        unit,
        reason,
        sentence: doubtSentence(reason, shown),
        bytes: finding.bytes,
        shown,
        fingerprint: finding.messageId,
      }),
  }
}

function doubtSentence(reason: MessageFault, shown: boolean): string {
  if (shown)
    return 'The station could not grade this message by its own limits; it is shown, marked as doubtful.'
  return reason === 'ward-not-watched'
    ? 'The message names a ward that this station does not watch, and it watches too many already; watch it in Settings.'
    : 'The type is unknown and the publisher gave no severity; nothing can be shown.'
}

/** What the station's settings say about calling, at this moment. */
export function callingRules(settings: SettingsService): CallingRules {
  const { stationName, sounds, notifications, quietHours } = settings.settings
  return {
    stationName,
    mediumSound: sounds.medium,
    lowSound: sounds.low,
    mediumNotice: notifications.medium,
    lowNotice: notifications.low,
    quiet: isQuiet(quietHours, new Date()),
  }
}

/** The wards that the latest messages about a patient came from. */
export async function unitsInHistory(
  records: Pick<PatientRecords, 'history'>,
  patientId: string,
): Promise<string[]> {
  const members = await records.history(patientId, null, 20)
  const units = members.flatMap(({ payload, score }) => {
    const intake = takeIn({ kind: 'history', patientId }, payload, score * 1_000, {
      aheadMinutes: 1e9,
      ancientMinutes: 1e9,
    })
    return intake.kind === 'finding' ? intake.finding.units : []
  })
  return [...new Set(units)]
}
