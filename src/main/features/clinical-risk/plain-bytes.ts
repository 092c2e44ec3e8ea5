import type { ByteAnswers } from './byte-answers.ts'
import { saysUnknown } from './plain-answers.ts'

export const SPACE = 0x20
const SEMICOLON = 0x3b
const BAR = 0x7c
const MOST_ID = 128
/** No word for "not known" is longer. */
const LONGEST_UNKNOWN = 12

/** Bytes that an id is made of, and those that a list begins with. */
const idByte = new Uint8Array(256)
const wordByte = new Uint8Array(256)
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'))
  idByte[byte] = wordByte[byte] = 1
for (const byte of Buffer.from('._:/-')) idByte[byte] = 1

/** Whether a text can only be an id: a word of letters, digits and a few marks that does not say "not known". */
export function isPlainId(text: Uint8Array, from: number, to: number): boolean {
  if (from >= to || to - from > MOST_ID || wordByte[text[from] ?? 0] !== 1) return false
  for (let at = from + 1; at < to; at += 1) if (idByte[text[at] ?? 0] !== 1) return false
  // Words for "not known" begin with N or U.
  const first = (text[from] ?? 0) | 0x20
  if ((first !== 0x6e && first !== 0x75) || to - from > LONGEST_UNKNOWN) return true
  return !saysUnknown(Buffer.from(text.subarray(from, to)).toString('latin1'))
}

/** Where a list begins; `to` when it is empty, -1 when it does not begin like a word. */
export function listStart(text: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && text[at] === SPACE) at += 1
  return at === to || wordByte[text[at] ?? 0] === 1 ? at : -1
}

/** Where the item that begins at `from` ends. */
export function itemEnd(text: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && text[at] !== SEMICOLON && text[at] !== BAR) at += 1
  return at
}

export function isAmong(numbers: Int32Array, count: number, number: number): boolean {
  for (let at = 0; at < count; at += 1) if (numbers[at] === number) return true
  return false
}

/** 1: there are vital signs; 0: the cell is empty; -1: it is not plain. @param view the bytes of `text`. */
export function readVitals(
  text: Uint8Array,
  view: DataView,
  from: number,
  to: number,
  answers: ByteAnswers<number>,
): number {
  const start = listStart(text, from, to)
  if (start < 0 || start === to) return start < 0 ? -1 : 0
  for (let at = start; at <= to;) {
    const next = itemEnd(text, at, to)
    if (answers.of(view, at, next) < 0) return -1
    at = next + 1
  }
  return 1
}

/** A whole number in digits. */
export function numberIn(text: Uint8Array, from: number): number {
  let number = 0
  for (let at = from; ; at += 1) {
    const digit = (text[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return number
    number = number * 10 + digit
  }
}
