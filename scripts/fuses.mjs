// Electron's fuses: bytes behind a mark in its binary, which decide for good what the packed application can do.
// electron-builder sets those that it knows (electron-builder.yml); this sets the ninth, and reads all of them back.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'

/** In the order of the binary. */
export const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
  'wasmTrapHandlers',
]

/** What electron-builder does not know yet; the rest is in electron-builder.yml. */
export const fusesOfOurs = { wasmTrapHandlers: true }

const mark = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
const states = new Map([
  ['0', false],
  ['1', true],
  ['r', 'removed'],
])

/** Where the fuses of each architecture in a binary begin, and how many there are. */
function wiresOf(binary) {
  const wires = []
  for (let at = binary.indexOf(mark); at >= 0; at = binary.indexOf(mark, at + 1)) {
    const start = at + mark.length
    if (binary[start] !== 1) throw new Error('The fuses of this Electron have a form that is not known here.')
    wires.push({ start: start + 2, count: binary[start + 1] })
  }
  if (wires.length === 0) throw new Error('This binary has no fuses.')
  return wires
}

/**
 * The fuses of a binary as it lies on disk; one entry for each architecture in it.
 * @returns {Record<string, boolean | 'removed' | 'absent'>[]} by name; a fuse that nobody here has heard of by number.
 */
export function readFuses(path) {
  const binary = readFileSync(path)
  return wiresOf(binary).map(({ start, count }) => {
    const fuses = Object.fromEntries(fuseNames.map((name) => [name, 'absent']))
    for (let index = 0; index < count; index += 1) {
      const state = states.get(String.fromCharCode(binary[start + index]))
      fuses[fuseNames[index] ?? `fuse ${index + 1}`] = state
    }
    return fuses
  })
}

/** Sets the fuses of ours in a binary. @throws when it has a fuse that nobody has decided about. */
export function setFusesOfOurs(path) {
  const file = openSync(path, 'r+')
  try {
    for (const { start, count } of wiresOf(readFileSync(path))) {
      if (count > fuseNames.length)
        throw new Error(
          `This Electron has ${count} fuses; ${fuseNames.length} are decided about (scripts/fuses.mjs).`,
        )
      for (const [name, on] of Object.entries(fusesOfOurs)) {
        const index = fuseNames.indexOf(name)
        if (index < count) writeSync(file, on ? '1' : '0', start + index)
      }
    }
  } finally {
    closeSync(file)
  }
}
