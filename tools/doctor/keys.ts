/** The keys of the settings: those of cases and of exports against the database, the one that signs with its chain, the one that seals. */
import type { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import type { Bilingual } from '../../src/base/text.js'
import { exportKeyRow } from '../../src/cases/audit/exportKeys.js'
import { checkPlace } from '../../src/cases/audit/apart.js'
import { openAuditKeys, openSealKey } from '../../src/cases/audit/keys.js'
import { caseKeysOf, INDEX_KEY } from '../../src/cases/sealing/openKeys.js'
import { type Config, SettingsError } from '../../src/config.js'
import { followChain } from '../../src/letters/chain.js'
import { splitPem } from '../../src/letters/pem.js'
import { requireInDate } from '../../src/letters/sign.js'
import { openSigner, openTrust } from '../../src/letters/trust.js'
import { readMasterKeys } from '../../src/masterKeys.js'
import { SETTINGS } from '../../src/settings.js'
import type { Opened } from './database.js'
import { ask, failed, type Finding, hint, notAsked, ok, wrong } from './finding.js'

const NO_DATABASE: Bilingual = {
  zh: '须查询数据库，但没有可用的连接。',
  en: 'needs the database, but there is no usable connection.',
}
const NO_TABLES: Bilingual = {
  zh: '数据库里还没有密钥：先运行 npm run migrate。',
  en: 'the database has no keys yet: run npm run migrate first.',
}

/** All of the keys. */
export async function examineKeys(config: Config, opened: readonly Opened[], now: Date): Promise<Finding[]> {
  const client = opened.find(({ setting }) => setting !== SETTINGS.entryDatabaseUrl.name)?.client
  const found = [
    await ask('MASTER_KEY', () => examineMaster(config, client)),
    await ask('SECRET', () => examineSecret(config, opened)),
    await ask('SIGNING_CERTIFICATE', () => examineCertificate(config, now)),
    await ask('SIGNING_KEY', () => examineSigner(config, now)),
    await ask('AUDIT_KEY', () => examineSeal(config)),
  ]
  return found.flat()
}

const exists = async (client: pg.Client, table: string): Promise<boolean> =>
  (await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [table])).rows[0]?.there ===
  true

async function examineMaster(config: Config, client: pg.Client | undefined): Promise<Finding> {
  const about =
    config.masterKey === null && config.production
      ? 'MASTER_KEY'
      : config.masterKey === null
        ? 'SECRET (MASTER_KEY)'
        : 'MASTER_KEY'
  let masters: ReturnType<typeof readMasterKeys>
  try {
    masters = readMasterKeys(config)
  } catch (error) {
    const [problem] = error instanceof SettingsError ? error.problems : []
    return problem ? wrong(about, problem) : failed(about, error)
  }
  if (!client) return notAsked(about, NO_DATABASE)
  if (!(await exists(client, 'system_keys'))) return notAsked(about, NO_TABLES)
  const { rows } = await client.query<{ wrapped: Buffer }>(INDEX_KEY)
  if (!rows[0]) return notAsked(about, NO_TABLES)
  caseKeysOf(masters, rows[0].wrapped)
  return ok(about, { zh: '是这个数据库的主密钥。', en: 'is the master key of this database.' })
}

async function examineSecret({ secret }: Config, opened: readonly Opened[]): Promise<Finding> {
  const about = 'SECRET'
  const client = opened.find(
    ({ setting }) => setting !== SETTINGS.entryDatabaseUrl.name && setting !== SETTINGS.workerDatabaseUrl.name,
  )?.client
  if (!client) return notAsked(about, NO_DATABASE)
  if (!(await exists(client, 'export_keys'))) return notAsked(about, NO_TABLES)
  const [id] = exportKeyRow(secret).values
  const { rowCount } = await client.query('select 1 from export_keys where id = $1', [id])
  if (rowCount) return ok(about, { zh: '与数据库相符。', en: 'matches the database.' })
  return wrong(
    about,
    { zh: '与数据库不符。', en: 'does not match the database.' },
    {
      zh: '请改正 SECRET；确已更换的，将原值写入 SECRET_EARLIER，再运行 npm run migrate。',
      en: 'Correct it. If it was changed, put the previous value into SECRET_EARLIER and run npm run migrate.',
    },
  )
}

const REPLACE: Bilingual = {
  zh: '把新证书和它的签发机构证书写进该文件，旧证书移入 SIGNING_EARLIER（docs/signing.md）。',
  en: 'Put the new certificate with its issuers into the file, the old one into SIGNING_EARLIER (docs/signing.md).',
}

async function examineCertificate(config: Config, now: Date): Promise<Finding | Finding[]> {
  const about = 'SIGNING_CERTIFICATE'
  if (config.signingCertificate === null)
    return notAsked(about, { zh: '没有设定：推荐函为样张。', en: 'is not set: letters are made as specimens.' })
  const trust = await openTrust(config, now)
  const [leaf, ...issuers] = splitPem(await readFile(config.signingCertificate, 'utf8'))
  if (!leaf) throw new Error('no certificate')
  try {
    requireInDate([leaf, ...issuers], now)
  } catch (error) {
    return failed(about, error, REPLACE)
  }
  const values = { name: nameOf(leaf), days: trust.daysLeft(now), count: issuers.length }
  const found: Bilingual = {
    zh: '“{name}”及其签发机构证书（{count} 个）还有 {days} 天有效。',
    en: '“{name}” and its issuers ({count}) are valid for another {days} days.',
  }
  const findings = [
    trust.daysLeft(now) < config.signingWarnDays ? hint(about, found, REPLACE, values) : ok(about, found, values),
  ]
  const isAlone = issuers.length === 0 && leaf.subject !== leaf.issuer
  if (isAlone || !followChain(leaf, issuers, []).whole)
    findings.push(
      hint(
        about,
        {
          zh: '文件中的证书不能构成到根证书的完整链。',
          en: 'the certificates in the file do not form a complete chain to a root.',
        },
        {
          zh: '按签名证书、中间证书、根证书的顺序写入该文件。',
          en: 'Put the signing certificate first, then each issuer up to the root, and nothing else.',
        },
      ),
    )
  return findings
}

const nameOf = ({ subject }: X509Certificate): string =>
  /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ')

async function examineSigner(config: Config, now: Date): Promise<Finding> {
  const about = 'SIGNING_KEY'
  if (config.signingKey === null)
    return notAsked(about, { zh: '没有设定：只有后台进程需要。', en: 'is not set: only the worker needs it.' })
  // the time-stamping authority is asked apart
  await openSigner({ ...config, timeStampUrl: null }, now)
  return ok(about, { zh: '与证书相符，强度足够。', en: 'matches the certificate and is strong enough.' })
}

async function examineSeal(config: Config): Promise<Finding | Finding[]> {
  const { auditKey, auditPublicKeys } = config
  if (auditKey === null && auditPublicKeys === null)
    return notAsked('AUDIT_KEY', { zh: '没有设定：演示时自动生成。', en: 'is not set: the demonstration creates one.' })
  const keys = await openAuditKeys(config)
  const [present = ''] = keys.seals.keys()
  if (auditKey === null)
    return ok(
      'AUDIT_PUBLIC_KEYS',
      { zh: '现行公钥 {present}。', en: 'the current public key is {present}.' },
      { present },
    )
  const { id } = await openSealKey(config)
  if (!keys.seals.has(id))
    return wrong(
      'AUDIT_PUBLIC_KEYS',
      { zh: '其中没有 AUDIT_KEY（{id}）的公钥。', en: 'does not hold the public key of AUDIT_KEY ({id}).' },
      { zh: '请将其写在文件的最前面（见 docs/audit.md）。', en: 'Put it first in the file (see docs/audit.md).' },
      { id },
    )
  const apart = await checkPlace(config)
  const findings = [ok('AUDIT_KEY', { zh: '封存密钥 {id}。', en: 'the sealing key is {id}.' }, { id })]
  if (apart)
    findings.push(
      hint(
        'AUDIT_DIR',
        {
          zh: '与数据在同一块磁盘上：控制该磁盘的人可以同时删除两者。',
          en: 'is on the same disk as the data: whoever controls the disk can delete both.',
        },
        {
          zh: '改用另一台机器或只能追加的存储，或设 AUDIT_S3_ENDPOINT。',
          en: 'Use another machine or append-only storage, or set AUDIT_S3_ENDPOINT.',
        },
      ),
    )
  return findings
}
