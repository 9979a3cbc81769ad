/**
 * An address of a database that may name several servers, as PostgreSQL's own tools take it:
 * `postgres://user:password@db1:5432,db2:5432/name?target_session_attrs=read-write`. pg knows
 * only one, so they are tried in turn, each with its own name in its certificate; the one that can
 * be written counts.
 */
import pg from 'pg'
import { isUnavailable } from './databaseErrors.js'
import { requireWritable } from './writable.js'

const PARTS = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^@/?#]*)(.*)$/s

/** The same address once a server, in the order of their names. */
export function addressesOf(address: string): readonly [string, ...string[]] {
  const [, before, servers = '', after] = PARTS.exec(address) ?? []
  const [first = address, ...others] = servers.split(',').map((server) => `${before}${server}${after}`)
  return servers.includes(',') ? [first, ...others] : [address]
}

const WRITTEN = new Set([null, 'read-write', 'primary'])

/**
 * Whether an address names servers that can be found, and nothing that is not kept: only a server
 * that can be written is ever used.
 */
export const isAddress = (address: string): boolean =>
  PARTS.test(address) && addressesOf(address).every((one, _, { length }) => isOne(one, length > 1))

function isOne(address: string, named: boolean): boolean {
  if (!URL.canParse(address)) return false
  const { hostname, searchParams } = new URL(address)
  if (searchParams.get('host')?.includes(',') || !WRITTEN.has(searchParams.get('target_session_attrs'))) return false
  return !named || hostname !== ''
}

/** Host and port of an address, or its socket's folder; never more of it. */
export const placeOf = (url: string): string => addressesOf(url).map(placeOfOne).join(', ')

function placeOfOne(url: string): string {
  if (!URL.canParse(url)) return '?'
  const { host, searchParams } = new URL(url)
  return searchParams.get('host') ?? host
}

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** Who an address signs in as, decoded. */
export function credentialsOf(address: string): Credentials {
  const { username, password } = new URL(addressesOf(address)[0])
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) }
}

/** The same servers and database for somebody else. */
export function withCredentials(address: string, { username, password }: Credentials): string {
  const who = [username, password].filter(Boolean).map(encodeURIComponent).join(':')
  return address.replace(PARTS, (_, _before, servers, after) => `postgres://${who}@${servers}${after}`)
}

/** Of two reasons why no server could be used the one that waiting does not cure. */
export const graver = <T>(one: T | undefined, other: T): T => (one !== undefined && !isUnavailable(one) ? one : other)

/** What stands in pg_stat_activity beside every connection of this process, unless its address says another name. */
export function nameConnections(name: string): void {
  pg.defaults.application_name = name
}

/**
 * A connection of its own to the first of the servers that takes it; of several it must be one that can be written. It
 * survives the loss of its server, which without a listener would end the process.
 */
export async function openClient(address: string, settings: pg.ClientConfig = {}): Promise<pg.Client> {
  const addresses = addressesOf(address)
  let fault: unknown
  for (const connectionString of addresses) {
    const client = new pg.Client({ connectionTimeoutMillis: 10_000, keepAlive: true, ...settings, connectionString })
    client.on('error', () => undefined)
    try {
      await client.connect()
      if (addresses.length > 1) await requireWritable(client)
      return client
    } catch (error) {
      fault = graver(fault, error)
      await client.end().catch(() => undefined)
    }
  }
  throw fault
}
