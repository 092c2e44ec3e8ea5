import { expect, test } from '@playwright/test'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launchStation } from '@test/support/electron-app.ts'
import { TestRedis } from '@test/support/redis-server.ts'
import { SeedPublisher, seedMessage } from '@test/support/seed-publisher.ts'

/** Texts that occur nowhere else; the name and the bed are both on the board when the page crashes. */
const MARK = 'CANARY9D21'

/** The files below a folder whose bytes hold the mark, in any of the encodings of a memory dump. */
async function filesWithMark(folder: string): Promise<string[]> {
  const forms = [Buffer.from(MARK, 'utf8'), Buffer.from(MARK, 'utf16le')]
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const found: string[] = []
  for (const path of files) {
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    if (forms.some((form) => bytes.includes(form))) found.push(path)
  }
  return found
}

// Catches: a crash dump with patients in it, and a station that stays blank after its page has crashed.
test('a page that crashes comes back with its alerts and leaves no patient on the disk', async () => {
  const redis = await TestRedis.start()
  const station = await launchStation({ hubUrl: redis.url })
  const publisher = new SeedPublisher(redis.url, '')
  try {
    const context = { unit: 'general', bed: `${MARK}bed`, patient_name: `${MARK}name` }
    await publisher.publish(seedMessage({ patient_id: `${MARK}id`, context }))
    await expect(station.page.getByRole('row').filter({ hasText: `${MARK}bed` })).toBeVisible()

    const crashed = station.page.waitForEvent('crash')
    const dumps = await station.app.evaluate(({ app, BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
      return app.getPath('crashDumps')
    })
    await crashed
    const shown = (): Promise<string> =>
      station.app
        .evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText'),
        )
        .then(String, () => '')
    await expect.poll(shown, { timeout: 20_000 }).toContain(`${MARK}bed`)

    expect(await filesWithMark(dumps)).toEqual([])
    expect(await filesWithMark(station.dataFolder)).toEqual([])
    expect(await readdir(dumps, { recursive: true }).catch(() => [])).not.toContainEqual(
      expect.stringMatching(/\.dmp$/),
    )
  } finally {
    publisher.close()
    await station.close()
    await redis.close()
  }
})
