import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { requestChannels } from '@shared/ipc/channels.ts'

/** Only our own page, in the top frame of our own window, is listened to. */
function isTrusted(event: IpcMainInvokeEvent, window: () => WebContents | null): boolean {
  const frame = event.senderFrame
  if (frame === null || event.sender !== window() || frame !== event.sender.mainFrame) return false
  try {
    const { protocol, host } = new URL(frame.url)
    return protocol === 'app:' && host === 'wardlight'
  } catch {
    return false
  }
}

/** Connects the fixed list of channels to the router. */
export function connectTransport(
  answer: (name: string, input: unknown, trusted: boolean) => Promise<unknown>,
  window: () => WebContents | null,
): void {
  for (const channel of requestChannels) {
    ipcMain.handle(channel, (event, input: unknown) => answer(channel, input, isTrusted(event, window)))
  }
}
