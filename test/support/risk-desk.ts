import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { z } from 'zod'
import { wireClinicalRisk, type WiredClinicalRisk } from '@main/clinical-risk-wiring.ts'
import type { AskedModel } from '@main/features/clinical-risk/notes-reader.ts'
import type { HubNotes, MedicationJudge } from '@main/features/clinical-risk/ports.ts'
import { shippedKnowledge } from '@main/features/interactions/knowledge-shipped.ts'
import { readHubAddress } from '@main/hub/address.ts'
import { Hub } from '@main/hub/hub.ts'
import { HubKeys } from '@main/hub/keys.ts'
import { createMedicationJudge } from '@main/medication-judge.ts'
import type { PatientRecord, ResultRow, RunStatus } from '@shared/features/clinical-risk/model.ts'

let judge: MedicationJudge | null = null
const Message = z.object({ patient_id: z.string() })

/** The judge over the knowledge that ships, made once for all tests of a file. */
export function shippedJudge(): MedicationJudge {
  judge ??= createMedicationJudge(shippedKnowledge())
  return judge
}

/** Patients that a run has assessed. */
export function assessed({ counts }: Pick<RunStatus, 'counts'>): number {
  return counts.high + counts.review + counts.possible + counts.lower
}

interface DeskOptions {
  readonly prefix: string
  readonly name?: string
  readonly dataFolder?: string
  readonly folder?: string
  readonly patients?: ReadonlyMap<string, PatientRecord>
  readonly notes?: ReadonlyMap<string, HubNotes>
  readonly model?: AskedModel
  /** True for a station whose audit cannot be written. */
  readonly unrecorded?: boolean
  /** False for a station that never finds its hub. */
  readonly linked?: boolean
  /** Records of one part. */
  readonly partRecords?: number
  readonly judge?: () => MedicationJudge
  /** Awaited before the hub has an alert; rejects as the hub would. */
  readonly beforeAlert?: (text: string) => Promise<void>
}

/** So soon is a part of a killed host given to another. */
const LOCK_MS = 1_000
const PART_RECORDS = 20_000

/** Clinical risk as one station or engine host has it, without the rest of the station. */
export class RiskTestDesk {
  readonly dataFolder: string
  readonly folder: string
  readonly hub: Hub
  readonly risk: WiredClinicalRisk
  readonly alerts: string[] = []
  /** What of a model was put on record. */
  readonly advice: string[] = []
  readonly told: RunStatus[] = []
  /** Warnings and defects of its log. */
  readonly complaints: string[] = []
  readonly #ownsFolder: boolean
  readonly #linked: boolean

  constructor(url: string, options: DeskOptions) {
    this.#ownsFolder = options.dataFolder === undefined
    this.#linked = options.linked ?? true
    this.dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'wardlight-risk-'))
    this.folder = options.folder ?? join(this.dataFolder, 'clinical-risk')
    const reading = readHubAddress(this.#linked ? url : 'redis://127.0.0.1:9/0')
    if (!reading.ok) throw new Error(reading.sentence)
    const name = options.name ?? 'desk'
    this.hub = new Hub(reading.address, new HubKeys(options.prefix), name)
    const patients = options.patients ?? new Map<string, PatientRecord>()
    this.risk = wireClinicalRisk({
      hub: this.hub,
      clientName: name,
      window: {
        send: (event, payload) => {
          if (event === 'clinical-risk.run' && 'state' in payload && 'bins' in payload)
            this.told.push(payload)
        },
      },
      stationId: `${name}-station`,
      dataFolder: this.dataFolder,
      folder: options.folder ?? null,
      keyHex: '5a'.repeat(32),
      log: pino({ level: 'warn' }, { write: (line: string) => void this.complaints.push(line) }),
      stationName: () => name,
      person: () => 'mara',
      judge: options.judge ?? shippedJudge,
      patients: {
        ids: () => Promise.resolve([...patients.keys()]),
        read: (id) => Promise.resolve(patients.get(id) ?? null),
        notes: (id) => Promise.resolve(options.notes?.get(id) ?? { kind: 'none' }),
      },
      notesModel: () => options.model ?? null,
      advice: (patientId, about) => {
        if (options.unrecorded === true) return Promise.reject(new Error('the disk is full'))
        this.advice.push(...about.map((each) => `${patientId}: ${each}`))
        return Promise.resolve()
      },
      pace: { partRecords: options.partRecords ?? PART_RECORDS, lockMs: LOCK_MS },
      raise: async (text) => {
        await options.beforeAlert?.(text)
        this.alerts.push(text)
      },
    })
  }

  async open(): Promise<this> {
    this.hub.start()
    this.hub.on('message', (channel, payload) => this.risk.receive(channel, payload))
    for (let tries = 0; this.#linked && this.hub.state.link !== 'live'; tries += 1) {
      if (tries > 500) throw new Error('the hub did not come')
      await pause(10)
    }
    this.risk.start()
    return this
  }

  put(name: string, content: string | Uint8Array): Promise<void> {
    return writeFile(join(this.folder, name), content)
  }

  /** Starts a run over a file of the folder and waits for its end. */
  async run(file: string): Promise<RunStatus> {
    const { id } = await this.risk.handlers['clinical-risk.start']({ source: { file } })
    return this.ended(id)
  }

  async ended(id: string): Promise<RunStatus> {
    await this.risk.desk.settled()
    return this.risk.desk.status(id)
  }

  async until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    for (let tries = 0; !(await condition()); tries += 1) {
      if (tries > 1_500) throw new Error(`not in time: ${what}`)
      await pause(20)
    }
  }

  /** All rows of a run, in the order of the patients. */
  async rows(id: string): Promise<ResultRow[]> {
    const rows: ResultRow[] = []
    for (;;) {
      const page = await this.risk.handlers['clinical-risk.results']({
        id,
        standing: null,
        search: '',
        offset: rows.length,
        limit: 500,
      })
      rows.push(...page.rows)
      if (page.rows.length === 0) break
    }
    return rows.sort((a, b) => (a.patientId < b.patientId ? -1 : 1))
  }

  /** Ids of the patients of whom alerts were raised here, in order. */
  get alerted(): string[] {
    return this.alerts.map((text) => Message.parse(JSON.parse(text)).patient_id).sort()
  }

  /** Files of the data folder in which a text occurs. */
  async filesWith(text: string): Promise<string[]> {
    const names = await readdir(this.dataFolder, { recursive: true, withFileTypes: true })
    const found: string[] = []
    for (const entry of names) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      if ((await readFile(path)).includes(text)) found.push(entry.name)
    }
    return found
  }

  async close(): Promise<void> {
    await this.risk.stop()
    this.hub.stop()
    if (this.#ownsFolder) rmSync(this.dataFolder, { recursive: true, force: true })
  }
}
