import { createPublicKey, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Logger } from '@nestjs/common'
import { PDFDocument } from 'pdf-lib'
import { sampleLetter, sampleRefusal } from '../../bench/letters/sample.js'
import { Outgoing } from '../../src/base/outgoing.js'
import { isSpecimen, makeSpecimenCertificate } from '../../src/letters/certificate.js'
import { followChain } from '../../src/letters/chain.js'
import { signDigest } from '../../src/letters/cms.js'
import { prepareFonts } from '../../src/letters/fonts.js'
import { createRenderer } from '../../src/letters/render.js'
import { signPdf, writeSignature } from '../../src/letters/sign.js'
import { createFileSigner, type KeyFiles, type Signer } from '../../src/letters/signer.js'
import { createTimeStamper } from '../../src/letters/timeStamp.js'
import { readAnswer, readTimeStamp } from '../../src/letters/timeStampCheck.js'
import { openSigner, openTrust } from '../../src/letters/trust.js'
import { verifyPdf } from '../../src/letters/verify.js'
import { long, rounds } from '../long.js'
import { type Holder, issue, openTimeStampServer, signerOf, type TimeStampServer } from './authority.js'
import { ask, has, testWith } from './witness.js'

const at = new Date('2026-11-24T01:30:05Z')
const made = new Date('2026-11-01T00:00:00Z')
/** For certificates that openssl makes, which begin when the test runs. */
const later = new Date('2040-01-01T00:00:00Z')
let folder: string
let letter: Buffer
let refusal: Buffer
let signer: Signer
let signed: Buffer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sign-'))
  const renderer = await createRenderer({ fontsDir: await prepareFonts(), timeLimitMs: 60_000 })
  letter = await renderer.render(sampleLetter)
  refusal = await renderer.render(sampleRefusal)
  await renderer.close()
  signer = await createFileSigner(await makeSpecimenCertificate(join(folder, 'specimen'), '演示上海市商务委员会', made))
  signed = await signPdf(letter, signer, at)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const faultsOf = (pdf: Buffer, trusted: readonly string[] = [signer.certificatePem]): string[] =>
  verifyPdf(pdf, trusted).faults.map(({ code }) => code)

/** A key of its own kind, with its certificate by openssl. */
const makeSigner = (name: string, ...key: string[]): Promise<Signer> => createFileSigner(makeFiles(name, ...key))

function makeFiles(name: string, ...key: string[]): KeyFiles {
  const files = { keyFile: join(folder, `${name}.key`), certificateFile: join(folder, `${name}.crt`) }
  const subject = ['-subj', `/C=CN/O=Test/CN=${name}`, '-days', '36500', '-nodes']
  const made = ask(
    'openssl',
    'req',
    '-x509',
    '-newkey',
    ...key,
    '-keyout',
    files.keyFile,
    '-out',
    files.certificateFile,
    ...subject,
  )
  expect(made.status).toBe(0)
  return files
}

describe('a signed letter', () => {
  test('is valid, says when and by whom it was signed, and is the unsigned file with something after it', () => {
    expect(verifyPdf(signed, [signer.certificatePem])).toEqual({
      valid: true,
      faults: [],
      signedAt: at,
      signer: 'C=CN\nO=演示上海市商务委员会\nCN=SPECIMEN 演示专用\\, not for official use',
      stampedAt: null,
    })
    expect(signed.subarray(0, letter.length).equals(letter)).toBe(true)
    expect(signed.length - letter.length).toBeLessThan(10_000)
    // as PAdES names it (ETSI EN 319 142-1)
    const kind = '/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n'
    expect(signed.toString('latin1', letter.length)).toContain(kind)
  })

  test('keeps /ID, pages, title and every old object; the field is there and has no size', async () => {
    const id = (pdf: Buffer) => /\/ID \[.*?\]/s.exec(pdf.toString('latin1', pdf.lastIndexOf('trailer')))?.[0]
    expect(id(letter)).toMatch(/^\/ID \[\(/)
    expect(id(signed)).toBe(id(letter))
    const document = await PDFDocument.load(signed, { updateMetadata: false })
    expect(document.getPageCount()).toBe(4)
    expect(document.getTitle()).toBe('关于推荐TANAKA YUKI为外籍直播高端人才的函')
    const [field, ...others] = document.getForm().getFields()
    expect(others).toEqual([])
    expect(field?.getName()).toBe('Signature')
    expect(field?.acroField.getWidgets()[0]?.getRectangle()).toEqual({ x: 0, y: 0, width: 0, height: 0 })
    expect(document.getPages()[0]?.node.Annots()?.size()).toBe(1)
  })

  test('begins on a line of its own, and its table leads to each of its objects, in their order', async () => {
    for (const before of [letter, Buffer.concat([letter, Buffer.from('\n')])]) {
      const whole = (await signPdf(before, signer, at)).toString('latin1')
      expect(whole.slice(before.length)).toMatch(before.at(-1) === 0x0a ? /^\d+ 0 obj\n/ : /^\n\d+ 0 obj\n/)
      const table = whole.slice(Number(/startxref\n(\d+)\n%%EOF\n$/.exec(whole)?.[1]))
      const entries = [...table.matchAll(/^(\d+) 1\n(\d{10}) 00000 n \n/gm)].map(([, ...of]) => of.map(Number))
      const numbers = entries.map(([number = 0]) => number)
      expect(table.startsWith('xref\n')).toBe(true)
      expect(numbers).toHaveLength(4)
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
      for (const [number, offset = 0] of entries) expect(whole.slice(offset)).toMatch(new RegExp(`^${number} 0 obj\n`))
      expect(Number(/\/Size (\d+)/.exec(table)?.[1])).toBe(Math.max(...numbers) + 1)
    }
  })

  test('is not valid for another signer, nor unsigned, nor with an empty list of those who may sign', () => {
    expect(faultsOf(letter)).toEqual(['notSigned'])
    expect(faultsOf(Buffer.from('%PDF-1.7'))).toEqual(['notSigned'])
    expect(faultsOf(Buffer.alloc(0))).toEqual(['notSigned'])
    expect(faultsOf(signed, [])).toEqual(['otherSigner'])
  })

  test('is looked for in a place of 200,000 bytes at most', () => {
    const fileWith = (digits: number, from = 0) => {
      const [hole, range] = [`<${'0'.repeat(digits)}>`, `/ByteRange [${from} 0 ${digits + 2} `]
      return Buffer.from(`${hole}${range}${range.length + 3}]`)
    }
    expect([199_998, 200_000].map((digits) => faultsOf(fileWith(digits)))).toEqual([['damaged'], ['notSigned']])
    // and what it signs begins with the file
    expect(faultsOf(fileWith(100, 1))).toEqual(['notSigned'])
  })

  test('another demonstration with the same name is another signer', async () => {
    const files = await makeSpecimenCertificate(join(folder, 'other'), '演示上海市商务委员会', made)
    const other = await createFileSigner(files)
    const forged = await signPdf(letter, other, at)
    expect(faultsOf(forged)).toEqual(['otherSigner'])
    expect(faultsOf(forged, [signer.certificatePem, other.certificatePem])).toEqual([])
  })

  test('what is added after the signature is noticed, be it one byte or another update', async () => {
    expect(faultsOf(Buffer.concat([signed, Buffer.from('\n')]))).toEqual(['notWhole'])
    const other = await createFileSigner(await makeSpecimenCertificate(join(folder, 'third'), '演示', made))
    // Our own signer refuses a file that is signed already.
    await expect(signPdf(signed, other, at)).rejects.toThrow(/not a PDF that letters are made as/)
    const update = `1 0 obj\n<< /Fake true /ByteRange [0 1 2 3] >>\nendobj\nstartxref\n0\n%%EOF\n`
    expect(faultsOf(Buffer.concat([signed, Buffer.from(update)]))).not.toEqual([])
  })

  test('cutting it short is noticed', () => {
    for (const length of [signed.length - 1, signed.length - 700, letter.length + 100, letter.length, 1000, 1]) {
      expect(faultsOf(signed.subarray(0, length))).not.toEqual([])
    }
  })

  test('every changed byte of what is signed is noticed', () => {
    const range = /\/ByteRange \[0 +(\d+) +(\d+) +\d+\]/.exec(signed.toString('latin1'))
    const [start = 0, end = 0] = range?.slice(1).map(Number) ?? []
    expect(start).toBeGreaterThan(letter.length)
    for (let i = 0; i < rounds(1000); i++) {
      const place = randomBytes(4).readUInt32BE() % (signed.length - (end - start))
      const position = place < start ? place : place + end - start
      const changed = Buffer.from(signed)
      changed[position] = (changed[position] ?? 0) ^ (1 << (i % 8))
      expect({ position, faults: faultsOf(changed).length > 0 }).toEqual({ position, faults: true })
    }
  })

  test('every changed digit of the signature itself is noticed, its padding too', () => {
    const start = signed.indexOf('/Contents <', letter.length) + 11
    const end = signed.indexOf('>', start)
    // Each nibble in turn becomes another value; the last digits are padding.
    const step = long ? 1 : 3
    for (let position = start; position < end; position += position < start + 3000 ? step : 97) {
      const changed = Buffer.from(signed)
      changed[position] = changed[position] === 0x31 ? 0x32 : 0x31
      expect({ position, faults: faultsOf(changed).length > 0 }).toEqual({ position, faults: true })
    }
  })

  test('the signature of one letter does not fit another', async () => {
    const other = await signPdf(refusal, signer, at)
    const cut = (pdf: Buffer) => {
      const start = pdf.lastIndexOf('/Contents <') + 11
      return { start, hex: pdf.toString('latin1', start, pdf.indexOf('>', start)) }
    }
    const mixed = Buffer.from(other)
    mixed.write(cut(signed).hex, cut(other).start, 'latin1')
    expect(faultsOf(mixed)).toEqual(['changed'])
  })

  test('a certificate that had run out, or was not yet valid, is told', async () => {
    const [early, last, late] = ['2024-10-31T23:59:59Z', '2036-11-01T00:00:00Z', '2036-11-01T00:00:01Z'].map(
      (when) => new Date(when),
    ) as [Date, Date, Date] // three go in
    expect(faultsOf(await writeSignature(letter, signer, early))).toEqual(['outOfDate'])
    expect(faultsOf(await signPdf(letter, signer, last))).toEqual([])
    expect(faultsOf(await writeSignature(letter, signer, late))).toEqual(['outOfDate'])
    await expect(signPdf(letter, signer, late)).rejects.toThrow(/演示专用.*到期.*expired on Nov {2}1 00:00:00 2036/)
    await expect(signPdf(letter, signer, early)).rejects.toThrow(/is not valid before Nov {2}1/)
  })

  test('every fault is told in both languages', () => {
    const { faults } = verifyPdf(Buffer.concat([signed, Buffer.from(' ')]), [])
    expect(faults).toEqual([
      {
        code: 'notWhole',
        message: {
          zh: '签名没有覆盖整个文件：签名之后有人增加了内容。',
          en: 'The signature does not cover the whole file: something was added after it.',
        },
      },
      {
        code: 'otherSigner',
        message: { zh: '签名人不是本系统认可的机关。', en: 'The signer is not a recognised authority.' },
      },
    ])
  })
})

describe('a chain of certificates', () => {
  const root = issue({ name: 'Root', authority: true })
  const middle = issue({ name: 'Middle', authority: true, by: root })
  const own = issue({ name: '上海市商务委员会', by: middle })
  const chained = signerOf(own, middle, root)

  test('stands in the file whole, in its order or another, up to the root or not', async () => {
    for (const above of [[middle, root], [root, middle], [middle], []])
      expect(faultsOf(await signPdf(letter, signerOf(own, ...above), at), [chained.certificatePem])).toEqual([])
  })

  test('a certificate counts by itself: another customer of the same issuer does not', async () => {
    const stranger = issue({ name: '上海市商务委员会', by: middle })
    const theirs = await signPdf(letter, signerOf(stranger, middle, root), at)
    expect(faultsOf(theirs, [chained.certificatePem])).toEqual(['otherSigner'])
    expect(faultsOf(theirs, [root.pem])).toEqual(['otherSigner'])
  })

  test('ends at an issuer who is known here, though nobody above came along', async () => {
    const pdf = await signPdf(letter, signerOf(own, middle), at)
    expect(faultsOf(pdf, [own.pem + middle.pem])).toEqual([])
    expect(faultsOf(pdf, [own.pem])).toEqual(['badChain'])
  })

  test('is followed up to the root and no further, and not for ever', () => {
    const certificate = ({ pem }: { pem: string }) => new X509Certificate(pem)
    const pathOf = (leaf: Holder, ...along: Holder[]) => followChain(certificate(leaf), along.map(certificate), []).path
    expect(pathOf(own, middle, root).map(({ raw }) => raw)).toEqual([own, middle, root].map(({ der }) => der))
    const [one, other] = ['One', 'Other'].map((name) => issue({ name, authority: true })) as [Holder, Holder] // two go in
    const certify = (name: string, { key }: Holder, by: Holder) =>
      issue({ name, authority: true, by, of: createPublicKey(key) })
    const crossed = [certify('One', one, other), certify('Other', other, one)]
    expect(pathOf(issue({ name: 'Below', by: one }), ...crossed)).toHaveLength(8)
  })

  test('stands in the signature in the order of its bytes, as DER has a set', async () => {
    const sign = async () => Buffer.alloc(70)
    const write = (...above: Holder[]) => signDigest(Buffer.alloc(32), { ...signerOf(own, ...above), sign })
    expect(await write(root, middle)).toEqual(await write(middle, root))
  })

  test('is needed: a signer without a certificate is refused in plain words', async () => {
    await expect(signPdf(letter, { ...chained, certificatePem: '' }, at)).rejects.toThrow(/has no certificate/)
  })

  test('what does not belong to it, or is issued by somebody who may not, is told', async () => {
    const alien = issue({ name: 'Alien', authority: true })
    expect(faultsOf(await signPdf(letter, signerOf(own, middle, root, alien), at), [own.pem])).toEqual(['badChain'])
    const lay = issue({ name: 'Lay', by: root })
    const below = issue({ name: 'Below', by: lay })
    expect(faultsOf(await signPdf(letter, signerOf(below, lay, root), at), [below.pem])).toEqual(['badChain'])
    const twin = issue({ name: 'Middle', authority: true, by: root })
    expect(faultsOf(await signPdf(letter, signerOf(own, twin, root), at), [own.pem])).toEqual(['badChain'])
  })

  test('one that ran out above ends what stands below it', async () => {
    const short = issue({ name: 'Short', authority: true, by: root, to: '2026-11-01' })
    const leaf = issue({ name: 'Leaf', by: short })
    const signer = signerOf(leaf, short, root)
    expect(faultsOf(await writeSignature(letter, signer, at), [leaf.pem])).toEqual(['outOfDate'])
    await expect(signPdf(letter, signer, at)).rejects.toThrow(/“Short”.*expired/)
  })

  test('after the key was changed, letters of both keys are valid, and no letter of a third', async () => {
    const next = signerOf(issue({ name: '上海市商务委员会', by: middle }), middle, root)
    const both = [next.certificatePem, chained.certificatePem]
    for (const signer of [chained, next]) expect(faultsOf(await signPdf(letter, signer, at), both)).toEqual([])
    const third = signerOf(issue({ name: '上海市商务委员会' }))
    expect(faultsOf(await signPdf(letter, third, at), both)).toEqual(['otherSigner'])
  })

  test('every changed digit of certificates, signature and padding is noticed', async () => {
    const pdf = await signPdf(letter, chained, at)
    const start = pdf.indexOf('/Contents <', letter.length) + 11
    const end = pdf.indexOf('>', start)
    for (let position = start; position < end; position += long ? 1 : 13) {
      const changed = Buffer.from(pdf)
      changed[position] = changed[position] === 0x31 ? 0x32 : 0x31
      expect({ position, found: faultsOf(changed, [own.pem]).length > 0 }).toEqual({ position, found: true })
    }
  })
})

describe('a time-stamp', () => {
  const outgoing = new Outgoing({ production: false, outgoingPrivate: null })
  const root = issue({ name: 'Time root', authority: true })
  const stamper = issue({ name: 'Time', by: root, stamps: true })
  const own = issue({ name: '上海市商务委员会', to: '2026-12-01' })
  const right = { own: stamper, along: [root], at: '20261124013006.25Z' }
  let server: TimeStampServer

  beforeAll(async () => {
    server = await openTimeStampServer(right)
  })
  afterAll(() => server.close())

  const stamping = (trusted = [root.pem]): Signer => ({
    ...signerOf(own),
    timeStamp: createTimeStamper(server.url, trusted, outgoing),
  })
  const check = (pdf: Buffer, trusted = [root.pem]) => verifyPdf(pdf, [own.pem], trusted)

  test('stands in the signature: baseline T, and its instant is the one that counts', async () => {
    server.answer = right
    const pdf = await signPdf(letter, stamping(), at)
    expect(check(pdf)).toMatchObject({ valid: true, signedAt: at, stampedAt: new Date('2026-11-24T01:30:06.250Z') })
    expect(check(pdf, [stamper.pem])).toMatchObject({ valid: true })
    server.answer = { ...right, at: '20261202000000Z' }
    const late = check(await signPdf(letter, stamping(), at))
    expect(late.faults.map(({ code }) => code)).toEqual(['outOfDate'])
  })

  test('is all that may stand outside what is signed', async () => {
    server.answer = right
    const pdf = await signPdf(letter, stamping(), at)
    const attribute = pdf.lastIndexOf('060b2a864886f70d010910020e')
    expect(attribute).toBeGreaterThan(letter.length)
    pdf.write('0f', attribute + 24, 'latin1') // another attribute, of the same family
    expect(check(pdf).faults.map(({ code }) => code)).toEqual(['damaged'])
  })

  test('of an authority that is not trusted here is none', async () => {
    server.answer = right
    const pdf = await signPdf(letter, stamping(), at)
    for (const trusted of [[], [own.pem], [issue({ name: 'Time root', authority: true }).pem]])
      expect(check(pdf, trusted).faults.map(({ code }) => code)).toEqual(['badTimeStamp'])
  })

  test.each([
    ['of other bytes', { fault: 'otherBytes' }, /is not valid/],
    ['for another request', { fault: 'otherNonce' }, /is not valid/],
    ['refused', { fault: 'refused' }, /is not valid/],
    ['by one who does not answer', { fault: 'noAnswer' }, /did not answer/],
    ['of 64 KiB and a byte', { bytes: 65_537 }, /did not answer/],
    ['of 64 KiB that are none', { bytes: 65_536 }, /is not valid/],
    ['by a certificate that is for other things', { own: issue({ name: 'No stamps', by: root }) }, /is not valid/],
    ['by a certificate that had run out', { at: '20400101000000Z' }, /is not valid/],
    ['on no day of the calendar', { at: '20261301000000Z' }, /is not valid/],
  ] as const)('%s does not come into a letter: the letter waits', async (_name, wrong, message) => {
    server.answer = { ...right, ...wrong }
    await expect(signPdf(letter, stamping(), at)).rejects.toThrow(message)
  })

  test('every changed digit of it is noticed', async () => {
    server.answer = right
    const pdf = await signPdf(letter, stamping(), at)
    const start = pdf.indexOf('/Contents <', letter.length) + 11
    const end = pdf.indexOf('>', start)
    const used = /^(?:[0-9a-f]{2})*?(?=(?:00)+$)/.exec(pdf.toString('latin1', start, end))?.[0].length ?? 0
    for (let position = start; position < start + used; position += long ? 1 : 11) {
      const changed = Buffer.from(pdf)
      changed[position] = changed[position] === 0x31 ? 0x32 : 0x31
      expect({ position, valid: check(changed).valid }).toEqual({ position, valid: false })
    }
  })

  testWith('openssl', 'is right for others too, and theirs of each kind of key is right for us', async () => {
    server.answer = right
    const signature = randomBytes(70)
    const token = await createTimeStamper(server.url, [root.pem], outgoing)(signature)
    const write = async (name: string, content: Buffer | string) => {
      await writeFile(join(folder, name), content)
      return join(folder, name)
    }
    const files = [
      await write('token.der', token),
      await write('stamped.bin', signature),
      await write('root.pem', root.pem),
    ]
    const check = [
      'ts',
      '-verify',
      '-token_in',
      '-in',
      files[0] ?? '',
      '-data',
      files[1] ?? '',
      '-CAfile',
      files[2] ?? '',
    ]
    expect(ask('openssl', ...check)).toMatchObject({ status: 0, text: expect.stringContaining('Verification: OK') })
    const above = issue({ name: 'Time root', authority: true, from: '2020-01-01', to: '2080-01-01' })
    const config = `[tsa]\ndefault_tsa=t\n[t]\nserial=${folder}/serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\n`
    const settings = await write('tsa.cnf', config)
    const [query, reply] = [join(folder, 'query.tsq'), join(folder, 'reply.tsr')]
    expect(ask('openssl', 'ts', '-query', '-data', files[1] ?? '', '-sha256', '-cert', '-out', query).status).toBe(0)
    // plain RSA names no digest beside its own
    for (const { privateKey, publicKey } of [
      generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ]) {
      const own = issue({ name: 'Time', by: above, of: publicKey, stamps: true, from: '2020-01-01', to: '2080-01-01' })
      const signing = ['-signer', await write('tsa.pem', own.pem)]
      const key = await write('tsa.key', String(privateKey.export({ type: 'pkcs8', format: 'pem' })))
      await write('serial', '01')
      const answering = ['-config', settings, ...signing, '-inkey', key, '-queryfile', query, '-out', reply]
      expect(ask('openssl', 'ts', '-reply', ...answering).status).toBe(0)
      const theirs = readAnswer(await readFile(reply))
      expect(readTimeStamp(theirs, signature, [above.pem]).at.getTime()).toBeGreaterThan(at.getTime() - 86_400_000)
      expect(() => readTimeStamp(theirs, randomBytes(70), [above.pem])).toThrow()
    }
  })

  testWith('pdfsig', 'does not disturb other readers', async () => {
    server.answer = right
    const path = join(folder, 'stamped.pdf')
    await writeFile(path, await signPdf(letter, stamping(), at))
    expect(ask('pdfsig', '-nocert', path).text).toContain('Signature Validation: Signature is Valid.')
  })
})

describe('the configuration', () => {
  const root = issue({ name: 'Root', authority: true })
  const present = issue({ name: '上海市商务委员会 2', by: root, to: '2027-01-01' })
  const earlier = issue({ name: '上海市商务委员会 1', by: root, to: '2026-11-01' })
  const older = issue({ name: '上海市商务委员会 0', to: '2026-06-01' })
  const stamps = issue({ name: 'Time', stamps: true })
  const settings = {
    production: true,
    dataDir: '',
    outgoingPrivate: ['127.0.0.1', 'localhost'],
    signingKey: '',
    signingCertificate: '',
    signingPassphrase: null,
    signingEarlier: null as string | null,
    signingWarnDays: 30,
    timeStampUrl: null as string | null,
    timeStampCertificate: null as string | null,
  }

  beforeAll(async () => {
    const write = async (name: string, ...texts: string[]) => {
      await writeFile(join(folder, name), texts.join(''))
      return join(folder, name)
    }
    settings.signingKey = await write('own.key', String(present.key.export({ type: 'pkcs8', format: 'pem' })))
    settings.signingCertificate = await write('own.pem', present.pem, root.pem)
    settings.signingEarlier = await write('earlier.pem', earlier.pem, root.pem, older.pem)
    settings.timeStampCertificate = await write('stamps.pem', stamps.pem)
  })

  test('names the present signer and the earlier ones, each with its issuers; all are published', async () => {
    const trust = await openTrust(settings, at)
    expect(trust.signers).toEqual([present.pem + root.pem, earlier.pem + root.pem, older.pem])
    expect(trust.facts.map(({ name }) => name)).toEqual([0, 1, 2].map((n) => `上海市商务委员会 ${2 - n}`))
    expect(trust.facts.map(({ issuer }) => issuer)).toEqual(['Root', 'Root', '上海市商务委员会 0'])
    expect(trust.presentChain).toEqual({
      serial: present.serial.subarray(2).toString('hex'),
      ends: new Date('2027-01-01T00:00:00Z'),
    })
    expect(trust.published.match(/BEGIN CERTIFICATE/g)).toHaveLength(5)
    expect(trust.published).not.toContain('PRIVATE')
    expect(trust.daysLeft(at)).toBe(37)
    const then = new Date('2026-10-01T00:00:00Z')
    const old = await signPdf(letter, signerOf(earlier, root), then)
    expect(faultsOf(old, trust.signers)).toEqual([])
    expect(faultsOf(await signPdf(letter, await openSigner(settings, at), at), trust.signers)).toEqual([])
  })

  test('a certificate that has run out signs nothing', async () => {
    await expect(openSigner(settings, new Date('2027-01-02T00:00:00Z'))).rejects.toThrow(
      /上海市商务委员会 2.*到期.*expired/,
    )
    expect(
      (await openTrust(settings, new Date('2027-01-02T00:00:00Z'))).daysLeft(new Date('2027-01-02T00:00:00Z')),
    ).toBe(-1)
  })

  test('of those who stamp the one that lasts longest counts; none is no number of days', async () => {
    const stampers = join(folder, 'stampers.pem')
    await writeFile(stampers, issue({ name: 'Time 1', stamps: true, to: '2026-12-24' }).pem + stamps.pem)
    const both = await openTrust({ ...settings, timeStampCertificate: stampers }, at)
    expect(both.stamperDaysLeft(new Date('2035-12-31T00:00:00Z'))).toBe(1)
    expect((await openTrust({ ...settings, timeStampCertificate: null }, at)).stamperDaysLeft(at)).toBeUndefined()
  })

  test('a warning of its end comes on the day after so many days are left', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined)
    try {
      await openSigner(settings, new Date('2026-12-02T00:00:00Z')) // 30 days
      expect(warn).not.toHaveBeenCalled()
      await openSigner(settings, new Date('2026-12-02T00:00:01Z'))
      expect(warn.mock.calls.flat()).toEqual([expect.stringContaining('expires in 29 days')])
    } finally {
      warn.mockRestore()
    }
  })

  test('nothing is signed in earnest without a key, or with a specimen', async () => {
    await expect(openSigner({ ...settings, signingKey: null }, at)).rejects.toThrow(/SIGNING_KEY must be set/)
    const { keyFile, certificateFile } = await makeSpecimenCertificate(join(folder, 'specimen'), '演示', made)
    const specimen = { ...settings, signingKey: keyFile, signingCertificate: certificateFile }
    await expect(openSigner(specimen, at)).rejects.toThrow(/is a demonstration certificate/)
  })

  test('with a time-stamping authority letters carry its time-stamp; without its certificate it is refused', async () => {
    const server = await openTimeStampServer({ own: stamps, at: '20261124013007Z' })
    try {
      const stamped = { ...settings, timeStampUrl: server.url }
      const trust = await openTrust(stamped, at)
      const pdf = await signPdf(letter, await openSigner(stamped, at), at)
      expect(verifyPdf(pdf, trust.signers, trust.timeStampers)).toMatchObject({
        valid: true,
        stampedAt: new Date('2026-11-24T01:30:07Z'),
      })
      await expect(openTrust({ ...stamped, timeStampCertificate: null }, at)).rejects.toThrow(/TIMESTAMP_CERTIFICATE/)
    } finally {
      await server.close()
    }
  })

  test('files without a certificate, or that are not there, are named', async () => {
    await expect(openTrust({ ...settings, signingEarlier: settings.signingKey }, at)).rejects.toThrow(
      /own\.key.*no certificate/,
    )
    await expect(openTrust({ ...settings, signingEarlier: join(folder, 'none') }, at)).rejects.toThrow(/ENOENT/)
  })
})

describe('what is signed', () => {
  test('a file that is not made as letters are is refused, not guessed at', async () => {
    const document = await PDFDocument.create()
    document.addPage()
    const compressed = Buffer.from(await document.save({ useObjectStreams: true }))
    document.getForm().createTextField('x')
    const form = Buffer.from(await document.save({ useObjectStreams: false }))
    for (const pdf of [compressed, form, Buffer.from('no pdf'), letter.subarray(0, 1000)]) {
      await expect(signPdf(pdf, signer, at)).rejects.toThrow(/not a PDF that letters are made as/)
    }
  })

  test('a signer that answers late, or far away, is waited for; one that fails fails the signing', async () => {
    const slow: Signer = {
      certificatePem: signer.certificatePem,
      sign: async (bytes) => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        return signer.sign(bytes)
      },
    }
    expect(faultsOf(await signPdf(letter, slow, at))).toEqual([])
    const broken: Signer = { ...slow, sign: () => Promise.reject(new Error('the token is not there')) }
    await expect(signPdf(letter, broken, at)).rejects.toThrow('the token is not there')
    const wrong: Signer = { ...slow, sign: async () => randomBytes(70) }
    expect(faultsOf(await signPdf(letter, wrong, at))).toEqual(['badSignature'])
    const endless: Signer = { ...slow, sign: async () => randomBytes(4000) }
    await expect(signPdf(letter, endless, at)).rejects.toThrow(/has \d{4} bytes, \d{4} were left/)
  })
})

describe('key and certificate of a demonstration', () => {
  test('say that they are a specimen, and nobody else can read them', async () => {
    const place = join(folder, 'specimen')
    expect(await readdir(place)).toEqual(['specimen.pem'])
    expect((await stat(join(place, 'specimen.pem'))).mode & 0o777).toBe(0o600)
    expect(isSpecimen(await readFile(join(place, 'specimen.pem'), 'utf8'))).toBe(true)
    const certificate = new X509Certificate(signer.certificatePem)
    expect(certificate.subject).toContain('SPECIMEN 演示专用')
    expect(certificate.issuer).toBe(certificate.subject)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.ca).toBe(false)
    // sixteen bytes by chance but for the first; the country in the form of its own (RFC 5280, appendix A)
    expect(certificate.serialNumber).toMatch(/^01[0-9A-F]{30}$/)
    expect(certificate.raw.includes(Buffer.from('\x13\x02CN', 'latin1'))).toBe(true)
    expect(certificate.validFrom).toBe('Nov  1 00:00:00 2024 GMT')
    expect(certificate.validTo).toBe('Nov  1 00:00:00 2036 GMT')
  })

  test('are made once, whoever comes first', async () => {
    const place = join(folder, 'race')
    await Promise.all(Array.from({ length: 8 }, () => makeSpecimenCertificate(place, '演示', made)))
    const first = await readFile(join(place, 'specimen.pem'), 'utf8')
    const files = await makeSpecimenCertificate(place, '演示', at)
    expect(await readFile(files.keyFile, 'utf8')).toBe(first)
    expect(await readdir(place)).toEqual(['specimen.pem'])
  })

  test('the key never leaves with the certificate', () => {
    expect(signer.certificatePem).toMatch(/^-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*$/)
  })

  test('a key that is not the certificate’s, a weak one and a missing one are refused in plain words', async () => {
    const { certificateFile } = await makeSpecimenCertificate(join(folder, 'specimen'), '演示', made)
    const write = async (
      name: string,
      key: { privateKey: { export(how: { type: 'pkcs8'; format: 'pem' }): string | Buffer } },
    ) => {
      await writeFile(join(folder, name), key.privateKey.export({ type: 'pkcs8', format: 'pem' }))
      return { keyFile: join(folder, name), certificateFile }
    }
    const other = await write('other.key', generateKeyPairSync('ec', { namedCurve: 'P-256' }))
    await expect(createFileSigner(other)).rejects.toThrow(/证书与私钥不匹配/)
    const weak = [
      generateKeyPairSync('rsa', { modulusLength: 2048 }),
      generateKeyPairSync('ec', { namedCurve: 'P-224' }),
      generateKeyPairSync('ed25519'),
    ]
    for (const key of weak) await expect(createFileSigner(await write('weak.key', key))).rejects.toThrow(/3072/)
    await expect(createFileSigner({ keyFile: join(folder, 'none'), certificateFile })).rejects.toThrow(/ENOENT/)
  })
})

describe('second witnesses', () => {
  const write = async (name: string, pdf: Buffer): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, pdf)
    return path
  }

  testWith('openssl', 'the certificate and the signature are right, with the certificate’s hash in it', async () => {
    const pem = await write('trusted.pem', Buffer.from(signer.certificatePem))
    expect(ask('openssl', 'x509', '-in', pem, '-noout', '-text').text).toMatch(
      /CA:FALSE[\s\S]*Digital Signature, Non Repudiation/,
    )
    const [, first = '', second = ''] = /\/ByteRange \[0 +(\d+) +(\d+) +\d+\]/.exec(signed.toString('latin1')) ?? []
    const content = Buffer.concat([signed.subarray(0, Number(first)), signed.subarray(Number(second))])
    const cms = Buffer.from(signed.toString('latin1', Number(first) + 1, Number(second) - 1), 'hex')
    const files = [await write('cms.der', cms.subarray(0, 4 + cms.readUInt16BE(2))), await write('content', content)]
    const check = [
      'cms',
      '-verify',
      '-cades',
      '-binary',
      '-inform',
      'DER',
      '-in',
      files[0] ?? '',
      '-content',
      files[1] ?? '',
    ]
    const trust = ['-CAfile', pem, '-purpose', 'any', '-out', join(folder, 'out')]
    expect(ask('openssl', ...check, ...trust)).toMatchObject({
      status: 0,
      text: expect.stringContaining('CAdES Verification successful'),
    })
  })

  testWith('openssl', 'RSA keys of 3072 bits sign alike, the same bytes each time, and with a passphrase', async () => {
    const rsa = await makeSigner('rsa', 'rsa:3072')
    const first = await signPdf(letter, rsa, later)
    expect(faultsOf(first, [rsa.certificatePem])).toEqual([])
    expect((await signPdf(letter, rsa, later)).equals(first)).toBe(true)
    const keyFile = join(folder, 'rsa-locked.key')
    expect(
      ask('openssl', 'pkey', '-in', join(folder, 'rsa.key'), '-aes256', '-passout', 'pass:四只石狮子', '-out', keyFile)
        .status,
    ).toBe(0)
    const files = { keyFile, certificateFile: join(folder, 'rsa.crt') }
    const locked = await createFileSigner({ ...files, passphrase: '四只石狮子' })
    expect((await signPdf(letter, locked, later)).equals(first)).toBe(true)
    await expect(createFileSigner({ ...files, passphrase: 'wrong' })).rejects.toThrow()
    await expect(createFileSigner(files)).rejects.toThrow()
  })

  testWith('openssl', 'a letter of an RSA key of 2048 bits, which signs no more, stays valid', async () => {
    const { keyFile, certificateFile } = makeFiles('earlier', 'rsa:2048')
    await expect(createFileSigner({ keyFile, certificateFile })).rejects.toThrow(/3072/)
    const [key, certificatePem] = await Promise.all([keyFile, certificateFile].map((file) => readFile(file, 'utf8')))
    const earlier = {
      certificatePem: certificatePem ?? '',
      sign: async (bytes: Buffer) => sign('sha256', bytes, key ?? ''),
    }
    expect(faultsOf(await signPdf(letter, earlier, later), [signer.certificatePem, earlier.certificatePem])).toEqual([])
  })

  testWith('openssl', 'P-384 signs alike', async () => {
    const elliptic = await makeSigner('p384', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384')
    expect(faultsOf(await signPdf(letter, elliptic, later), [elliptic.certificatePem])).toEqual([])
  })

  testWith('pdfsig', 'finds each kind of signature valid, over the whole document', async () => {
    const files = [await write('signed.pdf', signed)]
    if (has('openssl'))
      files.push(await write('signed-rsa.pdf', await signPdf(letter, await makeSigner('rsa2', 'rsa:3072'), later)))
    for (const file of files) {
      const { text } = ask('pdfsig', '-nocert', file)
      expect(text).toContain('Signature Type: ETSI.CAdES.detached')
      expect(text).toContain('Total document signed')
      expect(text).toContain('Signature Validation: Signature is Valid.')
    }
  })

  testWith('pdfsig', 'finds a changed byte', async () => {
    const changed = Buffer.from(signed)
    changed[5000] = (changed[5000] ?? 0) ^ 1
    expect(ask('pdfsig', '-nocert', await write('changed.pdf', changed)).text).toMatch(/Digest Mismatch/)
  })

  testWith('qpdf', 'finds the signed file well formed', async () => {
    expect(ask('qpdf', '--check', await write('whole.pdf', signed))).toMatchObject({
      status: 0,
      text: expect.stringContaining('No syntax or stream encoding errors'),
    })
  })
})
