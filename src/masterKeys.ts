/**
 * The master keys: the first one wraps the keys of cases, all of them open what they have wrapped.
 * A key file holds 32 random bytes in base64 a line; outside production the key is derived from
 * SECRET when there is no file. A key's id is taken from the key itself, so that two keys never
 * share one.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type SealKey, sealKey } from './base/seal.js'
import { type Config, SettingsError } from './config.js'

const BYTES = 32

export type MasterKeySettings = Pick<Config, 'masterKey' | 'masterKeyEarlier' | 'secret' | 'secretEarlier'>

/** A new key as a key file holds it. */
export const newMasterKey = (): string => `${randomBytes(BYTES).toString('base64')}\n`

const withOwnId = (bytes: Buffer): SealKey => ({
  id: createHash('sha256').update('haijian master key').update(bytes).digest().readUInt32BE(0),
  bytes,
})

/**
 * The master keys that the settings name, the one that wraps first.
 * @throws SettingsError when a file cannot be read or holds no key
 */
export function readMasterKeys(config: MasterKeySettings): readonly [SealKey, ...SealKey[]] {
  const { masterKey, masterKeyEarlier, secret, secretEarlier } = config
  const earlier = masterKeyEarlier ? keysIn('MASTER_KEY_EARLIER', masterKeyEarlier) : []
  if (!masterKey) return [derived(secret), ...(secretEarlier ?? []).map(derived), ...earlier]
  const [first, ...more] = keysIn('MASTER_KEY', masterKey)
  if (!first || more.length > 0) throw wrong('MASTER_KEY', masterKey)
  return [first, ...earlier]
}

const derived = (secret: string): SealKey => withOwnId(sealKey(secret, 'master key').bytes)

function keysIn(name: string, path: string): SealKey[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw wrong(name, path)
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const keys = lines.map((line) => Buffer.from(line.trim(), 'base64'))
  if (keys.length === 0 || keys.some((bytes) => bytes.length !== BYTES)) throw wrong(name, path)
  return keys.map(withOwnId)
}

const wrong = (name: string, path: string) =>
  new SettingsError([
    {
      zh:
        `${name} 的文件 ${path} 无法读取，或者其中没有密钥（每行一个，32 字节的 ` +
        'base64）。可以用 npm run keys -- new FILE 生成。',
      en:
        `The file of ${name}, ${path}, cannot be read or contains no key (one per line, 32 bytes in base64). ` +
        'To create one, run npm run keys -- new FILE.',
    },
  ])
