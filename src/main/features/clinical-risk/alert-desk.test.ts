import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { AlertDesk, type AlertDeskPorts } from './alert-desk.ts'
import { OwedFiles } from './owed-files.ts'
import type { SealedFolder } from './sealed-file.ts'

const none: Pick<SealedFolder, 'names' | 'write' | 'read' | 'remove'> = {
  names: () => Promise.resolve([]),
  write: () => Promise.resolve(),
  read: () => Promise.resolve(null),
  remove: () => Promise.resolve(),
}

// Catches: a host that holds a part for ever because of a defect, and a log that the same defect fills.
test('a defect that stays gives the part back, and is said once', async () => {
  const defects: unknown[] = []
  const broken = new Error('the hub answered in another form')
  const ports: AlertDeskPorts = {
    hub: { isLive: () => true, now: () => 0 },
    told: { of: () => Promise.reject(broken), put: () => Promise.resolve(), forget: () => Promise.resolve() },
    owed: new OwedFiles(none),
    alert: () => Promise.resolve(),
    raised: () => undefined,
    defect: (error) => defects.push(error),
  }
  const desk = new AlertDesk(ports)
  const alert = {
    kind: 'own',
    patientId: 'P1',
    unit: null,
    score: 0.9,
    foundAt: 0,
    run: 'risk:0123456789ab',
  } as const
  await expect(desk.raise({ run: alert.run, part: 0, alerts: [alert] })).rejects.toBe(broken)
  // Several attempts later.
  await pause(600)
  expect(defects).toEqual([broken])
  desk.stop()
  await desk.settled()
})
