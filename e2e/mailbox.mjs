// A mail server of a test's own: it takes what it is given on the loopback address and keeps it.
import { createServer } from 'node:net'

/** Starts one. `wait(n)` answers with the messages once that are n, each {to, raw, text}. */
export async function mailbox() {
  const got = []
  const server = createServer((socket) => {
    let to = ''
    let data = null
    let rest = ''
    socket.setEncoding('latin1')
    socket.on('error', () => {})
    socket.write('220 mail.test ESMTP\r\n')
    socket.on('data', (chunk) => {
      rest += chunk
      for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
        const line = rest.slice(0, at)
        rest = rest.slice(at + 2)
        if (data !== null) {
          if (line === '.') {
            got.push({ to, raw: data, text: plain(data) })
            data = null
            socket.write('250 kept\r\n')
          } else data += `${line.startsWith('.') ? line.slice(1) : line}\r\n`
          continue
        }
        const verb = line.slice(0, 4).toUpperCase()
        if (verb === 'RCPT') to = /<([^>]*)>/.exec(line)?.[1] ?? ''
        if (verb === 'DATA') {
          data = ''
          socket.write('354 go on\r\n')
        } else if (verb === 'QUIT') socket.end('221 bye\r\n')
        else socket.write(verb === 'EHLO' ? '250-mail.test\r\n250 8BITMIME\r\n' : '250 ok\r\n')
      }
    })
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    address: `127.0.0.1:${server.address().port}`,
    all: () => got,
    wait: async (n, within = 25_000) => {
      for (const until = Date.now() + within; got.length < n; ) {
        if (Date.now() > until) throw new Error(`${got.length} messages arrived, not ${n}`)
        await new Promise((r) => setTimeout(r, 100))
      }
      return got
    },
    stop: () => new Promise((done) => server.close(done)),
  }
}

/** The plain part of a message. */
function plain(raw) {
  const at = raw.search(/content-type: text\/plain/i)
  const part = raw.slice(Math.max(at, 0))
  const head = part.slice(0, part.indexOf('\r\n\r\n'))
  let body = part.slice(part.indexOf('\r\n\r\n') + 4)
  const end = body.search(/\r\n--\S{10,}/)
  if (end >= 0) body = body.slice(0, end)
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8')
  body = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(body, 'latin1').toString('utf8')
}
