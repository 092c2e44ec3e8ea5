// One process of the limiter's test: asks the script so often over a bare connection and prints each reply.
// Arguments: port, password, path of the script, key, name, times.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

const [port, password, path, key, name, times] = process.argv.slice(2)
const script = readFileSync(path, 'utf8')
const socket = connect(Number(port), '127.0.0.1')
const order = (...parts) =>
  `*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`
socket.write(order('AUTH', password))
for (let n = 0; n < Number(times); n += 1)
  socket.write(order('EVAL', script, '1', key, `${name}-${n}`, '100', '60000'))
let text = ''
socket.on('data', (chunk) => {
  text += chunk.toString('utf8')
  const replies = [...text.matchAll(/\*3\r\n:(\d+)\r\n:(\d+)\r\n:(\d+)\r\n/g)]
  if (replies.length < Number(times)) return
  for (const [, allowed, left, reset] of replies) process.stdout.write(`${allowed} ${left} ${reset}\n`)
  socket.destroy()
})
