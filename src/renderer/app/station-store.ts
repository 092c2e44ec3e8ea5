import { createStore } from 'zustand/vanilla'
import type { StationInfo } from '@shared/features/station/contract.ts'
import { request } from '@renderer/ipc/client.ts'

const RETRY_MS = 2_000

/** Who and what this station is; null until main has said. */
export const stationStore = createStore<{ readonly info: StationInfo | null }>()(() => ({ info: null }))

/** Asks until answered; returns the way to stop. */
export function startStation(): () => void {
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | null = null
  async function ask(): Promise<void> {
    const reply = await request('station.info', {})
    if (stopped) return
    if (reply.ok) stationStore.setState({ info: reply.value })
    else timer = setTimeout(() => void ask(), RETRY_MS)
  }
  void ask()
  return () => {
    stopped = true
    if (timer !== null) clearTimeout(timer)
  }
}
