/**
 * Whether this may be handed to the system's browser: `https` only. Any other scheme can start a program
 * (`file:`, `smb:`, `ms-…:`) or show a password in clear (`http:`).
 */
export function isWebPage(url: string): boolean {
  try {
    const { protocol, username, password } = new URL(url)
    return protocol === 'https:' && username === '' && password === ''
  } catch {
    return false
  }
}
