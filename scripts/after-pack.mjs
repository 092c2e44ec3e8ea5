// electron-builder calls this on each packed application: what `electron <path>` needs has no place in a product,
// and the fuses that electron-builder does not know are set here.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setFusesOfOurs } from './fuses.mjs'

/** The file that holds Electron's fuses. */
function binaryOf({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename
  switch (electronPlatformName) {
    case 'darwin': {
      const framework = ['Contents', 'Frameworks', 'Electron Framework.framework', 'Electron Framework']
      return join(appOutDir, `${name}.app`, ...framework)
    }
    case 'win32':
      return join(appOutDir, `${name}.exe`)
    default:
      return join(appOutDir, packager.executableName)
  }
}

/** Removes the default application wherever the packed folder holds it, and sets the fuses of ours. */
export default function afterPack(context) {
  for (const entry of readdirSync(context.appOutDir, { recursive: true })) {
    if (entry.endsWith('default_app.asar')) rmSync(join(context.appOutDir, entry))
  }
  setFusesOfOurs(binaryOf(context))
}
