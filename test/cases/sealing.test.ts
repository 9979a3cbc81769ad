/** What is sensitive is sealed: in its place only, by its case's key only, whatever stands there; files in whole segments; and what is searched for is blind. */
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { NotNow } from '../../src/base/errors.js'
import { SealBroken, type SealKey } from '../../src/base/seal.js'
import { opening, sealing } from '../../src/cases/files/sealedFile.js'
import { CaseKeys, newIndexKey } from '../../src/cases/sealing/caseKeys.js'
import { caseKeysOf, WrongMasterKey } from '../../src/cases/sealing/openKeys.js'
import { passportIndex, personFacts, plainName } from '../../src/cases/sealing/personFacts.js'
import { PLACES } from '../../src/cases/sealing/place.js'
import { openTree, sealTree } from '../../src/cases/sealing/sealedTree.js'
import { ACTION_FORMS } from '../../src/forms/actions.js'
import { APPLICATION } from '../../src/forms/application.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'

const master = (id: number): SealKey => ({ id, bytes: randomBytes(32) })
const key: SealKey = { id: 1, bytes: randomBytes(32) }
const other: SealKey = { id: 1, bytes: randomBytes(32) }
const place = PLACES.answers(7)

const answers = {
  contact: { name: 'Li', phone: '021-5550000', email: 'li@example.com' },
  talent: {
    systemName: 'MUELLER JOERG',
    birthDate: { year: '1990', month: '2', day: '28' },
    email: 'j@example.com',
    passport: { number: 'C01X00T47', mrz: ['P<D<<', 'C01X00T47'], issuingState: 'D', expiresOn: '2030-01-01' },
  },
  engagement: { post: 'Host' },
}

describe('answers', () => {
  test('have what is sensitive sealed, and the rest as it was', () => {
    const sealed = JSON.stringify(sealTree(APPLICATION, key, answers, place))
    for (const secret of ['C01X00T47', '1990', '021-555', 'li@', 'j@example', 'P<D'])
      expect(sealed).not.toContain(secret)
    for (const plain of ['MUELLER JOERG', 'Host', '2030-01-01', '"Li"', '"D"']) expect(sealed).toContain(plain)
    expect(openTree(APPLICATION, key, JSON.parse(sealed), place)).toEqual(answers)
  })

  test('moved to another row, column or question, changed, or under another key, are not opened', () => {
    const sealed = sealTree(APPLICATION, key, answers, place) as typeof answers // the same tree, other leaves
    const { talent, contact } = sealed
    const swapped = { ...sealed, talent: { ...talent, email: contact.email } }
    const flipped = {
      ...sealed,
      talent: { ...talent, email: talent.email.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) },
    }
    const fails = (tree: unknown, by: SealKey, at: string) =>
      expect(() => openTree(APPLICATION, by, tree, at)).toThrow(SealBroken)
    fails(sealed, key, PLACES.answers(8))
    fails(sealed, key, PLACES.filed(7, 1))
    fails(sealed, other, place)
    fails(swapped, key, place)
    fails(flipped, key, place)
  })

  test('without their key have lost what was sensitive, and nothing can be written', () => {
    const sealed = sealTree(APPLICATION, key, answers, place)
    expect(openTree(APPLICATION, null, sealed, place)).toEqual({
      contact: { name: 'Li' },
      talent: { systemName: 'MUELLER JOERG', passport: { issuingState: 'D', expiresOn: '2030-01-01' } },
      engagement: { post: 'Host' },
    })
    expect(() => sealTree(APPLICATION, null, answers, place)).toThrow(NotNow)
    expect(sealTree(APPLICATION, null, { engagement: { post: 'Host' } }, place)).toEqual({
      engagement: { post: 'Host' },
    })
  })

  test('of any shape come back as they were, and nothing of them shows where a number belongs', () => {
    const leaf = fc.oneof(fc.jsonValue(), fc.string({ minLength: 8 }))
    const tree = fc.record(
      {
        talent: fc.oneof(leaf, fc.record({ passport: leaf, birthDate: leaf, email: leaf }, { requiredKeys: [] })),
        contact: leaf,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(tree, (given) => {
        const sealed: unknown = JSON.parse(JSON.stringify(sealTree(APPLICATION, key, given, place)))
        expect(openTree(APPLICATION, key, sealed, place)).toEqual(JSON.parse(JSON.stringify(given)))
        const { talent } = given
        // a short one may stand there by chance
        if (typeof talent === 'string' && talent.length >= 8)
          expect(JSON.stringify(sealed)).not.toContain(JSON.stringify(talent))
      }),
      { numRuns: rounds(2000) },
    )
  })

  test('what people write to each other is sealed in its event', () => {
    const form = ACTION_FORMS.message
    if (!form) throw new Error('no form')
    const said = sealTree(form, key, { text: 'call 13900000000', seen: 1 }, PLACES.event(7, 3))
    expect(JSON.stringify(said)).not.toContain('139')
    expect(openTree(form, key, said, PLACES.event(7, 3))).toEqual({ text: 'call 13900000000', seen: 1 })
    expect(() => openTree(form, key, said, PLACES.event(7, 4))).toThrow(SealBroken)
  })
})

describe('keys of cases', () => {
  const [first, second] = [master(1), master(2)]
  const index = newIndexKey(first)
  const keys = new CaseKeys([first], index)

  test('open for their own case only', () => {
    const { key: made, wrapped } = keys.create(5)
    expect(new CaseKeys([first], index).of(5, wrapped)).toEqual(made)
    expect(() => new CaseKeys([first], index).of(6, wrapped)).toThrow(SealBroken)
    expect(keys.of(5, null)).toBeNull()
  })

  test('are wrapped anew without being changed, and open by the old master key meanwhile', () => {
    const { key: made, wrapped } = keys.create(5)
    const both = new CaseKeys([second, first], index)
    expect(both.of(5, wrapped)).toEqual(made)
    const again = both.rewrap(5, wrapped)
    const newIndex = both.rewrapIndex(index)
    if (!again || !newIndex) throw new Error('not wrapped anew')
    expect(both.rewrap(5, again)).toBeUndefined()
    const after = new CaseKeys([second], newIndex)
    expect(after.of(5, again)).toEqual(made)
    expect(after.blind('x')).toBe(keys.blind('x'))
    expect(() => after.of(5, wrapped)).toThrow(SealBroken)
  })

  test('a process with another master key is told so', () => {
    expect(() => caseKeysOf([second], index)).toThrow(WrongMasterKey)
    expect(() => caseKeysOf([{ id: 1, bytes: second.bytes }], index)).toThrow(/MASTER_KEY/)
  })
})

describe('whom a case is about', () => {
  const one = master(1)
  const keys = new CaseKeys([one], newIndexKey(one))
  const factsOf = (talent: object) => personFacts(keys, { talent })

  test.each([
    ['Jörg  Müller', 'JORG MULLER'],
    ['MULLER, Jorg', 'JORG MULLER'],
    ["O'Brien-Smith, Seán", 'OBRIEN SEAN SMITH'],
    ['娜塔莎·伊万诺娃', '伊万诺娃 娜塔莎'],
    ['', ''],
  ])('a name %j in plain letters', (typed, plain) => {
    expect(plainName(typed)).toBe(plain)
  })

  test('is the same however it was typed, and is kept blind', () => {
    const one = factsOf({
      ...{ systemName: 'MUELLER JOERG', visualName: 'Jörg Müller', birthDate: '1990-02-28' },
      passport: { number: ' c01x-00t47', issuingState: 'd ' },
    })
    const two = factsOf({
      ...{ systemName: 'JOERG MUELLER', birthDate: { year: 1990, month: '2', day: 28 } },
      passport: { number: 'C01X00T47', issuingState: 'D' },
    })
    expect(one.map(({ fact }) => fact)).toEqual(['passport', 'name', 'name'])
    expect(two.every(({ key: found }) => one.some((fact) => fact.key === found))).toBe(true)
    expect(JSON.stringify(one)).not.toMatch(/C01X|1990|MUELLER/i)
    expect(factsOf({ passport: { number: 'C01X00T47' }, birthDate: '28 February' })).toEqual([])
  })

  test('a passport number is searched by its letters and figures alone', () => {
    expect(passportIndex(keys, ' c01x-00t47')).toBe(passportIndex(keys, 'C01X00T47'))
    expect(passportIndex(keys, 'C01X00T48')).not.toBe(passportIndex(keys, 'C01X00T47'))
    expect(passportIndex(keys, ' - ')).toBeNull()
  })
})

describe('files', () => {
  const through = async (bytes: Buffer, step: ReturnType<typeof sealing>): Promise<Buffer> => {
    const chunks: Buffer[] = []
    const pieces = Array.from({ length: Math.ceil(bytes.length / 10_007) }, (_, at) =>
      bytes.subarray(at * 10_007, (at + 1) * 10_007),
    )
    for await (const chunk of step(Readable.from(pieces))) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  const at = PLACES.paper(7, 'ab')

  test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])('of %i bytes come back whole', async (length) => {
    const bytes = randomBytes(length)
    const sealed = await through(bytes, sealing(key, at))
    expect(sealed.length).toBe(12 + length + 16 * Math.max(1, Math.ceil(length / 65_536)))
    expect((await through(sealed, opening(key, at))).equals(bytes)).toBe(true)
  })

  test('cut, lengthened, with segments swapped, changed, elsewhere or by another key are refused', async () => {
    const sealed = await through(randomBytes(200_000), sealing(key, at))
    const segment = 65_536 + 16
    const part = (number: number) => sealed.subarray(12 + number * segment, 12 + (number + 1) * segment)
    const head = sealed.subarray(0, 12)
    const flipped = Buffer.from(sealed)
    flipped.writeUInt8(flipped.readUInt8(100_000) ^ 1, 100_000)
    const broken = [
      ...[sealed.subarray(0, 12 + segment), sealed.subarray(0, -1), sealed.subarray(0, 5), Buffer.alloc(0)],
      ...[Buffer.concat([sealed, Buffer.alloc(1)]), Buffer.concat([head, part(1), part(0), part(2), part(3)]), flipped],
    ]
    for (const bytes of broken) await expect(through(bytes, opening(key, at))).rejects.toThrow(SealBroken)
    await expect(through(sealed, opening(other, at))).rejects.toThrow(SealBroken)
    await expect(through(sealed, opening(key, PLACES.paper(8, 'ab')))).rejects.toThrow(SealBroken)
  })
})
