/** What an assessor judges one by one, and what each is called. */
import { expect, test } from '@jest/globals'
import { criterionName, listCriteria } from '../../src/criteria/criterion.js'
import { channel, circumstances, judgeWith } from './example.js'

const codes = (judgement: Parameters<typeof listCriteria>[0]) => listCriteria(judgement).map(({ code }) => code)
const STANDING = ['documents', 'experience', 'engagement', 'streaming']

test('routes that are open, then those that are claimed, the points, and what every case rests on', () => {
  const sound = judgeWith()
  expect(codes(sound)).toEqual([
    ...[...sound.routes.A.map((code) => `A.${code}`), ...sound.routes.B.map((code) => `B.${code}`)],
    ...(sound.routes.B.includes('points') ? [] : ['points']),
    ...STANDING,
  ])
  expect(sound.routes.A.length).toBeGreaterThan(0)
  const claimed = judgeWith({ circumstances })
  expect(codes(claimed)).toEqual([
    ...codes(sound).filter((code) => /^[AB]\./.test(code)),
    ...claimed.declared.map(({ class: name, code }) => `${name}.${code}`),
    ...codes(sound).filter((code) => !/^[AB]\./.test(code)),
  ])
  expect(claimed.declared.map(({ code }) => code)).toEqual(['youngTalent'])
})

test('points are judged by themselves where no route goes by them, with the sum', () => {
  const none = judgeWith({
    talent: { education: { degree: 'none' }, experienceYears: 0, chinese: { hsk: null as unknown as number } },
    engagement: { salaryPerYear: 1 },
  })
  expect(none.category).toBe('none')
  expect(codes(none)).toEqual(['points', ...STANDING])
  expect(listCriteria(none)[0]?.says).toEqual({
    zh: `系统计算为${none.points.total}分`,
    en: `worked out as ${none.points.total} points`,
  })
  expect(codes(judgeWith()).filter((code) => code.endsWith('points'))).toHaveLength(1)
})

test('the streaming data say how many doubts there are', () => {
  const saysOf = (judgement: Parameters<typeof listCriteria>[0]) => listCriteria(judgement).at(-1)?.says?.en
  expect(saysOf(judgeWith({ channels: [channel] }))).toBe('no doubts in the figures that were entered')
  const doubtful = judgeWith({ channels: [{ ...channel, followers: 60 }] })
  expect(doubtful.streaming.length).toBeGreaterThan(0)
  expect(saysOf(doubtful)).toBe(
    `${doubtful.streaming.length} ${doubtful.streaming.length === 1 ? 'figure' : 'figures'} to check found by the system`,
  )
})

test('a criterion has its name with the judgement and without, and one of one’s own stands as it was written', () => {
  const sound = judgeWith()
  const [first] = listCriteria(sound)
  expect(criterionName(first?.code ?? '', sound)).toEqual(first?.name)
  expect(first?.name.en).toMatch(/^Class A: /)
  expect(
    ['documents', 'points', 'streaming', 'Stage presence', first?.code ?? ''].map((code) => criterionName(code).en),
  ).toEqual(['Documents genuine, complete and in date', 'Points', 'Streaming data', 'Stage presence', first?.code])
})
