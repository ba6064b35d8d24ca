// A mail server that keeps what it is given: just enough of SMTP (RFC 5321) for one sender on this machine.
import { createServer } from 'node:net'

/** Returns `settings` (the program's environment), `wait(n)` for the n-th letter as `{to, subject, text}`, and `close`. */
export async function mailbox() {
  const letters = []
  const server = createServer((socket) => {
    let buffer = ''
    let to = ''
    let data = false
    socket.on('error', () => {})
    socket.write('220 mail.test ESMTP\r\n')
    socket.on('data', (b) => {
      buffer += b.toString('utf8')
      for (;;) {
        if (data) {
          const end = buffer.indexOf('\r\n.\r\n')
          if (end < 0) return
          letters.push({ to, ...read(buffer.slice(0, end)) })
          buffer = buffer.slice(end + 5)
          data = false
          socket.write('250 OK\r\n')
          continue
        }
        const end = buffer.indexOf('\r\n')
        if (end < 0) return
        const line = buffer.slice(0, end)
        buffer = buffer.slice(end + 2)
        const verb = line.slice(0, 4).toUpperCase()
        if (verb === 'EHLO') socket.write('250-mail.test\r\n250 8BITMIME\r\n')
        else if (verb === 'DATA') {
          data = true
          socket.write('354 Go on\r\n')
        } else if (verb === 'QUIT') socket.end('221 Bye\r\n')
        else {
          if (verb === 'RCPT') to = /<(.*?)>/.exec(line)?.[1] ?? ''
          socket.write('250 OK\r\n')
        }
      }
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    settings: {
      TOUCHSTONE_MAIL_SERVER: `127.0.0.1:${server.address().port}`,
      TOUCHSTONE_MAIL_FROM: 'Touchstone <cx@touchstone.example>',
      TOUCHSTONE_MAIL_TLS: 'none',
    },
    wait: async (n, within = 10_000) => {
      const until = Date.now() + within
      while (letters.length < n) {
        if (Date.now() > until) throw new Error(`${letters.length} letters came, not ${n}`)
        await new Promise((r) => setTimeout(r, 50))
      }
      return letters[n - 1]
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** The subject and the plain part, which is the first one. */
function read(raw) {
  const subject = /^Subject: (.*)$/m.exec(raw)?.[1] ?? ''
  const part = /Content-Type: text\/plain[^]*?\r\n\r\n([^]*?)\r\n--(?! |=20)/.exec(raw)?.[1] ?? raw
  const quoted = /Content-Transfer-Encoding: quoted-printable/i.test(raw)
  const text = quoted ? part.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, h) => String.fromCharCode(Number.parseInt(h, 16))) : part
  return { subject, text }
}
