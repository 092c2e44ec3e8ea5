import { createHash } from 'node:crypto'
import type { FactDefinition, PlanView } from '@shared/features/prior-auth/answers.ts'
import { ProcedureCategory } from '@shared/features/prior-auth/model.ts'
import { type Need, planKey, type Policy, type PolicyBook } from './policies.ts'
import { readExpression } from './expression.ts'

/** Text of every file under resources/prior-auth, by its path within. */
export type PolicyFiles = ReadonlyMap<string, string>

/** The policies cannot be used: each fault with its file and line. */
export class PolicyFaults extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`The payers' policies have ${faults.length} faults. ${faults.slice(0, 5).join(' ')}`)
    this.name = 'PolicyFaults'
    this.faults = faults
  }
}

interface Line {
  readonly file: string
  readonly number: number
  readonly text: string
}

/** Reads and checks the payers' policies. Throws `PolicyFaults`: nothing is decided with half of a policy. */
export function readPolicies(files: PolicyFiles): PolicyBook {
  const faults: string[] = []
  const each = <T>(lines: readonly Line[], read: (line: Line) => T | null): T[] =>
    lines.flatMap((line) => {
      try {
        const made = read(line)
        return made === null ? [] : [made]
      } catch (error) {
        faults.push(
          `${line.file}:${line.number} ${error instanceof Error ? error.message : 'cannot be read'}.`,
        )
        return []
      }
    })
  const facts = byId(each(linesOf(files, 'facts.txt'), readFact), faults, 'facts.txt')
  const documents = new Map(
    each(linesOf(files, 'documents.txt'), ({ text }) => {
      const [id, label] = fields(text, 2)
      return [id, label] as const
    }),
  )
  const digest = digestOf(files)
  const plans = new Map(
    each(linesOf(files, 'payers.txt'), (line) => readPlan(line, digest)).map((plan) => [
      planKey(plan.payer, plan.plan),
      plan,
    ]),
  )
  const policies: Policy[] = []
  for (const file of [...files.keys()].filter((name) => name.startsWith('policies/')).sort()) {
    for (const block of blocksOf(linesOf(files, file))) {
      const built = each([block[0]], () => readBlock(block, { facts, documents, plans, faults }))
      policies.push(...built)
    }
  }
  const index = indexOf(policies, faults)
  if (plans.size === 0 || policies.length === 0) faults.push('There is no plan or no policy.')
  if (faults.length > 0) throw new PolicyFaults(faults)
  const names = new Map(policies.flatMap(({ procedures }) => [...procedures]))
  return {
    facts,
    documents,
    plans,
    policies,
    find: (plan, procedure) => index.get(`${plan}|${procedure}`) ?? null,
    procedureName: (code) => names.get(code) ?? null,
  }
}

function linesOf(files: PolicyFiles, file: string): Line[] {
  const text = files.get(file) ?? ''
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ file, number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'))
}

function fields(text: string, count: number): [string, string, string, string, string, string] {
  const [a = '', b = '', c = '', d = '', e = '', f = '', ...more] = text.split('|').map((part) => part.trim())
  const given = text.split('|').length
  if (given !== count || more.length > 0) throw new Error(`needs ${count} fields, has ${given}`)
  if (a === '' || b === '') throw new Error('an id and a label are needed')
  return [a, b, c, d, e, f]
}

function list(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function readFact({ text }: Line): FactDefinition {
  const [id, kind, label, rest] = fields(text, 4)
  const plain = { id, label, unit: '', least: null, most: null, choices: [] }
  if (!/^[a-z0-9-]+$/.test(id) || label === '')
    throw new Error('an id of small letters and a label are needed')
  if (kind === 'yes-no') return { ...plain, kind }
  if (kind === 'choice') {
    const choices = list(rest)
    if (choices.length < 2) throw new Error('two choices are needed')
    return { ...plain, kind, choices }
  }
  const range = /^(?<unit>.+) (?<least>-?[\d.]+)\.\.(?<most>-?[\d.]+)$/.exec(rest)?.groups
  if (kind !== 'number' || range === undefined)
    throw new Error('a kind, and for a number its unit and range, are needed')
  const least = Number(range['least'])
  const most = Number(range['most'])
  if (!(least < most)) throw new Error('the range is empty')
  return { ...plain, kind, unit: range['unit'] ?? '', least, most }
}

function readPlan({ text }: Line, digest: string): PlanView {
  const [payer, payerName, plan, planName, version, inForceFrom] = fields(text, 6)
  if (!/^\d{4}\.\d+$/.test(version)) throw new Error('the version is written as 2026.1')
  if (!/^\d{4}-\d\d-\d\d$/.test(inForceFrom)) throw new Error('the date is written as 2026-01-31')
  return { payer, payerName, plan, planName, version: `${version}+${digest}`, inForceFrom }
}

function digestOf(files: PolicyFiles): string {
  const hash = createHash('sha256')
  for (const [name, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\0${text}\0`)
  return hash.digest('hex').slice(0, 8)
}

function blocksOf(lines: readonly Line[]): [Line, ...Line[]][] {
  const blocks: [Line, ...Line[]][] = []
  for (const line of lines) {
    const open = blocks.at(-1)
    if (line.text.startsWith('policy ') || open === undefined) blocks.push([line])
    else open.push(line)
  }
  return blocks
}

interface Known {
  readonly facts: ReadonlyMap<string, FactDefinition>
  readonly documents: ReadonlyMap<string, string>
  readonly plans: ReadonlyMap<string, PlanView>
  readonly faults: string[]
}

function readBlock([head, ...body]: readonly [Line, ...Line[]], known: Known): Policy {
  const id = head.text.replace(/^policy /, '')
  if (!head.text.startsWith('policy ') || !/^[a-z0-9-]+$/.test(id))
    throw new Error('a policy begins with "policy id"')
  const given = new Map<string, string>()
  const needs: Need[] = []
  for (const line of body) {
    const key =
      /^(?<key>category|procedures|plans|diagnoses|age|quantity|documents|source):(?<value>.*)$/.exec(
        line.text,
      )
    try {
      if (key?.groups !== undefined) given.set(key.groups['key'] ?? '', (key.groups['value'] ?? '').trim())
      else needs.push(readNeed(line.text, known))
    } catch (error) {
      known.faults.push(`${line.file}:${line.number} ${error instanceof Error ? error.message : ''}.`)
    }
  }
  const value = (key: string): string => {
    const text = given.get(key) ?? ''
    if (text === '') throw new Error(`"${id}" has no ${key}`)
    return text
  }
  const procedures = new Map(
    list(value('procedures')).map((entry) => {
      const match = /^(?<code>[A-Z]?\d{4,5}) (?<name>.+)$/.exec(entry)?.groups
      if (match === undefined) throw new Error(`"${entry}" is no code and name`)
      return [match['code'] ?? '', match['name'] ?? ''] as const
    }),
  )
  const documents = list(given.get('documents') ?? '')
  const strange = documents.find((document) => !known.documents.has(document))
  if (strange !== undefined) throw new Error(`documents.txt has no "${strange}"`)
  if (new Set(needs.map((need) => need.id)).size !== needs.length)
    throw new Error(`"${id}" has one need twice`)
  if (needs.length === 0) throw new Error(`"${id}" has no need`)
  const category = ProcedureCategory.safeParse(value('category'))
  if (!category.success) throw new Error(`"${value('category')}" is no category`)
  return {
    id,
    category: category.data,
    procedures,
    plans: plansOf(value('plans'), known.plans, /;/),
    diagnoses: list(value('diagnoses')).map((code) => code.replaceAll('.', '')),
    diagnosesText: value('diagnoses').replaceAll(';', ','),
    age: readPair(given.get('age'), /^(\d+)\.\.(\d+)$/, (from, to) => ({ from, to })),
    quantity: readPair(given.get('quantity'), /^(\d+) per (\d+) days$/, (most, days) => ({ most, days })),
    documents,
    needs,
    source: value('source'),
  }
}

function readPair<T>(text: string | undefined, form: RegExp, make: (a: number, b: number) => T): T | null {
  if (text === undefined) return null
  const match = form.exec(text)
  if (match === null) throw new Error(`cannot read "${text}"`)
  return make(Number(match[1]), Number(match[2]))
}

function readNeed(text: string, { facts, plans }: Known): Need {
  const match = /^need (?<id>[a-z0-9-]+)(?: \((?<plans>[^)]+)\))?: (?<expression>.+?) -- (?<label>.+)$/.exec(
    text,
  )?.groups
  if (match === undefined) throw new Error(`cannot read "${text.slice(0, 60)}"`)
  return {
    id: match['id'] ?? '',
    label: match['label'] ?? '',
    plans: match['plans'] === undefined ? null : plansOf(match['plans'], plans, /,/),
    expression: readExpression(match['expression'] ?? '', facts),
  }
}

function plansOf(text: string, plans: ReadonlyMap<string, PlanView>, by: RegExp): ReadonlySet<string> {
  const all = [...plans.keys()]
  if (text === '*') return new Set(all)
  return new Set(
    text.split(by).flatMap((part) => {
      const name = part.trim()
      const found = all.filter((key) => key === name || key.startsWith(`${name}/`))
      if (found.length === 0) throw new Error(`payers.txt has no "${name}"`)
      return found
    }),
  )
}

function byId(
  facts: readonly FactDefinition[],
  faults: string[],
  file: string,
): ReadonlyMap<string, FactDefinition> {
  const known = new Map<string, FactDefinition>()
  for (const fact of facts) {
    if (known.has(fact.id)) faults.push(`${file} has "${fact.id}" twice.`)
    known.set(fact.id, fact)
  }
  return known
}

function indexOf(policies: readonly Policy[], faults: string[]): ReadonlyMap<string, Policy> {
  const index = new Map<string, Policy>()
  for (const policy of policies) {
    for (const plan of policy.plans) {
      for (const code of policy.procedures.keys()) {
        const other = index.get(`${plan}|${code}`)
        if (other) faults.push(`${plan} asks twice about ${code}: "${other.id}" and "${policy.id}".`)
        index.set(`${plan}|${code}`, policy)
      }
    }
  }
  return index
}
