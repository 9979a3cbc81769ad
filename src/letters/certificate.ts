/**
 * The key and certificate of a demonstration, so that it starts without configuration. Whoever
 * looks at the signature reads that it is a specimen.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bits, element, integer, octets, oid, sequence, setOf, tagged, time, utf8 } from './derWriter.js'
import { splitPem } from './pem.js'
import type { KeyFiles } from './signer.js'

const specimenName = 'SPECIMEN 演示专用, not for official use'
/** Years of validity before and after it is made: the demonstration's cases are of the past. */
const before = 2
const after = 10

/**
 * The demonstration's key and certificate in a folder; made when there is none yet (P-256, valid
 * from two years before `at` to ten years after), readable by nobody else. Several processes may
 * start at once: they end up with the same one.
 * @param name of the body whose demonstration it is
 */
export async function makeSpecimenCertificate(folder: string, name: string, at: Date): Promise<KeyFiles> {
  const file = join(folder, 'specimen.pem')
  const exists = () =>
    readFile(file).then(
      () => true,
      () => false,
    )
  if (!(await exists())) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
    await writeFile(draft, createSpecimen(name, at), { mode: 0o600 })
    try {
      await link(draft, file)
    } catch (error) {
      if (!(await exists())) throw error
    } finally {
      await rm(draft)
    }
  }
  return { keyFile: file, certificateFile: file }
}

/** Whether a certificate says of itself that it is a specimen; such a one must never sign in earnest. */
export const isSpecimen = (certificatePem: string): boolean =>
  splitPem(certificatePem).some(({ subject }) => subject.includes('SPECIMEN'))

/** Private key and self-signed certificate (RFC 5280), both as PEM. */
function createSpecimen(name: string, at: Date): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const subject = sequence(
    attribute('2.5.4.6', element(0x13, Buffer.from('CN'))),
    attribute('2.5.4.10', utf8(name)),
    attribute('2.5.4.3', utf8(specimenName)),
  )
  const [start, end] = [-before, after].map((years) => {
    const day = new Date(at)
    day.setUTCFullYear(day.getUTCFullYear() + years)
    return day
  }) as [Date, Date] // as many as were given
  const keyId = createHash('sha1').update(key).digest()
  const body = sequence(
    tagged(0, integer(2)),
    integer(Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    algorithm,
    subject,
    sequence(time(start), time(end)),
    subject,
    key,
    tagged(
      3,
      sequence(
        extension('2.5.29.19', sequence(), true),
        // digitalSignature and nonRepudiation
        extension('2.5.29.15', bits(Buffer.from([0b11000000]), 6), true),
        extension('2.5.29.14', octets(keyId), false),
      ),
    ),
  )
  const certificate = sequence(body, algorithm, bits(sign('sha256', body, privateKey)))
  const lines = certificate.toString('base64').replace(/(.{64})(?=.)/g, '$1\n')
  return (
    `${privateKey.export({ type: 'pkcs8', format: 'pem' })}-----BEGIN ` +
    `CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
  )
}

const attribute = (type: string, value: Buffer): Buffer => setOf(sequence(oid(type), value))

const extension = (type: string, value: Buffer, critical: boolean): Buffer =>
  sequence(oid(type), ...(critical ? [element(0x01, Buffer.from([0xff]))] : []), octets(value))
