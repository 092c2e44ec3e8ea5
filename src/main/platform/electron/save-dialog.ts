import { type BrowserWindow, dialog } from 'electron'

/** Asks the person at the window where to save a file; null when they cancel or there is no window. */
export function saveDialog(
  window: () => BrowserWindow | null,
): (suggestedName: string) => Promise<string | null> {
  return async (suggestedName) => {
    const shown = window()
    if (shown === null) return null
    const { canceled, filePath } = await dialog.showSaveDialog(shown, {
      defaultPath: suggestedName,
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    })
    return canceled || filePath === '' ? null : filePath
  }
}
