import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scoreSources } from './score-sources.ts'

const doc = readFileSync(new URL('../../../../docs/clinical-sources.md', import.meta.url), 'utf8')

// A source corrected in one place only leaves the hospital's review with the wrong paper.
test('docs/clinical-sources.md lists exactly the scores there are, with the same sources', () => {
  const section = doc.split('\n## ').find((part) => part.startsWith('Scores\n')) ?? ''
  const rows = section
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 6 && cells[1]?.startsWith('`'))
  expect(Object.fromEntries(rows.map((cells) => [cells[1]?.replaceAll('`', ''), cells[4]]))).toEqual(
    scoreSources,
  )
  for (const cells of rows) {
    expect(cells[2]?.length).toBeGreaterThan(2)
    expect(cells[3]?.length).toBeGreaterThan(1)
  }
})
