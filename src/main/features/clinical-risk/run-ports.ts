import type { RunStatus } from '@shared/features/clinical-risk/model.ts'
import type { OpenSource } from './part-input.ts'
import type { OwedAlert } from './owed-alert.ts'
import type { OwedFiles } from './owed-files.ts'
import type { MedicationJudge, NotesModel } from './ports.ts'
import type { RedisClinicalRisk } from './redis.ts'
import type { RedisTold } from './redis-told.ts'
import type { RunFiles } from './run-files.ts'
import type { RunPlan } from './run-plan.ts'

/** The parts of one run as jobs on the hub; src/main/hub/job-queue.ts is one. */
export interface PartJobs {
  add(parts: readonly number[]): Promise<void>
  work(concurrency: number, handle: (part: number) => Promise<void>): void
  close(): Promise<void>
  abandon(): void
  remove(): Promise<void>
  /** What the hub denies to the queue, as a HubError; null while it denies nothing. */
  readonly refused: Error | null
}

/** What working on runs needs of the station or engine host that it happens at. */
export interface RunPorts {
  readonly files: RunFiles
  readonly hub: RedisClinicalRisk
  /** @param name letters and digits. */
  readonly jobs: (name: string) => PartJobs
  /**
   * Opens what the plan was made from; null when this host does not see the same content. When `stopped` becomes true,
   * reading it may end with Stopped.
   */
  readonly open: (plan: RunPlan, stopped?: () => boolean) => Promise<OpenSource | null>
  readonly judge: () => MedicationJudge
  /** The model that runs may ask about notes; null when none is configured. */
  readonly notesModel: () => NotesModel | null
  /** Who works here, as runs name it. */
  readonly worker: string
  readonly told: RedisTold
  readonly owed: OwedFiles
  /** Raises a clinical alert; resolves when the hub has it, and changes nothing when the hub has it already. */
  readonly alert: (alert: OwedAlert) => Promise<void>
  readonly changed: (status: RunStatus) => void
  /** A defect, without patient data. */
  readonly defect: (error: unknown) => void
}

/** The parts of a run are done: the hub needs their jobs no more. */
export async function forgetJobs({ jobs }: Pick<RunPorts, 'jobs'>, id: string): Promise<void> {
  const queue = jobs(id.slice('risk:'.length))
  await queue.remove().catch(() => undefined)
  await queue.close()
}
