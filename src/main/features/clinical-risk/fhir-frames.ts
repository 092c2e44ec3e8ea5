/** What a bucket of an export holds, one after the other. */
export interface FhirFrame {
  /**
   * `resource`: of the patient `key`; `patient`: his Patient; `bundle`: a whole bundle of the patient `key`; `fault`: what
   * cannot be read, `key` says why. Before medications are joined: `use`, of the patient and the medication that are the
   * two lines of `key`, and `medication`, whose id is `key`.
   */
  readonly kind: (typeof frameKinds)[number]
  /** Of the file of the export that it stands in; 0 where there are no lines. */
  readonly line: number
  /** Number of the file of the export. */
  readonly member: number
  readonly key: string
  /** As the source has it. */
  readonly bytes: Buffer
}

const frameKinds = ['resource', 'patient', 'bundle', 'fault', 'use', 'medication'] as const
const HEAD = 13

export function writeFrame({ kind, line, member, key, bytes }: FhirFrame): Buffer {
  const name = Buffer.from(key, 'utf8')
  const head = Buffer.alloc(HEAD)
  head.writeUInt8(frameKinds.indexOf(kind), 0)
  head.writeUInt32LE(line % 2 ** 32, 1)
  head.writeUInt16LE(member, 5)
  head.writeUInt16LE(name.length, 7)
  head.writeUInt32LE(bytes.length, 9)
  return Buffer.concat([head, name, bytes])
}

/** The frames of one block. The bytes lie in the block: what is kept of few of them is to be copied. */
export function* readFrames(block: Buffer): Generator<FhirFrame> {
  for (let at = 0; at < block.length;) {
    const kind = frameKinds[block.readUInt8(at)]
    if (kind === undefined) throw new Error('a spill holds what was not put there')
    const line = block.readUInt32LE(at + 1)
    const member = block.readUInt16LE(at + 5)
    const name = at + HEAD
    const body = name + block.readUInt16LE(at + 7)
    const end = body + block.readUInt32LE(at + 9)
    yield { kind, line, member, key: block.toString('utf8', name, body), bytes: block.subarray(body, end) }
    at = end
  }
}

/** Which bucket a key belongs to, 0 to buckets − 1; the same at every host. */
export function bucketOf(key: string, buckets: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x21f0aaad)
  return ((hash ^ (hash >>> 15)) >>> 0) % buckets
}
