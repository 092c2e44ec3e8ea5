import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { type App, net, protocol, type Session } from 'electron'
import { pathToFileURL } from 'node:url'

export const appOrigin = 'app://wardlight'

/** Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Serves the renderer's files, and nothing outside of their folder, under a strict policy with a fresh nonce. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url)
    const path = normalize(join(folder, decodeURIComponent(pathname === '/' ? '/index.html' : pathname)))
    if (host !== 'wardlight' || !path.startsWith(folder + sep)) return new Response(null, { status: 404 })
    if (extname(path) !== '.html') return net.fetch(pathToFileURL(path).href)
    const nonce = randomBytes(16).toString('base64')
    const html = await readFile(path, 'utf8')
    const meta = `<meta property="csp-nonce" nonce="${nonce}">`
    return new Response(html.replace('<head>', `<head>${meta}`), {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy(nonce),
        'x-content-type-options': 'nosniff',
      },
    })
  })
}

/** No page may ask for a device, a permission or the network. */
export function denyByDefault(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = /^(app:\/\/wardlight\/|devtools:|data:image\/|blob:app:\/\/)/.test(details.url)
    answer({ cancel: !allowed })
  })
}

/** Whatever shows a page in this application stays on its page and opens nothing. */
export function keepPagesInPlace(app: App): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}
