import { ipcMain, type WebContents } from 'electron'
import { requestChannels } from '@shared/ipc/channels.ts'
import { isTrusted } from './trusted-sender.ts'

/** Connects the fixed list of channels to the router. */
export function connectTransport(
  answer: (name: string, input: unknown, trusted: boolean) => Promise<unknown>,
  window: () => WebContents | null,
): void {
  for (const channel of requestChannels) {
    ipcMain.handle(channel, (event, input: unknown) => answer(channel, input, isTrusted(event, window())))
  }
}
