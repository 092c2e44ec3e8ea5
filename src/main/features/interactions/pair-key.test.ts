import { describe, expect, test } from 'vitest'
import { pairField, pairOf, pythonPair } from './pair-key.ts'

/** Two names and what CPython 3.11 prints for `str(sorted([a.lower(), b.lower()]))`. */
const printedByPython: readonly (readonly [string, string, string])[] = [
  ['Warfarin', 'Aspirin', "['aspirin', 'warfarin']"],
  ['sertraline', "St John's Wort", "['sertraline', \"st john's wort\"]"],
  ['5" tape', 'aspirin', "['5\" tape', 'aspirin']"],
  ['it\'s "both"', 'aspirin', "['aspirin', 'it\\'s \"both\"']"],
  ['back\\slash', 'a', "['a', 'back\\\\slash']"],
  ['tab\there', 'new\nline', "['new\\nline', 'tab\\there']"],
  ['cr\rhere', 'nul\u0000byte', "['cr\\rhere', 'nul\\x00byte']"],
  ['\u007fdel', '\u0085nel', "['\\x7fdel', '\\x85nel']"],
  ['nbsp\u00a0x', 'soft\u00adhyphen', "['nbsp\\xa0x', 'soft\\xadhyphen']"],
  ['\u00dcn\u00efcode', '\u00c5NGSTR\u00d6M', "['\u00e5ngstr\u00f6m', '\u00fcn\u00efcode']"],
  ['\u0130stanbul', 'ISTANBUL', "['istanbul', 'i\u0307stanbul']"],
  [
    '\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3',
    '\u03a3\u0391\u03a3 \u03a3 \u03a3.',
    "['\u03bf\u03b4\u03c5\u03c3\u03c3\u03b5\u03c5\u03c2', '\u03c3\u03b1\u03c2 \u03c3 \u03c3.']",
  ],
  ['zero\u200bwidth', 'rtl\u202e', "['rtl\\u202e', 'zero\\u200bwidth']"],
  ['line\u2028sep', 'para\u2029sep', "['line\\u2028sep', 'para\\u2029sep']"],
  ['thin\u2009space', 'ideographic\u3000space', "['ideographic\\u3000space', 'thin\\u2009space']"],
  ['\ufeffbom', '\ue000private', "['\\ue000private', '\\ufeffbom']"],
  ['\ud83d\udc8a pill', '\ufb01 ligature', "['\ufb01 ligature', '\ud83d\udc8a pill']"],
  ['\udb40\udc01tag', '\udbff\udfff', "['\\U000e0001tag', '\\U0010ffff']"],
  ['\u0378unassigned', '\u65e5\u672c\u8a9e', "['\\u0378unassigned', '\u65e5\u672c\u8a9e']"],
  ['\u1e9etra\u00dfe', '\u01c5', "['\u00dftra\u00dfe', '\u01c6']"],
  ['Same', 'sAME', "['same', 'same']"],
  ['a', 'aa', "['a', 'aa']"],
  ['', '', "['', '']"],
  ['{b}', '{a}', "['{a}', '{b}']"],
  ['\u00b5g', '\u03bcg', "['\u00b5g', '\u03bcg']"],
  ['a\'b"c\\d', "'", "[\"'\", 'a\\'b\"c\\\\d']"],
  ['e\u0301', '\u00e9', "['e\u0301', '\u00e9']"],
  ['<b>x</b>', '%s*?[a]', "['%s*?[a]', '<b>x</b>']"],
]

// Catches: a key that the seed's programs do not find, or that finds what they wrote about other drugs.
describe('the key of a pair', () => {
  test.each(printedByPython)('of %j and %j is spelt as Python spells it', (a, b, printed) => {
    expect(pythonPair(a, b)).toBe(printed)
    expect(pythonPair(b, a)).toBe(printed)
  })

  test('a lone half of a character is written as its number', () => {
    expect(pythonPair('\ud800x', 'a')).toBe("['a', '\\ud800x']")
  })
})

// Catches: answers about (a, b) that are not found for (b, a).
test('a pair is the same whichever name comes first', () => {
  expect(pairField(pairOf('warfarin', 'aspirin'))).toBe(pairField(pairOf('aspirin', 'warfarin')))
})
