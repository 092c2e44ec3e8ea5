import { expect, test } from 'vitest'
import { cutCsv } from './csv-cutter.ts'
import { CutRoom } from './csv-record.ts'

function rows(text: string | Buffer, columns = 3, final = true) {
  const cut = cutCsv(Buffer.from(text), 0x2c, columns, final)
  const good = cut.text
    .toString('utf8')
    .split('\x1e')
    .slice(0, -1)
    .map((row) => row.split('\x1f'))
  const bad = cut.bad.map(({ line, reason, from, to }) => ({
    line,
    reason: reason.slice(0, 30),
    text: Buffer.from(text).subarray(from, to).toString('latin1'),
  }))
  return { good, bad, records: cut.records, used: cut.used, cut }
}

// Catches: a separator or line end inside quotation marks that splits a value, and a doubled mark that ends it.
test('quoted values keep commas, line ends and quotation marks', () => {
  const { good, bad, cut } = rows('a,"b,1",c\r\n"x ""y""\nz",,""\n\nd,e,f')
  expect(good).toEqual([
    ['a', 'b,1', 'c'],
    ['x "y"\nz', '', ''],
    ['d', 'e', 'f'],
  ])
  expect(bad).toEqual([])
  expect([...cut.line.subarray(0, 3)]).toEqual([0, 1, 4])
})

// Catches: a bad row that takes its neighbours with it, that loads as a patient, or that is lost.
test('a bad row is kept as it was written, and every other row loads', () => {
  const many = `m${','.repeat(100_000)}`
  const source = Buffer.concat([
    Buffer.from('1,a,b\n2,a\n3,"open,b\n4,a,b\n5,"a"b,c\n'),
    Buffer.from([0x36, 0x2c, 0x4d, 0xfc, 0x6c, 0x2c, 0x62, 0x0a]),
    Buffer.from(`${many}\n8,a\0,b\n9,a,"b"\n`),
  ])
  const { good, bad, records } = rows(source)
  expect(good.map(([id]) => id)).toEqual(['1', '4', '9'])
  expect(bad.map(({ line, text }) => [line, text])).toEqual([
    [1, '2,a\n'],
    [2, '3,"open,b\n'],
    [4, '5,"a"b,c\n'],
    [5, '6,Mül,b\n'],
    [6, `${many}\n`],
    [7, '8,a\0,b\n'],
  ])
  expect(records).toBe(good.length + bad.length)
})

// Catches: a record at the border of two pieces that is read twice, halved or dropped.
test('cut in two at any byte, a file gives the same rows', () => {
  const source = 'ä,"b\n,",c\n2,a\n"x""",y,z\n4,"o,x\n5,b,c'
  const whole = rows(source)
  const bytes = Buffer.from(source)
  for (let at = 0; at <= bytes.length; at += 1) {
    const first = rows(bytes.subarray(0, at), 3, false)
    const second = rows(bytes.subarray(first.used))
    expect([...first.good, ...second.good]).toEqual(whole.good)
    expect(first.bad.length + second.bad.length).toBe(whole.bad.length)
  }
})

// Catches: places of cells that are not where the text has them, a record that is read in two ways depending on whether it
// holds a control character, and a cut that finds remains of the one before it in the same room.
test('the places of cells agree with the text, whatever was cut before in the same room', () => {
  const values = ['', 'a', 'b c', '"', 'x"y', ',', ',,"",', 'ä', 'line\nend', 'tab\there']
  const written = (value: string, at: number): string =>
    /[",\n]/.test(value) || at % 3 === 0 ? `"${value.replaceAll('"', '""')}"` : value
  const table = Array.from({ length: 1_000 }, (_, row) => [
    `P${row}`,
    values[row % 10] ?? '',
    values[Math.floor(row / 10) % 10] ?? '',
    values[Math.floor(row / 100)] ?? '',
  ])
  const room = new CutRoom()
  for (const end of ['\n', '\r\n']) {
    const source = table.map((row, at) => row.map((value, cell) => written(value, at + cell)).join(',') + end)
    cutCsv(Buffer.from('remains,of,another,cut\n'.repeat(3_000)), 0x2c, 4, true, 3_000, room)
    const cut = cutCsv(Buffer.from(source.join('')), 0x2c, 4, true, 1_000, room)
    expect(cut.bad).toEqual([])
    const inText = cut.text.toString('utf8').split('\x1e').slice(0, -1)
    expect(inText.map((row) => row.split('\x1f'))).toEqual(table)
    const byPlaces = table.map((row, at) => {
      const places = [...cut.cells.subarray(at * 5, at * 5 + 5)]
      const hasControl = row.some((value) => /[\n\t]/.test(value))
      expect(places[4] === -1).toBe(hasControl)
      const cellAt = (cell: number): string =>
        cut.text.toString('utf8', places[cell] ?? 0, (places[cell + 1] ?? 0) - 1)
      return hasControl ? row : row.map((_, cell) => cellAt(cell))
    })
    expect(byPlaces).toEqual(table)
  }
})
