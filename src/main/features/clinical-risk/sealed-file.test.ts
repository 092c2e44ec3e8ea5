import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SealBroken, SealedFolder } from './sealed-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wardlight-sealed-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const key = '11'.repeat(32)

// Catches: content that lies in clear, a frame lost at a border of frames, an empty file that reads as none.
test('what is sealed comes back, whatever its length, and is not to be found in the file', async () => {
  const sealed = new SealedFolder(folder, key)
  for (const length of [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 * (1 << 20) + 5]) {
    const content = Buffer.alloc(length, 'Agnes Canary ')
    await sealed.write('rows', content)
    expect((await sealed.read('rows'))?.equals(content)).toBe(true)
    expect((await readFile(join(folder, 'rows'))).includes('Canary')).toBe(false)
  }
  expect(await sealed.read('nothing')).toBeNull()
})

// Catches: frames exchanged, cut off or taken from a file of another name, or another key, and yet believed.
test('a file that was changed, cut, renamed or sealed under another key is refused', async () => {
  const sealed = new SealedFolder(folder, key)
  const frame = (1 << 20) + 16
  await sealed.write('rows', Buffer.alloc(2 * (1 << 20) + 9, 7))
  const bytes = await readFile(join(folder, 'rows'))
  const swapped = Buffer.concat([
    bytes.subarray(0, 40),
    bytes.subarray(40 + frame, 40 + 2 * frame),
    bytes.subarray(40, 40 + frame),
    bytes.subarray(40 + 2 * frame),
  ])
  const flipped = Buffer.from(bytes)
  flipped[100] = (flipped[100] ?? 0) ^ 1
  for (const wrong of [swapped, flipped, bytes.subarray(0, 40 + 2 * frame), bytes.subarray(0, 41)]) {
    await writeFile(join(folder, 'wrong'), wrong)
    await expect(sealed.read('wrong')).rejects.toThrow(SealBroken)
    await writeFile(join(folder, 'rows'), wrong)
    await expect(sealed.read('rows')).rejects.toThrow(SealBroken)
  }
  await writeFile(join(folder, 'other'), bytes)
  await expect(sealed.read('other')).rejects.toThrow(SealBroken)
  await writeFile(join(folder, 'rows'), bytes)
  await expect(new SealedFolder(folder, '22'.repeat(32)).read('rows')).rejects.toThrow(SealBroken)
})
