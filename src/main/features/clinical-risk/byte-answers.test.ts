import { expect, test } from 'vitest'
import { ByteAnswers, viewOf } from './byte-answers.ts'

// Catches: the answer of another text after the table has grown or has been emptied, and a text that is asked twice.
test('every text keeps its own answer, however many there are', () => {
  const asked: string[] = []
  const answers = new ByteAnswers((text) => {
    asked.push(text)
    return text
  })
  const line = (at: number): Buffer => Buffer.from(`,ä${at},`)
  const ask = (at: number): string => answers.of(viewOf(line(at)), 1, line(at).length - 1)
  for (let at = 0; at < 10_000; at += 1) expect(ask(at)).toBe(`ä${at}`)
  for (let at = 0; at < 10_000; at += 1) expect(ask(at)).toBe(`ä${at}`)
  expect(asked).toHaveLength(10_000)
  const wrong = Array.from({ length: 200_000 }, (_, at) => at).filter((at) => ask(at) !== `ä${at}`)
  expect(wrong).toEqual([])
  expect(answers.of(viewOf(Buffer.from('')), 0, 0)).toBe('')
})
