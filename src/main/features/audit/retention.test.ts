import { expect, test } from 'vitest'
import { MemoryFiles, TestChain } from '@test/support/audit-chain.ts'
import { dueForRetirement, retire, type RetentionParts } from './retention.ts'

const YEAR = 365.25 * 86_400_000
const NOW = 1_790_000_000_000

/** A chain whose first half is eight years old. */
async function agedChain(): Promise<{ files: MemoryFiles; chain: TestChain; parts: RetentionParts }> {
  const files = new MemoryFiles()
  let now = NOW - 8 * YEAR
  const chain = await TestChain.open({ files, segmentBytes: 3_000, now: () => now })
  await chain.add(20)
  now = NOW
  await chain.add(20)
  await chain.writer.close()
  const { signer, station } = chain
  return { files, chain, parts: { files, signer, station, years: 7, local: NOW, hub: NOW } }
}

// Catches: a retention that removes what must be kept, or after which the rest no longer verifies.
test('what is older than the policy keeps is removed, and the rest remains verifiable', async () => {
  const { files, chain, parts } = await agedChain()
  const due = await dueForRetirement(parts)
  if (due === null) throw new Error('nothing was due')
  expect(due.lastSeq).toBeGreaterThan(5)
  expect(due.lastSeq).toBeLessThan(20)
  await retire(parts, due)
  const report = await chain.verify(files, { hub: chain.heads })
  expect(report).toMatchObject({
    intact: true,
    retiredThrough: due.lastSeq,
    firstSeq: due.lastSeq + 1,
    entries: 40 - due.lastSeq,
  })
  expect(await dueForRetirement(parts)).toBeNull()
})

// Catches: a clock that is set ahead, or a station without a hub, erasing the past.
test('nothing is removed unless the clocks of the hub and the station agree', async () => {
  const { parts } = await agedChain()
  expect(await dueForRetirement({ ...parts, hub: null })).toBeNull()
  expect(await dueForRetirement({ ...parts, local: NOW + 9 * YEAR })).toBeNull()
  expect(await dueForRetirement({ ...parts, hub: NOW + 9 * YEAR })).toBeNull()
})

// Catches: deleting the oldest files and leaving a note of one's own.
test('a forged note about removed entries is found, and so is a file removed without one', async () => {
  const { files, chain, parts } = await agedChain()
  const due = await dueForRetirement(parts)
  if (due === null) throw new Error('nothing was due')
  const other = await TestChain.open()
  await retire({ ...parts, signer: other.signer }, due)
  const forged = await chain.verify(files)
  expect(forged.faults.map(({ kind }) => kind)).toContain('bad-tombstone')
  files.texts.delete('tombstone')
  expect((await chain.verify(files)).faults[0]).toMatchObject({ kind: 'missing', fromSeq: 1 })
})
