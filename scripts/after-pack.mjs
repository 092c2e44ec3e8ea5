// electron-builder calls this on each packed application: what `electron <path>` needs has no place in a product.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Removes the default application wherever the packed folder holds it. */
export default function afterPack({ appOutDir }) {
  for (const entry of readdirSync(appOutDir, { recursive: true })) {
    if (entry.endsWith('default_app.asar')) rmSync(join(appOutDir, entry))
  }
}
