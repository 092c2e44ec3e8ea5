import { hash as digest } from 'node:crypto'
import { ENTRY, HEAD, HEADER_BYTES, recordAt, type RecordAt } from '@main/features/audit/record-format.ts'
import type { MemoryFiles } from './audit-chain.ts'

/** A source of repeatable chance: `below(n)` is 0 to n - 1. */
export interface Chance {
  below(limit: number): number
}

/** Small and fast, the same on every machine (Marsaglia's xorshift32). */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0 || 1
  return {
    below(limit) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      state >>>= 0
      return state % limit
    },
  }
}

function recordsOf(bytes: Buffer): RecordAt[] {
  const records: RecordAt[] = []
  for (let at = HEADER_BYTES; ;) {
    const record = recordAt(bytes, at)
    if (record === null) return records
    records.push(record)
    at = record.end
  }
}

/** Changes the files; answers the number of the file in which verification must place it, null where no one file is. */
type Mutation = (files: MemoryFiles, chance: Chance) => number | null

function pickSegment(files: MemoryFiles, chance: Chance): { number: number; bytes: Buffer } {
  const numbers = [...files.segmentBytes.keys()]
  const number = numbers[chance.below(numbers.length)] ?? 1
  return { number, bytes: files.segmentBytes.get(number) ?? Buffer.alloc(0) }
}

function pickRecord(bytes: Buffer, chance: Chance, type?: number): RecordAt {
  const records = recordsOf(bytes).filter((record) => type === undefined || record.type === type)
  const record = records[chance.below(records.length)]
  if (record === undefined) throw new Error('the segment holds no record')
  return record
}

const part = (bytes: Buffer, { start, end }: RecordAt): Buffer => Buffer.from(bytes.subarray(start, end))

/** Everything that somebody with the files, but without the key, can do to them. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'a bit of a file is flipped': (files, chance) => {
    const { number, bytes } = pickSegment(files, chance)
    const at = chance.below(bytes.length)
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << chance.below(8)), at)
    return number
  },
  'some bytes are overwritten': (files, chance) => {
    const { number, bytes } = pickSegment(files, chance)
    const at = chance.below(bytes.length)
    for (let offset = at; offset < Math.min(bytes.length, at + 1 + chance.below(60)); offset += 1)
      bytes.writeUInt8(chance.below(256), offset)
    return number
  },
  'some bytes are taken out': (files, chance) => {
    const { number, bytes } = pickSegment(files, chance)
    const at = chance.below(bytes.length)
    const count = 1 + chance.below(200)
    files.segmentBytes.set(number, Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + count)]))
    return number
  },
  'some bytes are put in': (files, chance) => {
    const { number, bytes } = pickSegment(files, chance)
    const at = chance.below(bytes.length + 1)
    const added = Buffer.from(Array.from({ length: 1 + chance.below(40) }, () => chance.below(256)))
    files.segmentBytes.set(number, Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)]))
    return number
  },
  'a record is deleted': (files, chance) => {
    const { number, bytes } = pickSegment(files, chance)
    const { start, end } = pickRecord(bytes, chance)
    files.segmentBytes.set(number, Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]))
    return null
  },
  'a record is repeated': (files, chance) => {
    const { number, bytes } = pickSegment(files, chance)
    const record = pickRecord(bytes, chance)
    const again = part(bytes, record)
    files.segmentBytes.set(
      number,
      Buffer.concat([bytes.subarray(0, record.end), again, bytes.subarray(record.end)]),
    )
    return number
  },
  'two records change places': (files, chance) => {
    const { number, bytes } = pickSegment(files, chance)
    const records = recordsOf(bytes)
    const at = chance.below(records.length - 1)
    const [first, second] = [records[at], records[at + 1]]
    if (first === undefined || second === undefined) return null
    files.segmentBytes.set(
      number,
      Buffer.concat([
        bytes.subarray(0, first.start),
        part(bytes, second),
        part(bytes, first),
        bytes.subarray(second.end),
      ]),
    )
    return number
  },
  'a record is brought in from another file': (files, chance) => {
    const from = pickSegment(files, chance)
    const to = pickSegment(files, chance)
    const guest = part(from.bytes, pickRecord(from.bytes, chance))
    const { start, end } = pickRecord(to.bytes, chance)
    files.segmentBytes.set(
      to.number,
      Buffer.concat([to.bytes.subarray(0, start), guest, to.bytes.subarray(end)]),
    )
    return to.number
  },
  'the end is cut off at a clean border': (files) => {
    const number = Math.max(...files.segmentBytes.keys())
    const bytes = files.segmentBytes.get(number) ?? Buffer.alloc(0)
    const heads = recordsOf(bytes).filter(({ type }) => type === HEAD)
    files.segmentBytes.set(number, bytes.subarray(0, heads.at(-2)?.end ?? HEADER_BYTES))
    return null
  },
  'the end is cut off anywhere': (files, chance) => {
    const number = Math.max(...files.segmentBytes.keys())
    const bytes = files.segmentBytes.get(number) ?? Buffer.alloc(0)
    files.segmentBytes.set(number, bytes.subarray(0, chance.below(bytes.length)))
    return null
  },
  'a file is deleted': (files, chance) => {
    files.segmentBytes.delete(pickSegment(files, chance).number)
    return null
  },
  'a file takes the place of another': (files, chance) => {
    const { number, bytes } = pickSegment(files, chance)
    files.segmentBytes.set(1 + chance.below(files.segmentBytes.size + 1), Buffer.from(bytes))
    if (chance.below(2) === 0 && files.segmentBytes.size > 2) files.segmentBytes.delete(number)
    return null
  },
  'an entry is edited and every later hash computed anew': (files, chance) => {
    const { number, bytes } = pickSegment(files, chance)
    const { start, end } = pickRecord(bytes, chance, ENTRY)
    const at = start + 13 + chance.below(end - start - 45)
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 + chance.below(255)), at)
    for (const record of recordsOf(bytes).filter((each) => each.start >= start))
      digest('sha256', bytes.subarray(record.start - 32, record.end - 32), 'buffer').copy(
        bytes,
        record.end - 32,
      )
    return number
  },
  'the own head is changed': (files, chance) => {
    const text = files.texts.get('head') ?? ''
    const at = chance.below(text.length)
    const other = String.fromCodePoint(33 + chance.below(90))
    files.texts.set('head', `${text.slice(0, at)}${other}${text.slice(at + 1)}`)
    return null
  },
  'the own head is deleted': (files) => {
    files.texts.delete('head')
    return null
  },
}

/** Whether two sets of files are the same to the byte: a change that changes nothing need not be found. */
export function isSame(a: MemoryFiles, b: MemoryFiles): boolean {
  if (a.segmentBytes.size !== b.segmentBytes.size || a.texts.get('head') !== b.texts.get('head')) return false
  return [...a.segmentBytes].every(([number, bytes]) => b.segmentBytes.get(number)?.equals(bytes) === true)
}
