import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { HubKeys } from '@main/hub/keys.ts'
import { openClient } from '@main/hub/open-client.ts'
import { type ChainHead, type VerifyReport } from '@shared/features/audit/model.ts'
import { ChainFolder } from './chain-folder.ts'
import { exportProblem } from './export.ts'
import { readHead } from './heads.ts'
import { nothingOutside, type OutsideHeads, verifyChain } from './verify.ts'

const usage =
  'audit verify: --data <data folder> [--heads <file with heads>]... [--export <exported file>] [--json]\n' +
  'The hub at WARDLIGHT_HUB_URL, if set, is asked for the heads that it holds.'

export interface VerifyRun {
  /** Arguments after the program's name. */
  readonly args: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  /** The data folder when none is given; null demands one. */
  readonly dataFolder: string | null
  readonly say: (line: string) => void
}

/** 0: everything was checked and is intact. 1: a fault was found. 2: it could not be checked. */
export type VerifyExit = 0 | 1 | 2

const options = {
  data: { type: 'string' },
  heads: { type: 'string', multiple: true },
  export: { type: 'string' },
  json: { type: 'boolean' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

/** Verifies the chains of a data folder, or an exported file, and says what it found. Needs no key. */
export async function verifyFromCommandLine({
  args,
  environment,
  dataFolder,
  say,
}: VerifyRun): Promise<VerifyExit> {
  let values: Values
  try {
    values = parseArgs({ args: [...args], options }).values
  } catch (error) {
    say(error instanceof Error ? error.message : 'The arguments were not understood.')
    say(usage)
    return 2
  }
  try {
    if (values.export !== undefined) return await verifyExport(values.export, say)
    const folder = values.data ?? environment['WARDLIGHT_DATA'] ?? dataFolder
    if (folder === null) {
      say(usage)
      return 2
    }
    return await verifyFolder(folder, values, environment, say)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    say(`The audit could not be read, so nothing is known about it${code}.`)
    return 2
  }
}

async function verifyExport(path: string, say: (line: string) => void): Promise<VerifyExit> {
  const problem = exportProblem(await readFile(path), await readFile(`${path}.sig`, 'utf8'))
  say(problem ?? `${basename(path)} is as it was signed.`)
  return problem === null ? 0 : 1
}

async function verifyFolder(
  dataFolder: string,
  values: Values,
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<VerifyExit> {
  const folder = join(dataFolder, 'audit')
  const names = existsSync(folder) ? await readdir(folder) : []
  const stations = names.filter((name) => z.uuid().safeParse(name).success)
  if (stations.length === 0) {
    say('There is no audit in this data folder: nothing could be checked.')
    return 2
  }
  const files = values.heads === undefined ? null : await headsInFiles(values.heads)
  const reports: VerifyReport[] = []
  for (const station of stations) {
    const mine = files?.filter((head) => head.station === station) ?? null
    const outside: OutsideHeads = {
      ...nothingOutside,
      ...(await askHub(environment, station, say)),
      files: mine,
    }
    const report = await verifyChain(new ChainFolder(join(folder, station)), {
      station,
      outside,
      publicKey: null,
      extent: null,
      breathe: () => null,
      progress: () => undefined,
    })
    reports.push(report)
  }
  if (values.json === true) say(JSON.stringify(reports))
  else for (const report of reports) for (const line of reportLines(report)) say(line)
  return reports.every(({ intact }) => intact) ? 0 : 1
}

/** What a report says, for a terminal. */
function reportLines(report: VerifyReport): string[] {
  const { compared, station } = report
  const verdict = report.intact ? 'INTACT' : `${report.faultCount} FAULT${report.faultCount === 1 ? '' : 'S'}`
  const range = report.entries === 0 ? 'no entries' : `entries ${report.firstSeq} to ${report.lastSeq}`
  const asked = (count: number | null): string => (count === null ? 'not asked' : `${count} heads`)
  return [
    `Station ${station}: ${verdict}`,
    `  ${range}, ${report.segments} files, ${(report.bytes / 1e6).toFixed(1)} MB, ${(report.ms / 1_000).toFixed(2)} s`,
    ...(report.retiredThrough > 0 ? [`  retired by policy: entries up to ${report.retiredThrough}`] : []),
    `  compared with: own head ${asked(compared.own)}, hub ${asked(compared.hub)}, ` +
      `other stations' copies ${asked(compared.witnesses)}, given files ${asked(compared.files)}`,
    ...report.faults.map(
      ({ sentence, segment }) => `  FAULT${segment > 0 ? ` in file ${segment}` : ''}: ${sentence}`,
    ),
  ]
}

async function headsInFiles(paths: readonly string[]): Promise<ChainHead[]> {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  return texts
    .flatMap((text) => text.trim().split('\n'))
    .map((line) => readHead(line))
    .filter((head) => head !== null)
}

const Stream = z.array(z.tuple([z.string(), z.array(z.string())]))

/** A hub that cannot be asked is said to be so; it is no fault of the chain. */
async function askHub(
  environment: NodeJS.ProcessEnv,
  station: string,
  say: (line: string) => void,
): Promise<Pick<OutsideHeads, 'hub' | 'witnesses'>> {
  const url = environment['WARDLIGHT_HUB_URL']
  if (url === undefined || url === '') return { hub: null, witnesses: null }
  const keys = new HubKeys(environment['WARDLIGHT_KEY_PREFIX'] ?? '')
  try {
    const client = openClient(url)
    try {
      const stream = Stream.parse(await client.xrange(keys.audit(station, 'heads'), '-', '+'))
      const copies = Object.values(await client.hgetall(keys.audit(station, 'witnesses')))
      const read = (texts: readonly string[]): ChainHead[] =>
        texts.map((text) => readHead(text)).filter((head) => head !== null)
      return { hub: read(stream.map(([, fields]) => fields[1] ?? '')), witnesses: read(copies) }
    } finally {
      client.disconnect()
    }
  } catch {
    say('The hub could not be asked for the heads that it holds.')
    return { hub: null, witnesses: null }
  }
}
