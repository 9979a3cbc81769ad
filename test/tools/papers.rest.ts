import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { Inspector } from '../../src/cases/files/inspect.js'
import { projectFolder } from '../../src/settings.js'
import { makePaper, type PaperCase, type PaperWish } from '../../tools/papers.js'

type CaseFile = PaperCase & { readonly documents: readonly PaperWish[] }

const folder = join(projectFolder, 'test/cases')
// The case files have the shape of docs/case-files.md; casesOfEach.rest.ts checks it.
const readCase = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as CaseFile
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const photoRules = { formats: ['jpeg'], maximumBytes: 1_000_000, minimumWidth: 354, minimumHeight: 472 }

const inspector = new Inspector()
afterAll(() => inspector.close())
const inspect = (wish: PaperWish, file: PaperCase) =>
  makePaper(wish, file).then(({ bytes, name }) =>
    inspector.inspect(bytes, {
      kind: wish.kind,
      declaredName: name,
      rules: wish.kind === 'photo' ? photoRules : { formats: ['pdf'] },
    }),
  )

const [first = ''] = names
const example = readCase(first)

describe('the papers of the case files', () => {
  test('there are thirteen case files', () => {
    expect(names).toHaveLength(13)
  })

  test.each(names)('%s', async (name) => {
    const file = readCase(name)
    for (const wish of file.documents) {
      const found = await inspect(wish, file)
      if (wish.kind === 'photo') {
        expect(found).toMatchObject({ format: 'jpeg', width: wish.width, height: wish.height, bytes: wish.bytes })
        expect(found.unfit.map(({ code }) => code)).toEqual(name.startsWith('05') ? ['tooSmall'] : [])
      } else {
        expect(found).toMatchObject({ format: 'pdf', pages: wish.pages ?? 1, unfit: [] })
      }
    }
  })
})

describe('a paper', () => {
  const kinds =
    'passportPage resume contract workExperience degree policeRecord medical platformEvidence commitment licence authorisation visaPage cancellation previousPermit salaryCommitment recognition translation family promise categoryLicence qualification other'
  test.each(kinds.split(' '))('%s has exactly the pages wished', async (kind) => {
    for (const pages of [1, 2, 3, 5, 8, 11]) {
      const { bytes } = await makePaper({ kind, pages }, example)
      expect((await PDFDocument.load(bytes)).getPageCount()).toBe(pages)
    }
  })

  test('says in its properties that it is a demonstration, and has the date of issue', async () => {
    const { bytes, name } = await makePaper({ kind: 'policeRecord', issuedOn: '2026-09-24' }, example)
    const document = await PDFDocument.load(bytes, { updateMetadata: false })
    expect(document.getTitle()).toBe('policeRecord (demonstration)')
    expect(document.getCreationDate()?.toISOString().slice(0, 10)).toBe('2026-09-24')
    expect(name).toBe('无犯罪记录证明-ROSSI-GIULIA-MARIA.pdf')
  })

  test('is the same, byte for byte, whenever it is made', async () => {
    const wishes: PaperWish[] = [{ kind: 'contract', pages: 6 }, { kind: 'photo', bytes: 90_000 }, { kind: 'degree' }]
    const once = await Promise.all(wishes.map((wish) => makePaper(wish, example)))
    const again = await Promise.all(wishes.toReversed().map((wish) => makePaper(wish, example)))
    expect(again.toReversed()).toEqual(once)
  })

  test('differs with the person and with the description', async () => {
    const other = readCase(names[1] ?? '')
    const bytes = async (wish: PaperWish, file: PaperCase) => (await makePaper(wish, file)).bytes
    const degree = await bytes({ kind: 'degree' }, example)
    expect(await bytes({ kind: 'degree' }, other)).not.toEqual(degree)
    expect(await bytes({ kind: 'degree', authenticated: true }, example)).not.toEqual(degree)
    const signed = await bytes({ kind: 'commitment', signedBy: ['firm', 'talent'] }, example)
    expect(await bytes({ kind: 'commitment', signedBy: ['firm'] }, example)).not.toEqual(signed)
    const chinese = await bytes({ kind: 'contract', pages: 6, language: 'zh' }, example)
    expect(await bytes({ kind: 'contract', pages: 6, language: 'en' }, example)).not.toEqual(chinese)
  })

  test('can be a picture, and a photo can be a PDF', async () => {
    const scan = await makePaper({ kind: 'passportPage', format: 'jpeg', width: 900, height: 1270 }, example)
    expect(scan).toMatchObject({ mime: 'image/jpeg', name: '护照信息页-ROSSI-GIULIA-MARIA.jpg' })
    expect(await sharp(scan.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 900, height: 1270 })
    const png = await makePaper({ kind: 'photo', format: 'png', width: 400, height: 500 }, example)
    expect(await sharp(png.bytes).metadata()).toMatchObject({ format: 'png', width: 400, height: 500 })
    const pdf = await inspect({ kind: 'photo', format: 'pdf' }, example)
    expect(pdf.unfit.map(({ code }) => code)).toEqual(['wrongFormat'])
  })

  test('has exactly the bytes wished, from where its content fits', async () => {
    const photo: PaperWish = { kind: 'photo', width: 413, height: 531 }
    for (const bytes of [4_000, 7_000, 12_345, 65_000, 186_000, 1_000_001, 3_000_000]) {
      expect(await inspect({ ...photo, bytes }, example)).toMatchObject({ bytes, width: 413, height: 531 })
    }
    const plain = (await makePaper({ kind: 'photo' }, example)).bytes.length
    // PageContext each length at which another comment segment begins.
    for (const more of [4, 5, 65_536, 65_537, 65_538, 65_539, 65_540, 65_541, 131_075]) {
      expect(await inspect({ ...photo, bytes: plain + more }, example)).toMatchObject({ bytes: plain + more })
    }
    for (const bytes of [99_999, 100_000, 100_001, 999_995, 1_000_005, 5_000_000]) {
      expect(await inspect({ kind: 'medical', bytes }, example)).toMatchObject({ bytes, pages: 1 })
    }
  })

  test('can be made for any name and country', async () => {
    const { talent } = example
    for (const visualName of [
      '김민지',
      'สมชาย ใจดี',
      'محمد علي',
      '#read("/etc/passwd") $x$ \\u{41} *',
      'a\u0000b\u202Ec',
      '',
    ]) {
      const found = await inspect(
        { kind: 'resume', pages: 2 },
        { ...example, talent: { ...talent, visualName, nationality: 'XXX' } },
      )
      expect(found.pages).toBe(2)
    }
    const bare = { ...talent, resume: [], passport: { ...talent.passport, mrz: [] } }
    for (const kind of ['passportPage', 'resume', 'workExperience', 'platformEvidence']) {
      expect((await inspect({ kind }, { ...example, talent: bare, channels: [] })).pages).toBe(1)
    }
  })
})
