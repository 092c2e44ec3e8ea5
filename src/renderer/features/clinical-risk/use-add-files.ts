import { useState, type DragEvent } from 'react'
import { riskStrings } from './strings.ts'
import { request } from '@renderer/ipc/client.ts'
import { say } from '@renderer/ui/toast-store.ts'
import { formatBytes } from '@renderer/ui/value-format.ts'

const s = riskStrings.sources
/** As the contract says; larger files are copied into the folder itself. */
const MOST_FILE = 100_000_000

export interface FileAdding {
  /** The file that is being added; null while none is. */
  readonly name: string | null
  readonly add: (files: readonly File[]) => Promise<void>
  /** Files are held over the place where they may be let go. */
  readonly over: boolean
  readonly zone: {
    readonly onDragEnter: (event: DragEvent) => void
    readonly onDragOver: (event: DragEvent) => void
    readonly onDragLeave: (event: DragEvent) => void
    readonly onDrop: (event: DragEvent) => void
  }
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files')
}

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch {
    return null
  }
}

/** Adds files to the watched folder, one after another: chosen in a dialog or dropped. */
export function useAddFiles(parts: {
  readonly may: boolean
  readonly folder: string
  readonly watched: boolean
  readonly onAdded: () => void
}): FileAdding {
  const [name, setName] = useState<string | null>(null)
  const [over, setOver] = useState(false)
  const addOne = async (file: File): Promise<void> => {
    if (file.size > MOST_FILE)
      return say('failed', s.tooLarge(file.name, formatBytes(MOST_FILE), parts.folder))
    const bytes = await bytesOf(file)
    if (bytes === null) return say('failed', s.notRead(file.name))
    const reply = await request('clinical-risk.add-file', { name: file.name, bytes })
    if (!reply.ok) return say('failed', reply.error.message)
    say('told', parts.watched ? s.addedAndStarts(file.name) : s.added(file.name))
    return parts.onAdded()
  }
  const add = async (files: readonly File[]): Promise<void> => {
    if (!parts.may || files.length === 0) return
    if (name !== null) return say('failed', s.stillAdding(name))
    for (const file of files) {
      setName(file.name)
      await addOne(file)
    }
    return setName(null)
  }
  // A file that is let go where nobody takes it would be opened by the window in place of the application.
  const hold = (event: DragEvent): void => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    if (parts.may) setOver(true)
    else event.dataTransfer.dropEffect = 'none'
  }
  return {
    name,
    add,
    over,
    zone: {
      onDragEnter: hold,
      onDragOver: hold,
      onDragLeave: (event) => {
        const into = event.relatedTarget
        if (!(into instanceof Node) || !event.currentTarget.contains(into)) setOver(false)
      },
      onDrop: (event) => {
        setOver(false)
        if (!holdsFiles(event)) return
        event.preventDefault()
        void add([...event.dataTransfer.files])
      },
    },
  }
}
