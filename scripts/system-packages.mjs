// What the operating system must bring: Electron's shared libraries, a virtual screen when there is no real one,
// and a Redis or Valkey server for the embedded hub. Debian as root: apt-get. Elsewhere: one sentence.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runOrThrow } from './run.mjs'

/** Shared library → Debian package; the second name is the one since Debian 13. */
const libraries = {
  'libgtk-3.so.0': ['libgtk-3-0', 'libgtk-3-0t64'],
  'libnss3.so': ['libnss3'],
  'libasound.so.2': ['libasound2', 'libasound2t64'],
  'libgbm.so.1': ['libgbm1'],
  'libXss.so.1': ['libxss1'],
  'libnotify.so.4': ['libnotify4'],
  'libatspi.so.0': ['libatspi2.0-0', 'libatspi2.0-0t64'],
  'libsecret-1.so.0': ['libsecret-1-0'],
  'libdrm.so.2': ['libdrm2'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
  'libXtst.so.6': ['libxtst6'],
}

/** The full path of a program on the PATH (and in the system folders that a user's PATH may lack). */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name]
  for (const folder of folders) {
    for (const candidate of names) {
      const path = join(folder, candidate)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  return undefined
}

/** Whether a window can be shown: always on macOS and Windows, with DISPLAY (or Wayland's) elsewhere. */
export function hasDisplay(environment = process.env) {
  if (process.platform !== 'linux') return true
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY)
}

/** The redis-server or valkey-server that the embedded hub would run, if one is on the PATH. */
export const findRedisServer = () => findProgram('redis-server') ?? findProgram('valkey-server')

function missingLibraries() {
  const ldconfig = findProgram('ldconfig')
  if (!ldconfig) return { missing: [], unknown: true }
  const listed = spawnSync(ldconfig, ['-p'], { encoding: 'utf8' }).stdout ?? ''
  const present = new Set([...listed.matchAll(/^\s*(\S+) \(/gm)].map((match) => match[1]))
  return { missing: Object.keys(libraries).filter((name) => !present.has(name)), unknown: false }
}

/**
 * What is missing on this system, as lists of alternative Debian package names.
 * @param {{ redis: boolean }} wanted whether the embedded hub is needed.
 */
export function missingOnLinux({ redis }) {
  const wanted = missingLibraries().missing.map((name) => libraries[name])
  if (!hasDisplay()) {
    if (!findProgram('Xvfb') || !findProgram('xvfb-run')) wanted.push(['xvfb'])
    if (!findProgram('xauth')) wanted.push(['xauth'])
  }
  if (redis && !findRedisServer()) wanted.push(['redis-server'])
  return wanted
}

function isDebianLike() {
  if (!existsSync('/etc/os-release') || !findProgram('apt-get')) return false
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
}

function chooseNames(wanted) {
  return wanted.map((names) => {
    const known = names.find((name) => {
      const policy = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' }).stdout ?? ''
      return /Candidate: (?!\(none\))/.test(policy)
    })
    return known ?? names[0]
  })
}

async function installWithApt(wanted, progress) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
  const onLine = (line) => {
    if (/^(Get:|Hit:|Unpacking|Setting up|Processing|Fetched|Need to get)/.test(line))
      progress(`apt-get: ${line}`)
  }
  progress('apt-get update: reading the lists of Debian packages')
  await runOrThrow('apt-get update', 'apt-get', ['update'], { env, onLine })
  const names = chooseNames(wanted)
  progress(`apt-get install ${names.join(' ')}`)
  await runOrThrow('apt-get install', 'apt-get', ['install', '-y', '--no-install-recommends', ...names], {
    env,
    onLine,
  })
  if (names.includes('redis-server')) stopDebiansOwnRedis()
  return names
}

/** Debian starts and enables its redis-server on port 6379; the station runs its own and leaves none behind. */
function stopDebiansOwnRedis() {
  if (existsSync('/run/systemd/system')) spawnSync('systemctl', ['disable', '--now', 'redis-server'])
  else if (findProgram('service')) spawnSync('service', ['redis-server', 'stop'])
}

function requireElsewhere({ redis }) {
  if (!redis || findRedisServer()) return { note: 'nothing needed' }
  const how =
    process.platform === 'darwin'
      ? 'run "brew install valkey"'
      : 'put a valkey-server.exe or redis-server.exe on the PATH'
  throw new Error(
    `The embedded hub needs a Redis or Valkey server and none is on the PATH; ${how}, or give a hub with ` +
      '"npm start -- --hub <address>".',
  )
}

/**
 * Makes sure that the system has what a station needs.
 * @param {{ redis: boolean }} wanted
 * @throws one sentence that says what to install where this script cannot.
 */
export async function ensureSystemPackages({ step }, wanted) {
  await step('system', 'System libraries, screen and Redis', async (progress) => {
    if (process.platform !== 'linux') return requireElsewhere(wanted)
    const missing = missingOnLinux(wanted)
    if (missing.length === 0) return { note: 'already there' }
    const names = missing.map(([name]) => name).join(' ')
    if (!isDebianLike()) {
      throw new Error(`This system lacks what Debian calls ${names}; install these with its package manager.`)
    }
    if (process.getuid() !== 0) {
      throw new Error(
        `Some system packages are missing; run "sudo apt-get install ${names}" and start again.`,
      )
    }
    const installed = await installWithApt(missing, progress)
    const still = missingOnLinux(wanted)
    if (still.length > 0) {
      throw new Error(
        `apt-get ended well, but these are still missing: ${still.map(([name]) => name).join(' ')}.`,
      )
    }
    return { note: `installed ${installed.join(' ')}` }
  })
}
