import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { crc32, deflateSync } from 'node:zlib'
import multipart from '@fastify/multipart'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import fastify, { type FastifyInstance } from 'fastify'
import { degrees, PDFDocument, PDFName, PDFString, StandardFonts } from 'pdf-lib'
import sharp from 'sharp'
import { Busy, ContentMissing, Invalid, NotFound } from '../../src/base/errors.js'
import { path } from '../../src/base/path.js'
import { Scanning } from '../../src/base/scanning.js'
import type { FitRules } from '../../src/cases/files/fitness.js'
import { Inspector } from '../../src/cases/files/inspect.js'
import { STRANGERS, type UploadLimits, usualLimits } from '../../src/cases/files/limits.js'
import { attachmentHeader, cleanName } from '../../src/cases/files/names.js'
import { FileReceiver, type ReceivedFile } from '../../src/cases/files/receive.js'
import { DiskStore } from '../../src/cases/files/store.js'
import { sweepIncoming } from '../../src/cases/files/storeFolder.js'
import { projectFolder } from '../../src/settings.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'

const megabyte = 1024 * 1024
const limits: UploadLimits = { ...usualLimits, maxBytes: 2 * megabyte, maxPages: 50 }
const photoRules: FitRules = {
  formats: ['jpeg', 'jpg', 'image/jpeg'],
  minimumWidth: 354,
  minimumHeight: 472,
  maximumBytes: 1_000_000,
}
const paperRules: FitRules = { formats: ['pdf'] }

const inspector = new Inspector(limits)
afterAll(() => inspector.close())

async function makePdf(pages: number, objectStreams = false): Promise<Buffer> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  for (let page = 1; page <= pages; page += 1) {
    document.addPage().drawText(`Labour contract, page ${page}`, { x: 50, y: 700, size: 14, font, rotate: degrees(0) })
  }
  return Buffer.from(await document.save({ useObjectStreams: objectStreams }))
}

const makeImage = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#8899aa', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })

async function refusalOf(file: Buffer, declaredName = 'paper.pdf', by = inspector): Promise<string> {
  try {
    await by.inspect(file, { kind: 'resume', declaredName, rules: paperRules })
    return 'accepted'
  } catch (problem) {
    if (!(problem instanceof Invalid)) throw problem
    expect(problem.problems).toHaveLength(1)
    const [one] = problem.problems
    expect(one?.path).toBe('documents.resume')
    expect(one?.message.zh).not.toMatch(/[{}]/)
    expect(one?.message.en).not.toMatch(/[{}]/)
    return one?.code ?? ''
  }
}

/** A PDF written by hand: numbered objects, no cross-reference table (viewers and the parser rebuild it), trailer as given. */
const handmade = (objects: string[], trailer = '/Root 1 0 R') =>
  Buffer.from(
    `%PDF-1.7\n${objects.map((body, index) => (/^\d+ 0 obj/.test(body) ? body : `${index + 1} 0 obj\n${body}\nendobj`)).join('\n')}\ntrailer\n<<${trailer}>>\nstartxref\n0\n%%EOF\n`,
    'latin1',
  )
const catalog = '<</Type/Catalog/Pages 2 0 R>>'
const opening = '<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>'
const pages = '<</Type/Pages/Kids[3 0 R]/Count 1>>'
const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>'

/** A PNG of one grey, `width` × `height`, made by hand so that nobody ever holds its pixels. */
function makePng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(checksum(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  const rows = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))), { level: 9 })
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

function checksum(bytes: Buffer): number {
  if (crc32) return crc32(bytes)
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}

/** The readers that this process has started, by the fourth field of proc(5) `stat`. */
const listReaders = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]
        return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('files/reader')
      } catch {
        return false
      }
    })
    .map(Number)

describe('a file that is in order', () => {
  test('a PDF is known by its content, with pages, size and hash', async () => {
    const file = await makePdf(6)
    const found = await inspector.inspect(file, { kind: 'contract', declaredName: '合同.PDF', rules: paperRules })
    expect(found).toMatchObject({ format: 'pdf', mime: 'application/pdf', extension: 'pdf', pages: 6, unfit: [] })
    expect(found.bytes).toBe(file.length)
    expect(found.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(await refusalOf(await makePdf(3, true))).toBe('accepted')
  })

  test('a name that promises no type is no lie', async () => {
    const file = await makePdf(1)
    for (const name of ['scan', 'contract.final', '合同 2026.11', '', '.pdf', 'x.pdf ']) {
      expect([name, await refusalOf(file, name)]).toEqual([name, 'accepted'])
    }
  })

  test('a photo has the width and height that a viewer shows', async () => {
    const turned = await makeImage(531, 413).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const found = await inspector.inspect(turned, { kind: 'photo', declaredName: 'me.JPG', rules: photoRules })
    expect(found).toMatchObject({
      format: 'jpeg',
      mime: 'image/jpeg',
      extension: 'jpg',
      width: 413,
      height: 531,
      unfit: [],
    })
  })

  test('links, an outline and a greeting page are not active content', async () => {
    const link =
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://example.org)>>>>]>>'
    expect(await refusalOf(handmade(['<</Type/Catalog/Pages 2 0 R/OpenAction[3 0 R/Fit]>>', pages, link]))).toBe(
      'accepted',
    )
    const talk = '<</Length 44>>\nstream\n(HTML/CSS/JavaScript/Launch pages) Tj      \nendstream'
    expect(await refusalOf(handmade([catalog, pages, page.replace('>>', '/Contents 4 0 R>>'), talk]))).toBe('accepted')
  })
})

describe('a file that is merely unfit is kept and marked', () => {
  const marksOf = async (file: Buffer, name: string, rules = photoRules) =>
    (await inspector.inspect(file, { kind: 'photo', declaredName: name, rules })).unfit.map((one) => one.code)

  test('photos', async () => {
    expect(await marksOf(await makeImage(354, 472).jpeg().toBuffer(), 'a.jpg')).toEqual([])
    expect(await marksOf(await makeImage(353, 472).jpeg().toBuffer(), 'a.jpg')).toEqual(['tooSmall'])
    expect(await marksOf(await makeImage(354, 471).jpeg().toBuffer(), 'a.jpg')).toEqual(['tooSmall'])
    expect(await marksOf(await makeImage(354, 472).png({ compressionLevel: 9 }).toBuffer(), 'a.png')).toEqual([
      'wrongFormat',
    ])
    expect(await marksOf(await makePdf(1), 'a.pdf')).toEqual(['wrongFormat'])
    const heavy = await makeImage(1200, 1500).jpeg({ quality: 90 }).toBuffer()
    expect(heavy.length).toBeGreaterThan(1_000_000)
    expect(await marksOf(heavy, 'a.jpg')).toEqual(['tooHeavy'])
  })

  test('a paper sent as a picture', async () => {
    expect(await marksOf(await makeImage(900, 1200).jpeg().toBuffer(), 'contract.jpg', paperRules)).toEqual([
      'wrongFormat',
    ])
  })

  test('the mark says what is wrong and what is wanted, in both languages', async () => {
    const small = await makeImage(300, 400).jpeg().toBuffer()
    const { unfit } = await inspector.inspect(small, { kind: 'photo', declaredName: 'a.jpg', rules: photoRules })
    expect(unfit).toEqual([
      {
        code: 'tooSmall',
        zh: '图片为300 × 400像素，至少需要354 × 472像素。请更换更清晰的图片。',
        en: 'The image has 300 × 400 pixels; at least 354 × 472 are needed. Replace it with a larger one.',
      },
    ])
  })
})

describe('a file that is dangerous or unreadable is refused with one clear problem', () => {
  test('empty, too large, too many pages', async () => {
    expect(await refusalOf(Buffer.alloc(0))).toBe('file:empty')
    const bare = handmade([catalog, pages, page, '()'])
    const filled = handmade([catalog, pages, page, `(${'.'.repeat(2 * megabyte - bare.length)})`])
    expect(filled).toHaveLength(2 * megabyte)
    expect(await refusalOf(filled)).toBe('accepted')
    expect(await refusalOf(Buffer.concat([filled, Buffer.from('\n')]))).toBe('file:tooLarge')
    expect(await refusalOf(await makePdf(51))).toBe('file:tooManyPages')
  })

  test('of another type, whatever it is called', async () => {
    const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300, 1)])
    expect(await refusalOf(exe, 'contract.pdf')).toBe('file:typeNotAccepted')
    expect(await refusalOf(Buffer.from('<html><script>alert(1)</script>%PDF-1.7'), 'a.pdf')).toBe(
      'file:typeNotAccepted',
    )
    expect(await refusalOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'a.png')).toBe(
      'file:typeNotAccepted',
    )
    expect(await refusalOf(Buffer.from('GIF89a\x01\0\x01\0\0\0\0;'), 'photo.gif')).toBe('file:typeNotAccepted')
    expect(await refusalOf(Buffer.from('plain text'), 'a.pdf')).toBe('file:typeNotAccepted')
  })

  test('a name that lies about the content', async () => {
    const png = await makeImage(400, 500).png().toBuffer()
    expect(await refusalOf(png, 'photo.jpg')).toBe('file:lies')
    expect(await refusalOf(png, 'contract.pdf')).toBe('file:lies')
    expect(await refusalOf(await makePdf(1), 'setup.exe')).toBe('file:lies')
    expect(await refusalOf(await makePdf(1), 'contract.pdf.html')).toBe('file:lies')
  })

  test('two kinds of content in one file', async () => {
    const pdf = await makePdf(1)
    const html = Buffer.concat([Buffer.from('%PDF-1.7\n<!DOCTYPE html><script>alert(1)</script>\n'), pdf.subarray(9)])
    expect(await refusalOf(html)).toBe('file:polyglot')
    const zipEnd = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)])
    expect(await refusalOf(Buffer.concat([pdf, zipEnd]))).toBe('file:polyglot')
    const jpeg = await makeImage(400, 500).jpeg().toBuffer()
    expect(await refusalOf(Buffer.concat([jpeg, zipEnd]), 'a.jpg')).toBe('file:polyglot')
  })

  test('the antivirus test file, alone and inside a PDF', async () => {
    const mark = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
    expect(await refusalOf(Buffer.from(mark), 'a.txt')).toBe('file:malware')
    expect(await refusalOf(handmade([catalog, pages, page, `(${mark})`]))).toBe('file:malware')
  })

  test('encrypted PDFs, however the dictionary is given', async () => {
    const lock =
      '<</Filter/Standard/V 2/R 3/Length 128/P -44/O(0123456789abcdef0123456789abcdef)/U(0123456789abcdef0123456789abcdef)>>'
    expect(await refusalOf(handmade([catalog, pages, page, lock], '/Root 1 0 R/Encrypt 4 0 R'))).toBe('file:encrypted')
    expect(await refusalOf(handmade([catalog, pages, page], `/Root 1 0 R/Encrypt ${lock}`))).toBe('file:encrypted')
    expect(await refusalOf(handmade([catalog, pages, page], '/Root 1 0 R/Encr#79pt 9 0 R'))).toBe('file:encrypted')
  })

  test('PDFs with active content, wherever it hides', async () => {
    const hostile = {
      opening: handmade([opening, pages, page]),
      escaped: handmade([opening.replace('/JavaScript', '/J#61vaScr#69pt'), pages, page]),
      commented: handmade([opening.replace('/S/', '/S%x\n/'), pages, page]),
      byReference: handmade(['<</Type/Catalog/Pages 2 0 R/AA<</WC<</JS(1)/S 4 0 R>>>>>>', pages, page, '/JavaScript']),
      overwritten: handmade([opening, pages, page, `1 0 obj\n${catalog}\nendobj`]),
      launching: handmade([opening.replace('JavaScript', 'Launch'), pages, page]),
      attached: handmade([
        catalog,
        pages,
        page,
        '<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>',
        '<<>>\nstream\nMZ\nendstream',
      ]),
      form: handmade(['<</Type/Catalog/Pages 2 0 R/AcroForm<</XFA 4 0 R>>>>', pages, page, '(<xdp/>)']),
    }
    for (const [name, file] of Object.entries(hostile)) {
      expect([name, await refusalOf(file)]).toEqual([name, 'file:activeContent'])
    }
  })

  test('actions that lead out of the document; those that move in it, and plain links, pass', async () => {
    const opens = (action: string) => handmade([`<</Type/Catalog/Pages 2 0 R/OpenAction ${action}>>`, pages, page])
    const links = (action: string) =>
      handmade([catalog, pages, page.replace('>>', '/Annots[<</Subtype/Link/Rect[0 0 9 9]/A 4 0 R>>]>>'), action])
    const outwards = [
      '<</S/GoToR/F(\\\\\\\\host\\\\x)/D[0/Fit]>>',
      '<</S/Thread/F(x)/D 0>>',
      '<</S/Hide/T(x)>>',
      '<</S/Named/N/SaveAs>>',
      '<</S/URI/URI(file://host/x)>>',
      '<</S/URI/URI(\\\\\\\\host\\\\x)>>',
      '<</S/GoTo/D[3 0 R/Fit]/Next<</S/GoToR/F(x)>>>>',
      '<</S/GoTo/D[3 0 R/Fit]/Next[<</S/GoTo/D 0>><</S/URI/URI(javascript:x)>>]>>',
    ]
    for (const action of outwards) {
      expect([action, await refusalOf(opens(action))]).toEqual([action, 'file:activeContent'])
      expect([action, await refusalOf(links(action))]).toEqual([action, 'file:activeContent'])
    }
    const named = handmade([catalog.replace('>>', '/AA<</WC 4 0 R>>>>'), pages, page, '<</S 5 0 R/F(x)>>', '/GoToR'])
    expect(await refusalOf(named)).toBe('file:activeContent')
    for (const action of ['<</S/GoTo/D[3 0 R/Fit]>>', '<</S/Named/N/NextPage>>', '<</S/URI/URI(https://a.cn/)>>']) {
      expect([action, await refusalOf(opens(action))]).toEqual([action, 'accepted'])
      expect([action, await refusalOf(links(action))]).toEqual([action, 'accepted'])
    }
  })

  test('active content in compressed object streams', async () => {
    const scripted = await PDFDocument.create()
    scripted.addPage()
    const action = scripted.context.obj({ S: 'JavaScript', JS: PDFString.of('app.alert(1)') })
    scripted.catalog.set(PDFName.of('OpenAction'), scripted.context.register(action))
    const packed = Buffer.from(await scripted.save())
    expect(packed.includes('JavaScript')).toBe(false)
    expect(await refusalOf(packed)).toBe('file:activeContent')

    const carrier = await PDFDocument.create()
    carrier.addPage()
    await carrier.attach(Buffer.from('MZ'), 'tool.exe')
    expect(await refusalOf(Buffer.from(await carrier.save()))).toBe('file:activeContent')

    const pack = (type: string) => {
      const stream = deflateSync(Buffer.from(`1 0 ${opening}`)).toString('latin1')
      return `<</Type/${type}/N 1/First 4/Filter/FlateDecode/Length ${stream.length}>>\nstream\n${stream}\nendstream`
    }
    expect(await refusalOf(handmade(['null', pages, page, pack('ObjStm')]))).toBe('file:activeContent')
    const overwritten = handmade(['null', pages, page, pack('ObjStm'), `1 0 obj\n${catalog}\nendobj`])
    expect(await refusalOf(overwritten)).toBe('file:activeContent')
    expect(await refusalOf(handmade([catalog, pages, page, pack('#4fbjStm')]))).toBe('file:activeContent')
  })

  test('PDFs cut off at any place', async () => {
    for (const whole of [await makePdf(2), await makePdf(2, true)]) {
      const last = whole.lastIndexOf('%%EOF') + 5
      const lengths = new Set([5, 9, last - 1, last - 2, last - 6, last - 15, last - 40])
      for (let part = 1; part < 40; part += 1) lengths.add(Math.floor((whole.length * part) / 40))
      for (const length of lengths) {
        expect([length, await refusalOf(whole.subarray(0, length))]).toEqual([length, 'file:damaged'])
      }
      expect(await refusalOf(whole.subarray(0, last))).toBe('accepted')
    }
  })

  test('PDFs without pages, with pages in a circle, or whose page cannot be unpacked', async () => {
    expect(await refusalOf(handmade([catalog, '<</Type/Pages/Kids[]/Count 0>>']))).toBe('file:damaged')
    expect(await refusalOf(handmade([catalog, '<</Type/Pages/Kids[2 0 R]/Count 1>>']))).toBe('file:damaged')
    expect(await refusalOf(handmade([catalog, pages]))).toBe('file:damaged')
    const content = '<</Length 8/Filter/FlateDecode>>\nstream\nnot zlib\nendstream'
    expect(await refusalOf(handmade([catalog, pages, page.replace('>>', '/Contents 4 0 R>>'), content]))).toBe(
      'file:damaged',
    )
    expect(await refusalOf(handmade([catalog, pages, page.replace('>>', '/Contents 9 0 R>>')]))).toBe('file:damaged')
  })

  test('images cut off or damaged', async () => {
    const jpeg = await makeImage(413, 531).jpeg().toBuffer()
    const progressive = await makeImage(413, 531).jpeg({ progressive: true }).toBuffer()
    const png = await makeImage(413, 531).png().toBuffer()
    for (const [image, name] of [
      [jpeg, 'a.jpg'],
      [progressive, 'a.jpg'],
      [png, 'a.png'],
    ] as const) {
      for (const share of [0.02, 0.3, 0.6, 0.9, 0.999]) {
        expect([share, await refusalOf(image.subarray(0, Math.floor(image.length * share)), name)]).toEqual([
          share,
          'file:damaged',
        ])
      }
    }
  })

  test('an image of 400 megapixels, without unpacking it', async () => {
    const bomb = makePng(20_000, 20_000)
    expect(bomb.length).toBeLessThan(100_000)
    expect(await refusalOf(bomb, 'photo.png')).toBe('file:tooManyPixels')
    expect(await refusalOf(makePng(7_000, 7_000), 'photo.png')).toBe('accepted')
  })

  test('640 megabytes packed into an object stream ends one reader, and the next file is read', async () => {
    const packed = deflateSync(Buffer.alloc(640 * megabyte, ' ')).toString('latin1')
    const bomb = handmade([
      catalog,
      pages,
      page,
      `<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length ${packed.length}>>\nstream\n${packed}\nendstream`,
    ])
    expect(bomb.length).toBeLessThan(2 * megabyte)
    const before = process.memoryUsage.rss()
    expect(await refusalOf(bomb)).toBe('file:tooComplex')
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * megabyte)
    expect(await refusalOf(await makePdf(1))).toBe('accepted')

    const hasty = new Inspector({ ...limits, maxSeconds: 1 }, { readers: 1, waiting: 9 })
    const [slow, quick] = await Promise.all([
      refusalOf(bomb, 'a.pdf', hasty),
      refusalOf(Buffer.from('x'), 'a.pdf', hasty),
    ])
    expect([slow, quick]).toEqual(['file:tooComplex', 'file:typeNotAccepted'])
    await hasty.close()
  })

  test('a reader that dies while idle is replaced, and a closed inspector reads nothing more', async () => {
    const before = new Set(listReaders())
    const lone = new Inspector(limits, { readers: 1, waiting: 9 })
    const file = await makePdf(1)
    expect(await refusalOf(file, 'a.pdf', lone)).toBe('accepted')
    const started = listReaders().filter((pid) => !before.has(pid))
    expect(started).toHaveLength(1)
    for (const pid of started) process.kill(pid, 'SIGKILL')
    await pause(100)
    expect(await refusalOf(file, 'a.pdf', lone)).toBe('accepted')
    const reading = expect(refusalOf(file, 'a.pdf', lone)).rejects.toThrow('closed')
    await lone.close()
    await reading
    expect(listReaders().filter((pid) => !before.has(pid))).toEqual([])
    await expect(refusalOf(file, 'a.pdf', lone)).rejects.toThrow('closed')
  })

  test('corrupted at random: accepted or refused, never a crash or a hang', async () => {
    const seeds = [
      { file: await makePdf(4), name: 'a.pdf' },
      { file: await makePdf(4, true), name: 'a.pdf' },
      { file: await makeImage(120, 160).jpeg().toBuffer(), name: 'a.jpg' },
    ]
    const damage = fc.array(fc.tuple(fc.noBias(fc.nat(9_999)), fc.nat(255)), {
      minLength: 1,
      maxLength: 12,
    })
    const outcomes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), damage, async ({ file, name }, changes) => {
        const corrupt = Buffer.from(file)
        for (const [place, byte] of changes) corrupt[Math.floor((place / 10_000) * corrupt.length)] = byte
        outcomes.add(await refusalOf(corrupt, name))
      }),
      { numRuns: rounds(2_000, 40) },
    )
    expect(outcomes).toContain('accepted')
    expect(outcomes).toContain('file:damaged')
    expect(outcomes).not.toContain('file:tooComplex')
  }, 300_000)
})

describe('readers', () => {
  const declared = { kind: 'resume', declaredName: 'paper.pdf', rules: paperRules }

  test('of strangers and of people are apart; who finds no place is told so at once', async () => {
    const own = new Inspector(limits, { readers: 1, waiting: 1 })
    const file = await makePdf(1)
    const open: (() => void)[] = []
    const slow = () => new Promise<Buffer>((resolve) => open.push(() => resolve(file)))
    const strangers = Array.from({ length: STRANGERS.readers + STRANGERS.waiting }, () =>
      own.inspect(slow, { ...declared, sender: 'stranger' }),
    )
    await expect(own.inspect(file, { ...declared, sender: 'stranger' })).rejects.toThrow(Busy)
    expect(await own.inspect(file, declared)).toMatchObject({ mime: 'application/pdf' })
    const people = [own.inspect(slow, declared), own.inspect(slow, declared)]
    await expect(own.inspect(file, declared)).rejects.toThrow(Busy)
    const all = Promise.all([...strangers, ...people])
    const release = setInterval(() => {
      for (const one of open.splice(0)) one()
    }, 10)
    expect(await all).toHaveLength(STRANGERS.readers + STRANGERS.waiting + 2)
    clearInterval(release)
    await own.close()
  })

  test('read one file of a stranger each', async () => {
    const before = new Set(listReaders())
    const own = new Inspector(limits)
    await own.inspect(await makePdf(1), { ...declared, sender: 'stranger' })
    expect(listReaders().filter((pid) => !before.has(pid))).toEqual([])
    await own.inspect(await makePdf(1), declared)
    expect(listReaders().filter((pid) => !before.has(pid))).toHaveLength(1)
    await own.close()
  })
})

describe('names', () => {
  test.each([
    ['合同（正本）.pdf', 'pdf', '合同（正本）.pdf'],
    ['../../etc/passwd', 'pdf', 'passwd.pdf'],
    ['C:\\Users\\me\\Photo.JPEG', 'jpg', 'Photo.jpg'],
    ['a\r\nSet-Cookie: x=1.pdf', 'pdf', 'aSet-Cookie_ x=1.pdf'],
    ['report\u202Efdp.exe', 'pdf', 'reportfdp.exe.pdf'],
    ['\u200Bzero\u0000width\uFEFF.png', 'png', 'zerowidth.png'],
    ['lone\uD800surrogate.pdf', 'pdf', 'lonesurrogate.pdf'],
    ['...', 'pdf', 'file.pdf'],
    ['', 'jpg', 'file.jpg'],
    ['con.pdf', 'pdf', 'con_.pdf'],
    ['a  \t b.pdf', 'pdf', 'a b.pdf'],
    ['tiktok.csv', 'csv', 'tiktok.csv'],
    ['Nguyễn Thị Hoa.pdf', 'pdf', 'Nguyễn Thị Hoa.pdf'],
  ])('%j as %s becomes %j', (declared, extension, expected) => {
    expect(cleanName(declared, extension)).toBe(expected)
  })

  test('are at most 100 characters long and never end in half a character', () => {
    expect([...cleanName(`${'长'.repeat(300)}.pdf`, 'pdf')]).toHaveLength(100)
    expect(cleanName('😀'.repeat(300), 'pdf')).toBe(`${'😀'.repeat(96)}.pdf`)
  })

  test('of a million dots are cleaned at once: it happens in the web server itself', () => {
    const clean = `import { cleanName } from './dist/src/cases/files/names.js'
      console.log(cleanName('a' + '.'.repeat(1_000_000) + 'b', 'pdf'))`
    const { stdout, signal } = spawnSync('node', ['--input-type=module', '-e', clean], {
      cwd: projectFolder,
      timeout: 60_000,
      encoding: 'utf8',
    })
    expect([signal, stdout]).toEqual([null, 'a.pdf\n'])
  })

  test.each([
    ['a.pdf', 'attachment; filename="a.pdf"; filename*=UTF-8\'\'a.pdf'],
    ['合同.pdf', 'attachment; filename="__.pdf"; filename*=UTF-8\'\'%E5%90%88%E5%90%8C.pdf'],
    ["Müller's (2).pdf", "attachment; filename=\"Muller's (2).pdf\"; filename*=UTF-8''M%C3%BCller%27s%20%282%29.pdf"],
    ['a"b\\c%d.pdf', 'attachment; filename="a_b_c_d.pdf"; filename*=UTF-8\'\'a%22b%5Cc%25d.pdf'],
  ])('the header for %s', (name, expected) => {
    expect(attachmentHeader(name)).toBe(expected)
  })

  test('never break the header, whatever they are made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        expect(attachmentHeader(cleanName(name, 'pdf'))).toMatch(
          /^attachment; filename="[ !#$&-[\]-~]+\.pdf"; filename\*=UTF-8''[\w.!~%-]+$/,
        )
      }),
    )
  })
})

describe('the store', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haijian-store-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const putText = async (store: DiskStore, text: string) => {
    const path = join(folder, 'arriving')
    await writeFile(path, text)
    return (await store.put(path)).key
  }
  const readBack = async (store: DiskStore, key: string) => {
    const { stream, bytes } = await store.open(key)
    const content = Buffer.concat(await stream.toArray())
    expect(content.length).toBe(bytes)
    return content.toString()
  }

  test('keeps contents under random keys, readable by this account only', async () => {
    const store = new DiskStore(folder)
    const [first, second] = [await putText(store, 'one'), await putText(store, 'two')]
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect(second).not.toBe(first)
    expect([await readBack(store, first), await readBack(store, second)]).toEqual(['one', 'two'])
    const path = join(folder, 'files', first.slice(0, 2), first.slice(2))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await expect(stat(join(folder, 'arriving'))).rejects.toThrow('ENOENT')
    await store.remove(first)
    await store.remove(first)
    await expect(store.open(first)).rejects.toThrow(ContentMissing)
    expect(await readBack(store, second)).toBe('two')
  })

  test('opens nothing but its own keys', async () => {
    const store = new DiskStore(folder)
    for (const key of ['../arriving', '', '/etc/passwd', 'A'.repeat(32), `${'a'.repeat(31)}${path.home}`]) {
      await expect(store.open(key)).rejects.toThrow(NotFound)
      await expect(store.remove(key)).rejects.toThrow(NotFound)
    }
  })

  test('clears what a crash left among the incoming', async () => {
    const incoming = await mkdtemp(join(folder, 'incoming-'))
    await writeFile(join(incoming, 'old'), 'x')
    await writeFile(join(incoming, 'new'), 'x')
    await utimes(join(incoming, 'old'), new Date('2020-01-01'), new Date('2020-01-01'))
    expect(await sweepIncoming(incoming, 24)).toBe(1)
    expect(await readdir(incoming)).toEqual(['new'])
  })
})

describe('uploads over HTTP', () => {
  let folder: string
  let server: FastifyInstance
  let port: number
  const kept: ReceivedFile[] = []
  const refused: string[] = []
  const boundary = 'haijian-test-boundary'
  const incoming = () => readdir(join(folder, 'incoming'))
  const storedFiles = async () => {
    const names = await readdir(join(folder, 'files'), { recursive: true }).catch(() => [])
    return names.filter((name) => name.length > 2)
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haijian-uploads-'))
    const store = new DiskStore(folder)
    const receiver = new FileReceiver(join(folder, 'incoming'), limits, inspector, store, new Scanning(false))
    server = fastify()
    await server.register(multipart, { limits: { fileSize: limits.maxBytes + 1, files: 1 } })
    server.post('/upload', async (call, reply) => {
      try {
        const part = await call.file()
        if (!part) throw new Error('no file')
        const file = await receiver.receive(part, 'resume', paperRules)
        kept.push(file)
        return file
      } catch (problem) {
        const code = problem instanceof Invalid ? (problem.problems[0]?.code ?? '') : String(problem)
        refused.push(code)
        return reply
          .status(code === 'file:tooLarge' ? 413 : 422)
          .header('connection', 'close')
          .send({ code })
      }
    })
    await server.listen({ port: 0, host: '127.0.0.1' })
    // An address of a TCP server is never a pipe's name.
    port = (server.server.address() as AddressInfo).port
  })
  afterEach(() => {
    kept.length = 0
    refused.length = 0
  })
  afterAll(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })

  const head = (name: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`
  const tail = `\r\n--${boundary}--\r\n`
  const upload = async (file: Buffer, name: string) => {
    const body = Buffer.concat([Buffer.from(head(name)), file, Buffer.from(tail)])
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
    const response = await fetch(`http://127.0.0.1:${port}/upload`, { method: 'POST', headers, body })
    return response.status
  }
  const until = async (holds: () => boolean | Promise<boolean>) => {
    for (let round = 0; round < 500 && !(await holds()); round += 1) await pause(10)
    expect(await holds()).toBe(true)
  }

  test('a file arrives whole, under a clean name', async () => {
    const file = await makePdf(3)
    expect(await upload(file, '../../路径/合同.pdf')).toBe(200)
    const [one] = kept
    expect(one).toMatchObject({ name: '合同.pdf', pages: 3, extension: 'pdf', unfit: [] })
    const key = one?.storageKey ?? ''
    expect(await readFile(join(folder, 'files', key.slice(0, 2), key.slice(2)))).toEqual(file)
    expect(await upload(file, `${'a'.repeat(300)}.pdf`)).toBe(200)
    expect(kept[1]?.name).toBe(`${'a'.repeat(96)}.pdf`)
    expect(await incoming()).toEqual([])
  })

  test('refused files leave nothing behind', async () => {
    const stored = (await storedFiles()).length
    expect(await upload(Buffer.alloc(0), 'a.pdf')).toBe(422)
    expect(await upload(Buffer.from('MZ not a pdf'), 'a.pdf')).toBe(422)
    expect(await upload((await makePdf(2)).subarray(0, 500), 'a.pdf')).toBe(422)
    expect(refused).toEqual(['file:empty', 'file:typeNotAccepted', 'file:damaged'])
    expect(await incoming()).toEqual([])
    expect(await storedFiles()).toHaveLength(stored)
  })

  /** Sends a body that never ends; gives the status that comes back meanwhile, and how much had been sent by then. */
  const pour = (): Promise<{ status: number; sent: number }> =>
    new Promise((resolve, reject) => {
      let sent = 0
      let answered = false
      const block = Buffer.alloc(64 * 1024, 'a')
      const call = request({
        port,
        host: '127.0.0.1',
        path: '/upload',
        method: 'POST',
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      })
      const more = () => {
        while (!answered && sent < 1024 * megabyte) {
          sent += block.length
          if (!call.write(block)) return call.once('drain', more)
        }
        return undefined
      }
      call.on('response', (response) => {
        answered = true
        response.resume()
        response.on('end', () => {
          call.destroy()
          resolve({ status: response.statusCode ?? 0, sent })
        })
      })
      call.on('error', (problem: NodeJS.ErrnoException) => {
        // this client throws the answer away when the connection is closed while it writes
        if (!answered && problem.code === 'EPIPE') resolve(pour())
        else if (!answered) reject(problem)
      })
      call.write(head('endless.pdf'))
      more()
    })

  test('an endless file is answered as soon as it is too large, many at once in little memory', async () => {
    const before = process.memoryUsage.rss()
    const answers = await Promise.all(Array.from({ length: 50 }, pour))
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 50 }, () => 413))
    // Long before its end: what was sent beyond the limit lay in the kernel's buffers while the answer was on its way.
    for (const { sent } of answers) expect(sent).toBeLessThan(128 * megabyte)
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * megabyte)
    await until(async () => (await incoming()).length === 0)
    expect(new Set(refused)).toEqual(new Set(['file:tooLarge']))
  })

  test('an upload cut off by the sender leaves nothing behind', async () => {
    const stored = (await storedFiles()).length
    const file = await makePdf(40)
    const socket = connect(port, '127.0.0.1')
    socket.write(
      `POST /upload HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${file.length + 500}\r\n\r\n`,
    )
    socket.write(head('a.pdf'))
    socket.write(file.subarray(0, 4_000))
    await until(async () => (await incoming()).length === 1)
    socket.destroy()
    await until(() => refused.length === 1)
    expect(refused).toEqual(['file:cutOff'])
    expect(await incoming()).toEqual([])
    expect(await storedFiles()).toHaveLength(stored)
  })

  test('a body without its end is an upload cut off', async () => {
    const body = Buffer.concat([Buffer.from(head('a.pdf')), await makePdf(1)])
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
    const response = await fetch(`http://127.0.0.1:${port}/upload`, { method: 'POST', headers, body })
    expect(response.status).toBe(422)
    expect(refused).toEqual(['file:cutOff'])
    expect(await incoming()).toEqual([])
  })

  test('many at once, good and bad, each gets its own answer', async () => {
    const stored = (await storedFiles()).length
    const good = await makePdf(2)
    const sent = Array.from({ length: 30 }, (_, turn) =>
      upload(turn % 3 === 0 ? good.subarray(0, 700) : good, `${turn}.pdf`),
    )
    const statuses = await Promise.all(sent)
    expect(statuses).toEqual(Array.from({ length: 30 }, (_, turn) => (turn % 3 === 0 ? 422 : 200)))
    expect(new Set(kept.map((file) => file.storageKey)).size).toBe(20)
    expect(await storedFiles()).toHaveLength(stored + 20)
    expect(await incoming()).toEqual([])
  })
})
