/** A listening server and clients that mean it ill: slow ones, greedy ones, many of them, and bytes that a proxy and a server might read differently. */
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { long, rounds } from '../long.js'
import { Site } from './site.js'

jest.setTimeout(600_000)

const PATIENCE = {
  headersTimeout: 800,
  requestTimeout: 2000,
  connectionTimeout: 3000,
  connectionsCheckingInterval: 200,
}
let site: Site
let port: number

beforeAll(async () => {
  site = await Site.open({ settings: { SIGN_IN_TRIES: '1000', PUBLIC_URL: 'https://haijian.example' } }, PATIENCE)
  await site.app.listen(0, '127.0.0.1')
  port = (site.app.getHttpServer().address() as AddressInfo).port // a server on a port has one
})
afterAll(() => site.close())

interface Line {
  readonly socket: Socket
  readonly closed: Promise<void>
  said: string
}

async function open(): Promise<Line> {
  const socket = connect({ port, host: '127.0.0.1' })
  const line: Line = { socket, said: '', closed: new Promise((done) => socket.once('close', () => done())) }
  socket.on('error', () => undefined)
  socket.on('data', (piece: Buffer) => {
    line.said += piece.toString('latin1')
  })
  await once(socket, 'connect')
  return line
}

/** Sends bytes as they are; what is answered until the server hangs up. */
async function say(bytes: string | Buffer): Promise<string> {
  const line = await open()
  line.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  await line.closed
  return line.said
}

const statusesOf = (said: string): string[] =>
  [...said.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status ?? '')

/** An ordinary user's request over a connection of its own. */
async function visit(path = '/'): Promise<string> {
  const said = await say(`GET ${path} HTTP/1.1\r\nHost: haijian.example\r\nConnection: close\r\n\r\n`)
  return statusesOf(said).join()
}

describe('slow clients', () => {
  test('in earnest have ten seconds for headers and thirty for a request', async () => {
    const usual = await Site.open({})
    const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = usual.app.getHttpServer()
    expect({ headersTimeout, requestTimeout, timeout, keepAliveTimeout }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      timeout: 30_000,
      keepAliveTimeout: 10_000,
    })
    await usual.close()
  })

  test('that dole out headers, bodies, or never read are cut off; everybody else is served meanwhile', async () => {
    const lines: Line[] = []
    const many = rounds(1000)
    const drip = async (first: string, count: number) => {
      for (let index = 0; index < count; index++) {
        const line = await open()
        line.socket.write(first)
        const timer = setInterval(() => line.socket.writable && line.socket.write('x'), 150)
        line.socket.once('close', () => clearInterval(timer))
        lines.push(line)
      }
    }
    await drip('GET / HTTP/1.1\r\nHost: haijian.example\r\nX-Slow: ', many)
    await drip(
      'POST /api/session HTTP/1.1\r\nHost: haijian.example\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"',
      many / 2,
    )
    const asset = /\/assets\/[^"]+\.css/.exec((await site.ask({ url: '/' })).body)?.[0] ?? ''
    for (let index = 0; index < many / 5; index++) {
      const line = await open()
      line.socket.pause()
      line.socket.write(`GET ${asset} HTTP/1.1\r\nHost: haijian.example\r\n\r\n`.repeat(30))
      lines.push(line)
    }
    const served: string[] = []
    for (let index = 0; index < 30; index++) {
      served.push(await visit(), await visit(path.howItWorks))
      await sleep(50)
    }
    expect(served).toEqual(served.map(() => '200'))
    await Promise.all(
      lines.map(({ closed, socket }) =>
        Promise.race([
          closed,
          sleep(5000)
            .then(() => socket.resume())
            .then(() => closed),
        ]),
      ),
    )
    expect(lines.filter(({ socket }) => !socket.destroyed)).toEqual([])
    expect(lines.filter(({ said }) => /HTTP\/1\.1 5/.test(said))).toEqual([])
    expect(await visit()).toBe('200')
  })
})

describe('bytes that could be read in two ways', () => {
  const hidden = 'GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n'
  const post = (headers: string, body: string) =>
    `POST /self-check HTTP/1.1\r\nHost: haijian.example\r\nConnection: close\r\n${headers}\r\n\r\n${body}`

  test.each([
    ['a length and chunks', post('Content-Length: 4\r\nTransfer-Encoding: chunked', `0\r\n\r\n${hidden}`)],
    ['chunks and a length', post('Transfer-Encoding: chunked\r\nContent-Length: 4', `0\r\n\r\n${hidden}`)],
    ['two lengths', post('Content-Length: 0\r\nContent-Length: 40', hidden)],
    ['two lengths in one line', post('Content-Length: 0, 40', hidden)],
    ['a length with a sign', post('Content-Length: +0', hidden)],
    ['a length in hexadecimal', post('Content-Length: 0x0', hidden)],
    ['a negative length', post('Content-Length: -1', hidden)],
    ['two encodings', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', `0\r\n\r\n${hidden}`)],
    ['an unknown encoding', post('Transfer-Encoding: xchunked', hidden)],
    ['an encoding after the last', post('Transfer-Encoding: chunked, identity', `0\r\n\r\n${hidden}`)],
    ['a space before the colon', post('Transfer-Encoding : chunked', `0\r\n\r\n${hidden}`)],
    ['a folded header', post('Transfer-Encoding:\r\n chunked', `0\r\n\r\n${hidden}`)],
    ['a tab in the name', post('Transfer\tEncoding: chunked', hidden)],
    ['a NUL in the name', post('Transfer-\0Encoding: chunked', hidden)],
    ['a bare line feed', `POST /self-check HTTP/1.1\nHost: haijian.example\nContent-Length: 0\n\n${hidden}`],
    ['a bare carriage return', post('X: a\rTransfer-Encoding: chunked', hidden)],
    ['a chunk of a size that is none', post('Transfer-Encoding: chunked', `0x1\r\nx\r\n0\r\n\r\n${hidden}`)],
    ['a chunk of a size too large', post('Transfer-Encoding: chunked', `${'f'.repeat(20)}\r\nx\r\n0\r\n\r\n${hidden}`)],
    ['a chunk that ends too late', post('Transfer-Encoding: chunked', `1\r\nxy\r\n0\r\n\r\n${hidden}`)],
  ])('%s: refused, and what is hidden behind is never a request', async (_name, bytes) => {
    const said = await say(bytes)
    expect(statusesOf(said).join()).toMatch(/^(400|422)$/) // one answer, and no second one for what is hidden
    expect(said).not.toMatch(/\/hidden|页面不存在/)
    expect(said).not.toMatch(/\bat \w+.*\(|node_modules|HPE_/)
  })

  test('a body after a request that has none belongs to no request of ours', async () => {
    const said = await say(
      `GET / HTTP/1.1\r\nHost: haijian.example\r\nContent-Length: ${hidden.length}\r\nConnection: close\r\n\r\n${hidden}`,
    )
    expect(statusesOf(said)).toEqual(['200'])
  })

  test('no host, two hosts, a host that is none', async () => {
    const hosts: [string, string[]][] = [
      ['', ['400']],
      ['Host: haijian.example\r\nHost: evil.example\r\n', ['422']],
      ['Host: haijian.example\r\nhost: haijian.example\r\n', ['422']],
      ['Host: evil.example/%0d%0aX: y\r\n', ['200']],
      [`Host: ${'a'.repeat(5000)}\r\n`, ['200']],
      ['Host: <script>alert(1)</script>\r\n', ['200']],
      [
        'Host: evil.example\r\nX-Forwarded-Host: worse.example\r\nX-Forwarded-Proto: http\r\nForwarded: host=worst.example\r\n',
        ['200'],
      ],
    ]
    for (const [host, expected] of hosts) {
      const said = await say(`GET /sign-in HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)
      expect({ host, statuses: statusesOf(said) }).toEqual({ host, statuses: expected })
      expect(said).not.toMatch(/evil\.example|worse\.example|worst\.example|<script>alert|aaaaaaaa/)
    }
    const sent = await say('GET /queue HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')
    expect(/^location: (.*)$/im.exec(sent)?.[1]).toBe(withQuery(path.signIn, { to: path.queue }))
    const absolute = await say(
      'GET http://evil.example/queue HTTP/1.1\r\nHost: haijian.example\r\nConnection: close\r\n\r\n',
    )
    expect(statusesOf(absolute)).toEqual(['303'])
    expect(/^location: (.*)$/im.exec(absolute)?.[1]).toMatch(/^\/sign-in\?to=/)
  })

  test('methods that we do not have', async () => {
    for (const [method, expected] of [
      ['TRACE', /^404$/],
      ['PROPFIND', /^404$/],
      ['CONNECT', /^$/],
      ['BREW', /^400$/],
      ['get', /^400$/],
      ['PRI', /^400$/],
    ] as const) {
      const said = await say(
        `${method} / HTTP/1.1\r\nHost: haijian.example\r\nX-Mine: echoed\r\nConnection: close\r\n\r\n`,
      )
      expect({ method, status: statusesOf(said).join() }).toEqual({ method, status: expect.stringMatching(expected) })
      expect(said).not.toMatch(/echoed/)
    }
  })

  test('too many and too long', async () => {
    const headers = (count: number, size: number) =>
      Array.from({ length: count }, (_, index) => `X-${index}: ${'x'.repeat(size)}\r\n`).join('')
    expect(statusesOf(await say(`GET / HTTP/1.1\r\nHost: haijian.example\r\n${headers(1, 100_000)}\r\n`))).toEqual([
      '431',
    ])
    expect(statusesOf(await say(`GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: haijian.example\r\n\r\n`))).toEqual([
      '431',
    ])
    expect(
      statusesOf(
        await say(`GET / HTTP/1.1\r\nHost: haijian.example\r\nConnection: close\r\n${headers(1500, 1)}\r\n`),
      ).join(),
    ).toMatch(/^(200|431)$/)
    expect(
      statusesOf(
        await say('GET / HTTP/1.1\r\nHost: haijian.example\r\nExpect: everything\r\nConnection: close\r\n\r\n'),
      ),
    ).toEqual(['417'])
    for (const bytes of ['\x16\x03\x01\x02\x00\x01\x00\x01', '\0\0\0\0', 'GET /\r\n\r\n', '\r\n'.repeat(50)])
      expect(statusesOf(await say(`${bytes}x y\r\n\r\n`)).join()).toMatch(/^(400|408)?$/)
  })
})

describe('many at once', () => {
  test('a flood of sign-ins is told to wait at once and starves nobody; afterwards one signs in', async () => {
    const visits = (async () => {
      const served: string[] = []
      for (let index = 0; index < 20; index++) served.push(await visit(index % 2 ? '/' : path.criteria))
      return served
    })()
    const flood: ReturnType<Site['ask']>[] = []
    for (let index = 0; index < rounds(3000); index++) {
      const headers = { 'x-forwarded-for': `198.51.100.${index % 250}` }
      const body = { account: `nobody${index}@example.org`, password: `wrong ${index}` }
      flood.push(site.ask({ method: 'POST', url: apiPath.session, headers, body }))
      if (index % 50 === 49) await sleep(0) // they come without a socket, which would have them come one after the other
    }
    const served = await visits
    expect(served).toEqual(served.map(() => '200'))
    const answers = await Promise.all(flood)
    const busy = answers.filter(({ statusCode }) => statusCode === 503)
    expect(busy.length).toBeGreaterThan(0)
    expect(answers.filter(({ statusCode }) => ![422, 429, 503].includes(statusCode))).toEqual([])
    for (const { headers, body } of busy) {
      expect(headers['retry-after']).toBe('5')
      expect(JSON.parse(body).error).toBe('busy')
    }
    expect((await site.session('intake')).csrf).not.toBe('')
  })

  test('hundreds of connections that say nothing, and are gone', async () => {
    const lines = await Promise.all(Array.from({ length: long ? 1000 : 300 }, open))
    expect(await visit()).toBe('200')
    for (const { socket } of lines) socket.destroy()
    expect(await visit()).toBe('200')
  })
})
