import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { checkedOrigin, type GivenModel } from './features/interactions/model-settings.ts'
import { ModelSettings, noModel } from '@shared/features/interactions/governance.ts'
import { RequestFailure } from '@shared/ipc/envelope.ts'

const MAX_KEY = 400
/** Bits of a file's mode that let anybody but its owner do something. */
const OTHERS = 0o077

/** How an installer names the model of a host without a window. Prices are per million tokens. */
const ModelFile = z.strictObject({
  baseUrl: ModelSettings.shape.baseUrl.unwrap(),
  model: ModelSettings.shape.model.trim().min(1),
  /** Path of a file whose first line is the key; only the host's account may read it. Absent: no key is sent. */
  keyFile: z.string().min(1).optional(),
  timeoutMs: ModelSettings.shape.timeoutMs.default(noModel.timeoutMs),
  inputPrice: ModelSettings.shape.inputPrice,
  outputPrice: ModelSettings.shape.outputPrice,
  budgetPerDay: ModelSettings.shape.budgetPerDay,
  warnAtShare: ModelSettings.shape.warnAtShare.default(noModel.warnAtShare),
})

export type ModelReading =
  { readonly ok: true; readonly model: GivenModel | null } | { readonly ok: false; readonly sentence: string }

/** Reads the file that WARDLIGHT_MODEL names; without the variable the host has the model of its journal, if any. */
export function readModelFile(environment: NodeJS.ProcessEnv): ModelReading {
  const path = environment['WARDLIGHT_MODEL']
  if (path === undefined || path === '') return { ok: true, model: null }
  const content = jsonOf(path)
  if (content === undefined) return refuse('The file that WARDLIGHT_MODEL names cannot be read as JSON.')
  const parsed = ModelFile.safeParse(content)
  if (!parsed.success) return refuse(`The model's settings are not right: look at ${placesOf(parsed.error)}.`)
  const { keyFile, ...settings } = parsed.data
  try {
    checkedOrigin(settings)
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error
    return refuse(
      "The model's address must begin with https (http only on this computer) and hold no password.",
    )
  }
  if (keyFile === undefined) return { ok: true, model: { settings, key: null } }
  const key = readKey(keyFile)
  return key.ok ? { ok: true, model: { settings, key: key.key } } : key
}

function refuse(sentence: string): Extract<ModelReading, { ok: false }> {
  return { ok: false, sentence: `${sentence} The host was not started.` }
}

/** Undefined when there is no such file or it holds no JSON. */
function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function placesOf({ issues }: z.ZodError): string {
  const places = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')],
  )
  return places.filter((place) => place !== '').join(', ') || 'the whole file'
}

/** The key, if nobody but the account that runs the host can read it. Windows guards files by its own lists. */
function readKey(path: string): { ok: true; key: string } | Extract<ModelReading, { ok: false }> {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return refuse("The file with the model's key cannot be read.")
  }
  try {
    const { mode, uid } = fstatSync(file)
    const mine = process.getuid?.()
    if (mine !== undefined && (uid !== mine || (mode & OTHERS) !== 0))
      return refuse(
        "The file with the model's key can be read by others; make it the host's own and readable by it alone (chmod 600).",
      )
    const key = (readFileSync(file, 'utf8').split('\n')[0] ?? '').trim()
    if (key === '' || key.length > MAX_KEY)
      return refuse(
        `The file with the model's key must hold it in its first line, up to ${MAX_KEY} characters.`,
      )
    return { ok: true, key }
  } catch {
    return refuse("The file with the model's key cannot be read.")
  } finally {
    closeSync(file)
  }
}
