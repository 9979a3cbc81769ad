/** PgBouncer before a database, set up by the sample of docs/operations.md; where it is not installed the tests that need it are skipped and say so. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe } from '@jest/globals'
import { credentialsOf } from '../../src/base/addresses.js'
import { projectFolder } from '../../src/settings.js'
import { findAccount, runAs } from '../../tools/binaries.js'
import { findPort } from './plant.js'

const installed = spawnSync('pgbouncer', ['--version']).status === 0

/** Tests that need PgBouncer. */
export const describeWithPooler = (name: string, body: () => void): void => {
  if (installed) describe(name, body)
  else describe.skip(`${name} (pgbouncer is not installed)`, body)
}

export interface Pooler {
  /** The same address through the pooler, by the database of this name. */
  of(url: string, database?: string): string
  stop(): Promise<void>
}

/** Files for the lines of TLS: the certificate of the database's issuer, and the pooler's own with its key. */
export interface PoolerTls {
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

/**
 * Starts it.
 * @param urls whose users may come through it
 * @param changes settings of the section [pgbouncer] beside those of the sample
 * @param tls without it the lines of TLS are left out
 */
export async function startPooler(
  port: number,
  urls: readonly string[],
  changes: Record<string, string> = {},
  tls?: PoolerTls,
): Promise<Pooler> {
  const folder = mkdtempSync(join(tmpdir(), 'haijian-pooler-'))
  const account = findAccount(folder)
  const own = await findPort()
  const users = urls.map(credentialsOf).map(({ username, password }) => `"${username}" "${password}"`)
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: String(own),
    auth_file: join(folder, 'users'),
    unix_socket_dir: '',
    ...changes,
  }
  writeFileSync(join(folder, 'users'), users.join('\n'))
  writeFileSync(
    join(folder, 'pooler.ini'),
    [...sample(port, Object.keys(settings), tls), ...lines(settings)].join('\n'),
  )
  chmodSync(folder, 0o755) // of passwords that are thrown away
  const server = spawn('pgbouncer', [join(folder, 'pooler.ini')], {
    ...runAs(account),
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let words = ''
  server.stderr.on('data', (piece) => (words += piece))
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  while (!(await answers(own))) {
    if (server.exitCode !== null) throw new Error(`the pooler did not start: ${words}`)
    await sleep(50)
  }
  return {
    of: (url, database = 'haijian') =>
      Object.assign(new URL(url), { port: String(own), pathname: `/${database}` }).href,
    stop: async () => {
      server.kill('SIGINT')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const lines = (settings: Record<string, string>): string[] =>
  Object.entries(settings).map(([name, value]) => `${name} = ${value}`)

/** The documented file for a database on this machine, without the settings that are given otherwise. */
function sample(port: number, otherwise: readonly string[], tls?: PoolerTls): string[] {
  const text = readFileSync(join(projectFolder, 'docs/operations.md'), 'utf8')
  const [, documented = ''] = /```ini\n(\[databases\][^`]*)```/.exec(text) ?? []
  const isGiven = (line: string) => (!tls && /_tls_/.test(line)) || otherwise.includes(line.split(/[\s=]/)[0] ?? '')
  return documented
    .replaceAll('host=db.example port=5432', `host=127.0.0.1 port=${port}`)
    .replace('/etc/ssl/certs/ca-certificates.crt', tls?.authority ?? '')
    .replace('/etc/pgbouncer/pooler.pem', tls?.certificate ?? '')
    .replace('/etc/pgbouncer/pooler.key', tls?.key ?? '')
    .split('\n')
    .filter((line) => !isGiven(line))
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}
