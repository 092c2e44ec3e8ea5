import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sampleEntry, TestChain } from '@test/support/audit-chain.ts'
import { AuditEntry, type AuditFilter, openFilter } from '@shared/features/audit/model.ts'
import { entryText } from './entry-codec.ts'
import { exportProblem, exportTo } from './export.ts'

let folder: string
let chain: TestChain
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wardlight-export-'))
  chain = await TestChain.open()
  await chain.add(5)
  const odd = { user: '=HYPERLINK("x")', why: 'said "no",\nthen yes', hubAt: null, patients: ['P-9', 'P-8'] }
  await chain.writer.append((seq) => entryText(sampleEntry(seq, odd)))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function exported(name: string, format: 'csv' | 'jsonl', filter: Partial<AuditFilter> = {}) {
  const path = join(folder, name)
  const { files, seal, signer, station, writer } = chain
  const result = await exportTo(
    path,
    {
      files,
      seal,
      signer,
      station,
      head: writer.head,
      now: () => 1_790_000_000_000,
      breathe: () => null,
      progress: () => undefined,
    },
    { ...openFilter, ...filter },
    format,
  )
  return { path, result, text: readFileSync(path, 'utf8'), signature: readFileSync(`${path}.sig`, 'utf8') }
}

describe('an export', () => {
  // Catches: an export that leaves out, adds, or turns entries round.
  test('as JSON Lines holds every entry that matches, oldest first', async () => {
    const all = await exported('all.jsonl', 'jsonl')
    const entries = all.text
      .trim()
      .split('\n')
      .map((line) => AuditEntry.parse(JSON.parse(line)))
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
    expect(all.result).toEqual({ entries: 6, unreadable: 0 })
    const some = await exported('some.jsonl', 'jsonl', { user: 'NURSE-2' })
    expect(some.text.trim().split('\n')).toHaveLength(1)
  })

  // Catches: a cell that a spreadsheet runs as a formula, and a reason that breaks the rows apart.
  test('as CSV quotes what must be quoted and lets nothing run', async () => {
    const { text } = await exported('all.csv', 'csv', { patient: 'P-9', patientExact: true })
    const rows = text.split('\r\n')
    expect(rows[0]).toMatch(/^seq,hub_time,local_time,station/)
    expect(text).toContain(`"'=HYPERLINK(""x"")"`)
    expect(text).toContain('"said ""no"",\nthen yes"')
    expect(text).toContain('P-9 P-8')
    expect(rows[1]).toMatch(/^6,,2026-09-21T15:13:26\.000\+01:00,/)
  })

  // Catches: a signature that fits any file.
  test('is proven by its signature, and only as it was written', async () => {
    const { text, signature } = await exported('all.csv', 'csv')
    expect(exportProblem(Buffer.from(text), signature)).toBeNull()
    expect(exportProblem(Buffer.from(text.replace('nurse-1', 'nurse-2')), signature)).toMatch(/not as it was/)
    expect(exportProblem(Buffer.from(text), signature.replace('"entries": 6', '"entries": 5'))).toMatch(
      /genuine/,
    )
    expect(exportProblem(Buffer.from(text), 'something else')).toMatch(/cannot be read/)
  })

  // Catches: half an export that reads as a whole one.
  test('that fails leaves nothing behind', async () => {
    const path = join(folder, 'nowhere', 'all.csv')
    await expect(exported(join('nowhere', 'all.csv'), 'csv')).rejects.toMatchObject({ code: 'ENOENT' })
    writeFileSync(join(folder, 'ok'), '')
    expect(() => readFileSync(path)).toThrow(/ENOENT/)
  })
})
