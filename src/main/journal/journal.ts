import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'libsql'

/** A crash-safe, encrypted SQLite file beside the application: what must survive even without the hub. */
export class Journal {
  readonly database: Database.Database
  /** True when an older file could not be opened (other key, damage) and was set aside. */
  readonly startedAnew: boolean

  private constructor(database: Database.Database, startedAnew: boolean) {
    this.database = database
    this.startedAnew = startedAnew
  }

  /**
   * Opens the journal, or sets an unreadable one aside and begins a new one: the hub holds the truth, the
   * journal only what this station has already shown.
   * @param keyHex 64 hex digits.
   */
  static open(path: string, keyHex: string): Journal {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    try {
      return new Journal(openEncrypted(path, keyHex), false)
    } catch {
      setAside(path)
      return new Journal(openEncrypted(path, keyHex), true)
    }
  }

  close(): void {
    this.database.close()
  }
}

/** With its log, which holds the newest pages and must not be laid over the new file. */
function setAside(path: string): void {
  const suffix = `unreadable-${Date.now()}`
  for (const part of ['', '-wal', '-shm']) {
    if (existsSync(path + part)) renameSync(path + part, `${path}.${suffix}${part}`)
  }
}

function openEncrypted(path: string, keyHex: string): Database.Database {
  // libsql's type of the options omits its encryption, so the options are typed here.
  const options: Database.Options & { encryptionKey: string; encryptionCipher: 'aes256cbc' } = {
    encryptionKey: keyHex,
    encryptionCipher: 'aes256cbc',
  }
  const database = new Database(path, options)
  // NORMAL with WAL survives the death of the process; only a power cut may cost the last receipts.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
  database.exec(`
    CREATE TABLE IF NOT EXISTS cursor (unit TEXT PRIMARY KEY, epoch TEXT NOT NULL, seq INTEGER NOT NULL, stream_id TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS receipt (alert_id TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (alert_id, kind)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS followed (patient_id TEXT PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  `)
  return database
}
