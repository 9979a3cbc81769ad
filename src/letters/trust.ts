/**
 * Whose signatures count here: the present certificate, earlier ones, and time-stamping
 * authorities; and who signs now. All of it is configuration, read once at start.
 */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Logger } from '@nestjs/common'
import { Outgoing, type OutgoingSettings } from '../base/outgoing.js'
import { isSpecimen, makeSpecimenCertificate } from './certificate.js'
import { chainsOf } from './chain.js'
import { splitPem } from './pem.js'
import { commonName, requireInDate } from './sign.js'
import { createFileSigner, type KeyFiles, type Signer } from './signer.js'
import { createTimeStamper } from './timeStamp.js'

export interface SigningSettings extends OutgoingSettings {
  readonly dataDir: string
  readonly signingKey: string | null
  readonly signingCertificate: string | null
  readonly signingPassphrase: string | null
  readonly signingEarlier: string | null
  readonly signingWarnDays: number
  readonly timeStampUrl: string | null
  readonly timeStampCertificate: string | null
}

/** A signing certificate as people are told of it. */
export interface CertificateFacts {
  readonly name: string
  readonly issuer: string
  /** In hexadecimal. */
  readonly serial: string
  readonly sha256: string
  readonly from: Date
  readonly to: Date
}

/** What the check page, the public certificate file and the administrators' page need to know; no key. */
export class Trust {
  /** PEM texts, each a signer and its issuers; the present one first. */
  readonly signers: readonly string[]

  constructor(
    readonly present: string,
    earlier: readonly string[],
    readonly timeStampers: readonly string[],
    readonly warnDays: number,
    readonly timeStampUrl: string | null,
  ) {
    this.signers = [present, ...earlier]
  }

  /** Every certificate with which letters were signed, for whoever checks them without this service. */
  get published(): string {
    return this.signers
      .map((pem) => pem.trimEnd())
      .join('\n')
      .concat('\n')
  }

  /** The signers, the present one first; issuers are left out. */
  get facts(): CertificateFacts[] {
    return this.signers.map((pem) => factsOf(new X509Certificate(pem)))
  }

  /** The serial number of the present signer, and when the first certificate of its chain runs out. */
  get presentChain(): { readonly serial: string; readonly ends: Date } {
    const chain = splitPem(this.present)
    const ends = new Date(Math.min(...chain.map(({ validTo }) => new Date(validTo).getTime())))
    return { serial: (chain[0]?.serialNumber ?? '').toLowerCase(), ends }
  }

  /** Whole days until the first certificate of the present chain runs out; negative afterwards. */
  daysLeft(at: Date): number {
    return daysUntil(this.presentChain.ends, at)
  }

  /** The same of the certificates by which time-stamps are checked; undefined when there are none. */
  stamperDaysLeft(at: Date): number | undefined {
    if (this.timeStampers.length === 0) return undefined
    const ends = this.timeStampers.map((pem) => new Date(new X509Certificate(pem).validTo))
    // those of earlier authorities stay in the file: the present one is that which lasts longest
    return Math.max(...ends.map((end) => daysUntil(end, at)))
  }
}

const daysUntil = (end: Date, at: Date): number => Math.floor((end.getTime() - at.getTime()) / 86_400_000)

function factsOf({
  subject,
  issuer,
  serialNumber,
  fingerprint256,
  validFrom,
  validTo,
}: X509Certificate): CertificateFacts {
  return {
    name: commonName(subject),
    issuer: commonName(issuer),
    serial: serialNumber.toLowerCase(),
    sha256: fingerprint256.replaceAll(':', '').toLowerCase(),
    from: new Date(validFrom),
    to: new Date(validTo),
  }
}

/** What is configured, and outside production else what a demonstration makes; a web server has no key. */
const filesOf = async (settings: SigningSettings, at: Date): Promise<Pick<KeyFiles, 'certificateFile'> | KeyFiles> => {
  const { signingKey, signingCertificate, signingPassphrase, dataDir } = settings
  if (signingCertificate)
    return {
      certificateFile: signingCertificate,
      ...(signingKey && { keyFile: signingKey, passphrase: signingPassphrase }),
    }
  return makeSpecimenCertificate(join(dataDir, 'signing'), '海荐演示 Haijian Demonstration', at)
}

/** Reads whose signatures count. Throws in plain words when a file is not as it should be. */
export async function openTrust(settings: SigningSettings, at: Date): Promise<Trust> {
  const { signingEarlier, signingWarnDays, timeStampUrl, timeStampCertificate } = settings
  const { certificateFile } = await filesOf(settings, at)
  const [present = ''] = chainsOf(await readCertificates(certificateFile))
  const earlier = signingEarlier ? chainsOf(await readCertificates(signingEarlier)) : []
  if (timeStampUrl && !timeStampCertificate)
    throw new Error(
      '设定了 TIMESTAMP_URL，还须设定 TIMESTAMP_CERTIFICATE。TIMESTAMP_CERTIFICATE must be set together ' +
        'with TIMESTAMP_URL.',
    )
  const stampers = timeStampCertificate ? await readCertificates(timeStampCertificate) : []
  return new Trust(present, earlier, stampers.map(String), signingWarnDays, timeStampUrl)
}

/**
 * Opens what signs letters. Throws in plain words when a key or certificate is not as it should be,
 * or has run out; warns in the log before it does.
 */
export async function openSigner(settings: SigningSettings, at: Date): Promise<Signer> {
  const trust = await openTrust(settings, at)
  const files = await filesOf(settings, at)
  if (!('keyFile' in files)) throw new Error('SIGNING_KEY 必须设定。SIGNING_KEY must be set.')
  const signer = await createFileSigner(files)
  if (settings.production && isSpecimen(signer.certificatePem))
    throw new Error(
      'SIGNING_CERTIFICATE 是演示证书，production 下不能使用。' +
        'SIGNING_CERTIFICATE is a demonstration certificate, which cannot be used in production.',
    )
  requireInDate(splitPem(signer.certificatePem), at)
  const left = trust.daysLeft(at)
  if (left < trust.warnDays)
    new Logger('signing').warn(
      `签名证书还有 ${left} 天到期，请及时更换。The signing certificate expires in ${left} days; replace it in time.`,
    )
  if (!trust.timeStampUrl) return signer
  return { ...signer, timeStamp: createTimeStamper(trust.timeStampUrl, trust.timeStampers, new Outgoing(settings)) }
}

async function readCertificates(file: string): Promise<X509Certificate[]> {
  const certificates = splitPem(await readFile(file, 'utf8'))
  if (certificates.length === 0) throw new Error(`${file}: 文件中没有证书。There is no certificate in the file.`)
  return certificates
}
