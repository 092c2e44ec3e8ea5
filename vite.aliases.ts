import { fileURLToPath } from 'node:url'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The import aliases of tsconfig.json, for everything that bundles or runs the sources. */
export const aliases = {
  '@shared': folder('./src/shared'),
  '@main': folder('./src/main'),
  '@renderer': folder('./src/renderer'),
  '@test': folder('./test'),
}
