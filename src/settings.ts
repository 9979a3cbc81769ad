/**
 * The list of all settings: name, default, meaning and what a value must be, each once. config.ts
 * reads them; docs/settings.md and .env.example are made from them. Over 250 lines because it is
 * one list.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { credentialsOf, isAddress } from './base/addresses.js'
import type { Bilingual } from './base/text.js'
import { WALLS } from './base/walls.js'

/** Outside production only: production refuses to start with it. */
export const DEMONSTRATION_SECRET = 'for demonstrations only; production refuses to start with it'

/** The database roles of the web server and of the worker; the migrations grant to these names. */
export const APP_ROLE = 'haijian_app'
export const WORKER_ROLE = 'haijian_worker'
/** By which the web server signs people in, before anybody is somebody. */
export const ENTRY_ROLE = 'haijian_entry'
/** Each role, and the setting that holds its address. */
export const ROLES = [
  { role: APP_ROLE, key: 'appDatabaseUrl' },
  { role: ENTRY_ROLE, key: 'entryDatabaseUrl' },
  { role: WORKER_ROLE, key: 'workerDatabaseUrl' },
] as const

/**
 * The folder of package.json, from src/ as from dist/src/: templates/, migrations/reference/ and
 * build/ are found from it.
 */
export const projectFolder = findProject(dirname(fileURLToPath(import.meta.url)))

function findProject(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findProject(dirname(folder))
}

/** The version of this program. */
export const RELEASE = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'))).version

export interface Setting<T> {
  readonly name: string
  /** The default as one would type it, or null when there is none. */
  readonly fallback: string | null
  readonly kind: Kind<T>
  readonly meaning: Bilingual
  /** The default as the table shows it, when it depends on other settings. */
  readonly shown: Bilingual | null
}

interface Kind<T> {
  readonly schema: z.ZodType<T, string>
  readonly wanted: Bilingual
  /** Such a value is never shown, in an error or elsewhere. */
  readonly hidden: boolean
}

const kind = <T>(schema: z.ZodType<T, string>, zh: string, en: string, hidden = false): Kind<T> => ({
  schema,
  wanted: { zh, en },
  hidden,
})
const hasScheme = (value: string, schemes: RegExp) => URL.canParse(value) && schemes.test(new URL(value).protocol)

const whole = (least: number, most: number) =>
  kind(
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .pipe(z.number().min(least).max(most)),
    `${least} 至 ${most} 的整数`,
    `a whole number from ${least} to ${most}`,
  )
const oneOf = <const T extends readonly string[]>(...values: T) =>
  kind(z.string().pipe(z.enum(values)), `${values.join('、')} 之一`, `one of ${values.join(', ')}`)
const yesOrNo = kind(
  z
    .string()
    .regex(/^(yes|no)$/)
    .transform((word) => word === 'yes'),
  ' yes 或 no',
  'yes or no',
)
const path = kind(
  z.string().transform((value) => resolve(projectFolder, value)),
  '路径',
  'a path',
)
const database = kind(
  z.string().refine(isAddress),
  ' postgres://用户:密码@主机:端口/数据库 形式的地址；有几台服务器时以 db1:5432,db2:5432 列出，' +
    'target_session_attrs 只能是 read-write',
  'an address like postgres://user:password@host:port/database; several servers are listed as db1:5432,db2:5432, ' +
    'and target_session_attrs can only be read-write',
  true,
)
/** Of the same database, for whoever signs in by an address with user and password. */
const databaseServer = kind(
  z.string().refine((value) => isAddress(value) && credentialsOf(value).username === ''),
  ' postgres://主机:端口/数据库 形式的地址，不写用户和密码',
  'an address like postgres://host:port/database, without user and password',
  true,
)
const webAddress = kind(
  z
    .string()
    .refine((value) => hasScheme(value, /^https?:$/))
    .transform((value) => value.replace(/\/+$/, '')),
  '以 http:// 或 https:// 开头的网址',
  'a web address that begins with http:// or https://',
)
const mailServer = kind(
  z.string().refine((value) => hasScheme(value, /^smtps?:$/) && new URL(value).hostname !== ''),
  ' smtp://用户:密码@主机:端口 或 smtps:// 形式的地址',
  'an address like smtp://user:password@host:port, or smtps://',
  true,
)
const mailAddress = kind(z.email(), '电子邮箱地址', 'an e-mail address')
const day = kind(z.iso.date(), '日期，如 2027-01-01', 'a date such as 2027-01-01')
const instant = kind(
  z.iso.datetime({ offset: true }),
  '带时区的时刻，如 2026-11-24T09:00:00+08:00',
  'an instant with its zone, such as 2026-11-24T09:00:00+08:00',
)
const hosts = kind(
  z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.string().regex(/^[\w.:[\]-]+$/))),
  '以逗号分隔的主机名或地址',
  'host names or addresses, separated by commas',
)
const walls = kind(
  z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.enum(WALLS))),
  `以逗号分隔的隔离名称：${WALLS.join('、')}`,
  `walls, separated by commas, of ${WALLS.join(', ')}`,
)
const socketAddress = kind(
  z.string().regex(/^(\/.+|[\w.[\]:-]+:\d{1,5})$/),
  '套接字的绝对路径，或“主机:端口”',
  'the absolute path of a socket, or host:port',
)
const prefix = kind(
  z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)*\/?$/)
    .transform((value) => value.replace(/\/?$/, '/')),
  '字母、数字和 . _ - /，不以 / 开头',
  'letters, figures and . _ - /, without / at its beginning',
)
const text = kind(z.string(), '文字', 'text')
const hiddenLines = kind(
  z.string().transform((value) =>
    value
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
  '文字，每行一个',
  'text, one a line',
  true,
)
const jsonText = kind(
  z.string().refine((value) => {
    try {
      return typeof JSON.parse(value) === 'object'
    } catch {
      return false
    }
  }),
  ' JSON',
  'JSON',
)

const hiddenText = kind(z.string(), '文字', 'text', true)

/** A setting whose default is a value. */
const setting = <T>(name: string, fallback: string, kind: Kind<T>, zh: string, en: string): Setting<T> => ({
  name,
  fallback,
  kind,
  meaning: { zh, en },
  shown: null,
})
/** A setting without a value of its own; `shown` tells what then holds. */
const optional = <T>(name: string, kind: Kind<T>, zh: string, en: string, shown?: Bilingual): Setting<T | null> => ({
  name,
  fallback: null,
  kind,
  meaning: { zh, en },
  shown: shown ?? null,
})

const byMode = (otherwise: string, production: string): Bilingual => ({
  zh: `${otherwise}；production 下为 ${production}`,
  en: `${otherwise}; in production ${production}`,
})
/** Of a role that has no address of its own: what npm start gives it (tools/roles.ts). */
const keptPassword: Bilingual = {
  zh: '同 DATABASE_URL 的数据库，密码在首次启动时随机生成，存于 DATA_DIR；production 下使用 DATABASE_URL 时必须设定',
  en:
    'the database of DATABASE_URL, with a random password that the first start makes and keeps in DATA_DIR; ' +
    'must be set in production with DATABASE_URL',
}

// biome-ignore format: one setting a paragraph, so that the list reads as a list
export const SETTINGS = {
  mode: setting('NODE_ENV', 'development', oneOf('development', 'test', 'production'),
    '运行方式；除 production 外只监听本机。', 'how it runs; any but production listens on loopback only'),
  host: optional('HOST', text,
    '网页服务监听的地址。', 'the address that the web server listens on', byMode('127.0.0.1', '0.0.0.0')),
  port: setting('PORT', '8080', whole(1, 65535),
    '网页服务的端口。', 'the port of the web server'),
  publicUrl: optional('PUBLIC_URL', webAddress,
    '公众访问的网址，推荐函上的链接和二维码由它生成；production 下必须以 https:// 开头。',
    'the address that the public uses, from which links and QR codes are built; https:// in production',
    { zh: 'http://localhost:PORT', en: 'http://localhost:PORT' }),
  proxies: setting('TRUSTED_PROXIES', '0', whole(0, 9),
    '前置反向代理的层数；只信任这么多层转发来的客户端地址。',
    'how many reverse proxies stand in front; that many forwarded client addresses are believed'),
  databaseUrl: optional('DATABASE_URL', database,
    '数据库地址，用户为其所有者（用于迁移）。',
    'the database, with its owner as the user (for migrations)',
    { zh: '启动内置 PostgreSQL', en: 'an embedded PostgreSQL starts' }),
  appDatabaseUrl: optional('APP_DATABASE_URL', database,
    `网页服务用的数据库地址，用户须为 ${APP_ROLE}。`,
    `the database for the web server; the user must be ${APP_ROLE}`, keptPassword),
  entryDatabaseUrl: optional('ENTRY_DATABASE_URL', database,
    `网页服务用于登录、登记和重设密码的数据库地址，用户须为 ${ENTRY_ROLE}。`,
    `the database for the web server's sign-in, registration and resets; the user must be ${ENTRY_ROLE}`, keptPassword),
  workerDatabaseUrl: optional('WORKER_DATABASE_URL', database,
    `后台进程用的数据库地址，用户须为 ${WORKER_ROLE}。`,
    `the database for the worker; the user must be ${WORKER_ROLE}`, keptPassword),
  listenDatabaseUrl: optional('LISTEN_DATABASE_URL', databaseServer,
    '不经连接池（或经会话模式的连接池）到达同一数据库的地址，用于通知、任务队列和后台进程的在场标记；' +
      '用户和密码取自各进程自己的地址。其他地址经过事务模式的连接池时必须设定。',
    'the same database past a pooler, or through one in session mode: for notifications, the queue, and the sign ' +
      'that a worker lives; user and password are those of the process’s own address. Must be set where the other ' +
      'addresses lead through a pooler in transaction mode',
    { zh: '与进程自己的地址相同', en: 'the process’s own address' }),
  replicaDatabaseUrl: optional('REPLICA_DATABASE_URL', databaseServer,
    '同一数据库的只读副本的地址，供统计报表、政策试算和公开数据读取，页面会注明数据截至何时；' +
      '用户和密码取自 APP_DATABASE_URL。副本连不上或落后五分钟以上时，改读数据库本身。',
    'a read-only copy of the same database, which reports, trials of drafts and public figures read, saying up to ' +
      'when its data go; user and password are those of APP_DATABASE_URL. While it is away or more than five ' +
      'minutes behind, the database itself is read',
    { zh: '读数据库本身', en: 'the database itself is read' }),
  embedded: optional('EMBEDDED_DATABASE', yesOrNo,
    '没有 DATABASE_URL 时是否使用内置 PostgreSQL。',
    'whether the embedded PostgreSQL may be used when there is no DATABASE_URL',
    byMode('yes',
    'no')),
  databasePool: setting('DATABASE_POOL', '16', whole(1, 200),
    '每个进程最多使用的数据库连接数；网页服务登录另用四个。',
    'the most database connections of one process; a web server has four more for signing in'),
  dataDir: setting('DATA_DIR', '.data', path,
    '内置数据库等数据所在的文件夹。', 'the folder of the embedded database and other data'),
  backupDir: optional('BACKUP_DIR', path,
    '另一块磁盘上的文件夹：内置数据库的日志和上传的文件随时复制到那里，供恢复到任意时刻。',
    'a folder on another disk, to which the log of the embedded database and every ' +
      'uploaded file are copied at once, so that any moment can be restored'),
  filesS3Endpoint: optional('FILES_S3_ENDPOINT', webAddress,
    '上传的文件存放在 S3 存储桶时的网址；设定后其余 FILES_S3 各项也须设定。已在 DATA_DIR 的文件用 npm run store 移入。',
    'the address of an S3 service whose bucket holds uploaded files; then FILES_S3_BUCKET, _KEY and _SECRET are ' +
      'required. What is in DATA_DIR already is moved there by npm run store',
    { zh: '文件在 DATA_DIR 中', en: 'files lie in DATA_DIR' }),
  filesS3Bucket: optional('FILES_S3_BUCKET', text,
    '存储桶的名称。', 'the name of the bucket'),
  filesS3Prefix: optional('FILES_S3_PREFIX', prefix,
    '桶中对象名称的前缀，如 haijian；桶为本安装专用时不必设定。',
    'what the names of its objects begin with, such as haijian; not needed in a bucket of its own'),
  filesS3Region: setting('FILES_S3_REGION', 'us-east-1', text,
    '存储桶所在的区域。', 'the region of the bucket'),
  filesS3Key: optional('FILES_S3_KEY', text,
    '访问密钥的名称，须能读、列、写、删。', 'the name of the access key, which has to read, list, write and delete'),
  filesS3Secret: optional('FILES_S3_SECRET', path,
    '访问密钥的文件。', 'the file of the access key itself'),
  filesS3PathStyle: setting('FILES_S3_PATH_STYLE', 'yes', yesOrNo,
    '桶名写在路径中（yes），还是写在主机名前（no）。',
    'whether the bucket stands in the path (yes) or before the host (no)'),
  secret: setting('SECRET', DEMONSTRATION_SECRET, hiddenText,
    '主密钥，登录、表单和历史导出所用的密钥由它推出；production 下须自行设定，至少 32 个字符。',
    'the master secret, from which the keys of signing in, of forms and of exported histories are ' +
      'derived; in production your own, of 32 characters or more'),
  secretEarlier: optional('SECRET_EARLIER', hiddenLines,
    '更换 SECRET 期间同样接受的以前的 SECRET，每行一个；运行 npm run keys -- rotate 后即可去掉。',
    'earlier values of SECRET that are accepted while it is changed, one a line; ' +
      'needed until npm run keys -- rotate has run'),
  masterKey: optional('MASTER_KEY', path,
    '主密钥文件：每个案件的数据密钥由它加密保存；production 下必须设定，用 npm run keys -- new 生成。',
    'the file of the master key, which wraps the keys of cases; ' +
      'required in production, made by npm run keys -- new', { zh: '由 SECRET 推出', en: 'derived from SECRET' }),
  masterKeyEarlier: optional('MASTER_KEY_EARLIER', path,
    '更换主密钥期间同样接受的其他主密钥的文件，每行一个。',
    'a file of further master keys that are accepted while the key is changed, one a line'),
  demo: optional('DEMO', yesOrNo,
    '数据库为空时是否建立演示账号和案件；production 下不允许。',
    'whether an empty database gets demonstration accounts and cases; refused in production',
    byMode('yes',
    'no')),
  clockAt: optional('CLOCK_AT', instant,
    '让时钟停在这一刻，供样例和测试使用；production 下不允许。',
    'the clock stands at this instant, for case files and tests; refused in production'),
  fontsDir: optional('FONTS_DIR', path,
    '获得许可的字体（如仿宋）所在的文件夹，优先使用。',
    'a folder of licensed fonts (a FangSong, say), which then come first'),
  signingKey: optional('SIGNING_KEY', path,
    '推荐函签名私钥的文件（PEM）；只给后台进程，production 下它必须设定；网页服务不需要。',
    'the file of the private key that signs letters (PEM); for the worker alone, which requires it in production',
    { zh: '演示密钥', en: 'a demonstration key' }),
  signingCertificate: optional('SIGNING_CERTIFICATE', path,
    '签名证书和证书链的文件（PEM）；production 下所有进程必须设定。',
    'the file of its certificate and chain (PEM); required in production by every process',
    { zh: '演示证书', en: 'a demonstration certificate' }),
  signingPassphrase: optional('SIGNING_PASSPHRASE', hiddenText,
    '签名私钥的口令；只给后台进程。', 'the passphrase of the signing key; for the worker alone'),
  signingEarlier: optional('SIGNING_EARLIER', path,
    '以前用过的签名证书的文件（PEM）；用它们签名的推荐函仍然有效。',
    'a file of earlier signing certificates (PEM), whose letters stay valid'),
  signingWarnDays: setting('SIGNING_WARN_DAYS', '60', whole(1, 3650),
    '签名证书到期前多少天开始提醒。', 'how many days before a signing certificate expires one is warned'),
  timeStampUrl: optional('TIMESTAMP_URL', webAddress,
    '时间戳机构的网址（RFC 3161）；设定后签名带时间戳。',
    'the address of a time-stamping authority (RFC 3161); with it signatures carry a time-stamp'),
  timeStampCertificate: optional('TIMESTAMP_CERTIFICATE', path,
    '时间戳机构或其上级的证书文件（PEM）；设定 TIMESTAMP_URL 时必须设定，换机构后旧证书也留在其中。',
    'a file with the certificate of the time-stamping authority or of its issuer (PEM); ' +
      'required with TIMESTAMP_URL; those of earlier authorities stay in it'),
  clamd: optional('CLAMD', socketAddress,
    'ClamAV 查毒服务（clamd）的套接字路径或“主机:端口”；设定后，上传的文件查毒通过才能打开。',
    'the socket of ClamAV’s daemon, a path or host:port; with it an ' +
      'uploaded file opens only after it has passed'),
  smtpUrl: optional('SMTP_URL', mailServer,
    '发邮件的服务器：smtp:// 用 STARTTLS，smtps:// 用 TLS；除本机外必须加密，证书必须有效。',
    'the server that mail goes out by: smtp:// with STARTTLS, smtps:// with TLS; ' +
      'encrypted, with a valid certificate, unless it is this machine',
    { zh: '演示信箱；production 下邮件等待', en: 'a demonstration’s mailbox; in production mails wait' }),
  smtpCertificate: optional('SMTP_CERTIFICATE', path,
    '邮件服务器证书的签发机构证书文件（PEM），不是公认机构签发时设定。',
    'a file with the certificate of the mail server’s issuer (PEM), when it is none that is commonly known'),
  mailFrom: optional('MAIL_FROM', mailAddress,
    '邮件的发件地址；设定 SMTP_URL 时必须设定。', 'the address that mail comes from; required with SMTP_URL'),
  mailReturns: optional('MAIL_RETURNS', mailAddress,
    '退信和回复寄到的地址；那里的邮件须交给 npm run returned（见运维文档）。不设的，退信寄到 MAIL_FROM，系统不看。',
    'the address that undelivered mail and replies go to; what comes there has to be handed to npm run returned ' +
      '(see the operations manual); without it they go to MAIL_FROM and the system does not read them'),
  smsUrl: optional('SMS_URL', webAddress,
    '短信网关的网址：以 POST 接收 JSON，密钥作为 Bearer 令牌；不设的，选了短信的通知改发邮件。',
    'the address of a gateway for text messages, which takes JSON by POST and its key as a bearer token; without it, ' +
      'what was to go by text message goes by mail',
    { zh: '演示信箱；production 下改发邮件', en: 'a demonstration’s mailbox; in production mail' }),
  smsKey: optional('SMS_KEY', path,
    '短信网关密钥的文件；只给后台进程，设定 SMS_URL 时必须设定。',
    'the file of the gateway’s key; for the worker alone, required with SMS_URL'),
  smsBody: setting('SMS_BODY', '{"to":"{to}","text":"{text}","id":"{id}"}', jsonText,
    '发给短信网关的 JSON；{to}、{text}、{id} 处填入号码、内容和编号。',
    'the JSON that the gateway is sent; number, text and id take the places of {to}, {text} and {id}'),
  chatUrl: optional('CHAT_URL', webAddress,
    '企业微信接口的网址（公有云为 https://qyapi.weixin.qq.com）；不设的，选了企业微信的通知改发邮件。',
    'the address of WeCom’s interface (https://qyapi.weixin.qq.com unless the office runs its own); without it, what ' +
      'was to go by WeCom goes by mail',
    { zh: '演示信箱；production 下改发邮件', en: 'a demonstration’s mailbox; in production mail' }),
  chatCorp: optional('CHAT_CORP', text, '企业微信的企业 ID（corpid）。', 'the corp id (corpid) of WeCom'),
  chatAgent: optional('CHAT_AGENT', whole(1, 999_999_999),
    '发消息的自建应用的 AgentId。', 'the AgentId of the app that sends'),
  chatSecret: optional('CHAT_SECRET', path,
    '该应用 Secret 的文件；只给后台进程。', 'the file of that app’s Secret; for the worker alone'),
  outgoingPrivate: optional('OUTGOING_PRIVATE', hosts,
    '允许本系统连接的内部主机（邮件、单点登录、存储、时间戳、杀毒等设在内网时），以逗号分隔；' +
      '其余内部地址一律拒绝，本机地址在 production 以外允许。',
    'private hosts that this system may connect to, separated by commas, where mail, sign-on, ' +
      'storage, time-stamps or the virus scanner are inside the network; all other private ' +
      'addresses are refused, this machine’s own in production only'),
  webhookPrivate: optional('WEBHOOK_PRIVATE', hosts,
    '机关的接收系统设在内网时，允许向哪些主机推送事件，以逗号分隔；企业的接收地址一律须在公网上。',
    'hosts of the own network to which events may be sent for authorities, separated by commas; the ' +
      'receivers of firms are always on the public network'),
  outgoingPlain: optional('OUTGOING_PLAIN', hosts,
    '允许不加密（TLS）连接的主机，以逗号分隔；本机之外的其余连接必须加密，否则拒绝；数据库用 sslmode=verify-full。',
    'hosts that may be connected to without TLS, separated by commas; all other connections that leave ' +
      'this machine are encrypted or refused; that to the database by sslmode=verify-full'),
  auditKey: optional('AUDIT_KEY', path,
    '封存历史的 Ed25519 私钥文件（PEM）；production 下后台进程必须有。',
    'the file of the private key (Ed25519, PEM) that seals the history; the worker must have it in production',
    { zh: '演示密钥', en: 'a demonstration key' }),
  auditPublicKeys: optional('AUDIT_PUBLIC_KEYS', path,
    '核对检查点的公钥文件（PEM）：现行的在前，以前的在后；没有私钥的机器上必须设定。',
    'a file of the public keys (PEM) that checkpoints are checked with, the present one ' +
      'first, then earlier ones; required where the private key is not',
    { zh: 'AUDIT_KEY 的公钥', en: 'that of AUDIT_KEY' }),
  auditDir: optional('AUDIT_DIR', path,
    '检查点写入的文件夹；应在另一台机器或只能追加的存储上。',
    'the folder that checkpoints are written to; better on another ' +
      'machine or on storage that can only be added to', { zh: 'DATA_DIR/audit', en: 'DATA_DIR/audit' }),
  auditS3Endpoint: optional('AUDIT_S3_ENDPOINT', webAddress,
    '检查点另存到 S3 时的网址；设定后其余 AUDIT_S3 各项也须设定。',
    'the address of an S3 service that checkpoints are also written to; ' +
      'then the other AUDIT_S3 settings are required'),
  auditS3Bucket: optional('AUDIT_S3_BUCKET', text,
    '专用的存储桶。', 'a bucket of its own'),
  auditS3Key: optional('AUDIT_S3_KEY', text,
    '访问密钥的名称，只需读、列、增的权限。', 'the name of the access key, which needs to read, list and add only'),
  auditS3Secret: optional('AUDIT_S3_SECRET', hiddenText,
    '访问密钥。', 'the access key itself'),
  auditS3Region: setting('AUDIT_S3_REGION', 'us-east-1', text,
    '存储桶所在的区域。', 'the region of the bucket'),
  auditReadingHours: setting('AUDIT_READING_HOURS', '24', whole(1, 720),
    '审计员经第二人同意后可以查看案件内容的小时数。',
    'for how many hours an auditor may read a case’s content once a second person has consented'),
  accessLogDays: setting('ACCESS_LOG_DAYS', '400', whole(183, 36_500),
    '登录与访问记录保存的天数；依法不少于六个月。',
    'how many days the log of sign-ins and access is kept; by law half a year at least'),
  attemptsDays: setting('ATTEMPTS_DAYS', '7', whole(2, 365),
    '登录等尝试的计数保存的天数；超过一天的已不再计入。',
    'how many days counts of tries to sign in, and of other things that are limited, are kept; none counts for more ' +
      'than a day'),
  sealsDir: optional('SEALS_DIR', path,
    '印章图片所在的文件夹，文件名为机关代码加 .png 或 .svg；只在 production 下使用。',
    'a folder with pictures of the seals, named by the authority’s ' +
      'code and .png or .svg; used in production only'),
  sessionMinutes: setting('SESSION_MINUTES', '30', whole(1, 1440),
    '多少分钟不操作后需要重新登录。', 'minutes without use after which one signs in again'),
  sessionHours: setting('SESSION_HOURS', '12', whole(1, 168),
    '登录多少小时后无论如何需要重新登录。', 'hours after signing in at which one signs in again in any case'),
  signInTries: setting('SIGN_IN_TRIES', '10', whole(1, 1000),
    '同一账号、同一地址在一段时间内最多可以输错几次。',
    'how often one account may be tried wrongly from one address within the window'),
  signInMinutes: setting('SIGN_IN_MINUTES', '15', whole(1, 1440),
    '上述一段时间的长度（分钟）。', 'the length of that window, in minutes'),
  firmFactorFrom: optional('FIRM_FACTOR_FROM', day,
    '企业人员从这一天起登录也须双因素验证，在此之前由本人选择；机关人员一律须有。',
    'the day from which people of firms, too, sign in with a second factor; ' +
      'before it they may choose; staff always need one', { zh: '一律须有', en: 'always' }),
  codeSeconds: optional('CODE_SECONDS', whole(30, 60),
    '验证器的验证码从显示起多少秒内有效。',
    'for how many seconds a code of an authenticator is taken, from the moment at which it is shown',
    byMode('60',
    '30')),
  proofMinutes: setting('PROOF_MINUTES', '10', whole(1, 1440),
    '出具、撤销、导出之前，多少分钟内须证明过是本人。',
    'before issuing, revoking and exporting: within how many minutes one must have shown who one is'),
  oidcIssuer: optional('OIDC_ISSUER', webAddress,
    '统一身份认证（OpenID Connect）的网址；设定后登录页多一个按钮。' +
      '在身份平台登记的回调地址为 PUBLIC_URL/sign-in/provider/back。',
    'the issuer of an identity provider (OpenID Connect); with it the sign-in page has one more button. The redirect ' +
      'address to register there is PUBLIC_URL/sign-in/provider/back'),
  oidcClientId: optional('OIDC_CLIENT_ID', text,
    '本系统在身份平台的编号；设定 OIDC_ISSUER 时必须设定。',
    'what the provider knows this system by; required with OIDC_ISSUER'),
  oidcClientSecret: optional('OIDC_CLIENT_SECRET', hiddenText,
    '本系统在身份平台的密钥。', 'the secret of this system at the provider'),
  oidcName: setting('OIDC_NAME', '统一身份认证登录|Sign in with the identity provider', text,
    '按钮上的文字，中文和英文以 | 分开。', 'what stands on the button, Chinese and English with | between'),
  oidcAcr: optional('OIDC_ACR', text,
    '身份平台用哪个 acr 表示已完成双因素验证；不设定时看 amr。',
    'the acr by which the provider says that it has seen two factors; without it the amr is looked at'),
  visitsPerMinute: setting('VISITS_PER_MINUTE', '600', whole(1, 1_000_000),
    '没有登录的访问：同一地址一分钟内最多打开多少页（每个网页进程）；提交表单或上传一次按五页计。',
    'visits without a session: how many pages one address may open in a minute, at each web process; ' +
      'a fifth of that in forms and uploads'),
  requestsPerMinute: setting('REQUESTS_PER_MINUTE', '1200', whole(1, 1_000_000),
    '登录之后：一个人一分钟内最多请求多少次（每个网页进程）。',
    'after signing in: how many requests one person may make in a minute, at each web process'),
  keyCallsPerMinute: setting('KEY_CALLS_PER_MINUTE', '1200', whole(1, 1_000_000),
    '一个接口密钥一分钟内最多调用多少次（所有网页进程合计）。',
    'how many calls one API key may make in a minute, at all web processes together'),
  serviceKeyDays: setting('SERVICE_KEY_DAYS', '366', whole(1, 1_100),
    '服务账号的密钥最多有效多少天。', 'for how many days a key of a service account may be made, at most'),
  checksPerMinute: setting('CHECKS_PER_MINUTE', '60', whole(1, 100000),
    '同一地址一分钟内最多可以核验几次推荐函（每个网页进程）。',
    'how often one address may check letters in a minute, at each web process'),
  uploadMaxMegabytes: setting('UPLOAD_MAX_MEGABYTES', '20', whole(1, 500),
    '一个上传文件的大小上限（MB）。', 'the largest upload, in megabytes a file'),
  uploadMaxMegapixels: setting('UPLOAD_MAX_MEGAPIXELS', '50', whole(1, 1000),
    '一张上传图片的像素上限（百万像素）。', 'the largest picture, in millions of pixels'),
  readerUid: optional('READER_UID', whole(1, 999_999_999),
    '读取上传文件的进程所用的用户号和组号；须以 root 启动，且该用户不拥有任何文件。',
    'the number of the user, and of the group, that readers of uploaded files run as; for processes that are ' +
      'started as root; a user that owns no files', { zh: '与本进程相同', en: 'that of the process itself' }),
  readerWalls: optional('READER_WALLS', walls,
    '读取上传文件的进程必须具备的隔离，以逗号分隔（uid、network、files、processes、limits）；' +
      '缺少任何一项，网页服务和后台进程都不启动。',
    'the walls that must stand around readers of uploaded files, separated by commas (uid, network, files, ' +
      'processes, limits); web server and worker do not start without them', { zh: '不要求', en: 'none is asked for' }),
  workerJobs: setting('WORKER_JOBS', '2', whole(1, 64),
    '后台进程同时制作的函件数，以及同时查毒的文件数；期限、封存、投递、清理和页面图像各有自己的位置，不计在内。',
    'how many letters the worker makes at a time, and how many files it has scanned; time limits, sealing, ' +
      'deliveries, upkeep and pictures of pages have places of their own'),
  probePort: optional('PROBE_PORT', whole(1, 65535),
    '后台进程应答 /health/live 和 /health/ready 的端口；同一台机器上的每个后台进程各用一个。',
    'the port at which a worker answers /health/live and /health/ready; each worker of a machine has its own',
    { zh: '不应答', en: 'none' }),
  probeHost: setting('PROBE_HOST', '127.0.0.1', text,
    '后台进程在哪个地址上应答上述询问。', 'the address that it answers at'),
  metricsPort: optional('METRICS_PORT', whole(1, 65535),
    '以 Prometheus 文本提供运行指标（/metrics）的端口；同一台机器上的每个进程各用一个。',
    'the port at which a process gives its metrics as Prometheus text (/metrics); each process of a machine has ' +
      'its own',
    { zh: '不提供', en: 'none' }),
  metricsHost: setting('METRICS_HOST', '127.0.0.1', text,
    '在哪个地址上提供运行指标；没有口令，不得对公众开放。',
    'the address that metrics are given at; without a password, so never one that the public reaches'),
  otlpUrl: optional('OTLP_URL', webAddress,
    '采集器的网址（OpenTelemetry，OTLP/HTTP）；设定后定时把运行指标发到其下的 /v1/metrics。',
    'the address of a collector (OpenTelemetry, OTLP by HTTP), to which metrics are sent below /v1/metrics'),
  otlpSeconds: setting('OTLP_SECONDS', '60', whole(1, 3600),
    '每隔多少秒向采集器发送一次。', 'seconds between two sendings to the collector'),
  otlpTraces: setting('OTLP_TRACES', '10', whole(0, 100),
    '请求和任务的追踪（发到 OTLP_URL 下的 /v1/traces）中记录多少，百分数；随请求带来的追踪由来方决定。',
    'how many of a hundred requests and jobs are traced, and sent below /v1/traces of OTLP_URL; of a trace that came ' +
      'along with a request its sender has decided'),
  drainSeconds: optional('DRAIN_SECONDS', whole(0, 300),
    '网页服务停止前，继续应答而 /health/ready 已报停的秒数，供负载均衡转走请求。',
    'seconds for which a web server that is asked to stop still answers while ' +
      '/health/ready says that it leaves, so that the balancer turns elsewhere', byMode('0', '5')),
  logLevel: optional('LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent'),
    '日志的详细程度。', 'how much is logged', byMode('warn', 'info')),
}
