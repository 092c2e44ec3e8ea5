import { safeStorage } from 'electron'
import type { SecretStore } from '@main/platform/ports.ts'

/** On Linux without a keyring Electron would "encrypt" with a fixed password: that is refused. */
function isWorthTheName(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

export const electronSecretStore: SecretStore = {
  protect: (secret) => (isWorthTheName() ? safeStorage.encryptString(secret) : null),
  reveal: (protectedSecret) => {
    try {
      return isWorthTheName() ? safeStorage.decryptString(protectedSecret) : null
    } catch {
      return null
    }
  },
}
