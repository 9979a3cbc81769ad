/**
 * `npm run doctor` and the services around this machine, each a real server on the loopback: an S3 store, a time-stamping authority, a mail server with STARTTLS and sign-in, an identity provider.
 * What is right is found right, and each typical fault has its sentence and says what to do.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createPlainServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import Provider from 'oidc-provider'
import S3rver from 's3rver'
import { type Environment, examineConfig } from '../../src/config.js'
import { projectFolder } from '../../src/settings.js'
import type { Finding } from '../../tools/doctor/finding.js'
import { examineServices } from '../../tools/doctor/services.js'
import { type Holder, issue, openTimeStampServer, type TimeStampServer } from '../letters/authority.js'
import { settingsInEarnest } from '../letters/earnest.js'
import { findPort } from '../reliability/plant.js'
import { startMailServer } from '../worker/mailServer.js'

jest.setTimeout(120_000)
jest.spyOn(console, 'warn').mockImplementation(() => undefined) // the provider’s advice to whoever runs one

const NOW = new Date('2027-01-04T10:00:00+08:00')
const [USER, PASSWORD] = ['haijian@example.org', 'right: 100 %']
const CLIENT = { id: 'haijian', secret: 'a-secret-of-the-tests-only' }

let folder: string
let authority: Holder
let stranger: Holder
let stamps: TimeStampServer
/** All services as they should be, by addresses that need no authority of one's own but the mail server's. */
let settings: Environment
/** A port where somebody takes connections and never says a word. */
let silent: number
const closing: (() => unknown)[] = []

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port // of a server that listens
const keyOf = ({ key }: Holder) => String(key.export({ type: 'pkcs8', format: 'pem' }))

/** The same server behind TLS, with a certificate of the tests' authority. */
async function behindTls(port: number): Promise<number> {
  const own = issue({ name: '127.0.0.1', by: authority, ip: '127.0.0.1' })
  const server = createTlsServer({ key: keyOf(own), cert: own.pem }, (client) => {
    const there = connectTo(port, '127.0.0.1')
    client.pipe(there).pipe(client)
    for (const one of [client, there]) one.on('error', () => [client, there].forEach((each) => void each.destroy()))
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return portOf(server)
}

/** A provider that knows this system; of an address with TLS or without. */
async function startProvider(secure: boolean): Promise<string> {
  const own = issue({ name: '127.0.0.1', by: authority, ip: '127.0.0.1' })
  const server = secure ? createSecureServer({ key: keyOf(own), cert: own.pem }) : createPlainServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  closing.push(() => server.close())
  const issuer = `${secure ? 'https' : 'http'}://127.0.0.1:${portOf(server)}`
  const client = {
    client_id: CLIENT.id,
    client_secret: CLIENT.secret,
    redirect_uris: ['https://haijian.example/sign-in/provider/back'],
    token_endpoint_auth_method: 'client_secret_basic' as const,
  }
  server.on('request', new Provider(issuer, { clients: [client], pkce: { required: () => true } }).callback())
  server.on('tlsClientError', () => undefined)
  return issuer
}

async function startSignInMail(own: Holder) {
  const server = await startMailServer({
    disabledCommands: [],
    authOptional: false,
    key: keyOf(own),
    cert: own.pem,
    onAuth: ({ username, password }, _session, done) =>
      username === USER && password === PASSWORD ? done(null, { user: username }) : done(new Error('no')),
  })
  closing.push(() => server.close())
  return server
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haijian-doctor-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  authority = issue({ name: 'The tests’ authority', authority: true })
  stranger = issue({ name: 'Somebody else’s authority', authority: true })
  const earnest = await settingsInEarnest(folder, '2029-01-01')
  mkdirSync(join(folder, 's3'))
  const store = { port: await findPort(), address: '127.0.0.1', silent: true, directory: join(folder, 's3') }
  const server = new S3rver({ ...store, configureBuckets: [{ name: 'checkpoints', configs: [] }] })
  await server.run()
  closing.push(() => server.close())
  stamps = await openTimeStampServer({
    own: issue({ name: '时间戳机构', by: authority, stamps: true }),
    along: [authority],
    at: '20270104020000Z',
  })
  closing.push(() => stamps.close())
  const mail = await startSignInMail(issue({ name: '127.0.0.1', by: authority, ip: '127.0.0.1' }))
  const deaf = new Set<Socket>()
  const listener = createServer((socket) => void deaf.add(socket))
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of deaf) socket.destroy()
    listener.close()
  })
  silent = portOf(listener)
  settings = {
    ...earnest,
    DATA_DIR: folder,
    OUTGOING_PRIVATE: '127.0.0.1,localhost',
    AUDIT_S3_ENDPOINT: `http://127.0.0.1:${store.port}`,
    AUDIT_S3_BUCKET: 'checkpoints',
    AUDIT_S3_KEY: 'S3RVER',
    AUDIT_S3_SECRET: 'S3RVER',
    TIMESTAMP_URL: stamps.url,
    TIMESTAMP_CERTIFICATE: file('stamps.pem', authority.pem),
    SMTP_URL: `smtp://${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${mail.port}`,
    SMTP_CERTIFICATE: file('mail.pem', authority.pem),
    MAIL_FROM: USER,
    OIDC_ISSUER: await startProvider(false),
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
  }
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

/** What is found of services: `about: found → what to do`, of those that are set. */
async function found(changes: Environment = {}): Promise<string[]> {
  const all = await examineServices(examineConfig({ ...settings, ...changes }).config, NOW)
  for (const { grade, found: said, remedy } of all.filter((one) => one.grade === 'wrong')) {
    expect([grade, said.zh, remedy?.zh]).toEqual([
      'wrong',
      expect.stringMatching(/[\u4e00-\u9fff]/),
      expect.stringMatching(/[\u4e00-\u9fff]/),
    ])
    expect(JSON.stringify([said, remedy])).not.toContain(changes.AUDIT_S3_SECRET ?? PASSWORD)
  }
  return all.filter(({ grade, about }) => grade !== 'notAsked' && about !== 'CLAMD').map(lineOf)
}
const lineOf = ({ grade, about, found: said, remedy }: Finding): string =>
  `${grade} ${about}: ${said.en}${remedy ? ` → ${remedy.en}` : ''}`

const RIGHT = [
  'ok SMTP_URL: connection, encryption and sign-in succeeded; no mail was sent.',
  'ok OIDC_ISSUER: its discovery document is usable.',
  'ok OIDC_ISSUER: redirect address to register at the provider: https://haijian.example/sign-in/provider/back; scope: openid; claims used: sub, auth_time, amr.',
  'ok OIDC_CLIENT_SECRET: is accepted by the provider.',
  'ok TIMESTAMP_URL: issues valid time-stamps.',
  'ok AUDIT_S3_ENDPOINT: the bucket can be listed.',
]

/** Those of a service, of which something else is asked for than of the rest. */
const of = (lines: readonly string[], about: string): string[] => lines.filter((line) => line.includes(` ${about}: `))

test('all is right', async () => {
  expect(await found()).toEqual(RIGHT)
})

test.each<[string, string, Environment, string]>([
  [
    'another access key',
    'AUDIT_S3_ENDPOINT',
    { AUDIT_S3_KEY: 'STRANGER' },
    'wrong AUDIT_S3_ENDPOINT: the service does not accept the access key, or the key lacks permission (403). → ' +
      'Check AUDIT_S3_KEY, AUDIT_S3_SECRET and the region; the key needs permission to read, list and add ' +
      'in this bucket. Check the clock of this machine.',
  ],
  [
    'no such bucket',
    'AUDIT_S3_ENDPOINT',
    { AUDIT_S3_BUCKET: 'not-there' },
    'wrong AUDIT_S3_ENDPOINT: there is no such bucket (404). → Create the bucket first (with versioning ' +
      'and retention), or correct AUDIT_S3_BUCKET.',
  ],
  [
    'a wrong password',
    'SMTP_URL',
    { SMTP_URL: 'wrong-password' },
    'wrong SMTP_URL: the user or password is not accepted. → Correct the user and password in SMTP_URL. ' +
      'Percent-encode special characters (@ as %40).',
  ],
  [
    'another authority',
    'SMTP_URL',
    { SMTP_CERTIFICATE: 'strangers' },
    'wrong SMTP_URL: its certificate is not accepted. → Use the host name in the certificate. For an ' +
      'internal issuer, set its certificate in SMTP_CERTIFICATE.',
  ],
  [
    'no STARTTLS',
    'SMTP_URL',
    { SMTP_URL: 'no-tls' },
    'wrong SMTP_URL: it does not support encryption (STARTTLS or TLS). → Turn it on on the mail server. ' +
      'smtps:// uses port 465, smtp:// port 587.',
  ],
  [
    'a private address that nobody has named',
    'SMTP_URL',
    { SMTP_URL: 'smtp://10.1.2.3:25' },
    'wrong SMTP_URL: 10.1.2.3 leads to a private address. To allow the connection, list the host in OUTGOING_PRIVATE. ' +
      '→ Check the host and port. A private host must be listed in OUTGOING_PRIVATE.',
  ],
  [
    'a client that the provider does not know',
    'OIDC_CLIENT_SECRET',
    { OIDC_CLIENT_ID: 'another' },
    'wrong OIDC_CLIENT_SECRET: the provider does not accept OIDC_CLIENT_ID or OIDC_CLIENT_SECRET. → ' +
      'Compare them with the registration at the provider: confidential client, authorisation code flow, ' +
      'client_secret_basic.',
  ],
  [
    'another secret of the client',
    'OIDC_CLIENT_SECRET',
    { OIDC_CLIENT_SECRET: 'another-secret-of-the-tests' },
    'wrong OIDC_CLIENT_SECRET: the provider does not accept OIDC_CLIENT_ID or OIDC_CLIENT_SECRET. → ' +
      'Compare them with the registration at the provider: confidential client, authorisation code flow, ' +
      'client_secret_basic.',
  ],
  [
    'an address with a path of its own',
    'OIDC_ISSUER',
    { OIDC_ISSUER: '/realms/other' },
    'wrong OIDC_ISSUER: there is no usable discovery document at this address. → Check the address ' +
      '(without /.well-known/…); a private host must be listed in OUTGOING_PRIVATE, and an internal issuer ' +
      'set in NODE_EXTRA_CA_CERTS.',
  ],
  [
    'another name of the same provider',
    'OIDC_ISSUER',
    { OIDC_ISSUER: 'localhost' },
    'wrong OIDC_ISSUER: it identifies itself as a different issuer. → Set OIDC_ISSUER to exactly the ' +
      'issuer in its discovery document (…/.well-known/openid-configuration).',
  ],
  [
    'a certificate that is not the time-stamping authority’s',
    'TIMESTAMP_URL',
    { TIMESTAMP_CERTIFICATE: 'strangers' },
    'wrong TIMESTAMP_URL: The response of the time-stamping authority TSA is not valid. → Check the ' +
      'address of the time-stamping service (RFC 3161). TIMESTAMP_CERTIFICATE must be the certificate of ' +
      'the authority or its issuer.',
  ],
])('%s', async (_, about, changes, line) => {
  const right = settings.SMTP_URL ?? ''
  const real: Record<string, () => Promise<string> | string> = {
    strangers: () => file('strangers.pem', stranger.pem),
    'wrong-password': () => Object.assign(new URL(right), { password: 'wrong' }).href,
    'no-tls': async () => {
      const server = await startMailServer()
      closing.push(() => server.close())
      return `smtp://127.0.0.1:${server.port}`
    },
    '/realms/other': () => `${settings.OIDC_ISSUER}/realms/other`,
    localhost: () => `${settings.OIDC_ISSUER}`.replace('127.0.0.1', 'localhost'),
  }
  const filled = await Promise.all(
    Object.entries(changes).map(async ([name, value]) => [name, (await real[value ?? '']?.()) ?? value] as const),
  )
  const all = await found(Object.fromEntries(filled))
  expect(of(all, about)).toEqual([line.replace('TSA', stamps.url)])
  // the rest is as right as before
  const others = (lines: readonly string[]) =>
    lines.filter((one) => !/ OIDC_/.test(one) && !one.includes(` ${about}: `))
  expect(others(all)).toEqual(others(RIGHT))
})

test('a time-stamping authority that answers 503', async () => {
  const { answer } = stamps
  stamps.answer = { ...answer, fault: 'noAnswer' }
  expect(of(await found(), 'TIMESTAMP_URL')).toEqual([
    `wrong TIMESTAMP_URL: The time-stamping authority ${stamps.url} did not answer. → Check the address ` +
      'of the time-stamping service (RFC 3161). TIMESTAMP_CERTIFICATE must be the certificate of the ' +
      'authority or its issuer.',
  ])
  stamps.answer = answer
})

const everywhere = (port: number | string, host = '127.0.0.1'): Environment => ({
  AUDIT_S3_ENDPOINT: `http://${host}:${port}`,
  TIMESTAMP_URL: `http://${host}:${port}/tsa`,
  SMTP_URL: `smtp://${host}:${port}`,
  OIDC_ISSUER: `http://${host}:${port}`,
})
const SERVICES = ['SMTP_URL', 'OIDC_ISSUER', 'TIMESTAMP_URL', 'AUDIT_S3_ENDPOINT']

describe('of every service', () => {
  test('where nothing listens', async () => {
    expect(await found(everywhere(await findPort()))).toEqual(
      SERVICES.map(
        (about) =>
          `wrong ${about}: nothing is listening there (ECONNREFUSED). → Check the host and port, and that the ` +
          'service is running.',
      ),
    )
  })

  test('a name that nobody has', async () => {
    const nobody = 'no-such-host.invalid'
    const lines = await found({ ...everywhere(443, nobody), OUTGOING_PLAIN: nobody })
    expect(lines).toEqual(
      SERVICES.map((about) =>
        expect.stringMatching(
          new RegExp(
            `^wrong ${about}: the host name cannot be resolved \\((ENOTFOUND|EAI_AGAIN)\\). → Check the host name and the DNS`,
          ),
        ),
      ),
    )
  })

  test('somebody who takes the connection and says nothing: given up after ten seconds, all at once', async () => {
    const began = performance.now()
    const lines = await found(everywhere(silent))
    expect(performance.now() - began).toBeLessThan(30_000)
    expect(lines).toEqual(
      SERVICES.map((about) =>
        expect.stringMatching(new RegExp(`^wrong ${about}: no response in time.* → Check the host, port`)),
      ),
    )
  })

  test('an authority of one’s own: without it each says so and what to set; with it all is right', async () => {
    const ports = [settings.AUDIT_S3_ENDPOINT, stamps.url].map((address) => Number(new URL(address ?? '').port))
    const [store = 0, stamping = 0] = await Promise.all(ports.map(behindTls))
    const secured: Environment = {
      ...settings,
      AUDIT_S3_ENDPOINT: `https://127.0.0.1:${store}`,
      TIMESTAMP_URL: `https://127.0.0.1:${stamping}/tsa`,
      OIDC_ISSUER: await startProvider(true),
    }
    // the authorities that Node knows are read when a process starts
    const run = (more: Environment) =>
      new Promise<string[]>((done) => {
        const command = join(projectFolder, 'dist/tools/doctor.js')
        execFile(
          process.execPath,
          [command, '--json'],
          { env: { ...process.env, ...secured, ...more } },
          (_, stdout) => {
            const { sections } = JSON.parse(stdout) as { sections: { name: { en: string }; findings: Finding[] }[] }
            const services = sections.find(({ name }) => name.en === 'Services')?.findings ?? []
            done(services.filter(({ grade, about }) => grade !== 'notAsked' && about !== 'CLAMD').map(lineOf))
          },
        )
      })
    const mail = RIGHT[0] ?? ''
    expect(await run({})).toEqual([
      mail,
      ...SERVICES.slice(1).map((about) =>
        expect.stringMatching(
          new RegExp(
            `^wrong ${about}: the issuer of its certificate is not trusted \\(\\w+\\). → .* named by NODE_EXTRA_CA_CERTS`,
          ),
        ),
      ),
    ])
    expect(await run({ NODE_EXTRA_CA_CERTS: file('own.pem', authority.pem) })).toEqual(RIGHT)
  })
})
