/** What production asks for before it starts, made for a test in a folder: keys, a signing certificate, the picture of a seal. Letters that are made so are none of a demonstration. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { sealKey } from '../../src/base/seal.js'
import type { Environment } from '../../src/config.js'
import { DEMONSTRATION_SECRET } from '../../src/settings.js'
import { issue } from './authority.js'

/** Of nothing else on the paper, so that a test finds it there. */
export const SEAL_COLOUR = '#0000d0'

/** The settings; the certificate is good until this day. */
export async function settingsInEarnest(folder: string, until: string): Promise<Environment> {
  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const root = issue({ name: '上海市电子认证中心', authority: true, to: '2040-01-01' })
  const own = issue({ name: '上海市商务委员会', by: root, to: until })
  const seals = join(folder, 'seals')
  mkdirSync(seals)
  await sharp({ create: { width: 300, height: 300, channels: 4, background: SEAL_COLOUR } }).toFile(
    join(seals, 'sh-commerce.png'),
  )
  const audit = generateKeyPairSync('ed25519').privateKey
  return {
    NODE_ENV: 'production',
    SECRET: 'a secret of the tests, of fifty characters or so',
    PUBLIC_URL: 'https://haijian.example',
    // that of the tests' databases, which are copies of one (test/database.ts)
    MASTER_KEY: write('master.key', sealKey(DEMONSTRATION_SECRET, 'master key').bytes.toString('base64')),
    SIGNING_KEY: write('signing.key', String(own.key.export({ type: 'pkcs8', format: 'pem' }))),
    SIGNING_CERTIFICATE: write('signing.pem', own.pem + root.pem),
    AUDIT_KEY: write('audit.pem', String(audit.export({ type: 'pkcs8', format: 'pem' }))),
    SEALS_DIR: seals,
  }
}
