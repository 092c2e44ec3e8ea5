/** The end of the line that begins at `from`, behind its line break; null when it is not there yet. */
function lineEnd(bytes: Buffer, from: number): number | null {
  const end = bytes.indexOf('\r\n', from, 'latin1')
  return end === -1 ? null : end + 2
}

/** Length of the first complete reply (RESP2) in these bytes; null when it is not complete yet. */
export function takeFrame(bytes: Buffer): number | null {
  return frameEnd(bytes, 0)
}

function frameEnd(bytes: Buffer, from: number): number | null {
  const line = lineEnd(bytes, from)
  if (line === null) return null
  const kind = String.fromCharCode(bytes[from] ?? 0)
  const size = Number(bytes.toString('latin1', from + 1, line - 2))
  if (kind === '$') {
    const end = size < 0 ? line : line + size + 2
    return end <= bytes.length ? end : null
  }
  if (kind !== '*') return line
  let at: number | null = line
  for (let item = 0; item < size && at !== null; item += 1) at = frameEnd(bytes, at)
  return at
}

/** The first complete command (an array of bulk strings) in these bytes; null when it is not complete yet. */
export function takeCommand(bytes: Buffer): { readonly command: string[]; readonly length: number } | null {
  const length = bytes.length === 0 ? null : takeFrame(bytes)
  if (length === null) return null
  const command: string[] = []
  for (let at = lineEnd(bytes, 0) ?? length; at < length;) {
    const line = lineEnd(bytes, at) ?? length
    const size = Number(bytes.toString('latin1', at + 1, line - 2))
    command.push(bytes.toString('utf8', line, line + size))
    at = line + size + 2
  }
  return { command, length }
}
