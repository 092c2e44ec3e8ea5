import { KeyNames } from './key-names.ts'

/** Keys and channels of diagnostic runs, the population and clinical risk. */
export class AnalysisKeys extends KeyNames {
  /** The seed's lock of a patient's diagnostic run. */
  diagnosticLock(patientId: string): string {
    return this.in('diagnosticLocks', patientId)
  }

  /** A key of one patient's runs: its hash tag is the whole name of the lock, so that both lie in one Cluster slot. */
  diagnosticRun(patientId: string, what: 'fence' | 'runs' | `run:${string}` | `log:${string}`): string {
    return this.in('diagnosticRuns', `{${this.diagnosticLock(patientId)}}:${what}`)
  }

  /** What concerns all runs, without a patient in its name. */
  diagnostics(what: 'running' | 'recent' | 'feedback' | `spent:${string}`): string {
    return this.in('diagnosticRuns', `{all}:${what}`)
  }

  /** Runs of the last minute. */
  diagnosticLimit(): string {
    return this.in('diagnosticLimit')
  }

  /** A similar case; the digest is made from findings alone. */
  diagnosticCache(digest: string): string {
    return this.in('diagnosticCache', digest)
  }

  /** The seed's channel of one run's progress. */
  diagnosticProgress(sessionId: string): string {
    return this.in('diagnosticProgress', sessionId)
  }

  /** Pattern of the progress of every run. */
  diagnosticProgressPattern(): string {
    return this.matching('diagnosticProgress', '*')
  }

  /** The session of a progress channel, or null when it is another channel. */
  sessionOfProgress(channel: string): string | null {
    const start = this.in('diagnosticProgress')
    return channel.startsWith(start) && channel.length > start.length ? channel.slice(start.length) : null
  }

  /** Wakes the stations when a run has moved on. */
  diagnosticsWake(): string {
    return this.in('diagnosticsWake', 'changed')
  }

  /** The seed's ranking of patients by risk. */
  riskScores(): string {
    return this.in('population', 'risk_scores')
  }

  /** The seed's set of patients above the threshold. */
  highRisk(): string {
    return this.in('population', 'high_risk')
  }

  /** What is ours about the population. Its hash tag is the whole name of the ranking: both lie in one Cluster slot. */
  population(what: PopulationKey): string {
    return this.in('population', `{${this.riskScores()}}:${what}`)
  }

  /** Every change of a score, for whoever shows the board; nobody else listens. */
  populationChanges(): string {
    return this.in('populationWake', 'changed')
  }

  /** Those changes alone that cross the threshold, in either direction: every station and host listens. */
  populationCrossings(): string {
    return this.in('populationWake', 'crossed')
  }

  /** Every change of what care managers agreed on. */
  careChanges(): string {
    return this.in('populationWake', 'care')
  }

  /** Channel on which a server that is configured to tells the key of every sorted set that was added to. */
  sortedSetAdditions(database: number): string {
    return `__keyevent@${database}__:zadd`
  }

  /** What all stations know of clinical risk; one slot for its scripts. */
  clinicalRisk(what: 'runs' | 'records' | 'told'): string {
    return this.in('clinicalRisk', `{all}:${what}`)
  }

  /** One run: its status, counts and rows of its parts, its parameters; or a mark that is set once. */
  clinicalRiskRun(id: string, what: 'status' | 'parts' | 'source' | 'rows' | 'once'): string {
    return this.in('clinicalRisk', `{${id}}:${what}`)
  }

  /** Before every key of the job queue; one slot for its scripts. */
  clinicalRiskJobs(): string {
    return this.in('clinicalRisk', '{jobs}')
  }

  clinicalRiskWake(): string {
    return this.in('clinicalRiskWake', 'changed')
  }
}

/**
 * `state`: what each patient's score is made of; `roster`: who they are; `care`: what care managers agreed on;
 * `care-log`: what they did, for figures.
 */
type PopulationKey =
  | 'state'
  | 'roster'
  | 'care'
  | 'care-log'
  | 'log'
  | 'seq'
  | 'epoch'
  | 'crossings'
  | 'refused'
  | 'lease'
  | 'looked'
  | `statistics:${string}`
