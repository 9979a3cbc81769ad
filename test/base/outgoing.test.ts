/** Where the system may reach out to: the public network, what the settings name, and outside production this machine itself. */
import { once } from 'node:events'
import { createServer, get, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { isPublic, Outgoing, OutgoingRefused } from '../../src/base/outgoing.js'
import { issue } from '../letters/authority.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'

const inProduction = new Outgoing({ production: true, outgoingPrivate: null })
const atHome = new Outgoing({ production: false, outgoingPrivate: null })
const naming = (...outgoingPrivate: string[]) => new Outgoing({ production: true, outgoingPrivate })

let server: Server
let port: number
let asked = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1
    if (request.url === '/away') return void response.writeHead(302, { location: 'http://10.0.0.1/' }).end()
    if (request.url === '/nothing') return void response.writeHead(204).end()
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] })
      response.end(`${request.method} ${request.headers['x-mine'] ?? ''} ${Buffer.concat(pieces)}`)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port // a server on a port has one
})
afterAll(() => new Promise((done) => server.close(done)))

describe('an address', () => {
  test.each([
    '0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1 192.0.2.7 198.18.0.1 224.0.0.1 255.255.255.255',
    ':: ::1 ::ffff:8.8.8.8 ::ffff:127.0.0.1 64:ff9b::a00:1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 2001::1 2001:db8::1 2002:7f00:1::1 3fff::1 100::1',
    'localhost 8.8.8 8.8.8.8.8 1 0x7f.1',
  ])('is not public: %s', (line) => {
    for (const address of line.split(' '))
      expect({ address, public: isPublic(address) }).toEqual({ address, public: false })
  })

  test.each([
    '8.8.8.8 1.1.1.1 172.15.0.1 172.32.0.1 192.167.1.1 11.0.0.1 223.255.255.255',
    '2606:4700::1111 2400:3200::1 2a00::1',
  ])('is public: %s', (line) => {
    for (const address of line.split(' '))
      expect({ address, public: isPublic(address) }).toEqual({ address, public: true })
  })

  test('of a private network is refused as a host, however it is written', () => {
    const nets = fc.constantFrom([10], [127], [169, 254], [172, 16], [192, 168], [100, 64])
    fc.assert(
      fc.property(nets, fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }), fc.nat(3), (net, rest, form) => {
        const bytes = [...net, ...rest].slice(0, 4)
        const [number] = new Uint32Array([bytes.reduce((sum, byte) => sum * 256 + byte, 0)])
        const written = [
          bytes.join('.'),
          String(number),
          `0x${number?.toString(16)}`,
          bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
        ][form]
        expect(() => inProduction.checkHost(new URL(`http://${written}/`).hostname)).toThrow(OutgoingRefused)
      }),
      { numRuns: rounds(10_000) },
    )
  })
})

describe('without TLS', () => {
  test('only this machine is reached, and what is named: nothing is sent to anybody else', async () => {
    const named = new Outgoing({ production: true, outgoingPrivate: null, outgoingPlain: ['Plain.Example.'] })
    for (const host of ['127.0.0.1', '[::1]', 'localhost', 'plain.example'])
      expect(() => named.checkPlain(host)).not.toThrow()
    for (const host of ['example.org', '8.8.8.8', '127.0.0.1.example', 'notplain.example'])
      expect(() => named.checkPlain(host)).toThrow(/OUTGOING_PLAIN/)
    await expect(atHome.fetch('http://example.org/')).rejects.toThrow(/OUTGOING_PLAIN/)
    await expect(async () => atHome.connect({ host: 'example.org', port: 3310 })).rejects.toThrow(/OUTGOING_PLAIN/)
  })
})

describe('the host of a setting', () => {
  test('in production neither a private address nor this machine', () => {
    for (const host of [
      '10.0.0.1',
      '[fd00::1]',
      '127.0.0.1',
      'localhost',
      'LOCALHOST.',
      'a.localhost',
      '::1',
      '0.0.0.0',
    ])
      expect(() => inProduction.checkHost(host)).toThrow(/OUTGOING_PRIVATE/)
    for (const host of ['8.8.8.8', 'tsa.example', 'localhost.example']) inProduction.checkHost(host)
  })

  test('outside production this machine too, and nothing else of a private range', () => {
    for (const host of ['127.0.0.1', 'localhost', '::1', '127.8.8.8']) atHome.checkHost(host)
    for (const host of ['10.0.0.1', '169.254.169.254', '0.0.0.0', 'fe80::1'])
      expect(() => atHome.checkHost(host)).toThrow(OutgoingRefused)
  })

  test('one that is named, and no neighbour of it', () => {
    const outgoing = naming('mail.inside', '10.0.0.5', '[fd00::5]')
    for (const host of ['mail.inside', 'MAIL.INSIDE.', '10.0.0.5', '[fd00::5]', 'fd00::5']) outgoing.checkHost(host)
    for (const host of ['10.0.0.6', '127.0.0.1', 'fd00::6'])
      expect(() => outgoing.checkHost(host)).toThrow(OutgoingRefused)
  })
})

describe('a connection', () => {
  const where = () => `http://127.0.0.1:${port}`

  test('is opened where it may be, and a request answered', async () => {
    const answer = await atHome.fetch(`${where()}/x`, {
      method: 'POST',
      headers: { 'x-mine': 'yes' },
      body: new URLSearchParams({ a: '1' }),
    })
    expect([answer.status, await answer.text(), answer.headers.getSetCookie()]).toEqual([
      200,
      'POST yes a=1',
      ['a=1', 'b=2'],
    ])
    expect([
      (await atHome.fetch(`${where()}/nothing`)).status,
      (await atHome.fetch(where(), { method: 'HEAD' })).status,
    ]).toEqual([204, 200])
    expect(await (await naming('127.0.0.1').fetch(new URL(where()))).text()).toBe('GET  ')
    const socket = await atHome.connect({ host: 'localhost', port })
    socket.end('GET / HTTP/1.0\r\n\r\n')
    const [first] = await once(socket, 'data')
    expect(String(first)).toMatch(/^HTTP\/1\.1 200/)
  })

  test('is never opened to a private address: not one byte is sent', async () => {
    const before = asked
    const hosts = ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1']
    for (const host of hosts)
      await expect(inProduction.fetch(`http://${host}:${port}/`)).rejects.toThrow(OutgoingRefused)
    await expect((async () => inProduction.connect({ host: '127.0.0.1', port }))()).rejects.toThrow(OutgoingRefused)
    await expect(atHome.fetch('http://169.254.169.254/latest/meta-data')).rejects.toThrow(OutgoingRefused)
    expect(asked).toBe(before)
  })

  test('is refused when a name that looked harmless leads inside at the moment of connecting', async () => {
    // these are names to everybody but the resolver, which answers 127.0.0.1
    const names = ['127.1', '0x7f000001', '0177.1']
    const outgoing = new Outgoing({ production: true, outgoingPrivate: null, outgoingPlain: names })
    for (const host of names) {
      outgoing.checkHost(host)
      await expect(outgoing.connect({ host, port })).rejects.toThrow(/OUTGOING_PRIVATE/)
      await expect(outgoing.connect({ host, port, secure: true })).rejects.toThrow(/OUTGOING_PRIVATE/)
      const asking = get({ host, port, lookup: outgoing.lookup, agent: false })
      const [problem] = await once(asking, 'error')
      expect(problem).toBeInstanceOf(OutgoingRefused)
    }
  })

  test('over TLS goes to nobody but the holder of a certificate that is trusted', async () => {
    const own = issue({ name: 'localhost', by: issue({ name: 'an authority of nobody', authority: true }) })
    let heard = 0
    const stranger = createSecureServer({ key: own.key.export({ type: 'pkcs8', format: 'pem' }), cert: own.pem })
    stranger.on('request', (_request, response) => {
      heard += 1
      response.end('let in')
    })
    stranger.listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    const there = (stranger.address() as AddressInfo).port // a server on a port has one
    const untrusted = /unable to (?:get local issuer|verify the first) certificate/
    await expect(atHome.fetch(`https://localhost:${there}/`)).rejects.toThrow(untrusted)
    await expect(atHome.connect({ host: 'localhost', port: there, secure: true })).rejects.toThrow(untrusted)
    expect(heard).toBe(0)
    await new Promise((done) => stranger.close(done))
  })

  test('follows no redirect', async () => {
    const answer = await atHome.fetch(`${where()}/away`)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://10.0.0.1/'])
    await answer.body?.cancel()
    await expect(atHome.fetch(`${where()}/away`, { redirect: 'error' })).rejects.toThrow('redirected')
  })

  test('ends when the asker gives up, and where nobody listens', async () => {
    await expect(atHome.fetch(where(), { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i)
    await expect(atHome.connect({ host: '127.0.0.1', port: 1 })).rejects.toThrow('ECONNREFUSED')
    await expect(atHome.fetch('file:///etc/passwd')).rejects.toThrow('not a web address')
  })
})
