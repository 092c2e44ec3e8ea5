import { describe, expect, test } from 'vitest'
import { checkEncoding, readHeader, readRow } from './roster-rows.ts'

const TODAY = '2026-11-22'
const header = readHeader({
  line: 1,
  cells: ['Patient_ID', 'name', 'birth_date', 'sex', 'unit', 'conditions'],
})
const row = (...cells: string[]) => readRow(header, { line: 2, cells }, TODAY)

// Catches: cells read into the wrong attribute, an unknown attribute turned into a value.
test('a whole line, and one of which only the id is known', () => {
  expect(row('P1', 'Ann Bee', '1958-03-14', 'F', 'west', 'diabetes; COPD;diabetes;')).toEqual({
    enrolment: {
      patientId: 'P1',
      name: 'Ann Bee',
      birthDate: '1958-03-14',
      sex: 'female',
      unit: 'west',
      conditions: ['diabetes', 'COPD'],
    },
  })
  expect(row('P2', '', '', 'unknown', '', '')).toEqual({
    enrolment: { patientId: 'P2', name: null, birthDate: null, sex: null, unit: null, conditions: [] },
  })
})

// Catches: a group that the equations do not know, taken for one that they do.
test.each([
  ['White', 'white'],
  ['2054-5', 'african-american'],
  ['Asian', undefined],
  ['white; black', undefined],
  ['', undefined],
])('race %s', (cell, race) => {
  const read = readRow(
    readHeader({ line: 1, cells: ['patient_id', 'race'] }),
    { line: 2, cells: ['P1', cell] },
    TODAY,
  )
  expect('enrolment' in read ? read.enrolment.race : 'refused').toBe(race)
})

describe('a line is refused with the reason', () => {
  const good = ['P1', 'Ann', '1958-03-14', 'female', 'west', ''] as const
  const withCell = (index: number, text: string): string[] =>
    good.map((cell, at) => (at === index ? text : cell))

  // Catches: a line that is taken with a wrong attribute, and a reason that repeats what stands in the line.
  test.each([
    ['too few cells', ['P1', 'Ann'], /2 cells.* 6/],
    ['too many cells', [...good, 'more'], /7 cells.* 6/],
    ['no id', withCell(0, ''), /patient_id is empty/],
    ['an endless id', withCell(0, 'x'.repeat(129)), /patient_id/],
    ['an endless name', withCell(1, 'Geheim'.repeat(40)), /name is longer/],
    ['a date of another form', withCell(2, '14.03.1958'), /birth_date is written/],
    ['no day of the calendar', withCell(2, '1958-02-30'), /no day of the calendar/],
    ['a day to come', withCell(2, '2026-11-23'), /future/],
    ['a day long past', withCell(2, '1899-12-31'), /before 1900/],
    ['another sex', withCell(3, 'x'), /sex is male/],
    ['an endless unit', withCell(4, 'u'.repeat(65)), /unit is longer/],
    ['an endless condition', withCell(5, 'c'.repeat(121)), /conditions is longer/],
    [
      'too many conditions',
      withCell(5, Array.from({ length: 65 }, (_, n) => `c${n}`).join(';')),
      /more than 64/,
    ],
    ['lost characters', withCell(1, 'M\uFFFDller'), /Latin-1/],
    ['doubled characters', withCell(1, 'MÃ¼ller'), /wrong encoding/],
    ['control characters', withCell(1, 'A\u0007nn'), /control characters/],
  ])('%s', (_what, cells, reason) => {
    const read = readRow(header, { line: 2, cells }, TODAY)
    expect(read).toHaveProperty('refused', expect.stringMatching(reason))
    expect(JSON.stringify(read)).not.toMatch(/Ann|Geheim|P1|ller/)
  })

  // Catches: names of people that are taken for broken ones.
  test.each([['Müller'], ["O'Neill"], ['Ångström'], ['SÃO Tomé'], ['Ōno 大野'], ['Müller-Lüdenscheidt']])(
    '%s is a name',
    (name) => {
      expect(readRow(header, { line: 2, cells: withCell(1, name) }, TODAY)).toHaveProperty(
        'enrolment.name',
        name,
      )
    },
  )
})

describe('a file is refused as a whole', () => {
  // Catches: a first patient told as the name of a column.
  test.each([
    [['P17', 'Ann Bee', '1958-03-14'], /does not name patient_id/],
    [['patient_id', 'name', 'brith_date'], /number 3/],
    [['patient_id', 'name', 'name'], /twice/],
    [['patient_id;name'], /separated by commas/],
  ])('when its first line is %j', (cells, reason) => {
    const read = (): unknown => readHeader({ line: 1, cells })
    expect(read).toThrow(reason)
    expect(read).toThrow(expect.not.objectContaining({ message: expect.stringMatching(/Ann|P17|brith/) }))
  })

  // Catches: a file in UTF-16 of which every line is refused, or an empty one that is said to be taken.
  test.each([
    ['\uFFFD\uFFFDp\0a\0t\0i\0e\0n\0t\0', /UTF-16/],
    ['', /empty/],
    [' \n\n', /empty/],
  ])('when it is %j', (text, reason) => {
    expect(() => checkEncoding(text)).toThrow(reason)
  })
})
