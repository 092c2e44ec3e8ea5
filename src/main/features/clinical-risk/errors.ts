import { HubError } from '@main/hub/hub-error.ts'
import type { ClinicalRiskErrorCode } from '@shared/features/clinical-risk/errors.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

/** A refusal of this feature, with a code of its own union. */
export function riskFailure(code: ClinicalRiskErrorCode, message: string): RequestFailure {
  return new RequestFailure(code, message, {})
}

/** The file as a whole cannot be read; the sentence is for people and holds nothing of the file. */
export function badFile(sentence: string): RequestFailure {
  return riskFailure('clinical-risk.bad-file', `${sentence} Nothing of it was loaded.`)
}

/** The work was ended while a source was being read; no failure. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** Does something that needs the hub; without it nothing is done and that is said. */
export async function onHub<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    throw riskFailure(
      'clinical-risk.hub-unreachable',
      'No link to the hub: this could not be looked up. Do it again when the link is back.',
    )
  }
}
