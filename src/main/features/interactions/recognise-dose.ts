import { tokenise } from './formulary-names.ts'
import type { NameToken } from './formulary-names.ts'

const perDay: Readonly<Record<string, number>> = {
  daily: 1,
  qd: 1,
  od: 1,
  nightly: 1,
  qhs: 1,
  hs: 1,
  qam: 1,
  qpm: 1,
  om: 1,
  mane: 1,
  nocte: 1,
  bedtime: 1,
  morgens: 1,
  abends: 1,
  tgl: 1,
  taglich: 1,
  bid: 2,
  bd: 2,
  twice: 2,
  zweimal: 2,
  tid: 3,
  tds: 3,
  thrice: 3,
  dreimal: 3,
  qid: 4,
  qds: 4,
}
const counts: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, half: 0.5 }
const schedule =
  /(?<![\d.,-])(\d(?:[.,]\d)?)\s?-\s?(\d(?:[.,]\d)?)\s?-\s?(\d(?:[.,]\d)?)(?:\s?-\s?(\d(?:[.,]\d)?))?(?![\d-])/
const milligrams: Readonly<Record<string, number>> = { mg: 1, g: 1000, gm: 1000, mcg: 0.001, ug: 0.001 }

/**
 * The dose of a day in milligrams as a line writes it ("simvastatin 40 mg nightly", "Ramipril 5 mg 1-0-1", "2 tabs
 * bid"); null unless exactly one strength in milligrams and one frequency can be read. Never guessed: a strength
 * alone, "as needed", a range or a weekly dose have no daily dose.
 */
export function readDailyMg(text: string): number | null {
  if (!/\d/.test(text)) return null
  const tokens = tokenise(text.replace(/½/g, ' half '))
  const strength = onlyStrength(tokens)
  if (strength === null) return null
  if (/\b(?:prn|as needed|bei bedarf|b\.b\.|weekly|monthly|every other|qod|taper|titrat)/i.test(text))
    return null
  const times = timesADay(text, tokens)
  return times === null ? null : Math.round(strength * times * 1e6) / 1e6
}

const toNumber = (text: string): number => Number(text.replace(',', '.'))

function onlyStrength(tokens: readonly NameToken[]): number | null {
  const found: number[] = []
  for (const [at, token] of tokens.entries()) {
    const unit = tokens[at + 1]
    const factor = unit === undefined ? undefined : milligrams[unit.text]
    if (token.kind !== 'number' || unit === undefined || factor === undefined) continue
    // "5 mg/5 ml", "25 mcg/h" and "5-10 mg" are no dose that could be multiplied.
    const after = tokens[at + 2]
    if (after !== undefined && after.gap.includes('/')) return null
    const before = tokens[at - 1]
    if (before?.kind === 'number' && /[-–/]/.test(token.gap)) return null
    found.push(toNumber(token.text) * factor)
  }
  const [first] = found
  return found.length === 1 && first !== undefined && Number.isFinite(first) ? first : null
}

function timesADay(text: string, tokens: readonly NameToken[]): number | null {
  const slots = schedule.exec(text)
  if (slots !== null)
    return slots.slice(1).reduce((sum, slot) => sum + (slot === undefined ? 0 : toNumber(slot)), 0)
  const every = /\b(?:q|every)\s?(\d{1,2})\s?(?:h|hr|hrs|hours)\b/i.exec(text)
  const found = new Set<number>()
  if (every?.[1] !== undefined && Number(every[1]) > 0) found.add(24 / Number(every[1]))
  for (const [at, { text: word }] of tokens.entries()) {
    const times = perDay[word]
    // "twice daily" is twice, "three times a day" three.
    if (times !== undefined && !(times === 1 && tokens[at - 1]?.text === 'twice')) found.add(times)
    if (word === 'times' || word === 'x' || word === 'mal') {
      const before = tokens[at - 1]
      const count = before === undefined ? NaN : (counts[before.text] ?? toNumber(before.text))
      if (Number.isFinite(count)) {
        found.delete(1)
        found.add(count)
        if (tokens[at + 1]?.text === 'daily' || tokens[at + 1]?.text === 'taglich') break
      }
    }
  }
  const [times] = found
  if (found.size !== 1 || times === undefined) return null
  const units =
    /\b(\d|one|two|three|half)\s+(?:tab|tabs|tablet|tablets|cap|caps|capsule|capsules|tbl|kps)\b/i.exec(text)
  const count = units?.[1] === undefined ? 1 : (counts[units[1].toLowerCase()] ?? Number(units[1]))
  return times * count
}
