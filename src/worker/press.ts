/** Opens the press of this process: fonts, the renderer's thread, and the key that signs; outside production one that says SPECIMEN. */
import { join } from 'node:path'
import { isSpecimen, makeSpecimenCertificate } from '../letters/certificate.js'
import { prepareFonts } from '../letters/fonts.js'
import { createRenderer } from '../letters/render.js'
import { createFileSigner, type KeyFiles } from '../letters/signer.js'
import { projectFolder } from '../settings.js'
import type { Press } from './letterMaker.js'

/** The longest that one letter may take, in milliseconds. */
const TIME_LIMIT = 20_000

export interface PressSettings {
  readonly production: boolean
  readonly fontsDir: string | null
  readonly dataDir: string
  readonly signingKey: string | null
  readonly signingCertificate: string | null
  readonly signingPassphrase: string | null
}

/** Throws in plain words when a key or certificate is not as it should be. */
export async function openPress(settings: PressSettings, at: Date): Promise<Press> {
  const { signingKey, signingCertificate, signingPassphrase, dataDir } = settings
  const files: KeyFiles =
    signingKey && signingCertificate
      ? { keyFile: signingKey, certificateFile: signingCertificate, passphrase: signingPassphrase }
      : await makeSpecimenCertificate(join(dataDir, 'signing'), '海荐演示 Haijian Demonstration', at)
  const signer = await createFileSigner(files)
  if (settings.production && isSpecimen(signer.certificatePem))
    throw new Error(
      'SIGNING_CERTIFICATE 是演示证书，production 下不能使用。SIGNING_CERTIFICATE is a specimen, which production refuses.',
    )
  return {
    renderer: await createRenderer({
      fontsDir: await prepareFonts(join(projectFolder, 'build/fonts')),
      licensedDir: settings.fontsDir,
      timeLimitMs: TIME_LIMIT,
    }),
    signer,
  }
}
