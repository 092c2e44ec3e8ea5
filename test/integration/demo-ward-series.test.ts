import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WardPublisher } from '@main/demo-ward/publisher.ts'
import { systemClock } from '@main/demo-ward/ward-clock.ts'
import { openClient } from '@main/hub/open-client.ts'

/** Debian's Redis has no time series module: this speaks as much of the protocol as TS.ADD needs. */
class SeriesHub {
  readonly commands: string[][] = []
  readonly #sockets: Socket[] = []
  readonly #refuse: boolean
  readonly #server: Server = createServer((socket) => {
    this.#sockets.push(socket)
    socket.on('data', (part) => {
      for (const command of commandsIn(part.toString('utf8'))) socket.write(this.#answer(command))
    })
  })

  constructor(refuse: boolean) {
    this.#refuse = refuse
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('no loopback port is free')
    return `redis://127.0.0.1:${address.port}/0`
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }

  #answer(command: string[]): string {
    const name = command[0]?.toUpperCase()
    if (name === 'INFO') return '$9\r\nloading:0\r\n'
    if (name === 'CLIENT' || name === 'SELECT') return '+OK\r\n'
    this.commands.push(command)
    if (name !== 'TS.ADD') return ':1\r\n'
    return this.#refuse ? "-ERR unknown command 'TS.ADD'\r\n" : `:${command[2]}\r\n`
  }
}

/** Reads whole RESP arrays of bulk strings, which is how a client sends commands. */
function commandsIn(text: string): string[][] {
  return text
    .split(/(?=^\*\d+\r\n)/m)
    .map((command) =>
      command.split('\r\n').filter((line, index) => index > 0 && index % 2 === 0 && line !== ''),
    )
    .filter((command) => command.length > 0)
}

const open: SeriesHub[] = []
afterEach(() => {
  for (const hub of open.splice(0)) hub.close()
})

async function record(refuse: boolean): Promise<string[][]> {
  const server = new SeriesHub(refuse)
  open.push(server)
  const client = openClient(await server.open())
  const publisher = new WardPublisher(client, '', systemClock)
  const points = [6.8, 7].map((value, index) => ({
    value,
    decimals: 1,
    unixSeconds: 1_700_000_000.4567 + index,
  }))
  await publisher.series('P2104', 'potassium', points)
  expect(publisher.failures).toBe(0)
  client.disconnect()
  return server.commands
}

// Wrong arguments here and the seed's own readers (TS.MRANGE by label) never find the demonstration.
test('with the module, every point is a TS.ADD with the retention and labels of the seed', async () => {
  const labels = ['LABELS', 'patient', 'P2104', 'metric', 'potassium']
  expect(await record(false)).toEqual([
    ['TS.ADD', 'ts:patient:P2104:potassium', '1700000000456', '6.8', 'RETENTION', '31536000000', ...labels],
    ['TS.ADD', 'ts:patient:P2104:potassium', '1700000001456', '7', 'RETENTION', '31536000000', ...labels],
  ])
})

// A refusal that loses the point would leave the trend empty on every Debian hub.
test('without the module, no point is lost: all go to the sorted set, and TS.ADD is not tried again', async () => {
  const commands = await record(true)
  expect(commands.map(([name]) => name)).toEqual(['TS.ADD', 'zadd'])
  const [, key, firstScore, first, secondScore, second] = commands[1] ?? []
  expect([key, firstScore, secondScore]).toEqual([
    'ts:patient:P2104:potassium',
    '1700000000.4567',
    '1700000001.4567',
  ])
  expect(first).toMatch(/^6\.8:[0-9a-f]{8}$/)
  expect(second).toMatch(/^7\.0:[0-9a-f]{8}$/)
})
