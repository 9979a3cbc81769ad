/** The scorecard and the findings on forbidden acts: what has to be there, and where two assessors differ. */
import { describe, expect, test } from '@jest/globals'
import { checkCompliance, listGroups } from '../../src/criteria/compliance.js'
import {
  checkScores,
  divergence,
  listQuestions,
  type Score,
  scorecardSchema,
  totalScore,
} from '../../src/criteria/scorecard.js'
import { ACT_GROUPS, INDICATORS } from '../../src/forms/choices.js'
import { rulesOn } from './example.js'

const { rules } = rulesOn('2026-11-24')
const card = rules.scorecard.streaming
if (!card) throw new Error('the shipped data hold it')
const codes = (problems: readonly { code: string; path: string }[]) =>
  problems.map(({ code, path }) => `${code} ${path}`)
const ids = card.questions.map(({ id }) => id)
const commerce = listQuestions(card, 'commerce').map(({ id }) => id)
const all = (level: number, questions: readonly string[] = commerce): Score[] =>
  questions.map((question) => ({ question, level, note: null }))
const scored = (change: Readonly<Record<string, Partial<Score>>>): Score[] =>
  all(3).map((score) => ({ ...score, ...change[score.question] }))

describe('the shipped card', () => {
  test('has eight questions with weights of 100 together, and each department answers some', () => {
    expect(ids).toEqual([
      'audience',
      'sales',
      'crossBorder',
      'languages',
      'professional',
      'compliance',
      'licences',
      'contentPlan',
    ])
    expect(card.questions.reduce((sum, { weight }) => sum + weight, 0)).toBe(100)
    expect(listQuestions(card, 'market').map(({ id }) => id)).toEqual(['sales', 'compliance', 'licences'])
    expect(listQuestions(card, 'cyberspace').map(({ id }) => id)).toEqual(['audience', 'compliance'])
    expect(listQuestions(card, 'navy')).toEqual([])
  })
  test('looks at every indicator that a platform exports', () => {
    const looked = new Set(card.questions.flatMap(({ indicators }) => indicators))
    expect(INDICATORS.map(({ value }) => value).filter((kind) => !looked.has(kind))).toEqual([])
  })
  test('a question twice, or an anchor less, is no card', () => {
    const [first] = card.questions
    expect(scorecardSchema.safeParse({ ...card, questions: [first, first] }).success).toBe(false)
    expect(scorecardSchema.safeParse({ ...card, questions: [{ ...first, anchors: [] }] }).success).toBe(false)
    expect([[first], []].map((questions) => scorecardSchema.safeParse({ ...card, questions }).success)).toEqual([
      true,
      false,
    ])
  })
  test('totals diverge from any number of points above 0', () => {
    const totals = (total: number) =>
      scorecardSchema.safeParse({ ...card, divergence: { ...card.divergence, total } }).success
    expect([totals(0), totals(0.5)]).toEqual([false, true])
  })
})

describe('checking scores', () => {
  test('all at level 3 are complete', () => {
    expect(checkScores(card, 'commerce', all(3), [])).toEqual([])
    expect(checkScores(card, 'navy', [], [])).toEqual([])
  })
  test('none at all: each question by name', () => {
    const problems = checkScores(card, 'market', [], [])
    expect(problems.map(({ message }) => message.en)).toEqual([
      'Select a level for “Sales”.',
      'Select a level for “Compliance record”.',
      'Select a level for “Goods and qualifications”.',
    ])
  })
  test.each<[string, Partial<Score>, string[]]>([
    ['audience', { level: 2 }, []],
    ['audience', { level: 1 }, ['noSentence scores.0.note']],
    ['audience', { level: 1, note: '  ' }, ['noSentence scores.0.note']],
    ['audience', { level: 1, note: 'Few viewers.' }, []],
    ['audience', { level: 0, note: 'None.' }, []],
    ['audience', { level: 4 }, []],
    ['audience', { level: 5 }, ['levelOutOfRange scores.0.level']],
    ['audience', { level: -1 }, ['levelOutOfRange scores.0.level']],
    ['audience', { level: 2.5 }, ['levelOutOfRange scores.0.level']],
    ['audience', { level: Number.NaN }, ['levelOutOfRange scores.0.level']],
    ['compliance', { level: 3 }, []],
    ['compliance', { level: 2 }, ['noSentence scores.5.note']],
    ['languages', { level: 0 }, []],
  ])('%s with %j', (question, change, expected) => {
    expect(codes(checkScores(card, 'commerce', scored({ [question]: change }), []))).toEqual(expected)
  })
  test('which level asks for a sentence is said', () => {
    const [low] = checkScores(card, 'commerce', scored({ compliance: { level: 2 } }), [])
    expect(low?.message.en).toBe('“Compliance record” is below level 3: give the reason in one sentence.')
  })
  test('a flag asks for a sentence, at any level', () => {
    expect(codes(checkScores(card, 'commerce', all(4), ['followerJump', 'periodTooOld']))).toEqual([
      'noSentence scores.0.note',
    ])
    expect(checkScores(card, 'commerce', scored({ audience: { note: 'A film in March.' } }), ['followerJump'])).toEqual(
      [],
    )
  })
  test('a question that does not exist, is another’s, or comes twice', () => {
    const market = all(3, ['sales', 'compliance', 'licences'])
    const more = [
      ...market,
      { question: 'beauty', level: 3 },
      { question: 'contentPlan', level: 3 },
      ...all(3, ['sales']),
    ]
    expect(codes(checkScores(card, 'market', more, []))).toEqual([
      'unknownQuestion scores.3.question',
      'notYours scores.4.question',
      'twice scores.5.question',
    ])
  })
})

describe('totals', () => {
  test.each([
    [all(0, ids), 0],
    [all(4, ids), 100],
    [all(2, ids), 50],
    [
      [
        { question: 'audience', level: 4 },
        { question: 'sales', level: 1 },
      ],
      62.5,
    ],
    [
      [
        { question: 'audience', level: 3 },
        { question: 'crossBorder', level: 2 },
      ],
      64.3,
    ],
    [[], null],
    [
      [
        { question: 'beauty', level: 4 },
        { question: 'sales', level: 9 },
      ],
      null,
    ],
  ])('%j', (scores, total) => {
    expect(totalScore(card, scores).total).toBe(total)
  })
  test('line by line with the anchor', () => {
    expect(
      totalScore(card, [
        { question: 'sales', level: 3 },
        { question: 'audience', level: 4 },
      ]).lines,
    ).toEqual([
      expect.objectContaining({ question: 'audience', level: 4, weight: 20, points: 50 }),
      expect.objectContaining({ question: 'sales', level: 3, weight: 20, points: 37.5 }),
    ])
  })
})

describe('two assessors', () => {
  test('who agree within a level do not diverge', () => {
    expect(divergence(card, scored({}), scored({ audience: { level: 4 } }))).toMatchObject({
      questions: [],
      diverges: false,
      total: { by: 5, diverges: false },
    })
  })
  test('diverge on a question from two levels on', () => {
    const found = divergence(card, scored({}), scored({ languages: { level: 1 } }))
    expect(found.questions.map(({ question, levels, by }) => [question, levels, by])).toEqual([
      ['languages', [3, 1], 2],
    ])
    expect(found.messages).toEqual([
      { zh: '“语言与市场”相差2档（3与1）。', en: '“Languages and markets” differs by 2 levels (3 and 1).' },
    ])
    expect(found.diverges).toBe(true)
  })
  test('diverge in total from 20 points on, over what both answered', () => {
    const found = divergence(card, all(3), all(2))
    expect([found.questions, found.total]).toEqual([[], { totals: [75, 50], by: 25, diverges: true }])
    expect(divergence(card, all(3, ['sales']), all(0, ['audience']))).toEqual({
      questions: [],
      total: null,
      diverges: false,
      messages: [],
    })
    // a level that the card does not have makes no total
    for (const [one, other] of [
      [4, 5],
      [5, 4],
    ] as const)
      expect(divergence(card, all(one, ['sales']), all(other, ['sales']))).toMatchObject({
        total: null,
        diverges: false,
      })
  })
})

describe('forbidden acts', () => {
  const groups = rules.forbiddenActs
  const clear = (department?: string) =>
    listGroups(groups, department).map(({ code }) => ({ group: code, result: 'clear', note: null }))
  test('are 31, each once, in the groups of the form', () => {
    const numbers = listGroups(groups).flatMap(({ acts }) => acts.map(({ number }) => number))
    expect(numbers).toEqual(Array.from({ length: 31 }, (_, index) => index + 1))
    expect(listGroups(groups).map(({ code }) => code)).toEqual(ACT_GROUPS.map(({ value }) => value))
  })
  test('each department has some', () => {
    expect(listGroups(groups, 'commerce').map(({ code }) => code)).toEqual(['consumers', 'otherActs'])
    expect(listGroups(groups, 'market').map(({ code }) => code)).toEqual(['scienceAndFood', 'consumers', 'otherActs'])
  })
  test('findings that are complete', () => {
    expect(checkCompliance(groups, clear())).toEqual([])
    expect(checkCompliance(groups, clear('commerce'), 'commerce')).toEqual([])
    expect(checkCompliance(groups, clear('commerce'))).toHaveLength(9)
  })
  test('a sentence for every concern, no group twice, none that does not exist', () => {
    const findings = [
      { group: 'consumers', result: 'concern', note: ' ' },
      { group: 'otherActs', result: 'breach', note: 'Smoking on stream, 4 May.' },
      { group: 'consumers', result: 'clear' },
      { group: 'toString', result: 'clear' },
    ]
    expect(codes(checkCompliance(groups, findings, 'commerce'))).toEqual([
      'noSentence compliance.0.note',
      'twice compliance.2.group',
      'unknownGroup compliance.3.group',
    ])
    expect(codes(checkCompliance(groups, [], 'commerce'))).toEqual([
      'missingGroup compliance',
      'missingGroup compliance',
    ])
  })
})
