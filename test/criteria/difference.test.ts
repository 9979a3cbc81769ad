/** What differs between two judgements, in words. */
import { expect, test } from '@jest/globals'
import { compareJudgements } from '../../src/criteria/difference.js'
import { type Judgement, judge } from '../../src/criteria/judge.js'
import { answers, codesOf, documents, documentsWith, judgeWith, rulesOn } from './example.js'

test('nothing differs from itself', () => {
  const judgement = judgeWith()
  expect(compareJudgements(judgement, judgeWith())).toMatchObject({
    same: true,
    category: null,
    expectedDecisionOn: null,
    routes: [],
    sentences: [],
  })
})

test('another salary: class, points, routes', () => {
  const found = compareJudgements(judgeWith(), judgeWith({ engagement: { salaryPerYear: 300_000 } }))
  expect(found.category).toMatchObject({ before: 'A', after: 'B' })
  expect(found.points).toMatchObject({
    before: 79,
    after: 73,
    lines: [{ element: 'salary', before: 20, after: 14, by: -6 }],
  })
  expect(found.routes.map(({ class: name, code, opened }) => [name, code, opened])).toEqual([
    ['A', 'salaryMultiple', false],
    ['B', 'salaryMultiple', false],
  ])
  expect(found.sentences.slice(0, 3)).toEqual([
    { zh: '类别由“A类”变为“B类”。', en: 'Class: class A becomes class B.' },
    { zh: '积分由79分变为73分（−6）。', en: 'Points: 79 become 73 (−6).' },
    {
      zh: '用人单位支付年薪：20分变为14分（年薪960,000元变为年薪300,000元）。',
      en: expect.stringContaining('20 points become 14 (CNY 960,000 a year, now CNY 300,000 a year).'),
    },
  ])
})

test('blocks, warns and advice that come and go, by code and place', () => {
  const before = judgeWith({ documents: documentsWith('degree') })
  const after = judgeWith({
    documents: documentsWith('medical', { kind: 'medical', issuedOn: '2026-06-01' }),
    talent: { inChina: true },
  })
  const { blocks, warns, advice } = compareJudgements(before, after)
  expect([codesOf(blocks.appeared), codesOf(blocks.gone)]).toEqual([[], ['missing:degree']])
  expect([codesOf(warns.appeared), codesOf(warns.gone)]).toEqual([['ages:medical'], []])
  expect([codesOf(advice.appeared), codesOf(advice.gone)]).toEqual([['needed:visaPage'], []])
  const kindsOf = (one: Judgement, other: Judgement) =>
    compareJudgements(one, other).sentences.map(({ en }) => en.slice(0, en.indexOf(':')))
  expect(kindsOf(before, after)).toEqual(['No longer prevents submitting', 'New warning', 'New advice on documents'])
  expect(kindsOf(after, before)).toEqual(['Now prevents submitting', 'No longer a warning', 'No longer advised'])
})

test('another filing day: the expected decision', () => {
  const { expectedDecisionOn } = compareJudgements(judgeWith(), judgeWith({ filedOn: '2026-11-25' }))
  expect(expectedDecisionOn?.message.en).toBe('Expected day of decision: 17 December 2026 becomes 18 December 2026.')
})

test('other rules: the same person by a draft of the criteria', () => {
  const inForce = rulesOn('2026-11-24')
  const { shanghai } = inForce.rules.salary
  if (!shanghai) throw new Error('no salary figures in force')
  const draft = {
    ...inForce.rules,
    salary: { shanghai: { ...shanghai, sixTimes: 1_000_000 } },
    points: {
      national: {
        ...inForce.rules.points.national,
        months: { ...inForce.rules.points.national.months, cap: 10 },
      },
    },
  }
  const question = { filedOn: '2026-11-24', answers, firm: { creditCode: '91310105MA1FW0007P' }, documents }
  const found = compareJudgements(judge({ ...question, ...inForce }), judge({ ...question, ...inForce, rules: draft }))
  expect(found.category).toMatchObject({ before: 'A', after: 'B' })
  expect(found.points.lines.map(({ element, by }) => [element, by])).toEqual([['months', -5]])
  expect(found.points.lines[0]?.message.en).toContain('counted by another rule')
})
