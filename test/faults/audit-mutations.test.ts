import { beforeAll, describe, expect, test } from 'vitest'
import { MemoryFiles, TestChain } from '@test/support/audit-chain.ts'
import { chanceFrom, isSame, mutations } from '@test/support/audit-mutations.ts'

const full = process.env['WARDLIGHT_FAULTS'] === 'full'
const TOTAL = full ? 100_000 : 3_000
const SEED = 20_261_122

let files: MemoryFiles
let chain: TestChain
beforeAll(async () => {
  files = new MemoryFiles()
  chain = await TestChain.open({ files, segmentBytes: 2_000 })
  await chain.add(24, 2)
  await chain.writer.close()
})

// Catches: any change of the files, of whatever kind and wherever, that verification does not notice.
describe(`${TOTAL} random changes of an audit`, () => {
  const names = Object.keys(mutations)
  const each = Math.ceil(TOTAL / names.length)
  test.each(names)('%s: every one is found and placed', async (name) => {
    const mutate = mutations[name]
    if (mutate === undefined) throw new Error('no such change')
    const chance = chanceFrom(SEED + names.indexOf(name))
    let changed = 0
    for (let round = 0; changed < each; round += 1) {
      const copy = files.copy()
      const place = mutate(copy, chance)
      if (isSame(copy, files)) {
        if (round > each * 4) throw new Error('this change changes nothing')
        continue
      }
      changed += 1
      const report = await chain.verify(copy)
      if (report.intact) throw new Error(`not found: round ${round} of "${name}" with seed ${SEED}`)
      expect(report.faults.length).toBeGreaterThan(0)
      // What moves a file's end or beginning may show itself at the file behind it.
      if (place !== null) {
        const places = report.faults.map(({ segment }) => segment)
        expect(places.some((found) => found === place || found === place + 1)).toBe(true)
      }
    }
    expect(changed).toBe(each)
  })

  // Catches: a past that was cut or written anew together with everything that lies beside it.
  test('cut back or written anew with its own head: found by a head of the hub', async () => {
    const chance = chanceFrom(SEED)
    for (let round = 0; round < 50; round += 1) {
      const forged = new MemoryFiles()
      const other = await TestChain.open({ files: forged, signer: chain.signer, segmentBytes: 2_000 })
      await other.add(2 + chance.below(40), 1 + chance.below(4))
      await other.writer.close()
      expect((await chain.verify(forged)).intact).toBe(true)
      const head = chain.heads[chance.below(chain.heads.length)]
      if (head === undefined) throw new Error('no head')
      expect((await chain.verify(forged, { hub: [head] })).intact).toBe(false)
    }
  })
})
