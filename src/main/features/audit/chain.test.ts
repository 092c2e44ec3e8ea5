import { beforeEach, describe, expect, test } from 'vitest'
import { MemoryFiles, TestChain } from '@test/support/audit-chain.ts'
import { HEADER_BYTES, recordAt } from './record-format.ts'

let files: MemoryFiles
let chain: TestChain
beforeEach(async () => {
  files = new MemoryFiles()
  chain = await TestChain.open({ files, segmentBytes: 4_000 })
  await chain.add(30, 3)
  await chain.writer.close()
})

const kinds = async (changed: MemoryFiles, outside = {}): Promise<string[]> =>
  (await chain.verify(changed, outside)).faults.map(({ kind }) => kind)

const bytesOf = (of: MemoryFiles, segment: number): Buffer => {
  const bytes = of.segmentBytes.get(segment)
  if (bytes === undefined) throw new Error('no such segment')
  return bytes
}

/** Where each record of a segment begins and ends. */
function records(bytes: Buffer): { start: number; end: number; seq: number; type: number }[] {
  const found = []
  for (let at = HEADER_BYTES; ;) {
    const record = recordAt(bytes, at)
    if (record === null) return found
    found.push(record)
    at = record.end
  }
}

describe('an untouched chain', () => {
  // Catches: a verifier that finds faults where there are none, or that looks at nothing.
  test('of several files is intact, in memory of every head that was ever signed', async () => {
    const report = await chain.verify(files, { hub: chain.heads })
    expect(report).toMatchObject({ intact: true, faults: [], entries: 30, firstSeq: 1, lastSeq: 30 })
    expect(report.segments).toBeGreaterThan(2)
    expect(report.compared).toEqual({ own: 1, journal: null, hub: 10, witnesses: null, files: null })
  })

  // Catches: a start that begins a new chain, repeats a number, or breaks the one there is.
  test('goes on after a restart', async () => {
    const again = await TestChain.open({ files, signer: chain.signer, segmentBytes: 4_000 })
    expect(again.writer.startedWith).toMatchObject({ seq: 30, cut: 0, broken: null })
    await again.add(5)
    await again.writer.close()
    expect(await again.verify(files)).toMatchObject({ intact: true, entries: 35, lastSeq: 35 })
  })

  // Catches: entries readable on the disk.
  test('holds nothing in clear', () => {
    const all = Buffer.concat([...files.segmentBytes.values()]).toString('latin1')
    expect(all).not.toMatch(/nurse|P-\d|alerts\.trend|desk/)
  })
})

describe('a chain that was tampered with', () => {
  // Catches: an edited entry that is not found, or found somewhere else.
  test('by editing an entry is found at that entry', async () => {
    const bytes = bytesOf(files, 2)
    const target = records(bytes).find(({ type }) => type === 1)
    bytes.writeUInt8((bytes.readUInt8((target?.start ?? 0) + 40) + 1) % 256, (target?.start ?? 0) + 40)
    const report = await chain.verify(files)
    expect(report.faults[0]).toMatchObject({ kind: 'edited', segment: 2, fromSeq: target?.seq })
  })

  // Catches: an entry cut out of the middle, its neighbours joined.
  test('by deleting an entry is found at its place', async () => {
    const bytes = bytesOf(files, 1)
    const target = records(bytes)[2]
    if (target === undefined) throw new Error('too few records')
    files.segmentBytes.set(1, Buffer.concat([bytes.subarray(0, target.start), bytes.subarray(target.end)]))
    const report = await chain.verify(files)
    expect(report.faults.map(({ kind }) => kind)).toContain('missing')
    expect(report.faults[0]).toMatchObject({ fromSeq: target.seq, segment: 1 })
  })

  // Catches: a chain that only looks at each file for itself.
  test('by deleting, exchanging or adding whole files is found', async () => {
    const without = files.copy()
    without.segmentBytes.delete(2)
    expect(await kinds(without)).toContain('missing')
    const exchanged = files.copy()
    exchanged.segmentBytes.set(1, bytesOf(files, 2)).set(2, bytesOf(files, 1))
    expect(await kinds(exchanged)).toContain('out-of-order')
    const first = files.copy()
    first.segmentBytes.delete(1)
    expect(await kinds(first)).toContain('missing')
  })

  // Catches: the last entries, the most interesting ones, cut off at a clean border.
  test('by cutting its end is found by any one head from before', async () => {
    const last = Math.max(...files.segmentBytes.keys())
    const bytes = bytesOf(files, last)
    const heads = records(bytes).filter(({ type }) => type === 2)
    const cut = files.copy()
    cut.segmentBytes.set(last, bytes.subarray(0, heads.at(-2)?.end))
    const from = heads.at(-2)?.seq ?? 0
    expect((await chain.verify(cut)).faults).toMatchObject([
      { kind: 'truncated', fromSeq: from + 1, toSeq: 30 },
    ])
    // With the own head cut as well the hub's copy, another station's, or the journal's tells.
    cut.texts.delete('head')
    const newest = chain.heads.slice(-1)
    expect(await kinds(cut)).toEqual(['no-own-head'])
    expect(await kinds(cut, { hub: newest })).toContain('truncated')
    expect(await kinds(cut, { witnesses: newest })).toContain('truncated')
    expect(await kinds(cut, { journal: newest })).toContain('truncated')
  })

  // Catches: somebody with the station's own key who writes the whole past anew.
  test('by writing it anew with the right key is found by a head that the hub holds', async () => {
    const forged = new MemoryFiles()
    const other = await TestChain.open({ files: forged, signer: chain.signer, segmentBytes: 4_000 })
    await other.add(30, 3)
    await other.writer.close()
    expect((await chain.verify(forged)).intact).toBe(true)
    const report = await chain.verify(forged, { hub: chain.heads.slice(4, 5) })
    expect(report.faults).toMatchObject([{ kind: 'rewritten', fromSeq: 1, toSeq: 15 }])
  })

  // Catches: a chain signed by anybody.
  test('by putting the chain of another key in its place is found', async () => {
    const forged = new MemoryFiles()
    const other = await TestChain.open({ files: forged })
    await other.add(3)
    await other.writer.close()
    expect(await kinds(forged)).toContain('foreign')
  })

  // Catches: an attacker who recomputes every hash after an edit, which hashes alone cannot notice.
  test('by recomputing all hashes behind an edit is found by the signature', async () => {
    const { hash } = await import('node:crypto')
    const bytes = bytesOf(files, 1)
    const all = records(bytes)
    bytes.writeUInt8((bytes.readUInt8((all[4]?.start ?? 0) + 30) + 1) % 256, (all[4]?.start ?? 0) + 30)
    for (const { start, end } of all.slice(4))
      hash('sha256', bytes.subarray(start - 32, end - 32), 'buffer').copy(bytes, end - 32)
    const report = await chain.verify(files)
    expect(report.faults.map(({ kind }) => kind)).toContain('unsigned')
    expect(report.faults[0]).toMatchObject({ segment: 1 })
  })
})

describe('a disk', () => {
  // Catches: an entry acknowledged although it is not on the disk, and one lost in the confusion afterwards.
  test('that is full refuses entries, loses none, and takes them again when there is room', async () => {
    const small = new MemoryFiles()
    const writing = await TestChain.open({ files: small })
    await writing.add(3)
    small.room = 100
    await expect(writing.add(1)).rejects.toMatchObject({ code: 'ENOSPC' })
    await expect(writing.add(1)).rejects.toMatchObject({ code: 'ENOSPC' })
    small.room = Number.POSITIVE_INFINITY
    await writing.add(2)
    await writing.writer.close()
    expect(await writing.verify(small)).toMatchObject({ intact: true, entries: 5 })
  })

  // Catches: "written" taken for "durable".
  test('whose sync fails has not taken the entry', async () => {
    const failing = new MemoryFiles()
    const writing = await TestChain.open({ files: failing })
    await writing.add(2)
    failing.failSync = true
    await expect(writing.add(1)).rejects.toMatchObject({ code: 'EIO' })
    failing.failSync = false
    await writing.add(1)
    await writing.writer.close()
    expect(await writing.verify(failing)).toMatchObject({ intact: true, entries: 3 })
  })

  // Catches: a power failure in the middle of a write that makes the chain unreadable, or reads as tampering for ever.
  test('that lost power in the middle of a write has its torn end cut off', async () => {
    const before = bytesOf(files, 1).length
    expect(before).toBeGreaterThan(0)
    const last = Math.max(...files.segmentBytes.keys())
    const whole = bytesOf(files, last)
    for (const torn of [1, 12, 60, 300]) {
      const after = files.copy()
      after.segmentBytes.set(
        last,
        Buffer.concat([whole, bytesOf(files, 1).subarray(HEADER_BYTES, HEADER_BYTES + torn)]),
      )
      const again = await TestChain.open({ files: after, signer: chain.signer, segmentBytes: 4_000 })
      expect(again.writer.startedWith).toMatchObject({ seq: 30, cut: torn, broken: null })
      await again.add(2)
      await again.writer.close()
      expect(await again.verify(after, { hub: chain.heads })).toMatchObject({ intact: true, entries: 32 })
    }
  })

  // Catches: a station that mends its own chain and so hides what was done to it.
  test('that lost acknowledged entries is not mended: the gap stays in sight', async () => {
    const last = Math.max(...files.segmentBytes.keys())
    const heads = records(bytesOf(files, last)).filter(({ type }) => type === 2)
    files.segmentBytes.set(last, bytesOf(files, last).subarray(0, heads.at(-2)?.end))
    const known = chain.heads.at(-1) ?? null
    const again = await TestChain.open({ files, signer: chain.signer, known })
    expect(again.writer.startedWith.broken).toMatch(/gone/)
    await again.add(2)
    await again.writer.close()
    expect(again.writer.seq).toBe(32)
    const report = await again.verify(files)
    expect(report.faults[0]).toMatchObject({ kind: 'missing', toSeq: 30 })
  })
})
