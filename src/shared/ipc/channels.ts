/**
 * The fixed list that the preload forwards, without the schemas: a sandboxed preload should load in a
 * millisecond. A test holds it equal to the registry.
 */
export const requestChannels = [
  'alerts.list',
  'alerts.shown',
  'alerts.acknowledge',
  'alerts.escalate',
  'alerts.take',
  'alerts.release',
  'alerts.resolve',
  'alerts.read-back',
  'alerts.note',
  'alerts.stamps',
  'alerts.patient',
  'alerts.trend',
  'alerts.patient-history',
  'alerts.unit-history',
  'alerts.follow',
  'alerts.dismiss-missed',
  'alerts.mute',
  'alerts.sounding',
  'alerts.sounded',
  'alerts.policy',
  'alerts.save-policy',
  'audit.status',
  'audit.search',
  'audit.verify',
  'audit.export',
  'hub.status',
  'hub.report',
  'settings.read',
  'settings.save',
  'settings.connect-hub',
  'station.info',
] as const

export const eventChannels = [
  'alerts.changed',
  'alerts.reset',
  'alerts.sound',
  'alerts.open',
  'audit.changed',
  'hub.changed',
  'settings.changed',
] as const
