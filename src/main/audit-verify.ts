import { homedir } from 'node:os'
import { join } from 'node:path'
import { verifyFromCommandLine } from './features/audit/verify-cli.ts'

/** Where the application keeps its data unless told otherwise; the same folder that Electron names. */
function usualDataFolder(): string {
  if (process.platform === 'win32')
    return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Wardlight')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Wardlight')
  return join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Wardlight')
}

process.exitCode = await verifyFromCommandLine({
  args: process.argv.slice(2),
  environment: process.env,
  dataFolder: usualDataFolder(),
  say: (line) => process.stdout.write(`${line}\n`),
})
