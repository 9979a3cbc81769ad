/** Routes claimed, letters of commitment, papers that will be asked for later, product categories. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { findCategory } from '../../src/criteria/categories.js'
import { suggestDepartments } from '../../src/criteria/departments.js'
import { APPLICATION } from '../../src/forms/application.js'
import {
  CLAIMED_ROUTES,
  DOCUMENT_KINDS,
  PRODUCT_CATEGORIES,
  PROMISED_KINDS,
  TRANSLATED_KINDS,
} from '../../src/forms/choices.js'
import { findNode, getNode } from '../../src/forms/engine/node.js'
import { sayAnswer } from '../../src/forms/engine/show.js'
import { entrySchema, procedures } from '../../src/reference/bodies.js'
import {
  type Change,
  channel,
  circumstances,
  codesOf,
  documents,
  documentsWith,
  judgeWith,
  rulesOn,
} from './example.js'

const SINGS = '“singer”: possibly a commercial performance'
const { rules } = rulesOn('2026-11-24')
/** Class B: no letter may replace anything but the medical check. */
const low: Change = { engagement: { salaryPerYear: 600_000 } }

describe('routes', () => {
  test('both classes list their routes, computed and declared', () => {
    const listed = (name: 'A' | 'B') =>
      rules.routes[name].ways.map(({ number, code, judged }) => [number, code, judged])
    expect(listed('A')).toEqual([
      ['A1', 'talentPlan', 'declared'],
      ['A2', 'recognisedAchievement', 'declared'],
      ['A3', 'encouragedPost', 'declared'],
      ['A3', 'salaryMultiple', 'computed'],
      ['A4', 'innovator', 'declared'],
      ['A5', 'youngTalent', 'declared'],
      ['A6', 'points', 'computed'],
    ])
    expect(listed('B').map(([, code]) => code)).toEqual([
      'degreeAndExperience',
      'salaryMultiple',
      'points',
      'publicProfession',
      'agreement',
      'internationalBody',
      'multinational',
      'skilledWorker',
      'languageTeacher',
      'statePerson',
    ])
  })
  test('the form offers exactly those that are declared', () => {
    const declared = [...rules.routes.A.ways, ...rules.routes.B.ways].flatMap(({ code, judged }) =>
      judged === 'declared' ? code : [],
    )
    expect(CLAIMED_ROUTES.map(({ value }) => value)).toEqual(declared)
  })
  test('every kind of document that a route, a rule or the form names exists', () => {
    const known = new Set<string>(DOCUMENT_KINDS.map(({ value }) => value))
    const named = [...rules.routes.A.ways, ...rules.routes.B.ways].flatMap(({ evidence, restsOn }) => [
      ...restsOn,
      ...evidence.flatMap(({ document }) => document ?? []),
    ])
    expect(named.filter((kind) => !known.has(kind))).toEqual([])
    expect(Object.keys(rules.documents).sort()).toEqual([...known].sort())
    const promised = Object.entries(rules.documents).flatMap(([kind, rule]) => (rule.promise ? kind : []))
    expect(PROMISED_KINDS.map(({ value }) => value)).toEqual(promised)
    const translated = Object.entries(rules.documents).flatMap(([kind, rule]) => (rule.translated ? kind : []))
    expect(TRANSLATED_KINDS.map(({ value }) => value).toSorted()).toEqual(translated.toSorted())
  })
  test('a computed route carries its number, its text and what it rests on', () => {
    const [salary, points] = judgeWith().ways
    expect([salary?.number, points?.number, points?.restsOn]).toEqual(['A3', 'A6', ['degree', 'workExperience']])
    expect(salary?.evidence.map(({ document }) => document)).toEqual(['contract', 'salaryCommitment'])
  })
})

describe('a route that is claimed', () => {
  const claimed = (birthDate: string, documents_ = documents) =>
    judgeWith({
      ...low,
      talent: { birthDate },
      documents: documents_,
      circumstances: {
        claimsRoute: true,
        claims: [
          { route: 'youngTalent', grounds: 'Research at CERN', document: 'recognition', page: 2 },
          { route: 'salaryMultiple', grounds: 'x' },
          { route: 'nonsense' },
          {},
        ],
      },
    })
  test('is one only while the firm says that it claims any', () => {
    expect(judgeWith({ circumstances }).declared).toHaveLength(1)
    expect(judgeWith({ circumstances: { ...circumstances, claimsRoute: false } }).declared).toEqual([])
  })
  test('is shown as declared and counted nowhere', () => {
    const judgement = claimed('1993-04-18')
    expect([judgement.category, judgement.routes.A]).toEqual(['B', []])
    expect(judgement.blocks).toEqual([])
    expect(judgement.declared).toHaveLength(1)
    expect(judgement.declared[0]).toMatchObject({
      class: 'A',
      code: 'youngTalent',
      number: 'A5',
      grounds: 'Research at CERN',
      evidence: { document: 'recognition', page: 2 },
      evidenceHere: false,
      doubtful: false,
      path: 'circumstances.claims.0',
    })
    expect(judgement.declared[0]?.because.en).toBe(
      'Declared, to be judged by an assessor; it does not count for the class.',
    )
    expect(codesOf(judgement.advice)).toContain('needed:recognition')
    const withPaper = claimed('1993-04-18', [...documents, { kind: 'recognition' }])
    expect(withPaper.declared[0]?.evidenceHere).toBe(true)
    expect(codesOf(withPaper.advice)).not.toContain('needed:recognition')
  })
  test.each([
    ['1985-11-25', false],
    ['1985-11-24', true],
  ])('one born on %s is over 40: %j', (birthDate, doubtful) => {
    expect(claimed(birthDate).declared[0]?.doubtful).toBe(doubtful)
  })
})

describe('letters of commitment', () => {
  const promise = (kind: string, change: Change = {}) => {
    const { blocks, promised, advice } = judgeWith({
      ...change,
      documents: documentsWith(kind),
      circumstances: { promises: true, promised: [kind] },
    })
    return { blocks: codesOf(blocks), allowed: promised.map(({ allowed }) => allowed), advice: codesOf(advice) }
  }
  test.each(['workExperience', 'degree', 'policeRecord', 'medical'])('class A may promise %s', (kind) => {
    const { blocks, allowed, advice } = promise(kind)
    expect([blocks, allowed]).toEqual([[], [true]])
    expect(advice).toContain('needed:promise')
  })
  const noRoute = { routesOn: () => [] }
  test.each(['workExperience', 'degree', 'policeRecord'])(
    'class B may promise %s where a recommendation asks for class A',
    (kind) => {
      expect(promise(kind, low)).toMatchObject({ blocks: [], allowed: [true] })
      const { promised } = judgeWith({ ...low, circumstances: { promises: true, promised: [kind] } })
      expect(promised[0]?.because.en).toMatch(/^Proposed under “High-end live-streaming talent/)
    },
  )
  test('the route names which', () => {
    const [plan] = rulesOn('2026-11-24').routesOn('2026-11-24')
    if (!plan) throw new Error('the plan is in force on that day')
    const routesOn = () => [{ ...plan, promised: ['degree'] }]
    expect(promise('degree', { ...low, routesOn }).blocks).toEqual([])
    expect(promise('policeRecord', { ...low, routesOn }).allowed).toEqual([false])
    expect(promise('degree', { ...low, routesOn: () => [{ ...plan, class: 'B' }] }).allowed).toEqual([false])
  })
  test.each(['workExperience', 'degree', 'policeRecord'])('class B may not promise %s without it', (kind) => {
    const { blocks, allowed, advice } = promise(kind, { ...low, ...noRoute })
    expect([blocks, allowed]).toEqual([[`missing:${kind}`, `promiseNotAllowed:${kind}`], [false]])
    expect(advice).not.toContain('needed:promise')
  })
  test('everybody may promise the medical check, unless they are in China', () => {
    expect(promise('medical', low).blocks).toEqual([])
    expect(promise('medical', { ...low, talent: { inChina: false } }).blocks).toEqual([])
    expect(promise('medical', { talent: { inChina: true } }).blocks).toEqual([
      'missing:medical',
      'promiseNotAllowed:medical',
    ])
  })
  test('a paper on which the route rests may not be promised', () => {
    const byPoints: Change = {
      ...noRoute,
      talent: { education: { degree: 'doctor' }, experienceYears: 17 },
      engagement: { salaryPerYear: 500_000 },
    }
    expect(judgeWith(byPoints).routes.A).toEqual(['points'])
    expect(promise('degree', byPoints).blocks).toEqual(['missing:degree', 'promiseNotAllowed:degree'])
    expect(promise('workExperience', byPoints).blocks).toEqual([
      'missing:workExperience',
      'promiseNotAllowed:workExperience',
    ])
    expect(promise('policeRecord', byPoints).blocks).toEqual([])
    // by the salary too: then the degree is not what class A rests on
    expect(promise('degree', { ...byPoints, engagement: { salaryPerYear: 895_248 } }).blocks).toEqual([])
  })
  test('what no letter may replace', () => {
    expect(promise('contract').blocks).toEqual(['missing:contract', 'promiseNotAllowed:contract'])
    expect(promise('toString').blocks).toEqual([])
  })
  test('are looked at only when the firm says that it gives some', () => {
    const promised = { promises: false, promised: ['degree'] }
    const { blocks, promised: judged } = judgeWith({ ...low, circumstances: promised })
    expect([blocks, judged]).toEqual([[], []])
  })
  test('say why not', () => {
    const { blocks } = judgeWith({ ...low, ...noRoute, circumstances: { promises: true, promised: ['degree'] } })
    expect(blocks[0]?.path).toBe('circumstances.promised')
    expect(blocks[0]?.message.en).toContain('only for class A candidates')
  })
})

describe('papers that will be asked for later', () => {
  const advised = (change: Change) => codesOf(judgeWith({ ...low, ...change }).advice)
  const always = ['needed:salaryCommitment']
  test.each<[string, Change, string[]]>([
    ['without anything', {}, always],
    ['in China', { talent: { inChina: true } }, ['needed:visaPage', ...always]],
    [
      'another employer before',
      { circumstances: { changesEmployer: true } },
      ['needed:cancellation', ...always, 'needed:previousPermit'],
    ],
    ['family', { circumstances: { hasFamily: true } }, [...always, 'needed:family']],
    [
      'food',
      { channels: [{ ...channel, productCategories: ['Food', '茶叶'] }] },
      [...always, 'licence:food', 'licence:tea'],
    ],
    [
      'medicine',
      { channels: [{ ...channel, productCategories: ['药品'] }] },
      [...always, 'licence:medicine', 'qualification:medicine'],
    ],
    [
      'papers in Italian',
      { circumstances: { hasForeignPapers: true, foreignPapers: ['degree', 'policeRecord', 'passportPage'] } },
      [...always, 'translate:degree', 'translate:policeRecord'],
    ],
    ['a salary commitment is here', { documents: [...documents, { kind: 'salaryCommitment' }] }, []],
  ])('%s', (_, change, expected) => {
    const judgement = judgeWith({ ...low, ...change })
    expect(codesOf(judgement.advice)).toEqual(expected)
    // a paper that is needed is named, so that the form can take it there
    for (const { code, document } of judgement.advice)
      if (code.startsWith('needed:')) expect(`needed:${document}`).toBe(code)
    expect([judgement.blocks, judgement.warns]).toEqual([[], []])
    for (const { message, source } of judgement.advice)
      for (const text of [message.zh, message.en, source.zh, source.en]) expect(text).not.toMatch(/^$|\{|undefined/)
  })
  test('the salary commitment is for routes by salary or points', () => {
    const weak = { talent: { education: { degree: 'bachelor' }, experienceYears: 2, chinese: { hsk: null } } }
    expect(judgeWith({ ...weak, engagement: { salaryPerYear: 40_000, monthsPerYear: 12 } }).routes.B).toEqual([
      'degreeAndExperience',
    ])
    expect(advised({ ...weak, engagement: { salaryPerYear: 40_000, monthsPerYear: 12 } })).toEqual([])
  })
  test('pairs of original and translation', () => {
    const pairs = (...files: { kind: string; of?: string }[]) =>
      judgeWith({
        documents: [...documents, ...files],
        circumstances: { hasForeignPapers: true, foreignPapers: ['degree', 'policeRecord', 'family'] },
      }).translations.map(({ original, translated }) => [original, translated])
    expect(pairs()).toEqual([
      ['degree', false],
      ['policeRecord', false],
      ['family', null],
    ])
    expect(pairs({ kind: 'translation', of: 'policeRecord' })).toEqual([
      ['degree', false],
      ['policeRecord', true],
      ['family', null],
    ])
    expect(pairs({ kind: 'translation' }, { kind: 'translation' })).toEqual([
      ['degree', true],
      ['policeRecord', true],
      ['family', null],
    ])
  })
  test('a file that says its language is a paper of that language', () => {
    const files = documentsWith('degree', { kind: 'degree', language: 'it' }).map((file) =>
      file.kind === 'contract' ? { ...file, language: 'zh' } : file,
    )
    expect(judgeWith({ documents: files }).translations.map(({ original }) => original)).toEqual(['degree'])
  })
})

describe('product categories', () => {
  test.each([
    ['cosmetics', 'cosmetics'],
    ['  Health   FOOD ', 'healthFood'],
    ['保健食品', 'healthFood'],
    ['home appliances', 'homeAppliances'],
    ['Ｆｏｏｄ', 'food'],
    ['coffee', 'food'],
    ['咖啡', 'food'],
    ['Perfumes', 'cosmetics'],
    ['home-appliance', 'homeAppliances'],
    ['arts', 'collectibles'],
    ['toString', undefined],
    ['wine glasses', undefined],
    ['spaceships', undefined],
  ])('%s is %s', (typed, code) => {
    expect(findCategory(typed, rules.productCategories)).toBe(code)
  })
  test('the form names every category as the list does', () => {
    const listed = Object.entries(rules.productCategories).map(([code, { label }]) => [code, label])
    expect(Object.fromEntries(PRODUCT_CATEGORIES.map(({ value, label }) => [value, label]))).toEqual(
      Object.fromEntries(listed),
    )
  })
  test('a code or a name is shown in the language of the reader, other words as typed', () => {
    const goods = findNode(getNode(APPLICATION), 'channels.0.productCategories')
    expect(goods && sayAnswer(['healthFood', 'Tea', '酒类', 'hand-made lanterns'], goods)).toEqual({
      zh: '保健食品、茶叶、酒类、hand-made lanterns',
      en: 'Health food, Tea, Alcohol, hand-made lanterns',
    })
  })
  test('what the list does not know is named, once', () => {
    const judgement = judgeWith({
      channels: [
        { ...channel, productCategories: ['spaceships', 'tea'] },
        { ...channel, productCategories: ['spaceships', 'Tea'] },
      ],
    })
    expect(judgement.unknownCategories).toEqual([{ zh: 'spaceships', en: 'spaceships' }])
    expect(judgement.categories.map(({ code, channels }) => [code, channels])).toEqual([['tea', [0, 1]]])
  })
})

describe('departments that a case suggests', () => {
  const entries = entrySchema.array().parse(JSON.parse(readFileSync('migrations/reference/procedure.json', 'utf8')))
  const found = procedures.departments.parse(entries.find(({ key }) => key === 'departments')?.body)
  const suggested = (productCategories: string[], work: string[] = []) => {
    const judgement = judgeWith({ channels: [{ ...channel, productCategories }] })
    const list = suggestDepartments(found, { judgement, work })
    return [...list].map(([department, why]) => [department, why.map(({ en }) => en)])
  }
  test.each([
    ['apparel', ['apparel'], [], []],
    [
      'food, and what is in no list',
      ['food', 'lanterns'],
      [],
      [['market', ['Food, lanterns: goods that need a licence or a judgement']]],
    ],
    ['a singer, by the word alone', ['apparel'], ['A singer of Lisbon, in abundance'], [['culture', [SINGS]]]],
    [
      'books',
      ['books'],
      [],
      [
        ['market', [expect.stringContaining('licence')]],
        ['publicity', [expect.any(String)]],
      ],
    ],
  ])('%s', (_, goods, work, expected) => {
    expect(suggested(goods, work)).toEqual(expected)
  })

  test('has every reason that a rule of it gives, and each circumstance that a rule can name', () => {
    const judgement = judgeWith({
      channels: [{ ...channel, followers: 60, productCategories: ['药品', 'lanterns'] }],
      circumstances: { claimsRoute: true, claims: [{ route: 'youngTalent', grounds: 'Research' }] },
    })
    const because = { zh: '理由', en: 'reason' }
    const names = ['licensedGoods', 'qualifiedHost', 'unlistedGoods', 'doubtfulFigures', 'claimedRoute'] as const
    const rules = names.map((name) => ({ department: 'market', because, when: [name], categories: [], words: [] }))
    const list = suggestDepartments({ ...found, rules: rules as typeof found.rules }, { judgement, work: [] })
    expect([...list].map(([department, why]) => [department, why.map(({ en }) => en)])).toEqual([
      [
        'market',
        [
          'Medicine: reason',
          'Medicine: reason',
          'lanterns: reason',
          'figures to check: reason',
          expect.stringMatching(/: reason$/),
        ],
      ],
    ])
  })
})

describe('sums in another currency', () => {
  const inOther = { paidInOther: true, paidIn: { currency: 'THB' } }
  test('without a rate stop the filing while the sum in yuan is missing, and are asked about once it is given', () => {
    const missing = judgeWith({ engagement: { ...inOther, salaryPerYear: null as unknown as number } })
    expect(codesOf(missing.blocks)).toEqual(['noRate'])
    expect(missing.blocks[0]?.path).toBe('engagement.paidIn.currency')
    const given = judgeWith({ engagement: inOther })
    expect([codesOf(given.blocks), codesOf(given.crossChecks)]).toEqual([[], ['ownRate']])
    const rated = judgeWith({ engagement: { ...inOther, paidIn: { currency: 'THB', rate: 0.2 } } })
    expect([codesOf(rated.blocks), codesOf(rated.crossChecks)]).toEqual([[], []])
    const answeredNo = judgeWith({ engagement: { ...inOther, paidInOther: false } })
    expect(codesOf(answeredNo.crossChecks)).toEqual([])
  })

  test('of a channel are found at the channel', () => {
    const sold = { ...channel, soldInOther: true, soldIn: { currency: 'THB' } }
    expect(judgeWith({ channels: [channel, sold] }).crossChecks.map(({ code, path }) => [code, path])).toEqual([
      ['ownRate', 'channels.1.soldIn.currency'],
    ])
  })
})
