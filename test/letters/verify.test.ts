/** Whether a letter is genuine, as anybody asks: by code, by QR, by file, without us; and how often one address may ask. In earnest, as production makes letters; that those of a demonstration are specimens is tried in web/desk.test.ts. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import jsqr from 'jsqr'
import { networkOf } from '../../src/base/network.js'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { signPdf } from '../../src/letters/sign.js'
import { createFileSigner } from '../../src/letters/signer.js'
import { projectFolder } from '../../src/settings.js'
import { verifyFile } from '../../tools/verify.js'
import { exampleOf } from '../cases/inputs.js'
import { lettersIn } from '../cases/opened.js'
import { ROUTES } from '../cases/routes.js'
import type { Case } from '../cases/world.js'
import { multipart, Site } from '../web/site.js'
import { issue, signerOf } from './authority.js'
import { settingsInEarnest } from './earnest.js'
import { drawPages, edgesOf } from './picture.js'
import { ask } from './witness.js'

let site: Site
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'))
  const settings = await settingsInEarnest(folder, '2036-11-25')
  site = await Site.open({ settings: { ...settings, CHECKS_PER_MINUTE: '20' } })
})
afterAll(async () => {
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Issued {
  readonly one: Case
  readonly id: number
  readonly number: string
  readonly pdf: Buffer
  readonly code: string
  readonly sha256: string
}

const issued = async (): Promise<Issued> => latest(await site.world.caseIn('letterIssued'))

/** The last letter of a case. */
async function latest(one: Case): Promise<Issued> {
  const letters = await lettersIn<Omit<Issued, 'one' | 'code'> & { kind: string; check_code: string }>(
    site.world.app,
    site.world.admin,
    one.id,
  )
  const found = letters.findLast(({ kind }) => kind === 'recommendation')
  if (!found) throw new Error('no letter')
  return { one, ...found, code: found.check_code }
}

let caller = 0
/** Every question from an address of its own, unless one is given. */
async function open(url: string, language = 'en', from = `10.1.${caller >> 8}.${caller++ & 255}`) {
  const answer = await site.app.inject({ url, remoteAddress: from, headers: { 'accept-language': language } })
  return { status: answer.statusCode, html: answer.body, headers: answer.headers }
}
const send = (pdf: Buffer, language = 'en') =>
  site.app.inject({
    method: 'POST',
    url: path.verifyFile,
    remoteAddress: `10.2.0.${caller++ & 255}`,
    ...(({ body, headers }) => ({ payload: body, headers: { ...headers, 'accept-language': language } }))(
      multipart([['file', pdf, 'letter.pdf']]),
    ),
  })

/** The word of the verdict on a page. */
const verdictOn = (html: string): string => /class="hj-verdict [\s\S]*?<h1>([^<]+)</.exec(html)?.[1] ?? 'no verdict'
const changed = (pdf: Buffer, at: number): Buffer => {
  const copy = Buffer.from(pdf)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

/** The letter as it was before it was signed. */
const unsignedOf = (pdf: Buffer): Buffer => pdf.subarray(0, pdf.lastIndexOf('%%EOF', -10) + '%%EOF'.length)
const signedAt = new Date('2026-11-24T01:00:00Z')

describe('a file', () => {
  test('as it was issued is known, in both languages', async () => {
    const { pdf } = await issued()
    expect(verdictOn((await send(pdf)).body)).toBe('Valid')
    expect(verdictOn((await send(pdf, 'zh')).body)).toBe('有效')
  })

  test('that was changed anywhere, or added to, is altered, whichever part still tells what it was', async () => {
    const { pdf } = await issued()
    const code = pdf.indexOf('<haijian:checkCode>') + 20
    const places = [
      100,
      5000,
      pdf.length >> 1,
      code,
      pdf.lastIndexOf('/Contents <') + 1000,
      pdf.lastIndexOf('/M (D:') + 8,
    ]
    for (const at of places) expect([at, verdictOn((await send(changed(pdf, at))).body)]).toEqual([at, 'Altered'])
    expect(verdictOn((await send(Buffer.concat([pdf, Buffer.from('\n')]))).body)).toBe('Altered')
    // the signature taken off, as by printing it anew: the code in the metadata is left
    expect(verdictOn((await send(pdf.subarray(0, pdf.lastIndexOf('/Type /Sig')))).body)).toBe('Altered')
    expect(verdictOn((await send(changed(pdf, 5000), 'zh')).body)).toBe('文件有改动')
  })

  test('without a code, signed by our key, is altered when a foreign certificate stands beside those of its signature', async () => {
    const { pdf } = await issued()
    const plain = unsignedOf(pdf).toString('latin1').replace('<haijian:checkCode>', '<haijian:otherCode>')
    const [keyFile, certificateFile] = ['signing.key', 'signing.pem'].map((name) => join(folder, name)) as [
      string,
      string,
    ] // two go in
    const ours = await createFileSigner({ keyFile, certificateFile })
    const verdictWith = async (...beside: string[]) => {
      const signer = { ...ours, certificatePem: [ours.certificatePem, ...beside].join('') }
      return verdictOn((await send(await signPdf(Buffer.from(plain, 'latin1'), signer, signedAt))).body)
    }
    expect(await verdictWith(issue({ name: 'Alien', authority: true }).pem)).toBe('Altered')
    expect(await verdictWith()).toBe('Not found')
  })

  test('of somebody else is not found, and says nothing of anybody’s letter', async () => {
    for (const file of [
      Buffer.from('%PDF-1.7\n%%EOF'),
      Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(6 * 1024 * 1024, 0x20)]),
      Buffer.from('%PDF-1.7\n<haijian:checkCode>0000<'),
    ]) {
      const page = (await send(file)).body
      expect(verdictOn(page)).toBe('Not found')
      expect(page).not.toContain('What the letter says')
    }
    expect((await send(Buffer.alloc(0))).statusCode).toBe(422)
    const picture = await send(Buffer.from('a photograph of the letter'))
    expect([picture.statusCode, picture.body]).toEqual([422, expect.stringContaining('This is not a PDF.')])
  })

  test('whose fingerprint alone is asked for is altered when a known code comes along, and may be sent when it is not known', async () => {
    const { code, sha256 } = await issued()
    const other = createHash('sha256').update('another file').digest('hex')
    expect(verdictOn((await open(withQuery(path.verify, { sha256, code }))).html)).toBe('Valid')
    expect(verdictOn((await open(withQuery(path.verify, { sha256: other, code }))).html)).toBe('Altered')
    const unknown = await open(withQuery(path.verify, { sha256: other }))
    expect(verdictOn(unknown.html)).toBe('Not found')
    expect(unknown.html).toContain(`action="${path.verifyFile}"`)
    const api = await site.ask({ method: 'POST', url: apiPath.verify, body: { sha256: other, code } })
    expect(api.json()).toMatchObject({ standing: 'altered', facts: null, number: null })
  })
})

test('an empty box is asked for, once the form was sent', async () => {
  const sent = await open(withQuery(path.verify, 'code='))
  expect([sent.status, sent.html]).toEqual([422, expect.stringContaining('Enter the check code.')])
  expect((await open(path.verify)).html).not.toContain('Enter the check code.')
})

describe('a link', () => {
  test('that was cut off asks for the whole code; a whole code that is not ours is not found', async () => {
    const { code } = await issued()
    const cut = await open(path.verifyCode(code.slice(0, 12)))
    expect(cut.status).toBe(422)
    expect(cut.html).toContain('The check code is too short: it has')
    expect(cut.html).toContain(`value="${code.slice(0, 12)}"`)
    expect(verdictOn((await open(path.verifyCode(`${code.slice(0, 16)}${code.endsWith('7') ? '8' : '7'}`))).html)).toBe(
      'Not found',
    )
  })
})

describe('what becomes of a letter', () => {
  /** What the page says of a code, and what programs are told. */
  const said = async (code: string) => [
    verdictOn((await open(path.verifyCode(code))).html),
    (await site.ask({ url: apiPath.verifyCode(code) })).json<{ standing: string }>().standing,
  ]
  const codeOf = async (one: Case) => {
    const { rows } = await site.world.admin.query<{ code: string }>(
      `select check_code as code from letters where case_id = $1 and kind = 'recommendation' order by id desc limit 1`,
      [one.id],
    )
    return rows[0]?.code ?? ''
  }

  test('is told at once, by code and by file, and masked', async () => {
    const one = await site.world.caseIn('recommended')
    const code = await codeOf(one)
    expect(await said(code)).toEqual(['Not found', 'unknown']) // its number is taken, and there is no letter yet
    await one.makeLetter()
    const { pdf } = await latest(one)
    expect(await said(code)).toEqual(['Valid', 'valid'])
    for (const page of [(await open(path.verifyCode(code))).html, (await send(pdf)).body]) {
      expect(page).toContain('YB*****67')
      expect(page).not.toContain('YB1234567')
    }
    expect(verdictOn((await open(path.verifyCode(code), 'zh')).html)).toBe('有效')
    await one.do('approver', 'reissueLetter')
    expect(verdictOn((await send(pdf)).body)).toBe('Superseded')
    await one.makeLetter()
    const second = await latest(one)
    expect(await said(second.code)).toEqual(['Valid', 'valid'])
    expect(await said(code)).toEqual(['Superseded', 'superseded'])
    expect((await open(path.verifyCode(code))).html).toContain(second.number)
    await one.do('approver', 'revokeLetter')
    expect(await said(second.code)).toEqual(['Revoked', 'revoked'])
    expect(verdictOn((await send(second.pdf)).body)).toBe('Revoked')
    expect(await said('7K3M9QXT2BVH8RW44')).toEqual(['Not found', 'unknown'])
  })

  test('is that it is void when the permit authority gave it back; of one that was never made nobody learns anything', async () => {
    const { one, code } = await issued()
    await one.do('permitOfficer', 'returnLetter')
    expect(await said(code)).toEqual(['Void', 'void'])
    const page = () => open(path.verifyCode(code))
    expect((await page()).html).toContain('If needed, the issuing department issues a new one')
    await one.do('approver', 'recommend')
    await one.makeLetter()
    expect(await said(code)).toEqual(['Void', 'void'])
    const { html } = await page()
    expect(html.replace(/<[^>]*>|\s+/g, ' ')).toMatch(
      new RegExp(
        `made void on +24 November 2026 +and is no longer in use\\. +The new letter is +${(await latest(one)).number}`,
      ),
    )
    expect(html).toContain('Act on the new letter')
    expect((await open(path.verify)).html).toContain('Valid, superseded, void, revoked, expired')
    const { answers } = exampleOf('goodsHost')
    const other = await site.world.draft()
    await other.do('applicant', 'saveAnswers', {
      answers: { ...answers, engagement: { ...answers.engagement, post: '𐎀' } },
    })
    const toLetter = ROUTES.letterIssued.filter(([who]) => who !== 'applicant')
    await other.walk([['applicant', 'submit'], ...toLetter])
    await other.do('approver', 'returnToAssessment')
    const { rows } = await site.world.admin.query('select ended_as, issued_at from letters where check_code = $1', [
      await codeOf(other),
    ])
    expect(rows).toEqual([{ ended_as: 'void', issued_at: null }])
    expect(await said(await codeOf(other))).toEqual(['Not found', 'unknown'])
  })

  test('is that it has expired, from the day after its last one', async () => {
    const { pdf, code } = await issued()
    try {
      site.world.at('2027-05-24T23:59:59+08:00')
      expect(await said(code)).toEqual(['Valid', 'valid'])
      site.world.at('2027-05-25T00:00:00+08:00')
      expect(await said(code)).toEqual(['Expired', 'expired'])
      expect(verdictOn((await send(pdf)).body)).toBe('Expired')
    } finally {
      site.world.at('2026-11-24')
    }
  })
})

describe('without this service', () => {
  /** `npm run verify`, as it is built. */
  const verify = (...args: string[]) => ask(process.execPath, join(projectFolder, 'dist/tools/verify.js'), ...args)

  test('the published certificate is enough: the command says valid, changed, or not ours, in both languages', async () => {
    const { pdf, sha256 } = await issued()
    const { html: pem, headers, status } = await open(path.certificate)
    expect([status, headers['content-type']]).toEqual([200, 'application/x-pem-file'])
    expect(pem).not.toContain('PRIVATE')
    const write = (name: string, content: Buffer | string) => {
      writeFileSync(join(folder, name), content)
      return join(folder, name)
    }
    const certificate = ['--certificate', write('certificate.pem', pem)]
    const valid = verify(write('letter.pdf', pdf), ...certificate)
    expect(valid.status).toBe(0)
    for (const words of [
      '签名有效，文件没有改动。\nThe signature is valid; the file is unchanged.',
      'Signer: CN=上海市商务委员会',
      'Time of signing, as the signature says: 2026-11-24T01:00:00.000Z',
      `SHA-256: ${sha256}`,
      'Only the check page shows whether the letter is still in force.',
    ])
      expect(valid.text).toContain(words)
    const altered = verify(write('changed.pdf', changed(pdf, 5000)), ...certificate)
    expect([altered.status, altered.text.includes('signature is valid')]).toEqual([1, false])
    expect(altered.text).toContain('文件在签名后被改动。\nThe file was changed after it was signed.')
    // the same letter, signed by somebody who has given themselves our name
    const foreign = await signPdf(unsignedOf(pdf), signerOf(issue({ name: '上海市商务委员会' })), signedAt)
    const theirs = verify(write('foreign.pdf', foreign), ...certificate)
    expect([theirs.status, theirs.text.includes('signature is valid')]).toEqual([1, false])
    expect(theirs.text).toContain('签名人不是本系统认可的机关。\nThe signer is not a recognised authority.')
    expect(verdictOn((await send(foreign)).body)).toBe('Altered') // it has the code of a letter of ours
    const nothing = verify(join(folder, 'none.pdf'), ...certificate)
    expect([nothing.status, nothing.text.includes('cannot be read')]).toEqual([1, true])
    expect(() => verifyFile([])).toThrow('Usage')
  })

  test('the paper, drawn at 150 dpi, has a QR code that leads to the letter, and the authority’s seal, 42 mm wide, on both halves', async () => {
    const { pdf, code } = await issued()
    const pages = await drawPages(pdf, 150)
    const found = pages.map(
      ({ pixels, width, height }) => jsqr.default(pixels, width, height, { inversionAttempts: 'dontInvert' })?.data,
    )
    const addresses = [...new Set(found.filter((address) => address !== undefined))]
    expect(addresses).toEqual([`${site.world.db.config.publicUrl}${path.verifyCode(code)}`])
    const page = await open(new URL(addresses[0] ?? '').pathname)
    expect(verdictOn(page.html)).toBe('Valid')
    expect(page.html).toContain('YB*****67')
    const sealed = pages.filter((_, index) => found[index] !== undefined) // the last page of each half has both
    expect(sealed).toHaveLength(2)
    for (const one of sealed) {
      const { left, right, top, bottom } = edgesOf(one, 150, (red, _, blue) => blue > 150 && red < 60)
      expect([right - left, bottom - top].filter((side) => side < 41 || side > 43)).toEqual([])
    }
  })
})

describe('the administrators’ page', () => {
  const show = async (language: string) => {
    const { cookies } = await site.signIn('systemAdmin')
    return (await site.app.inject({ url: path.signing, cookies: { ...cookies, '__Host-language': language } })).body
  }

  test('tells how long the certificate still runs, and warns before its end', async () => {
    expect(await show('en')).toContain('上海市电子认证中心')
    expect(await show('en')).not.toContain('Replace it.')
    site.world.at('2036-10-25')
    try {
      expect(await show('en')).toContain('The certificate expires in 30 days. Replace it.')
      expect(await show('zh')).toContain('签名证书还有30天到期，请更换。')
      site.world.at('2036-11-25')
      expect(await show('en')).toContain('The certificate has expired. No letter can be signed.')
    } finally {
      site.world.at('2026-11-24')
    }
  })
})

describe('how often one may ask', () => {
  test('one address runs out, in whatever way it asks, and is told when to come again; the others go on', async () => {
    const [greedy, other] = ['203.0.113.7', '203.0.113.8']
    let last = await open(path.verifyCode('7K3M9QXT2BVH8RW44'), 'en', greedy)
    for (let asked = 1; asked < 20; asked++)
      last = await open(asked % 2 ? path.verifyCode('x') : apiPath.verifyCode('x'), 'en', greedy)
    expect(last.status).toBe(422)
    for (const url of [
      path.verifyCode('x'),
      withQuery(path.verify, { sha256: '00' }),
      apiPath.verifyCode('x'),
      withQuery(path.verify, { code: '7K3M9QXT2BVH8RW44' }),
    ]) {
      const refused = await open(url, 'en', greedy)
      expect([url, refused.status]).toEqual([url, url.includes('code=') ? expect.any(Number) : 429])
    }
    const refused = await open(path.verifyCode('x'), 'zh', greedy)
    expect(refused.html).toContain('请稍候')
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await open(path.verifyCode('7K3M9QXT2BVH8RW44'), 'en', other)).status).toBe(200)
    // the page itself, which asks nothing of the register, stays open
    expect((await open(path.verify, 'en', greedy)).status).toBe(200)
  })

  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:0db8:0001::1', '2001:db8:1:0'],
    ['::1', '0:0:0:0'],
    [undefined, ''], // the client has gone
  ])('%s counts as %s', (ip, counted) => {
    expect(networkOf(ip)).toBe(counted)
  })
})
