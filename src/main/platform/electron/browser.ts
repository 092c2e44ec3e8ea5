import { shell } from 'electron'
import { isWebPage } from '@main/platform/web-page.ts'

/** Opens a page in the system's browser. Rejects anything else that the system would open or run. */
export function electronBrowser(url: string): Promise<void> {
  if (!isWebPage(url)) return Promise.reject(new Error('not the address of a web page'))
  return shell.openExternal(url)
}
