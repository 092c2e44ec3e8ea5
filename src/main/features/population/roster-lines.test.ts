import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rosterLines, splitRecord } from './roster-lines.ts'

const linesOf = (text: string) => [...rosterLines(text, (cells) => cells.length === 2)]

describe('a record', () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.stringMatching(/^[",\n a-z']{0,8}$/),
    fc.constantFrom('', ' ', '"', 'Ann "Bee"', 'a,b', 'zwei\nZeilen'),
  )

  // Catches: cells cut at a comma within quotation marks, doubled marks, lost empty cells. csv-parse is the second form.
  test('is split as csv-parse does it', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
        const clean = cells.map((each) => each.replaceAll('\r', ''))
        const text = clean
          .map((each) => (/[",\n]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each))
          .join(',')
        const [theirs] = parse(text, { relax_column_count: true, record_delimiter: '\r\n' })
        expect(splitRecord(text)).toEqual((theirs ?? ['']).map((each: string) => each.trim()))
      }),
    )
  })

  // Catches: a stray mark that is taken as text, so that cells move without anybody knowing.
  test.each([
    ['P1,Ann "Bee"', 'wrong'],
    ['P1,"Ann" Bee', 'wrong'],
    ['P1,"Ann', 'open'],
    ['P1,"Ann""', 'open'],
    ['P1, "Ann" ,x', ['P1', 'Ann', 'x']],
    ['"",""', ['', '']],
    ['"P1",', ['P1', '']],
  ])('%s', (text, cells) => {
    expect(splitRecord(text)).toEqual(cells)
  })
})

describe('the lines of a file', () => {
  // Catches: line numbers that are not those of an editor, and a byte order mark in the first column's name.
  test.each([
    ['\n', '\uFEFFpatient_id,name\nP1,Ann\n\nP2,Ben'],
    ['\r\n', '\uFEFFpatient_id,name\r\nP1,Ann\r\n\r\nP2,Ben\r\n'],
    ['\r', 'patient_id,name\rP1,Ann\r\rP2,Ben\r'],
  ])('end with %j and are numbered as in an editor', (_end, text) => {
    expect(linesOf(text)).toEqual([
      { line: 1, cells: ['patient_id', 'name'] },
      { line: 2, cells: ['P1', 'Ann'] },
      { line: 4, cells: ['P2', 'Ben'] },
    ])
  })

  // Catches: the rest of a file swallowed by one quotation mark that is never closed.
  test('after a stray quotation mark are read', () => {
    const rest = Array.from({ length: 40 }, (_, n) => `P${n},"Name ${n}"`)
    const lines = linesOf(['a,b', 'X,"never closed', ...rest].join('\n'))
    expect(lines[1]).toHaveProperty('broken')
    expect(lines.slice(2)).toHaveLength(40)
    expect(lines.at(-1)).toEqual({ line: 42, cells: ['P39', 'Name 39'] })
    expect(linesOf('a,b\nX,"never closed\nP1,x\nP2,y').slice(2)).toEqual([
      { line: 3, cells: ['P1', 'x'] },
      { line: 4, cells: ['P2', 'y'] },
    ])
  })

  // Catches: a cell over two lines refused, or line numbers that fall behind after it.
  test('may hold a cell over several lines', () => {
    expect(linesOf('a,b\nP1,"Ann\nBee"\nP2,x')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['P1', 'Ann\nBee'] },
      { line: 4, cells: ['P2', 'x'] },
    ])
  })

  // Catches: ten million cells built before anybody asks whether the line can be one.
  test('that are endless are refused unsplit', () => {
    const lines = linesOf(`a,b\n${','.repeat(10_000_000)}\nP1,x`)
    expect(lines[1]).toEqual({ line: 2, broken: expect.stringContaining('20,000') })
    expect(lines[2]).toEqual({ line: 3, cells: ['P1', 'x'] })
  })
})
