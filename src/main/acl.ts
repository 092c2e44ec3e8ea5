import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { accessLine, accessUser } from './hub/access-list.ts'
import { hubClients } from './hub/family-uses.ts'

const usage =
  'npm run acl [-- --out users.acl] [--only station,backup] [--prefix text] [--time-series] [--redis-6]'

/** Prints the hub's access list; passwords are made here and said once, beside the list. */
function run(): void {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      only: { type: 'string' },
      prefix: { type: 'string', default: '' },
      'time-series': { type: 'boolean', default: false },
      'redis-6': { type: 'boolean', default: false },
    },
  })
  const wanted = values.only?.split(',') ?? hubClients
  const clients = hubClients.filter((client) => wanted.includes(client))
  if (clients.length !== wanted.length)
    throw new Error(`--only takes some of ${hubClients.join(', ')}, with commas between them.`)
  const server = {
    prefix: values.prefix,
    knowsSelectors: !values['redis-6'],
    timeSeries: values['time-series'],
  }
  const passwords = clients.map((client) => ({ client, password: randomBytes(24).toString('base64url') }))
  const lines = passwords.map(({ client, password }) =>
    accessLine(client, server, createHash('sha256').update(password).digest('hex')),
  )
  const list = `${lines.join('\n')}\n`
  if (values.out === undefined) process.stdout.write(list)
  else writeFileSync(values.out, list, { mode: 0o600, flag: 'wx' })
  for (const { client, password } of passwords) process.stderr.write(`${accessUser(client)}  ${password}\n`)
  process.stderr.write(
    'These passwords are not kept anywhere; only their digests are in the list. The list holds no user ' +
      '"default" and no administrator: keep the lines of yours.\n',
  )
}

try {
  run()
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? error.message : 'The list could not be made.'}\n${usage}\n`,
  )
  process.exitCode = 1
}
