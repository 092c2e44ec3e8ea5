/** An Electron that can run the application, and where it came from. */
export interface Electron {
  /** The executable. */
  path: string
  /** The runtime's folder, as electron-builder's `electronDist` wants it. */
  folder: string
  version: string
  source: 'override' | 'official' | 'npm-runtime'
}

/** The Electron that is on this machine already; undefined when there is none. */
export function installedElectron(): Electron | undefined
