/**
 * What signs the history that an auditor takes away: a key made from SECRET. Its public half, and
 * those of every SECRET before, stay in the database with the time of their first use, so that what
 * was signed earlier still verifies. Only `npm run migrate` adds one; a web server whose SECRET the
 * database does not know does not start.
 */
import { createHmac, createPrivateKey, type KeyObject } from 'node:crypto'
import type { Database } from '../../base/database.js'
import type { Bilingual } from '../../base/text.js'
import type { SealKey } from './checkpoint.js'
import { keyIdOf, publicPem, sealKeyOf } from './keys.js'

/** PKCS #8 of Ed25519 (RFC 8410): what stands before the 32 bytes of the key. */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

function keyOf(secret: string): KeyObject {
  const seed = createHmac('sha256', secret).update('audit exports').digest()
  return createPrivateKey({ key: Buffer.concat([ED25519, seed]), format: 'der', type: 'pkcs8' })
}

/** The statement that adds the public key of a SECRET, once, and its values. */
export function exportKeyRow(secret: string): { sql: string; values: [id: string, publicKey: string] } {
  const key = keyOf(secret)
  const sql = 'insert into export_keys (id, public_key) values ($1, $2) on conflict (id) do nothing'
  return { sql, values: [keyIdOf(key), publicPem(key)] }
}

/** SECRET is not one that the database was told of. */
export class UnknownSecret extends Error {
  constructor(readonly why: Bilingual) {
    super(`${why.zh}\n${why.en}`)
    this.name = 'UnknownSecret'
  }
}

interface Row {
  readonly id: string
  readonly pem: string
  readonly since: string
}

const LIST = `
  select id, public_key as pem, to_char(first_used_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
  from export_keys order by id = $1 desc, no desc`

export class ExportKeys {
  private constructor(
    private readonly db: Database,
    /** Signs; its secret half never leaves this process. */
    readonly signer: SealKey,
  ) {}

  /** Throws UnknownSecret when the database has not been told of this SECRET. */
  static async open(db: Database, secret: string): Promise<ExportKeys> {
    const keys = new ExportKeys(db, sealKeyOf(keyOf(secret)))
    if ((await keys.list())[0]?.id !== keys.signer.id) throw new UnknownSecret(notTold)
    return keys
  }

  /** Every public key as PEM, the present one first, with its use, its name and its first day above it. */
  async published(): Promise<string> {
    return (await this.list()).map(({ id, pem, since }) => `# exports ${id} since ${since}\n${pem}`).join('')
  }

  private list(): Promise<Row[]> {
    return this.db.lookUp<Row>(LIST, [this.signer.id])
  }
}

const notTold = {
  zh: 'SECRET 与数据库不符，无法启动。更换 SECRET 时，请将原值写入 SECRET_EARLIER，再运行 npm run migrate。',
  en:
    'SECRET does not match this database, so the process cannot start. When you change SECRET, put the ' +
    'previous value ' +
    'into SECRET_EARLIER and run npm run migrate.',
}
