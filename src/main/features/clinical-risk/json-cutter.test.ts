import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutLines, cutList, findList, type Piece } from './json-cutter.ts'
import { heldBytes, type SourceBytes } from './source-bytes.ts'

/** A source that gives few bytes at a time, as a slow disk may. */
function dripping(text: string, most: number): SourceBytes {
  const held = heldBytes(Buffer.from(text))
  return { ...held, read: (from, to) => held.read(from, Math.min(to, from + most)) }
}

async function all(pieces: AsyncGenerator<readonly Piece[]>): Promise<Piece[]> {
  const found: Piece[] = []
  for await (const batch of pieces) found.push(...batch)
  return found
}

const texts = (pieces: readonly Piece[]): string[] => pieces.map(({ bytes }) => bytes.toString('utf8'))
const field = (name: string): string => JSON.stringify({ a: '}]\\"[{', [name]: [1, { b: null }] })

// Catches: an entry that is cut in its middle, runs into the next, or is lost where one read ends.
test('a list is cut into its entries wherever reads end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.jsonValue(), fc.string().map(field)), { maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(0, 2),
      fc.constantFrom('list', 'patients', 'entry'),
      async (values, most, indent, name) => {
        const value =
          name === 'list' ? values : { x: { entry: ['no'] }, y: '"entry":[', [name]: values, z: [7] }
        const source = dripping(`\n${JSON.stringify(value, null, indent)}\n `, most)
        const whole = heldBytes(Buffer.from(JSON.stringify(value, null, indent)))
        const list = await findList(whole)
        expect(list).not.toBeNull()
        const found = await all(cutList(source, { from: (list?.from ?? 0) + 1, depth: list?.depth ?? 1 }))
        expect(found.map(({ state }) => state)).toEqual(values.map(() => 'whole'))
        expect(texts(found).map((text): unknown => JSON.parse(text))).toEqual(
          values.map((each): unknown => JSON.parse(JSON.stringify(each))),
        )
      },
    ),
    { numRuns: 60 },
  )
})

// Catches: a line that is lost or joined with the next, and a range of bytes that gives other lines than the whole.
test('lines are cut wherever reads end, and a range of them gives the same', async () => {
  const source = dripping('{"a":1}\n\n  \n{"b":"é"}\r\n{"c":3}', 3)
  const found = await all(cutLines(source))
  expect(texts(found)).toEqual(['{"a":1}', '{"b":"é"}\r', '{"c":3}'])
  expect(found.map(({ line, state }) => [line, state])).toEqual([
    [1, 'whole'],
    [4, 'whole'],
    [5, 'open'],
  ])
  const [, second] = found
  const range = await all(cutLines(source, second?.from, second?.to, 4))
  expect(range.map(({ line, from, to }) => [line, from, to])).toEqual([[4, second?.from, second?.to]])
})

// Catches: a list that was cut off and reads as complete, and what follows its end left out without a word.
test('a list without its end is told from a whole one, and what follows the end is told', async () => {
  const cut = async (text: string): Promise<string[]> =>
    (await all(cutList(heldBytes(Buffer.from(text)), { from: 1, depth: 1 }))).map(
      ({ state, bytes }) => `${state} ${bytes.toString()}`,
    )
  expect(await cut('[1,{"a":2}]')).toEqual(['whole 1', 'whole {"a":2}'])
  expect(await cut('[1,{"a":')).toEqual(['whole 1', 'open {"a":'])
  expect(await cut('[{"a":1},')).toEqual(['whole {"a":1}', 'open '])
  expect(await cut('[1] [2]')).toEqual(['whole 1', 'rest [2]'])
  expect(await cut('[}{"a":1}]')).toEqual(['whole }', 'whole {"a":1}'])
})
