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
  'a time with its zone, such as 2026-11-24T09:00:00+08:00',
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
  `isolation names separated by commas: ${WALLS.join(', ')}`,
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
  'letters, digits and . _ - /, not beginning with /',
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
  'text, one per line',
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
    'the database of DATABASE_URL, with a random password that is created at the first start and kept in ' +
    'DATA_DIR; required in production with DATABASE_URL',
}

// biome-ignore format: one setting a paragraph, so that the list reads as a list
export const SETTINGS = {
  mode: setting('NODE_ENV', 'development', oneOf('development', 'test', 'production'),
    '运行方式；除 production 外只监听本机。',
    'Mode. Every mode except production listens on the loopback address only.'),
  host: optional('HOST', text,
    '网页服务监听的地址。', 'Address on which the web server listens.', byMode('127.0.0.1', '0.0.0.0')),
  port: setting('PORT', '8080', whole(1, 65535),
    '网页服务的端口。', 'Port of the web server.'),
  publicUrl: optional('PUBLIC_URL', webAddress,
    '公众访问的网址，推荐函上的链接和二维码由它生成；production 下必须以 https:// 开头。',
    'Public address of the site. Links and QR codes on letters are built from it. Must begin with ' +
      'https:// in production.',
    { zh: 'http://localhost:PORT', en: 'http://localhost:PORT' }),
  proxies: setting('TRUSTED_PROXIES', '0', whole(0, 9),
    '前置反向代理的层数；只信任这么多层转发来的客户端地址。',
    'Number of reverse proxies in front of the web server. Only that many forwarded client addresses are trusted.'),
  databaseUrl: optional('DATABASE_URL', database,
    '数据库地址，用户为其所有者（用于迁移）。',
    'Address of the database, with its owner as the user. Used for migrations.',
    { zh: '启动内置 PostgreSQL', en: 'an embedded PostgreSQL is started' }),
  appDatabaseUrl: optional('APP_DATABASE_URL', database,
    `网页服务用的数据库地址，用户须为 ${APP_ROLE}。`,
    `Database address of the web server. The user must be ${APP_ROLE}.`, keptPassword),
  entryDatabaseUrl: optional('ENTRY_DATABASE_URL', database,
    `网页服务用于登录、登记和重设密码的数据库地址，用户须为 ${ENTRY_ROLE}。`,
    'Database address of the web server for sign-in, registration and password resets. The user must be ' +
      `${ENTRY_ROLE}.`, keptPassword),
  workerDatabaseUrl: optional('WORKER_DATABASE_URL', database,
    `后台进程用的数据库地址，用户须为 ${WORKER_ROLE}。`,
    `Database address of the worker. The user must be ${WORKER_ROLE}.`, keptPassword),
  listenDatabaseUrl: optional('LISTEN_DATABASE_URL', databaseServer,
    '不经连接池（或经会话模式的连接池）到达同一数据库的地址，用于通知、任务队列和后台进程的在场标记；' +
      '用户和密码取自各进程自己的地址。其他地址经过事务模式的连接池时必须设定。',
    'Address of the same database that bypasses any pooler, or uses one in session mode. Used for ' +
      'notifications, the job queue and the worker’s presence. User and password are taken from the ' +
      'process’s own address. Required if the other addresses use a pooler in transaction mode.',
    { zh: '与进程自己的地址相同', en: 'the process’s own address' }),
  replicaDatabaseUrl: optional('REPLICA_DATABASE_URL', databaseServer,
    '同一数据库的只读副本的地址，供统计报表、政策试算和公开数据读取，页面会注明数据截至何时；' +
      '用户和密码取自 APP_DATABASE_URL。副本无法连接或落后五分钟以上时，改读数据库本身。',
    'Address of a read-only replica of the same database, used for reports, policy what-ifs and public ' +
      'figures. The pages state how recent the data are. User and password are taken from ' +
      'APP_DATABASE_URL. If the replica is unreachable or more than five minutes behind, the database ' +
      'itself is used.',
    { zh: '读数据库本身', en: 'the database itself' }),
  embedded: optional('EMBEDDED_DATABASE', yesOrNo,
    '没有 DATABASE_URL 时是否使用内置 PostgreSQL。',
    'Whether to use the embedded PostgreSQL if DATABASE_URL is not set.',
    byMode('yes',
    'no')),
  databasePool: setting('DATABASE_POOL', '16', whole(1, 200),
    '每个进程最多使用的数据库连接数；网页服务登录另用四个。',
    'Maximum number of database connections of one process. A web server uses four more for sign-in.'),
  dataDir: setting('DATA_DIR', '.data', path,
    '内置数据库等数据所在的文件夹。', 'Folder of the embedded database and other data.'),
  backupDir: optional('BACKUP_DIR', path,
    '另一块磁盘上的文件夹：内置数据库的日志和上传的文件随时复制到那里，供恢复到任意时刻。',
    'Folder on another disk. The log of the embedded database and all uploaded files are copied there ' +
      'continuously, so that any moment can be restored.'),
  filesS3Endpoint: optional('FILES_S3_ENDPOINT', webAddress,
    '上传的文件存放在 S3 存储桶时的网址；设定后其余 FILES_S3 各项也须设定。已在 DATA_DIR 的文件用 npm run store 移入。',
    'Address of the S3 service that stores uploaded files. If set, the other FILES_S3 settings are ' +
      'required. Use npm run store to move files that are already in DATA_DIR.',
    { zh: '文件在 DATA_DIR 中', en: 'files are kept in DATA_DIR' }),
  filesS3Bucket: optional('FILES_S3_BUCKET', text,
    '存储桶的名称。', 'Name of the bucket.'),
  filesS3Prefix: optional('FILES_S3_PREFIX', prefix,
    '桶中对象名称的前缀，如 haijian；桶为本安装专用时不必设定。',
    'Prefix of the object names in the bucket, such as haijian. Not needed if the bucket is used by this ' +
      'installation only.'),
  filesS3Region: setting('FILES_S3_REGION', 'us-east-1', text,
    '存储桶所在的区域。', 'Region of the bucket.'),
  filesS3Key: optional('FILES_S3_KEY', text,
    '访问密钥的名称，须能读、列、写、删。', 'Access key ID. It needs permission to read, list, write and delete.'),
  filesS3Secret: optional('FILES_S3_SECRET', path,
    '访问密钥的文件。', 'File that contains the secret access key.'),
  filesS3PathStyle: setting('FILES_S3_PATH_STYLE', 'yes', yesOrNo,
    '桶名写在路径中（yes），还是写在主机名前（no）。',
    'Whether the bucket name is in the path (yes) or in the host name (no).'),
  secret: setting('SECRET', DEMONSTRATION_SECRET, hiddenText,
    '主密钥，登录、表单和历史导出所用的密钥由它推出；production 下须自行设定，至少 32 个字符。',
    'Secret from which the keys for sign-in, forms and exported histories are derived. In production, ' +
      'set your own of at least 32 characters.'),
  secretEarlier: optional('SECRET_EARLIER', hiddenLines,
    '更换 SECRET 期间仍然接受的原 SECRET，每行一个；运行 npm run keys -- rotate 后即可删除。',
    'Earlier values of SECRET, one per line, that are still accepted during a change. Remove it after ' +
      'npm run keys -- rotate.'),
  masterKey: optional('MASTER_KEY', path,
    '主密钥文件：每个案件的数据密钥由它加密保存；production 下必须设定，用 npm run keys -- new 生成。',
    'File of the master key, which encrypts the data key of each case. Required in production. Create it ' +
      'with npm run keys -- new.', { zh: '由 SECRET 推出', en: 'derived from SECRET' }),
  masterKeyEarlier: optional('MASTER_KEY_EARLIER', path,
    '更换主密钥期间仍然接受的其他主密钥的文件，每行一个。',
    'File of other master keys, one per line, that are still accepted during a change.'),
  demo: optional('DEMO', yesOrNo,
    '数据库为空时是否建立演示账号和案件；production 下不允许。',
    'Whether an empty database is filled with demonstration accounts and cases. Not allowed in production.',
    byMode('yes',
    'no')),
  clockAt: optional('CLOCK_AT', instant,
    '使时钟停在该时刻，供样例和测试使用；production 下不允许。',
    'Stops the clock at this moment, for samples and tests. Not allowed in production.'),
  fontsDir: optional('FONTS_DIR', path,
    '获得许可的字体（如仿宋）所在的文件夹，优先使用。',
    'Folder of licensed fonts, such as a FangSong. They take precedence.'),
  signingKey: optional('SIGNING_KEY', path,
    '推荐函签名私钥的文件（PEM）；只给后台进程，production 下它必须设定；网页服务不需要。',
    'File of the private key that signs letters (PEM). For the worker only, which requires it in production.',
    { zh: '演示密钥', en: 'a demonstration key' }),
  signingCertificate: optional('SIGNING_CERTIFICATE', path,
    '签名证书和证书链的文件（PEM）；production 下所有进程必须设定。',
    'File of the signing certificate and its chain (PEM). Required by every process in production.',
    { zh: '演示证书', en: 'a demonstration certificate' }),
  signingPassphrase: optional('SIGNING_PASSPHRASE', hiddenText,
    '签名私钥的口令；只给后台进程。', 'Passphrase of the signing key. For the worker only.'),
  signingEarlier: optional('SIGNING_EARLIER', path,
    '以前用过的签名证书的文件（PEM）；用它们签名的推荐函仍然有效。',
    'File of earlier signing certificates (PEM). Letters signed with them remain valid.'),
  signingWarnDays: setting('SIGNING_WARN_DAYS', '60', whole(1, 3650),
    '签名证书到期提醒的提前天数。', 'Number of days before a signing certificate expires when warnings begin.'),
  timeStampUrl: optional('TIMESTAMP_URL', webAddress,
    '时间戳机构的网址（RFC 3161）；设定后签名带时间戳。',
    'Address of a time-stamping authority (RFC 3161). If set, signatures carry a time-stamp.'),
  timeStampCertificate: optional('TIMESTAMP_CERTIFICATE', path,
    '时间戳机构或其上级的证书文件（PEM）；设定 TIMESTAMP_URL 时必须设定，更换机构后保留原证书。',
    'File of the certificate of the time-stamping authority or its issuer (PEM). Required with ' +
      'TIMESTAMP_URL. Keep the certificates of earlier authorities in it.'),
  clamd: optional('CLAMD', socketAddress,
    'ClamAV 查毒服务（clamd）的套接字路径或“主机:端口”；设定后，上传的文件查毒通过才能打开。',
    'Socket of the ClamAV daemon (clamd): a path or host:port. If set, uploaded files can be opened only ' +
      'after they have been scanned.'),
  smtpUrl: optional('SMTP_URL', mailServer,
    '发邮件的服务器：smtp:// 用 STARTTLS，smtps:// 用 TLS；除本机外必须加密，证书必须有效。',
    'Mail server: smtp:// uses STARTTLS, smtps:// uses TLS. Unless it is on this machine, encryption and ' +
      'a valid certificate are required.',
    { zh: '演示信箱；production 下邮件等待', en: 'the demonstration mailbox; in production mail is held' }),
  smtpCertificate: optional('SMTP_CERTIFICATE', path,
    '邮件服务器证书的签发机构证书文件（PEM），不是公认机构签发时设定。',
    'File of the certificate of the mail server’s issuer (PEM), if it is not a well-known one.'),
  mailFrom: optional('MAIL_FROM', mailAddress,
    '邮件的发件地址；设定 SMTP_URL 时必须设定。', 'Sender address of mail. Required with SMTP_URL.'),
  mailReturns: optional('MAIL_RETURNS', mailAddress,
    '接收退信和回复的地址；收到的邮件须交给 npm run returned（见运维文档）。未设定的，退信寄到 MAIL_FROM，系统不处理。',
    'Address for undelivered mail and replies. Mail that arrives there must be passed to npm run ' +
      'returned (see the operations manual). If not set, it goes to MAIL_FROM and the system does not read ' +
      'it.'),
  smsUrl: optional('SMS_URL', webAddress,
    '短信网关的网址：以 POST 接收 JSON，密钥作为 Bearer 令牌；未设定的，短信通知改发邮件。',
    'Address of a text message gateway that accepts JSON by POST with the key as a bearer token. If not ' +
      'set, mail is sent instead of text messages.',
    { zh: '演示信箱；production 下改发邮件', en: 'the demonstration mailbox; in production mail is sent instead' }),
  smsKey: optional('SMS_KEY', path,
    '短信网关密钥的文件；只给后台进程，设定 SMS_URL 时必须设定。',
    'File of the gateway’s key. For the worker only; required with SMS_URL.'),
  smsBody: setting('SMS_BODY', '{"to":"{to}","text":"{text}","id":"{id}"}', jsonText,
    '发给短信网关的 JSON；{to}、{text}、{id} 处填入号码、内容和编号。',
    'JSON sent to the gateway. {to}, {text} and {id} are replaced by number, text and id.'),
  chatUrl: optional('CHAT_URL', webAddress,
    '企业微信接口的网址（公有云为 https://qyapi.weixin.qq.com）；未设定的，企业微信通知改发邮件。',
    'Address of the WeCom API (https://qyapi.weixin.qq.com for the public cloud). If not set, mail is ' +
      'sent instead of WeCom messages.',
    { zh: '演示信箱；production 下改发邮件', en: 'the demonstration mailbox; in production mail is sent instead' }),
  chatCorp: optional('CHAT_CORP', text, '企业微信的企业 ID（corpid）。', 'Corp ID (corpid) in WeCom.'),
  chatAgent: optional('CHAT_AGENT', whole(1, 999_999_999),
    '发消息的自建应用的 AgentId。', 'AgentId of the app that sends messages.'),
  chatSecret: optional('CHAT_SECRET', path,
    '该应用 Secret 的文件；只给后台进程。', 'File of the app’s Secret. For the worker only.'),
  outgoingPrivate: optional('OUTGOING_PRIVATE', hosts,
    '允许本系统连接的内部主机（邮件、单点登录、存储、时间戳、杀毒等设在内网时），以逗号分隔；' +
      '其余内部地址一律拒绝，本机地址在 production 以外允许。',
    'Private hosts that this system may connect to, separated by commas, for example a mail server, ' +
      'identity provider, store, time-stamping authority or virus scanner on the internal network. ' +
      'Connections to all other private addresses are refused. Loopback addresses are allowed outside ' +
      'production.'),
  webhookPrivate: optional('WEBHOOK_PRIVATE', hosts,
    '机关的接收系统设在内网时，允许向哪些主机推送事件，以逗号分隔；企业的接收地址一律须在公网上。',
    'Private hosts to which events may be sent for authorities, separated by commas. Receivers of firms ' +
      'must be on the public network.'),
  outgoingPlain: optional('OUTGOING_PLAIN', hosts,
    '允许不加密（TLS）连接的主机，以逗号分隔；本机之外的其余连接必须加密，否则拒绝；数据库用 sslmode=verify-full。',
    'Hosts that may be reached without TLS, separated by commas. All other connections that leave this ' +
      'machine must be encrypted or are refused. For the database, use sslmode=verify-full.'),
  auditKey: optional('AUDIT_KEY', path,
    '封存历史的 Ed25519 私钥文件（PEM）；production 下后台进程必须有。',
    'File of the Ed25519 private key that seals the history (PEM). Required by the worker in production.',
    { zh: '演示密钥', en: 'a demonstration key' }),
  auditPublicKeys: optional('AUDIT_PUBLIC_KEYS', path,
    '核对检查点的公钥文件（PEM）：现行的在前，以前的在后；没有私钥的机器上必须设定。',
    'File of the public keys that verify checkpoints (PEM): the current one first, then earlier ones. ' +
      'Required on machines without the private key.',
    { zh: 'AUDIT_KEY 的公钥', en: 'the public key of AUDIT_KEY' }),
  auditDir: optional('AUDIT_DIR', path,
    '检查点写入的文件夹；应在另一台机器或只能追加的存储上。',
    'Folder for checkpoints. It should be on another machine or on append-only storage.',
    { zh: 'DATA_DIR/audit', en: 'DATA_DIR/audit' }),
  auditS3Endpoint: optional('AUDIT_S3_ENDPOINT', webAddress,
    '检查点另存到 S3 时的网址；设定后其余 AUDIT_S3 各项也须设定。',
    'Address of an S3 service to which checkpoints are also written. If set, the other AUDIT_S3 settings ' +
      'are required.'),
  auditS3Bucket: optional('AUDIT_S3_BUCKET', text,
    '专用的存储桶。', 'Name of a bucket used for nothing else.'),
  auditS3Key: optional('AUDIT_S3_KEY', text,
    '访问密钥的名称，只需读、列、增的权限。', 'Access key ID. It only needs permission to read, list and add.'),
  auditS3Secret: optional('AUDIT_S3_SECRET', hiddenText,
    '访问密钥。', 'Secret access key.'),
  auditS3Region: setting('AUDIT_S3_REGION', 'us-east-1', text,
    '存储桶所在的区域。', 'Region of the bucket.'),
  auditReadingHours: setting('AUDIT_READING_HOURS', '24', whole(1, 720),
    '审计员经第二人同意后可以查看案件内容的小时数。',
    'Number of hours for which an auditor can view the content of a case after a second person has consented.'),
  accessLogDays: setting('ACCESS_LOG_DAYS', '400', whole(183, 36_500),
    '登录与访问记录保存的天数；依法不少于六个月。',
    'Number of days for which the log of sign-ins and access is kept. The law requires at least six months.'),
  attemptsDays: setting('ATTEMPTS_DAYS', '7', whole(2, 365),
    '登录等尝试的计数保存的天数；超过一天的已不再计入。',
    'Number of days for which counts of sign-in and other limited attempts are kept. Counts older than a ' +
      'day have no effect.'),
  sealsDir: optional('SEALS_DIR', path,
    '印章图片所在的文件夹，文件名为机关代码加 .png 或 .svg；只在 production 下使用。',
    'Folder of seal images. File names are the authority’s code with .png or .svg. Used in production only.'),
  sessionMinutes: setting('SESSION_MINUTES', '30', whole(1, 1440),
    '无操作须重新登录的时间（分钟）。', 'Minutes without activity after which a person has to sign in again.'),
  sessionHours: setting('SESSION_HOURS', '12', whole(1, 168),
    '登录后须重新登录的最长时间（小时）。', 'Hours after sign-in when a person has to sign in again in any case.'),
  signInTries: setting('SIGN_IN_TRIES', '10', whole(1, 1000),
    '同一账号、同一地址在 SIGN_IN_MINUTES 内允许输错的次数。',
    'Maximum number of wrong entries for one account from one address within the period set by SIGN_IN_MINUTES.'),
  signInMinutes: setting('SIGN_IN_MINUTES', '15', whole(1, 1440),
    '上述一段时间的长度（分钟）。', 'Length of that period, in minutes.'),
  firmFactorFrom: optional('FIRM_FACTOR_FROM', day,
    '企业人员自该日起登录也须双因素验证，在此之前由本人选择；机关人员一律须有。',
    'Day from which people of firms also need a second factor to sign in. Until then it is optional for ' +
      'them. Staff of authorities always need one.', { zh: '一律须有', en: 'always' }),
  codeSeconds: optional('CODE_SECONDS', whole(30, 60),
    '验证器的验证码自显示起的有效时间（秒）。',
    'Number of seconds for which an authenticator code is valid after it is first shown.',
    byMode('60',
    '30')),
  proofMinutes: setting('PROOF_MINUTES', '10', whole(1, 1440),
    '出具、撤销、导出前，验证身份的有效时间（分钟）。',
    'Before issuing, revoking and exporting: how recently, in minutes, a person must have confirmed their identity.'),
  oidcIssuer: optional('OIDC_ISSUER', webAddress,
    '统一身份认证（OpenID Connect）的网址；设定后登录页多一个按钮。' +
      '在身份平台登记的回调地址为 PUBLIC_URL/sign-in/provider/back。',
    'Address of the identity provider (OpenID Connect). If set, the sign-in page has another button. ' +
      'Register PUBLIC_URL/sign-in/provider/back as the redirect address.'),
  oidcClientId: optional('OIDC_CLIENT_ID', text,
    '本系统在身份平台的编号；设定 OIDC_ISSUER 时必须设定。',
    'Client ID of this system at the identity provider. Required with OIDC_ISSUER.'),
  oidcClientSecret: optional('OIDC_CLIENT_SECRET', hiddenText,
    '本系统在身份平台的密钥。', 'Client secret of this system at the identity provider.'),
  oidcName: setting('OIDC_NAME', '统一身份认证登录|Sign in with the identity provider', text,
    '按钮上的文字，中文和英文以 | 分开。', 'Text of the button in Chinese and English, separated by |.'),
  oidcAcr: optional('OIDC_ACR', text,
    '身份平台表示已完成双因素验证的 acr；未设定的，以 amr 为准。',
    'The acr value with which the provider confirms a second factor. If not set, amr is used.'),
  visitsPerMinute: setting('VISITS_PER_MINUTE', '600', whole(1, 1_000_000),
    '未登录的访问：同一地址每分钟最多打开的页数（每个网页进程）；提交表单或上传一次按五页计。',
    'Without signing in: maximum number of pages for one address in a minute (per web process). ' +
      'Submitting a form or an upload counts as five.'),
  requestsPerMinute: setting('REQUESTS_PER_MINUTE', '1200', whole(1, 1_000_000),
    '登录后：每人每分钟最多请求的次数（每个网页进程）。',
    'After signing in: maximum number of requests for one person in a minute (per web process).'),
  keyCallsPerMinute: setting('KEY_CALLS_PER_MINUTE', '1200', whole(1, 1_000_000),
    '每个接口密钥每分钟最多调用的次数（所有网页进程合计）。',
    'Maximum number of calls for one API key in a minute (all web processes together).'),
  serviceKeyDays: setting('SERVICE_KEY_DAYS', '366', whole(1, 1_100),
    '服务账号密钥的最长有效天数。', 'Maximum number of days for which a service account’s key is valid.'),
  checksPerMinute: setting('CHECKS_PER_MINUTE', '60', whole(1, 100000),
    '同一地址每分钟最多核验推荐函的次数（每个网页进程）。',
    'Maximum number of letter checks for one address in a minute (per web process).'),
  uploadMaxMegabytes: setting('UPLOAD_MAX_MEGABYTES', '20', whole(1, 500),
    '一个上传文件的大小上限（MB）。', 'Maximum size of an uploaded file, in MB.'),
  uploadMaxMegapixels: setting('UPLOAD_MAX_MEGAPIXELS', '50', whole(1, 1000),
    '一张上传图片的像素上限（百万像素）。', 'Maximum size of an uploaded image, in megapixels.'),
  readerUid: optional('READER_UID', whole(1, 999_999_999),
    '读取上传文件的进程所用的用户号和组号；须以 root 启动，且该用户不拥有任何文件。',
    'User and group ID of the processes that read uploaded files. The system must be started as root, ' +
      'and the user must not own any files.', { zh: '与本进程相同', en: 'same as this process' }),
  readerWalls: optional('READER_WALLS', walls,
    '读取上传文件的进程必须具备的隔离，以逗号分隔（uid、network、files、processes、limits）；' +
      '缺少任何一项，网页服务和后台进程都不启动。',
    'Isolation required for the processes that read uploaded files, separated by commas (uid, network, ' +
      'files, processes, limits). If any is missing, neither the web server nor the worker starts.',
    { zh: '不要求', en: 'none required' }),
  workerJobs: setting('WORKER_JOBS', '2', whole(1, 64),
    '后台进程同时制作的函件数，以及同时查毒的文件数；期限、封存、投递、清理和页面图像各有自己的位置，不计在内。',
    'Number of letters the worker makes at a time, and number of files scanned at a time. Time limits, ' +
      'sealing, deliveries, cleanup and page images have slots of their own.'),
  probePort: optional('PROBE_PORT', whole(1, 65535),
    '后台进程应答 /health/live 和 /health/ready 的端口；同一台机器上的每个后台进程各用一个。',
    'Port on which a worker answers /health/live and /health/ready. Each worker on a machine needs its own.',
    { zh: '不应答', en: 'not answered' }),
  probeHost: setting('PROBE_HOST', '127.0.0.1', text,
    '后台进程应答上述请求的地址。', 'Address on which the worker answers these requests.'),
  metricsPort: optional('METRICS_PORT', whole(1, 65535),
    '以 Prometheus 文本提供运行指标（/metrics）的端口；同一台机器上的每个进程各用一个。',
    'Port on which a process serves metrics as Prometheus text (/metrics). Each process on a machine needs its own.',
    { zh: '不提供', en: 'not served' }),
  metricsHost: setting('METRICS_HOST', '127.0.0.1', text,
    '提供运行指标的地址；没有口令，不得对公众开放。',
    'Address on which metrics are served. There is no password, so it must not be public.'),
  otlpUrl: optional('OTLP_URL', webAddress,
    '采集器的网址（OpenTelemetry，OTLP/HTTP）；设定后定时把运行指标发到其下的 /v1/metrics。',
    'Address of a collector (OpenTelemetry, OTLP/HTTP). If set, metrics are sent to /v1/metrics below it ' +
      'at regular intervals.'),
  otlpSeconds: setting('OTLP_SECONDS', '60', whole(1, 3600),
    '向采集器发送的间隔（秒）。', 'Seconds between two exports to the collector.'),
  otlpTraces: setting('OTLP_TRACES', '10', whole(0, 100),
    '记录追踪的请求和任务的百分比（发到 OTLP_URL 下的 /v1/traces）；随请求带来的追踪由来方决定。',
    'Percentage of requests and jobs that are traced and sent to /v1/traces below OTLP_URL. For a trace ' +
      'that arrives with a request, its sender decides.'),
  drainSeconds: optional('DRAIN_SECONDS', whole(0, 300),
    '网页服务停止前，继续应答而 /health/ready 已报停的秒数，供负载均衡转走请求。',
    'Seconds for which a stopping web server still answers while /health/ready reports that it is ' +
      'stopping, so that the load balancer can redirect requests.', byMode('0', '5')),
  logLevel: optional('LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent'),
    '日志的详细程度。', 'Level of detail of the log.', byMode('warn', 'info')),
}
