/**
 * The database roles of the web server and of the worker (docs/architecture.md#the-database):
 * they sign in, and own and may do nothing but what the migrations grant.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { credentialsOf, openClient as connect, placeOf, withCredentials } from '../src/base/addresses.js'
import { setLimits } from '../src/base/limits.js'
import type { Config, Environment, RoleKey } from '../src/config.js'
import { isUnavailable } from '../src/base/databaseErrors.js'
import { refusalOf } from '../src/base/databaseRefusal.js'
import { ROLES, SETTINGS } from '../src/settings.js'
import { codeOf, LauncherError, messageOf } from './binaries.js'

export { openClient as connect } from '../src/base/addresses.js'

/**
 * Connects by the address of a setting.
 * @throws DatabaseUnusable, which names the setting, when the server refuses; LauncherError when nobody answers
 */
export async function connectBy(setting: string, url: string): Promise<pg.Client> {
  try {
    return await connect(url)
  } catch (error) {
    const refusal = refusalOf(error, setting)
    if (refusal || !isUnavailable(error)) throw refusal ?? error
    throw new LauncherError(
      `数据库（${setting}，${placeOf(url)}）没有应答：${codeOf(error)}。请核对地址，或先启动数据库。`,
      `The database (${setting}, ${placeOf(url)}) does not respond: ${codeOf(error)}. Check the address, or start the database first.`,
    )
  }
}

/** The settings of the roles' addresses. */
export type Addresses = Pick<Config, RoleKey>

/**
 * The settings with an address for every role that has none: the owner's database, with a password that is made once and kept in DATA_DIR. In production only for the
 * embedded server, whose superuser's password lies there, too; elsewhere the roles' addresses are the operator's to set.
 */
export function withAddresses(config: Config): Config {
  const { databaseUrl, dataDir } = config
  if (!databaseUrl || (config.production && !config.embedded)) return config
  const addresses = ROLES.map(({ role, key }) => [
    key,
    config[key] ?? addressFor(databaseUrl, role, keptPassword(dataDir, role)),
  ])
  return { ...config, ...Object.fromEntries(addresses) }
}

/** The addresses as a process is given them in its environment: the owner's, and every role's. */
export function addressSettings(config: Config): Environment {
  const roles = ROLES.map(({ key }) => [SETTINGS[key].name, config[key] ?? undefined])
  return { [SETTINGS.databaseUrl.name]: config.databaseUrl ?? undefined, ...Object.fromEntries(roles) }
}

const addressFor = (ownerUrl: string, role: string, password: string): string =>
  withCredentials(ownerUrl, { username: role, password })

/** Whoever comes first makes it; two that come at once agree, since a link is made once. */
function keptPassword(dataDir: string, role: string): string {
  const folder = join(dataDir, 'roles')
  const file = join(folder, role)
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const own = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(own, randomBytes(32).toString('base64url'), { mode: 0o600 })
  try {
    linkSync(own, file)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(own)
  }
  return readFileSync(file, 'utf8').trim()
}

/**
 * Makes all roles, or gives them the passwords of the settings, and time limits. Roles that can sign in already need nothing of the owner, so one without the
 * right to make roles is enough once a database administrator has made them.
 * @throws LauncherError when a role has rights that would undo row-level security, or can be neither used nor made
 */
export async function prepareRoles(ownerUrl: string, config: Addresses): Promise<void> {
  const owner = await connect(ownerUrl)
  try {
    for (const { role, key } of ROLES) {
      const url = config[key]
      if (url && !(await canSignIn(SETTINGS[key].name, url))) await makeRole(owner, role, url)
      await checkRights(owner, role)
    }
    await openDatabase(owner)
    for (const { key } of ROLES) if (config[key]) await limitRole(SETTINGS[key].name, config[key])
  } finally {
    await owner.end()
  }
}

/** Lets these roles, and nobody else, connect to the current database. Such rights belong to a database and are not copied from a template. */
export async function openDatabase(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ name: string }>('select quote_ident(current_database()) as name')
  const name = rows[0]?.name
  await owner.query(
    `revoke all on database ${name} from public; grant connect on database ${name} to ${ROLES.map(({ role }) => role).join(', ')}`,
  )
}

/** invalid_authorization_specification and invalid_password; a pooler's own; of a role that may not connect to this database yet. */
const NOT_KNOWN = new Set(['28000', '28P01', '08P01', '42501'])

/** Throws where that cannot be found out, for the role is not what is wrong then. */
async function canSignIn(setting: string, url: string): Promise<boolean> {
  try {
    await (await connect(url)).end()
    return true
  } catch (error) {
    if (NOT_KNOWN.has(codeOf(error))) return false
    throw refusalOf(error, setting) ?? error
  }
}

async function makeRole(owner: pg.Client, role: string, url: string): Promise<void> {
  const verifier = scramVerifier(credentialsOf(url).password)
  try {
    await beforeOthers(async () => {
      const { rows } = await owner.query('select 1 from pg_roles where rolname = $1', [role])
      const verb = rows.length > 0 ? 'alter' : 'create'
      await owner.query(`${verb} role ${role} login password '${verifier}'`)
    })
  } catch (error) {
    const why = messageOf(error)
    throw new LauncherError(
      `数据库角色 ${role} 无法登录，也无法建立或更改：${why}。请由数据库管理员建立该角色，并设定其密码对应的地址。`,
      `The database role ${role} can neither sign in nor be made or changed. Let the administrator of the database make it, and set the address with its password.`,
    )
  }
}

/** By the role itself: it may have been made by an administrator, whose roles the owner may not change. */
async function limitRole(setting: string, url: string): Promise<void> {
  const own = await connectBy(setting, url)
  try {
    await beforeOthers(() => setLimits(own))
  } finally {
    await own.end()
  }
}

/** Roles belong to the whole server: another database of it may be changing the same ones at this moment, so it is tried again. */
async function beforeOthers(change: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      return await change()
    } catch (error) {
      if (attempt === 5 || !['42710', '23505', 'XX000'].includes(codeOf(error))) throw error
      await sleep(100 * attempt)
    }
}

async function checkRights(owner: pg.Client, role: string): Promise<void> {
  const { rows } = await owner.query<{ strong: boolean }>(
    'select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as strong from pg_roles where rolname = $1',
    [role],
  )
  if (rows[0]?.strong === false) return
  throw new LauncherError(
    `数据库角色 ${role} 权限过大（superuser、bypassrls、createrole、createdb 或 replication），行级安全会失效。请收回这些权限。`,
    `The database role ${role} has rights that undo row-level security (superuser, bypassrls, createrole, createdb or replication). Take them away.`,
  )
}

/** What the server stores for a password (RFC 5802, RFC 7677), made here so that no password stands in a statement, which servers may log. */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const rounds = 4096
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`
}
