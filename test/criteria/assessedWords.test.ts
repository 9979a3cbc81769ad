/** What a decision says of the assessment: criterion by criterion, for and against, in both languages, without who said it. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { type ReportedFindings, sayAssessed } from '../../src/criteria/assessedWords.js'
import { actGroupSchema } from '../../src/criteria/compliance.js'
import { scorecardSchema } from '../../src/criteria/scorecard.js'

const bodies = (kind: string): { key: string; body: unknown }[] =>
  JSON.parse(readFileSync(`migrations/reference/${kind}.json`, 'utf8'))
const card = scorecardSchema.parse(bodies('scorecard')[0]?.body)
const groups = Object.fromEntries(bodies('forbiddenActs').map(({ key, body }) => [key, actGroupSchema.parse(body)]))

const report = (more: Partial<ReportedFindings>): ReportedFindings => ({
  scores: [
    { question: 'audience', level: 3 },
    { question: 'sales', level: 3 },
  ],
  findings: [{ on: 'documents', result: 'met', note: '齐全。' }],
  compliance: [{ group: 'consumers', result: 'clear' }],
  ...more,
})
const linesOf = (reports: readonly ReportedFindings[], decision: 'recommend' | 'refuse') => {
  const { zh, en } = sayAssessed(reports, { card, groups }, decision)
  return [zh.split('\n'), en.split('\n')]
}

describe('a refusal', () => {
  test('gives each criterion that speaks against with level, floor and grounds, and the rest in a line', () => {
    const one = report({
      scores: [
        { question: 'audience', level: 1, note: '五月的观众来自一次抽奖。' },
        { question: 'sales', level: 3 },
      ],
      findings: [
        { on: 'engagement', result: 'notMet', note: 'The contract ends before the permit would.' },
        { on: 'documents', result: 'met' },
      ],
      compliance: [{ group: 'consumers', result: 'concern', note: 'A clip of May.' }],
    })
    expect(linesOf([one], 'refuse')).toEqual([
      [
        '受众规模与互动：1档，低于2档。受众少或主要来自短期活动。五月的观众来自一次抽奖',
        '岗位、合同与薪酬：不符合。The contract ends before the permit would',
        '合规核查（欺骗消费者）：有疑点。A clip of May',
        '其余各项：销售实绩评为3档；“材料真实、齐全、在有效期内”认定为符合',
      ].map((line, at) => (at === 2 ? line.replace('欺骗消费者', groups.consumers?.label.zh ?? '') : line)),
      [
        'Audience and engagement: level 1, below 2. A small audience, or mostly from a short campaign. ' +
          '[Given in Chinese only; the Chinese text prevails] 五月的观众来自一次抽奖',
        'Post, contract and pay: Not met. The contract ends before the permit would',
        `Compliance check (${groups.consumers?.label.en}): A concern. A clip of May`,
        'All else: level 3 was given to Sales; “Documents genuine, complete and in date” was found to be met',
      ],
    ])
  })

  test('says where two assessors differ, with the grounds of the one who is against, and who they are nowhere', () => {
    const [first, second] = [
      report({ scores: [{ question: 'audience', level: 0, note: '没有观众。' }] }),
      report({
        scores: [{ question: 'audience', level: 3, note: '受众很好。' }],
        findings: [{ on: 'documents', result: 'unclear', note: 'The seal is pale.' }],
      }),
    ]
    const [zh = [], en = []] = linesOf([first, second], 'refuse')
    expect(zh[0]).toContain('受众规模与互动：0档、3档（评估意见不一），低于2档。')
    expect(zh[0]).toContain('没有观众')
    expect(zh[0]).not.toContain('受众很好')
    expect(en[1]).toBe('Documents genuine, complete and in date: Met, Unclear (the assessors differ). The seal is pale')
  })

  test('clips what is too long for a line', () => {
    const one = report({ findings: [{ on: 'documents', result: 'notMet', note: '很长'.repeat(1000) }] })
    const [zh = []] = linesOf([one], 'refuse')
    expect(zh[0]?.endsWith('…')).toBe(true)
    expect(zh[0]?.length).toBeLessThan(450)
  })
})

describe('a recommendation', () => {
  test('gives levels and findings, each in a line, without grounds', () => {
    expect(linesOf([report({})], 'recommend')).toEqual([
      ['按0至4档评分，受众规模与互动、销售实绩评为3档', '“材料真实、齐全、在有效期内”认定为符合；合规核查未发现问题'],
      [
        'On a scale from 0 to 4, level 3 was given to Audience and engagement, Sales',
        '“Documents genuine, complete and in date” was found to be met; nothing found in the compliance check',
      ],
    ])
  })

  test('says where an opinion was against, and then not that nothing was found', () => {
    const [zh, en] = linesOf([report({ opinion: 'recommend' }), report({ opinion: 'against' })], 'recommend')
    expect(zh).toEqual([
      '评估意见中有不建议推荐的',
      '按0至4档评分，受众规模与互动、销售实绩评为3档',
      '“材料真实、齐全、在有效期内”认定为符合',
    ])
    expect(en?.[0]).toBe('Not every opinion was to recommend')
    expect(en?.join()).not.toContain('nothing found')
  })

  test('has nothing to say when nobody has reported', () => {
    expect(sayAssessed([], { card, groups }, 'recommend')).toEqual({ zh: '', en: '' })
  })
})
