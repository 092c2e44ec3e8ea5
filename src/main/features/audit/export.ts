import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import type { AuditEntry, AuditFilter, ChainHead, ExportFormat } from '@shared/features/audit/model.ts'
import type { ChainFiles } from './chain-folder.ts'
import { type ChainSigner, type EntrySeal, isSignedBy } from './chain-keys.ts'
import { matches, openEntry } from './entry-codec.ts'
import { recordsOf } from './search.ts'

const columns = [
  'seq',
  'hub_time',
  'local_time',
  'station',
  'station_name',
  'user',
  'role',
  'session',
  'kind',
  'action',
  'patients',
  'about',
  'outcome',
  'code',
  'why',
] as const

/** What is written beside an exported file, so that anybody can prove that it is as this station wrote it. */
export const ExportSignature = z.object({
  form: z.literal('wardlight audit export 1'),
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  station: z.string(),
  entries: z.number().int(),
  exportedAt: z.string(),
  chainSeq: z.number().int(),
  chainHash: z.string(),
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
})
export type ExportSignature = z.infer<typeof ExportSignature>

function signedText(note: Omit<ExportSignature, 'signature'>): Buffer {
  const { form, file, sha256, station, entries, exportedAt, chainSeq, chainHash, publicKey } = note
  return Buffer.from(
    [form, file, sha256, station, entries, exportedAt, chainSeq, chainHash, publicKey].join('\n'),
    'utf8',
  )
}

export interface ExportParts {
  readonly files: ChainFiles
  readonly seal: EntrySeal
  readonly signer: ChainSigner
  readonly station: string
  readonly head: ChainHead | null
  readonly now: () => number
  readonly breathe: () => Promise<void> | null
  readonly progress: (done: number, total: number) => void
}

/** Writes what matches, oldest first, and the signature beside it (`.sig`). A failed export leaves no file behind. */
export async function exportTo(
  path: string,
  parts: ExportParts,
  filter: AuditFilter,
  format: ExportFormat,
): Promise<{ entries: number; unreadable: number }> {
  const handle = await open(path, 'w', 0o600)
  try {
    const written = await writeEntries(handle, parts, filter, format)
    await handle.datasync()
    await handle.close()
    await writeSignature(path, written, parts)
    return { entries: written.entries, unreadable: written.unreadable }
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
}

interface Written {
  readonly entries: number
  readonly unreadable: number
  readonly sha256: string
}

async function writeEntries(
  handle: FileHandle,
  { files, seal, breathe, progress }: ExportParts,
  filter: AuditFilter,
  format: ExportFormat,
): Promise<Written> {
  const hash = createHash('sha256')
  const write = async (text: string): Promise<void> => {
    if (text === '') return
    hash.update(text, 'utf8')
    await handle.appendFile(text, 'utf8')
  }
  let entries = 0
  let unreadable = 0
  if (format === 'csv') await write(`${columns.join(',')}\r\n`)
  const segments = await files.segments()
  for (const [index, segment] of segments.entries()) {
    const bytes = await files.readSegment(segment)
    const lines: string[] = []
    for (const record of recordsOf(bytes)) {
      await breathe()
      const entry = openEntry(seal, bytes, record)
      if (entry === null) unreadable += 1
      else if (matches(filter, entry))
        lines.push(format === 'csv' ? csvLine(entry) : `${JSON.stringify(entry)}\n`)
    }
    entries += lines.length
    await write(lines.join(''))
    progress(index + 1, segments.length)
  }
  return { entries, unreadable, sha256: hash.digest('hex') }
}

async function writeSignature(path: string, written: Written, parts: ExportParts): Promise<void> {
  const { signer, station, head, now } = parts
  const unsigned = {
    form: 'wardlight audit export 1',
    file: basename(path),
    sha256: written.sha256,
    station,
    entries: written.entries,
    exportedAt: new Date(now()).toISOString(),
    chainSeq: head?.seq ?? 0,
    chainHash: head?.hash ?? '',
    publicKey: signer.publicKey.toString('hex'),
  } as const
  const note: ExportSignature = { ...unsigned, signature: signer.sign(signedText(unsigned)).toString('hex') }
  const handle = await open(`${path}.sig`, 'w', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(note, null, 2)}\n`)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** What is wrong with an exported file, as a sentence; null when it is as it was signed. */
export function exportProblem(content: Buffer, signatureText: string): string | null {
  const note = readNote(signatureText)
  if (note === null) return 'The signature file cannot be read.'
  const { signature, ...unsigned } = note
  if (!isSignedBy(Buffer.from(note.publicKey, 'hex'), signedText(unsigned), Buffer.from(signature, 'hex')))
    return 'The signature is not genuine.'
  const digest = createHash('sha256').update(content).digest('hex')
  return digest === note.sha256 ? null : 'The file is not as it was signed.'
}

function readNote(text: string): ExportSignature | null {
  try {
    const parsed = ExportSignature.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function csvLine(entry: AuditEntry): string {
  const cells = [
    entry.seq,
    entry.hubAt === null ? '' : new Date(entry.hubAt).toISOString(),
    localTime(entry),
    entry.station,
    entry.stationName,
    entry.user,
    entry.role,
    entry.session ?? '',
    entry.kind,
    entry.action,
    entry.patients.join(' '),
    entry.about.join('; '),
    entry.outcome,
    entry.code ?? '',
    entry.why ?? '',
  ]
  return `${cells.map((cell) => csvCell(String(cell))).join(',')}\r\n`
}

/** A cell that a spreadsheet would take for a formula is written as text (OWASP, CSV injection). */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** ISO 8601 with the offset that the station had. */
function localTime({ localAt, utcOffset }: AuditEntry): string {
  const shifted = new Date(localAt + utcOffset * 60_000).toISOString().slice(0, -1)
  const size = Math.abs(utcOffset)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${shifted}${utcOffset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
