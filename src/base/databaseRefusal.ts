/**
 * What it means when a database does not take a connection that the settings ask for: no second try
 * changes that, so the process ends and names the setting. Told by codes and by where in the server
 * it happened, never by words, which the server says in a language of its own.
 */
import { sqlState } from './databaseErrors.js'
import { type Bilingual, fill } from './text.js'

/** These settings lead to no database that can be used; `because` names the setting, never its value. */
export class DatabaseUnusable extends Error {
  constructor(readonly because: Bilingual) {
    super(`${because.zh}\n${because.en}`)
    this.name = 'DatabaseUnusable'
  }
}

const PASSWORD: Bilingual = {
  zh: '{setting}：数据库不接受其中的用户或密码，请改正。{migrate}',
  en: '{setting}: the database does not accept its user or password. Correct them.{migrate}',
}
const ROLE: Bilingual = {
  zh: '{setting}：数据库里没有其中的用户，或该用户不能登录，请改正。{migrate}',
  en: '{setting}: the database has no such user, or the user is not allowed to sign in. Correct it.{migrate}',
}
/** Of the roles, which the owner makes. */
const MIGRATE: Bilingual = {
  zh: '以全部地址运行 npm run migrate，可建立角色，或让它改用这个密码。',
  en: ' To create the role or set this password, run npm run migrate with all addresses.',
}
const NOT_LET_IN: Bilingual = {
  zh:
    '{setting}：数据库的 pg_hba.conf 不允许该用户从本机以这种方式连接。' +
    '请由数据库管理员加一行（见 docs/operations.md）。',
  en:
    '{setting}: pg_hba.conf of the database does not allow this user to connect from this machine in ' +
    'this way. Ask the database administrator to add a line (see docs/operations.md).',
}
const DATABASE: Bilingual = {
  zh: '{setting}：服务器上没有其中的数据库。请改正库名，或先建立数据库（见 docs/operations.md）。',
  en:
    '{setting}: the server has no such database. Correct the name, or create the database first (see ' +
    'docs/operations.md).',
}
const RIGHT: Bilingual = {
  zh: '{setting}：该用户没有连接这个数据库的权限。请核对库名，再运行 npm run migrate。',
  en:
    '{setting}: the user has no permission to connect to this database. Check the name of the database, ' +
    'then run npm run migrate.',
}
const PARAMETER: Bilingual = {
  zh:
    '{setting}：连接池不接受启动参数 {parameter}。' +
    '请在连接池的 ignore_startup_parameters 中写明它，或直接连接数据库。',
  en:
    '{setting}: the pooler refuses the startup parameter {parameter}. Add it to ' +
    'ignore_startup_parameters of the pooler, or connect to the database directly.',
}
const CERTIFICATE: Bilingual = {
  zh:
    '{setting}：不接受数据库的证书（{code}）。请核对地址中的主机名是否与证书一致、' +
    'sslrootcert（或 NODE_EXTRA_CA_CERTS）是否为签发该证书的机构、证书是否在有效期内。',
  en:
    '{setting}: the certificate of the database is not accepted ({code}). Check that the host name ' +
    'matches the certificate, that sslrootcert (or NODE_EXTRA_CA_CERTS) is its issuer, and that it has ' +
    'not expired.',
}
const NO_TLS: Bilingual = {
  zh: '{setting}：数据库不支持加密连接（TLS）。请在服务器上打开 ssl；确要不加密，请去掉 sslmode 并设 OUTGOING_PLAIN。',
  en:
    '{setting}: the database does not support TLS. Turn on ssl on the server. To connect without ' +
    'encryption, remove sslmode and list the host in OUTGOING_PLAIN.',
}
const TLS_ONLY: Bilingual = {
  zh: '{setting}：连接池只接受加密连接（TLS）。请在地址后加 sslmode=verify-full。',
  en: '{setting}: the pooler accepts TLS connections only. Add sslmode=verify-full to the address.',
}
const FILE: Bilingual = {
  zh: '{setting}：其中的证书文件（sslrootcert、sslcert 或 sslkey）无法读取（{code}）。请核对路径和权限。',
  en:
    '{setting}: a file that it names (sslrootcert, sslcert or sslkey) cannot be read ({code}). Check its ' +
    'path and permissions.',
}

/** What Node and OpenSSL call a certificate that does not hold. */
const OF_CERTIFICATES = [
  ...['CERT_', 'CRL_', 'DEPTH_ZERO_', 'ERR_TLS_', 'ERR_SSL_', 'ERR_OSSL_', 'HOSTNAME_', 'INVALID_CA'],
  ...['INVALID_PURPOSE', 'PATH_LENGTH_', 'SELF_SIGNED_', 'UNABLE_TO_'],
]

/** The functions of PostgreSQL that look into pg_hba.conf; other faults of 28000 are of the role. */
const OF_HBA = new Set(['ClientAuthentication', 'auth_failed'])

/** What an error of the server, or of the system, has beside its code. */
const partOf = (error: unknown, name: 'routine' | 'syscall' | 'message'): string =>
  typeof error === 'object' && error !== null && name in error ? String(Reflect.get(error, name)) : ''

const PARAMETER_REFUSED = /unsupported startup parameter[^:]*: (\w+)/

/**
 * PgBouncer has one code for nearly everything, and speaks English only. What it says of the server
 * behind it passes.
 */
function ofPooler(message: string): Bilingual | undefined {
  if (PARAMETER_REFUSED.test(message)) return PARAMETER
  if (/server login|server_login_retry/.test(message)) return undefined
  if (/no such database/.test(message)) return DATABASE
  if (/SSL required/.test(message)) return TLS_ONLY
  return /no such user|authentication failed|auth failed/.test(message) ? PASSWORD : undefined
}

function sentenceOf(error: unknown, code: string): Bilingual | undefined {
  const message = partOf(error, 'message')
  if (code === '28P01' || message.startsWith('SASL: ')) return PASSWORD // of pg itself, where the address has none
  if (code === '28000') return OF_HBA.has(partOf(error, 'routine')) ? NOT_LET_IN : ROLE
  if (code === '3D000') return DATABASE
  if (code === '42501') return RIGHT
  if (code === '08P01') return ofPooler(message)
  if (OF_CERTIFICATES.some((begin) => code.startsWith(begin))) return CERTIFICATE
  if (partOf(error, 'syscall') === 'open') return FILE
  return message === 'The server does not support SSL connections' ? NO_TLS : undefined // of pg itself
}

/**
 * Why a connection by this setting is refused for good, and what to do; undefined for every other
 * error, that of a database that is merely away among them.
 */
export function refusalOf(error: unknown, setting: string): DatabaseUnusable | undefined {
  const code = sqlState(error) ?? ''
  const sentence = sentenceOf(error, code)
  if (!sentence) return undefined
  const parameter = PARAMETER_REFUSED.exec(partOf(error, 'message'))?.[1] ?? ''
  const migrate = setting === 'DATABASE_URL' ? '' : MIGRATE
  return new DatabaseUnusable(fill(sentence, { setting, code, parameter, migrate }))
}
