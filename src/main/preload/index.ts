import { contextBridge, ipcRenderer } from 'electron'
import { eventChannels, requestChannels } from '@shared/ipc/channels.ts'

const requests: ReadonlySet<string> = new Set(requestChannels)
const events: ReadonlySet<string> = new Set(eventChannels)

/** The only door between window and main: forwards over the fixed lists and nothing else. */
contextBridge.exposeInMainWorld('wardlight', {
  request(channel: string, input: unknown): Promise<unknown> {
    if (!requests.has(channel)) return Promise.reject(new Error('unknown request'))
    return ipcRenderer.invoke(channel, input)
  },
  on(channel: string, listener: (payload: unknown) => void): () => void {
    if (!events.has(channel)) throw new Error('unknown event')
    const forward = (_event: unknown, payload: unknown): void => listener(payload)
    ipcRenderer.on(channel, forward)
    return () => ipcRenderer.off(channel, forward)
  },
})
