import { setTimeout as pause } from 'node:timers/promises'
import { readHubAddress } from '@main/hub/address.ts'
import { createJobClient, type HubClient } from '@main/hub/client.ts'
import { freeLoopbackPort } from '@main/hub/embedded-files.ts'
import { TestRedis } from './redis-server.ts'

const SLOTS = 16_384
const PRIMARIES = 3
const PATIENCE_MS = 30_000

/** A real Redis Cluster of three primaries on loopback that a test owns. */
export class TestCluster {
  readonly nodes: readonly TestRedis[]
  readonly url: string
  /** A client of the whole Cluster for the test itself; closed with it. */
  readonly client: HubClient

  private constructor(nodes: readonly TestRedis[]) {
    this.nodes = nodes
    this.url = this.urlAs('', nodes[0]?.password ?? '')
    this.client = this.open()
  }

  /** The Cluster's address for a user of its access list. */
  urlAs(user: string, password: string): string {
    const hosts = this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')
    return `redis+cluster://${user}:${password}@${hosts}`
  }

  /** Another client of the whole Cluster. */
  open(): HubClient {
    const client = createJobClient(addressOf(this.url), 'test')
    client.on('error', () => undefined)
    return client
  }

  /** @param options further configuration of every node, as redis-server's command line takes it. */
  static async start(options: Readonly<Record<string, string>> = {}): Promise<TestCluster> {
    const nodes: TestRedis[] = []
    for (let node = 0; node < PRIMARIES; node += 1) {
      nodes.push(
        await TestRedis.start({
          appendonly: 'no',
          'cluster-enabled': 'yes',
          // The usual port of the bus, ten thousand above, may not exist.
          'cluster-port': String(await freeLoopbackPort()),
          'cluster-announce-ip': '127.0.0.1',
          ...options,
        }),
      )
    }
    const cluster = new TestCluster(nodes)
    await cluster.#form()
    return cluster
  }

  /** How many keys lie on each node. */
  async sizes(): Promise<number[]> {
    return Promise.all(this.nodes.map((node) => node.client.dbsize()))
  }

  async flush(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.client.flushall()))
  }

  async close(): Promise<void> {
    this.client.disconnect()
    await Promise.all(this.nodes.map((node) => node.close()))
  }

  async #form(): Promise<void> {
    const [first] = this.nodes
    for (const [index, node] of this.nodes.entries()) {
      const from = Math.ceil((index * SLOTS) / PRIMARIES)
      const to = Math.ceil(((index + 1) * SLOTS) / PRIMARIES) - 1
      await node.client.call('CLUSTER', 'ADDSLOTSRANGE', from, to)
      await node.client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
    }
    for (const node of this.nodes.slice(1)) {
      const [, bus] = await node.client.config('GET', 'cluster-port')
      await first?.client.call('CLUSTER', 'MEET', '127.0.0.1', node.port, String(bus))
    }
    const end = Date.now() + PATIENCE_MS
    for (const node of this.nodes) {
      while (!(await isWhole(node))) {
        if (Date.now() > end) throw new Error('the Cluster did not form')
        await pause(50)
      }
    }
  }
}

async function isWhole({ client }: TestRedis): Promise<boolean> {
  const info = String(await client.call('CLUSTER', 'INFO'))
  return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${PRIMARIES}`)
}

function addressOf(url: string): Parameters<typeof createJobClient>[0] {
  const reading = readHubAddress(url)
  if (!reading.ok) throw new Error(reading.sentence)
  return reading.address
}
