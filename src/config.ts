/**
 * The settings of this process, checked. The only reader of process.env; settings.ts lists what
 * there is. Over 250 lines because all that is refused at the start is read together.
 */
import { createHmac } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { addressesOf, credentialsOf } from './base/addresses.js'
import { Outgoing, OutgoingRefused } from './base/outgoing.js'
import type { Bilingual } from './base/text.js'
import { DEMONSTRATION_SECRET, ROLES, SETTINGS, type Setting } from './settings.js'

/** The exit status for wrong settings (EX_CONFIG of BSD's sysexits.h). */
export const EXIT_SETTINGS = 78

type Declared = typeof SETTINGS
type Values = { readonly [K in keyof Declared]: Declared[K] extends Setting<infer T> ? T : never }
/** Settings whose default depends on others. */
type Dependent = 'host' | 'publicUrl' | 'embedded' | 'demo' | 'codeSeconds' | 'drainSeconds' | 'logLevel'

/** The addresses of databases are null while no server is known, that is before the embedded one has started. */
export type Config = { readonly [K in keyof Values]: K extends Dependent ? NonNullable<Values[K]> : Values[K] } & {
  readonly production: boolean
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Some settings are wrong; `problems` names every one of them. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly Bilingual[]) {
    const lines = problems.map(({ zh, en }) => `  • ${zh}\n    ${en}`)
    super(`设置有误，无法启动。Cannot start: the settings are wrong.\n${lines.join('\n')}`)
    this.name = 'SettingsError'
  }
}

/**
 * Reads all settings from an environment. A name that is absent or empty has its default. Pure.
 * @throws SettingsError naming everything that is wrong at once
 */
export function readConfig(environment: Environment): Config {
  const { config, problems } = examineConfig(environment)
  if (problems.length > 0) throw new SettingsError(problems)
  return config
}

/** The same with all that is wrong; what cannot be read has its default. For whoever only looks. */
export function examineConfig(environment: Environment = process.env): { config: Config; problems: Bilingual[] } {
  const problems: Bilingual[] = []
  const values = readValues(environment, problems)
  const production = values.mode === 'production'
  const config: Config = {
    ...values,
    production,
    host: values.host ?? (production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl: values.publicUrl ?? `http://localhost:${values.port}`,
    embedded: values.embedded ?? !production,
    demo: values.demo ?? !production,
    codeSeconds: values.codeSeconds ?? (production ? 30 : 60),
    drainSeconds: values.drainSeconds ?? (production ? 5 : 0),
    logLevel: values.logLevel ?? (production ? 'info' : 'warn'),
  }
  problems.push(...listConflicts(config), ...(production ? listRisks(config, values.publicUrl) : []))
  return { config, problems }
}

function readValues(environment: Environment, problems: Bilingual[]): Values {
  const read = ({ name, fallback, kind }: Setting<unknown>): unknown => {
    const typed = environment[name]?.trim() || fallback
    if (typed === null) return null
    const result = kind.schema.safeParse(typed)
    if (result.success) return result.data
    const seen = kind.hidden
      ? { zh: '', en: '' }
      : { zh: `（现为 ${JSON.stringify(typed)}）`, en: ` (now ${JSON.stringify(typed)})` }
    problems.push({
      zh: `${name}${seen.zh}应为${kind.wanted.zh}。`,
      en: `${name}${seen.en} must be ${kind.wanted.en}.`,
    })
    // The default stands in, so that the rules between settings are checked in the same run.
    return fallback === null ? null : kind.schema.parse(fallback)
  }
  // Each key's value comes from the schema of that key, which a mapped type cannot be told through Object.fromEntries.
  return Object.fromEntries(Object.entries(SETTINGS).map(([key, setting]) => [key, read(setting)])) as unknown as Values
}

function isReadableFile(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/** What never fits together, in any mode. */
function listConflicts(config: Config): Bilingual[] {
  const problems: Bilingual[] = []
  const loopback = /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(config.host)
  if (!config.production && !loopback) {
    problems.push({
      zh: `HOST（现为 ${JSON.stringify(config.host)}）在 production 以外只能是本机地址，如 127.0.0.1。`,
      en: `HOST (now ${JSON.stringify(config.host)}) must be a loopback address such as 127.0.0.1 outside production.`,
    })
  }
  if (config.signingKey !== null && config.signingCertificate === null) {
    problems.push({
      zh: '设定 SIGNING_KEY 时必须设定 SIGNING_CERTIFICATE。',
      en: 'SIGNING_CERTIFICATE must be set together with SIGNING_KEY.',
    })
  }
  if (config.readerUid !== null && process.getuid?.() !== 0) {
    problems.push({
      zh: 'READER_UID 只能用于以 root 启动的进程。',
      en: 'READER_UID is for processes that are started as root.',
    })
  }
  if (config.smtpUrl !== null && config.mailFrom === null) {
    problems.push({
      zh: '设定 SMTP_URL 时必须设定 MAIL_FROM。',
      en: 'MAIL_FROM must be set together with SMTP_URL.',
    })
  }
  if (config.smsUrl !== null && config.smsKey === null) {
    problems.push({
      zh: '设定 SMS_URL 时必须设定 SMS_KEY。',
      en: 'SMS_KEY must be set together with SMS_URL.',
    })
  }
  const chat = [config.chatUrl, config.chatCorp, config.chatAgent, config.chatSecret]
  if (chat.some((one) => one === null) && chat.some((one) => one !== null)) {
    problems.push({
      zh: 'CHAT_URL、CHAT_CORP、CHAT_AGENT 和 CHAT_SECRET 必须同时设定。',
      en: 'CHAT_URL, CHAT_CORP, CHAT_AGENT and CHAT_SECRET must be set together.',
    })
  }
  problems.push(...listUnreachable(config))
  const s3 = [config.auditS3Endpoint, config.auditS3Bucket, config.auditS3Key, config.auditS3Secret]
  if (s3.some((one) => one === null) && s3.some((one) => one !== null)) {
    problems.push({
      zh: 'AUDIT_S3_ENDPOINT、AUDIT_S3_BUCKET、AUDIT_S3_KEY 和 AUDIT_S3_SECRET 必须同时设定。',
      en: 'AUDIT_S3_ENDPOINT, AUDIT_S3_BUCKET, AUDIT_S3_KEY and AUDIT_S3_SECRET must be set together.',
    })
  }
  const files = [config.filesS3Endpoint, config.filesS3Bucket, config.filesS3Key, config.filesS3Secret]
  if (files.some((one) => one === null) && files.some((one) => one !== null)) {
    problems.push({
      zh: 'FILES_S3_ENDPOINT、FILES_S3_BUCKET、FILES_S3_KEY 和 FILES_S3_SECRET 必须同时设定。',
      en: 'FILES_S3_ENDPOINT, FILES_S3_BUCKET, FILES_S3_KEY and FILES_S3_SECRET must be set together.',
    })
  }
  if (config.filesS3Secret !== null && !isReadableFile(config.filesS3Secret)) {
    problems.push({
      zh: `FILES_S3_SECRET（${config.filesS3Secret}）不能读取。`,
      en: `FILES_S3_SECRET (${config.filesS3Secret}) cannot be read.`,
    })
  }
  if (config.oidcIssuer !== null && config.oidcClientId === null) {
    problems.push({
      zh: '设定 OIDC_ISSUER 时必须设定 OIDC_CLIENT_ID。',
      en: 'OIDC_CLIENT_ID must be set together with OIDC_ISSUER.',
    })
  }
  for (const { name, url, role } of roleAddressesOf(config)) {
    if (url === null || credentialsOf(url).username === role) continue
    problems.push({ zh: `${name} 的用户应为 ${role}。`, en: `The user of ${name} must be ${role}.` })
  }
  return problems
}

/** Every role's address, as far as it is set. */
const roleAddressesOf = (config: Config) =>
  ROLES.map(({ role, key }) => ({ role, name: SETTINGS[key].name, url: config[key] }))

/**
 * Addresses that lead into a private range, or there without TLS, which no setting allows; names
 * are looked at when they are resolved.
 */
function listUnreachable(config: Config): Bilingual[] {
  const outgoing = new Outgoing(config)
  const addresses: [name: string, url: string | null][] = [
    [SETTINGS.timeStampUrl.name, config.timeStampUrl],
    [SETTINGS.clamd.name, config.clamd && `tcp://${config.clamd}`],
    [SETTINGS.auditS3Endpoint.name, config.auditS3Endpoint],
    [SETTINGS.filesS3Endpoint.name, config.filesS3Endpoint],
    [SETTINGS.smtpUrl.name, config.smtpUrl],
    [SETTINGS.smsUrl.name, config.smsUrl],
    [SETTINGS.chatUrl.name, config.chatUrl],
    [SETTINGS.otlpUrl.name, config.otlpUrl],
    [SETTINGS.oidcIssuer.name, config.oidcIssuer],
  ]
  return addresses.flatMap(([name, url]) => {
    try {
      const { hostname = '', protocol = '' } = url === null ? {} : new URL(url)
      if (hostname !== '') outgoing.checkHost(hostname)
      // mail has a rule of its own
      if (hostname !== '' && ['http:', 'tcp:'].includes(protocol)) outgoing.checkPlain(hostname)
      return []
    } catch (error) {
      if (!(error instanceof OutgoingRefused)) throw error
      return [{ zh: `${name}：${error.because.zh}`, en: `${name}: ${error.because.en}` }]
    }
  })
}

/** Databases that would be reached over the network without TLS, or without looking at the certificate. */
function listReadable(config: Config): [boolean, string, string][] {
  const outgoing = new Outgoing(config)
  const addresses: [name: string, url: string | null][] = [
    [SETTINGS.databaseUrl.name, config.databaseUrl],
    ...roleAddressesOf(config).map(({ name, url }): [string, string | null] => [name, url]),
    [SETTINGS.listenDatabaseUrl.name, config.listenDatabaseUrl],
    [SETTINGS.replicaDatabaseUrl.name, config.replicaDatabaseUrl],
  ]
  const isReadable = (url: string): boolean => {
    const { hostname, searchParams } = new URL(url)
    const host = searchParams.get('host') ?? hostname
    if (host === '' || host.startsWith('/') || searchParams.get('sslmode') === 'verify-full') return false
    try {
      outgoing.checkPlain(host)
      return false
    } catch {
      return true
    }
  }
  return addresses.map(([name, url]) => [
    url !== null && addressesOf(url).some(isReadable),
    `${name} 须带 sslmode=verify-full，使连接加密并核对证书；确要不加密连接，请在 OUTGOING_PLAIN 中写明主机。`,
    `${name} must have sslmode=verify-full, so that the connection is encrypted and the certificate ` +
      'checked. To connect without encryption, list the host in OUTGOING_PLAIN.',
  ])
}

/** Roles whose password is nobody's choice, another role's, or made from SECRET, which the web server has. */
function listGuessable(config: Config): [boolean, string, string][] {
  const addresses = roleAddressesOf(config)
  const passwords = addresses.flatMap(({ url }) => (url === null ? [] : [credentialsOf(url).password]))
  const names = addresses.map(({ name }) => name)
  const secrets = [config.secret, ...(config.secretEarlier ?? [])]
  return [
    [
      new Set(passwords).size < passwords.length,
      `${names.join('、')} 的密码不能相同。`,
      `The passwords of ${names.join(', ')} must differ.`,
    ],
    ...addresses.map(({ name, url, role }): [boolean, string, string] => [
      url !== null &&
        secrets.some((secret) => credentialsOf(url).password === deriveSecret(secret, `database role ${role}`)),
      `${name} 的密码是旧版本由 SECRET 推出的；请另设密码。`,
      `${name} has a password that earlier releases derived from SECRET. Set a separate password for the role.`,
    ]),
  ]
}

/** What is fit for a demonstration and dangerous in earnest. */
function listRisks(config: Config, publicUrl: string | null): Bilingual[] {
  const addresses = roleAddressesOf(config)
  const noDatabase = !config.databaseUrl && addresses.every(({ url }) => url === null) && !config.embedded
  const rules: [boolean, string, string][] = [
    [
      config.secret === DEMONSTRATION_SECRET,
      'SECRET 不能用演示的默认值，请自行设定。',
      'SECRET must be your own, not the default of the demonstration.',
    ],
    [config.secret.length < 32, 'SECRET 至少要有 32 个字符。', 'SECRET must have at least 32 characters.'],
    [
      config.demo,
      'DEMO 不能为 yes：正式环境不允许演示账号。',
      'DEMO must not be yes: demonstration accounts are not allowed in production.',
    ],
    [
      config.clockAt !== null,
      'CLOCK_AT 不能设定：正式环境的时钟不能停。',
      'CLOCK_AT must not be set: the clock of production cannot be stopped.',
    ],
    [
      !publicUrl?.startsWith('https://'),
      'PUBLIC_URL 必须设定，并以 https:// 开头。',
      'PUBLIC_URL must be set and begin with https://.',
    ],
    [config.signingCertificate === null, 'SIGNING_CERTIFICATE 必须设定。', 'SIGNING_CERTIFICATE must be set.'],
    [
      config.auditKey === null && config.auditPublicKeys === null,
      'AUDIT_KEY 或 AUDIT_PUBLIC_KEYS 必须设定。',
      'AUDIT_KEY or AUDIT_PUBLIC_KEYS must be set.',
    ],
    [
      config.masterKey === null,
      'MASTER_KEY 必须设定；用 npm run keys -- new FILE 可以生成。',
      'MASTER_KEY must be set. To create one, run npm run keys -- new FILE.',
    ],
    [
      noDatabase,
      '必须设定 DATABASE_URL；确要使用内置 PostgreSQL，请设 EMBEDDED_DATABASE=yes。',
      'DATABASE_URL must be set. To use the embedded PostgreSQL anyway, set EMBEDDED_DATABASE=yes.',
    ],
    ...listReadable(config),
    ...listGuessable(config),
  ]
  return rules.filter(([broken]) => broken).map(([, zh, en]) => ({ zh: `production：${zh}`, en: `production: ${en}` }))
}

/** A key for one purpose, derived from SECRET (HMAC-SHA-256), as base64url. */
export function deriveSecret(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(purpose).digest('base64url')
}

export type RoleKey = (typeof ROLES)[number]['key']

/** Throws SettingsError for every one of these roles that has no address. */
export function requireAddresses(config: Config | Pick<Config, RoleKey>, keys: readonly RoleKey[]): void {
  const missing = keys.filter((key) => config[key] === null).map((key) => SETTINGS[key].name)
  if (missing.length === 0) return
  const because = {
    zh: `必须设定 ${missing.join('、')}：每个数据库角色使用单独的密码。`,
    en: `${missing.join(', ')} must be set: each database role has a password of its own.`,
  }
  throw new SettingsError([because])
}

/**
 * Throws SettingsError where there is a certificate and not the key of it. The worker signs letters; every other
 * process reads the certificate and needs no key.
 */
export function requireSigningKey({ signingKey, signingCertificate }: Config): void {
  if (signingKey !== null || signingCertificate === null) return
  const because = {
    zh: 'SIGNING_KEY 必须设定：推荐函由后台进程签名。',
    en: 'SIGNING_KEY must be set: the worker signs the letters.',
  }
  throw new SettingsError([because])
}

let current: Config | undefined

/**
 * The settings of this process, read once. Wrong settings, or the lack of what this kind of process needs (`needs`: the
 * addresses of its roles, and further checks), end the process with status 78 and say what to change.
 */
export function loadConfig(...needs: (RoleKey | ((config: Config) => void))[]): Config {
  try {
    current ??= readConfig(process.env)
    requireAddresses(
      current,
      needs.filter((need) => typeof need === 'string'),
    )
    for (const need of needs) if (typeof need === 'function') need(current)
    return current
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(EXIT_SETTINGS)
  }
}

/** The environment for a process that we start: ours with some settings changed; undefined takes one away. */
export function environmentWith(changes: Environment): Environment {
  return { ...process.env, ...changes }
}

/** The settings of this process, read at the first use of any of them. */
export const config: Config = Object.defineProperties(
  // Every key of Config gets its getter in the next line.
  {} as Config,
  Object.fromEntries(
    [...Object.keys(SETTINGS), 'production'].map((key) => [
      key,
      // The keys are those of Config, see above.
      { enumerable: true, get: () => loadConfig()[key as keyof Config] },
    ]),
  ),
)
