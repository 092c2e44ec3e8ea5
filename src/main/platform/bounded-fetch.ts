/** An answer of a model is a few hundred characters; whatever is longer is not read to its end. */
const MOST_REPLY_BYTES = 256 * 1_024

/** A reply that has no end. */
export class ReplyTooLong extends Error {
  override readonly name = 'ReplyTooLong'
}

/** Follows no redirection, which would hand the key to another host, and reads no reply without end. */
export const boundedFetch: typeof globalThis.fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'error' })
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MOST_REPLY_BYTES) throw new ReplyTooLong()
    chunks.push(chunk)
  }
  return new Response(Buffer.concat(chunks), { status: response.status, headers: response.headers })
}
