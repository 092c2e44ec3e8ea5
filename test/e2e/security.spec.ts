import { expect, test } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { installedElectron } from '#scripts/electron-runtime.mjs'
import { Outside } from '@test/support/outside.ts'
import { launchStation, type Station } from '@test/support/electron-app.ts'

// Electron's security checklist, in its order and with its numbers (electronjs.org/docs/latest/tutorial/security).

let station: Station
let outside: Outside
test.beforeAll(async () => {
  outside = await Outside.open()
  station = await launchStation({ role: null, env: { WARDLIGHT_DEMO: 'off' } })
})
test.afterAll(async () => {
  await station.close()
  outside.close()
})
test.beforeEach(() => {
  outside.reached.length = 0
})

const preferences = (): Promise<Record<string, unknown>> =>
  station.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents || !('getLastWebPreferences' in contents)) throw new Error('no window')
    const read = contents.getLastWebPreferences
    return typeof read === 'function' ? { ...read.call(contents) } : {}
  })

// Catches: a page that can talk to the network, or a window that shows what comes from there.
test('1: nothing is loaded from outside, by the page or by any window', async () => {
  const fetched = await station.page.evaluate(
    (url) =>
      fetch(url)
        .then(() => 'loaded')
        .catch(() => 'refused'),
    outside.url,
  )
  expect(fetched).toBe('refused')
  const shown = await station.app.evaluate(async ({ BrowserWindow }, url) => {
    const window = new BrowserWindow({ show: false })
    const outcome = await window
      .loadURL(url)
      .then(() => 'loaded')
      .catch((error: Error) => error.message)
    window.destroy()
    return outcome
  }, outside.url)
  expect(shown).toContain('ERR_BLOCKED_BY_CLIENT')
  expect(outside.reached).toEqual([])
})

// Catches: Node in the page, and a page that can reach what the preload uses.
test('2, 3, 4 and 20: the page has no Node and no Electron, only the two functions of its bridge', async () => {
  const found = await station.page.evaluate(async () => {
    const globals = [
      'require',
      'process',
      'module',
      'Buffer',
      'global',
      'ipcRenderer',
      'electron',
      'setImmediate',
    ]
    const bridge: unknown = Reflect.get(globalThis, 'wardlight')
    if (typeof bridge !== 'object' || bridge === null) throw new Error('no bridge')
    const request: unknown = Reflect.get(bridge, 'request')
    const on: unknown = Reflect.get(bridge, 'on')
    if (typeof request !== 'function' || typeof on !== 'function') throw new Error('no bridge')
    const unknown = await Promise.resolve(request('ELECTRON_BROWSER_REQUIRE', {})).catch(() => 'refused')
    let listened = 'listens'
    try {
      on('any.event', () => undefined)
    } catch {
      listened = 'refused'
    }
    let replaced = Reflect.set(bridge, 'request', () => 'replaced')
    if (Reflect.get(globalThis, 'wardlight') !== bridge) replaced = true
    return {
      globals: globals.filter((name) => name in globalThis),
      bridge: Object.keys(bridge).sort(),
      unknown,
      listened,
      replaced,
    }
  })
  expect(found).toEqual({
    globals: [],
    bridge: ['on', 'request'],
    unknown: 'refused',
    listened: 'refused',
    replaced: false,
  })
})

// Catches: a preference of the window that was changed, or lost with a new version of Electron.
test('2, 3, 4, 6, 8, 9, 10, 11 and 12: the window is opened with every protection on', async () => {
  const all = await preferences()
  expect(all).toMatchObject({
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  })
  // Told only when it is on.
  expect(all['nodeIntegrationInWorker'] ?? false).toBe(false)
  expect(all['enableBlinkFeatures'] ?? '').toBe('')
  expect(all['disableBlinkFeatures'] ?? '').toBe('')
  const switches = await station.app.evaluate(({ app }) =>
    [
      'disable-web-security',
      'allow-running-insecure-content',
      'enable-blink-features',
      'remote-debugging-address',
    ].filter((name) => app.commandLine.hasSwitch(name)),
  )
  expect(switches).toEqual([])
})

// Catches: a page that gets the camera, the place or the clipboard because nobody said no.
test('5: no permission is given', async () => {
  const answers = await station.page.evaluate(async () => {
    const media = await navigator.mediaDevices
      .getUserMedia({ audio: true })
      .then(() => 'given')
      .catch((e: Error) => e.name)
    const screen = await navigator.mediaDevices
      .getDisplayMedia({ video: true })
      .then(() => 'given')
      .catch((e: Error) => e.name)
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi'] as const
    const states = await Promise.all(
      names.map(async (name) => (await navigator.permissions.query({ name })).state),
    )
    return { media, screen, states, notification: await Notification.requestPermission() }
  })
  expect(answers.media).toMatch(/NotAllowed|NotFound/)
  expect(answers.screen).not.toBe('given')
  expect([...new Set(answers.states)]).toEqual(['denied'])
  expect(answers.notification).toBe('denied')
})

// 7 is content-policy.spec.ts.

// Catches: a web view that a script in the page can make, and one whose making nobody refuses.
test('11 and 12: no web view can be made', async () => {
  const made = await station.page.evaluate(() => {
    const view = document.createElement('webview')
    view.setAttribute('allowpopups', '')
    return 'getURL' in view
  })
  expect(made).toBe(false)
  const refused = await station.app.evaluate(({ BrowserWindow }) => {
    let prevented = false
    const event = { preventDefault: () => (prevented = true) }
    BrowserWindow.getAllWindows()[0]?.webContents.emit('will-attach-webview', event, {}, {})
    return prevented
  })
  expect(refused).toBe(true)
})

// Catches: a link, a script or a form that takes the window elsewhere, be it within our own scheme.
test('13: the window stays on its page', async () => {
  const before = station.page.url()
  for (const target of [
    outside.url,
    'app://wardlight/index.html?elsewhere',
    'file:///etc/hosts',
    'data:text/html,x',
  ]) {
    await station.page.evaluate((url) => {
      location.href = url
      const link = document.createElement('a')
      link.href = url
      document.body.append(link)
      link.click()
      link.remove()
    }, target)
    await station.page.waitForTimeout(200)
    expect(station.page.url()).toBe(before)
  }
  expect(outside.reached).toEqual([])
})

// Catches: a second window, which would have no handlers of ours.
test('14: no window is opened', async () => {
  const opened = await station.page.evaluate((url) => {
    const targets = [url, 'app://wardlight/', 'about:blank', '']
    return targets.map((target) => window.open(target, '_blank') !== null)
  }, outside.url)
  expect(opened).toEqual([false, false, false, false])
  expect(await station.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(outside.reached).toEqual([])
})

// 15 is src/main/platform/web-page.test.ts: one caller of the system's browser, and only for https.

// Catches: an installer made from an Electron that is out of date or of unknown origin.
test('16: installers are made of the pinned, official Electron only', () => {
  const text = readFileSync('package.json', 'utf8')
  const pinned = /"electron": "(.+)"/.exec(text)?.[1] ?? ''
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/)
  expect(Number(pinned.split('.')[0])).toBeGreaterThanOrEqual(45)
  const here = installedElectron()
  if (here?.source === 'official') {
    expect(here.version).toBe(pinned)
    return
  }
  const run = spawnSync(process.execPath, [resolve('scripts/package.mjs')], { encoding: 'utf8' })
  expect(run.stderr).toContain(`official Electron ${pinned} only`)
  expect(run.status).toBe(1)
})

// Catches: requests answered for a frame in our page, or for another window that shows our page with our preload.
test('17: only our own window is answered', async () => {
  const inFrame = await station.page.evaluate(async () => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    await new Promise((resume) => setTimeout(resume, 100))
    const bridge = frame.contentWindow === null ? null : Reflect.has(frame.contentWindow, 'wardlight')
    frame.remove()
    return bridge
  })
  expect(inFrame).toBe(false)
  const reply = await station.app.evaluate(async ({ BrowserWindow }) => {
    const preload = process.argv.map((each) => `${each}/out/preload/index.cjs`).at(-1) ?? ''
    const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
    await window.loadURL('app://wardlight/')
    const answer: unknown = await window.webContents.executeJavaScript(
      `wardlight.request('settings.read', {})`,
    )
    window.destroy()
    return answer
  })
  expect(reply).toMatchObject({ ok: false, error: { code: 'ipc.untrusted-sender' } })
  const ours = await station.page.evaluate(() => {
    const bridge: unknown = Reflect.get(globalThis, 'wardlight')
    const request: unknown =
      typeof bridge === 'object' && bridge !== null ? Reflect.get(bridge, 'request') : null
    return typeof request === 'function' ? request('settings.read', {}) : null
  })
  expect(ours).toMatchObject({ ok: true })
})

// Catches: the page loaded from a file, and a way from our scheme to the files of the computer.
test('18: the page comes from app://, and app:// leads to nothing but the page', async () => {
  expect(station.page.url()).toBe('app://wardlight/')
  const statuses = await station.app.evaluate(async ({ session }) => {
    const paths = [
      'wardlight/../../package.json',
      'wardlight/%2e%2e/%2e%2e/package.json',
      'wardlight/%2e%2e%2f%2e%2e%2fpackage.json',
      'wardlight/..%2fmain%2findex.js',
      'wardlight/..%5c..%5cpackage.json',
      'wardlight/..%2frenderer-of-others/x',
      'wardlight/%2fetc%2fpasswd',
      'wardlight/assets/%00',
      'wardlight/%',
      'elsewhere/index.html',
    ]
    const answers: [string, number | string][] = []
    for (const path of paths) {
      const status = await session.defaultSession
        .fetch(`app://${path}`)
        .then((response) => response.status)
        .catch(() => 'refused')
      answers.push([path, status])
    }
    const page = await session.defaultSession.fetch('app://wardlight/index.html')
    return { answers, page: page.status }
  })
  expect(statuses.page).toBe(200)
  for (const [path, status] of statuses.answers)
    expect({ path, served: status === 200 }).toEqual({ path, served: false })
  const file = await station.page.evaluate(() =>
    fetch('file:///etc/hosts')
      .then(() => 'read')
      .catch(() => 'refused'),
  )
  expect(file).toBe('refused')
})

// 19 is fuses.spec.ts.
