/** The facts inside the file: our own namespace with its schema, read by a reader that is not the writer; everything else of the file stays as it was. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sampleLetter } from '../../bench/letters/sample.js'
import { publicFacts } from '../../src/letters/compose.js'
import { prepareFonts } from '../../src/letters/fonts.js'
import { createRenderer, type Renderer } from '../../src/letters/render.js'
import { machineView, writeFacts, XMP_NAMESPACE, XMP_PROPERTIES } from '../../src/letters/xmp.js'
import { packetOf, readValues } from './packet.js'
import { readSheet } from './pdfText.js'

let renderer: Renderer
let pdf: Buffer
let packet: string
const letter = {
  ...sampleLetter,
  supersedes: '演示沪商荐〔2026〕9号',
  machine: { talentName: 'Łukasz <&"> 镕喆堃𠮷', passportNumber: 'TK8901234', birthDate: '1990-05-05', points: '78' },
} as const

beforeAll(async () => {
  renderer = await createRenderer({ fontsDir: await prepareFonts(), timeLimitMs: 60_000 })
  pdf = await renderer.render(letter)
  packet = await packetOf(pdf)
})
afterAll(() => renderer.close())

describe('the packet', () => {
  test('says what the paper says, exactly', () => {
    expect(readValues(packet)).toEqual({
      kind: 'recommendation',
      number: '演示沪商荐〔2026〕1号',
      issuedOn: '2026-11-24',
      validUntil: '2027-05-24',
      issuer: '演示上海市商务委员会',
      issuerEn: 'Demonstration Shanghai Municipal Commission of Commerce',
      addressee: '演示上海市人力资源和社会保障局',
      addresseeEn: 'Demonstration Shanghai Municipal Human Resources and Social Security Bureau',
      checkCode: '7K3M9QXT2BVH8RW44',
      checkAddress: 'https://haijian.example/check/7K3M9QXT2BVH8RW44',
      supersedes: '演示沪商荐〔2026〕9号',
      specimen: 'yes',
      talentName: 'Łukasz <&"> 镕喆堃𠮷',
      passportNumber: 'TK8901234',
      birthDate: '1990-05-05',
      points: '78',
    })
    expect(readValues(packet)).toEqual(machineView(letter))
  })

  test('is well-formed XML, and every property that it uses is in the extension schema, once', () => {
    const open: string[] = []
    for (const [, close, name, empty] of packet.matchAll(/<(\/?)([a-zA-Z]+:[a-zA-Z]+)[^>]*?(\/?)>/g)) {
      if (close) expect(open.pop()).toBe(name)
      else if (!empty && name) open.push(name)
    }
    expect(open).toEqual([])
    expect(packet.match(/<pdfaExtension:schemas>/g)).toHaveLength(1)
    const schema = get(packet.split('<pdfaSchema:schema>').find((part) => part.startsWith('Haijian papers<')))
    expect(schema).toContain(`<pdfaSchema:namespaceURI>${XMP_NAMESPACE}</pdfaSchema:namespaceURI>`)
    expect(schema).toContain('<pdfaSchema:prefix>haijian</pdfaSchema:prefix>')
    const names = [...schema.matchAll(/<pdfaProperty:name>(\w+)<\/pdfaProperty:name><pdfaProperty:valueType>Text</g)]
    expect(names.map(([, name]) => name)).toEqual(Object.keys(XMP_PROPERTIES))
    expect(schema.match(/<pdfaProperty:category>external</g)).toHaveLength(names.length)
    expect(schema.match(/<pdfaProperty:description>[^<]+</g)).toHaveLength(names.length)
    for (const name of Object.keys(readValues(packet))) expect(Object.keys(XMP_PROPERTIES)).toContain(name)
    expect(packet).toContain(`xmlns:haijian="${XMP_NAMESPACE}"`)
  })

  test('keeps the marks of PDF/A-2b and the document’s identifiers', () => {
    expect(packet).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>')
    const ids = pdf.toString('latin1').match(/\/ID \[\((.+?)\) \((.+?)\)\]/)
    expect(packet).toContain(`<xmpMM:DocumentID>${ids?.[1]}</xmpMM:DocumentID>`)
    expect(packet).toContain(`<xmpMM:InstanceID>${ids?.[2]}</xmpMM:InstanceID>`)
  })
})

describe('the file', () => {
  test('is whole: every object stands where the one cross-reference table says, and the pages are as before', async () => {
    const text = pdf.toString('latin1')
    const table = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1])
    const head = /^xref\s+0 (\d+)\s+/.exec(text.slice(table, table + 30))
    const count = Number(head?.[1])
    expect(count).toBeGreaterThan(100)
    let seen = 0
    for (let number = 1; number < count; number++) {
      const at = table + (head?.[0].length ?? 0) + 20 * number
      if (text[at + 17] !== 'n') continue
      seen++
      expect(text.startsWith(`${number} 0 obj`, Number(text.slice(at, at + 10)))).toBe(true)
    }
    expect(seen).toBeGreaterThan(100)
    expect((await readSheet(pdf)).pages).toBe(4)
    const { length } = /\/Type \/Metadata/.exec(text) ?? { length: 0 }
    expect(length).toBe(1)
  })

  test('is the same again from the same data, and differs only in the packet when only the machine’s facts differ', async () => {
    expect((await renderer.render(letter)).equals(pdf)).toBe(true)
    const { machine: _machine, ...bare } = letter
    const other = await renderer.render(bare)
    expect(readValues(await packetOf(other)).talentName).toBeUndefined()
    const before = pdf.indexOf('/Type /Metadata') - 60
    expect(other.subarray(0, before).equals(pdf.subarray(0, before))).toBe(true)
  })

  test('that is not as the typesetter makes it is refused', () => {
    expect(() => writeFacts(pdf.subarray(0, 2000), letter)).toThrow('not a PDF')
    expect(() => writeFacts(Buffer.from('%PDF-1.7\n'), letter)).toThrow('not a PDF')
  })
})

function get(text: string | undefined): string {
  if (text === undefined) throw new Error('not in the packet')
  return text
}

describe('what the check page may say', () => {
  test('the passport’s number is masked by the fact’s name, whatever its label says', () => {
    const number = { zh: 'TK8901234', en: 'TK8901234' }
    const { facts } = publicFacts(
      {
        ...letter,
        facts: [
          { name: 'passport', label: { zh: '护照号', en: 'Passport' }, value: number },
          { name: 'caseNumber', label: { zh: '护照号码', en: 'Passport no.' }, value: number },
        ],
      },
      null,
    )
    expect(facts.map(({ value }) => value.zh)).toEqual(['TK*****34', 'TK8901234'])
  })
})
