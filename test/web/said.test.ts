/** What a case's views say, of a case made by hand: the same however often they are asked, once, and in the reader's language. */
import { expect, test } from '@jest/globals'
import { documentRows } from '../../src/web/case/case.view.js'
import { sentRounds } from '../../src/web/firm/correction.view.js'
import { timelineItems } from '../../src/web/case/history.view.js'
import { ASKED, around, checkOf, fileIn, started } from './samples/case.js'

const file = fileIn({
  state: 'awaitingCorrection',
  steps: [
    ...started,
    ['2026-11-26', 'wangfang', 'requestCorrection', 'awaitingCorrection', ASKED],
    ['2026-12-01', 'liwen', 'resubmit', 'submitted', { answers: [{ on: 'contract', answer: '已重新盖章。' }] }],
    ['2026-12-02', 'wangfang', 'requestCorrection', 'awaitingCorrection', ASKED],
  ],
})

test('a round that was sent tells its answers however often it is read', () => {
  const first = JSON.stringify(sentRounds(file))
  expect(first).toContain('已重新盖章。')
  expect(JSON.stringify(sentRounds(file))).toBe(first)
})

test('the history says what was also written in English in English, and not twice', () => {
  const asked = timelineItems(file, around).find(({ kind }) => kind === 'stop')
  const [line] = asked?.line ?? []
  if (typeof line !== 'object' || !('zh' in line)) throw new Error('no line in two languages')
  expect(line.zh).toContain('请重新盖章后上传')
  expect(line.zh).not.toContain('unreadable')
  // as people write, and no list of questions
  expect(line.zh).not.toMatch(/补正项目|补正要求/)
  expect(line.en).toMatch(/^Employment contract or proof of appointment \(page 3\): The seal on page 3 is unreadable/)
  expect(line.zh).toMatch(/^[^：；]+（第3页）：/)
  expect(line.en).not.toContain('公章')
  expect(line.en).toContain('Remarks: 其他材料齐全')
})

test('lines of an answer stand in the history as clauses, and do not run into each other', () => {
  const { file: decided, around: about } = { file, around }
  const [last] = decided.events
  if (!last) throw new Error('no event')
  const noted = { ...last, action: 'note' as const, content: { text: '第一行。\n\n第二行\n' } }
  const [item] = timelineItems({ ...decided, events: [noted] }, about)
  const [line] = item?.line ?? []
  expect(line).toMatchObject({ zh: expect.stringContaining('第一行；第二行') })
})

test('what is unfit about a file is said once', () => {
  const photo = documentRows(file, checkOf(file), () => '/').find(({ tone }) => tone === 'bad')
  expect(photo?.marks?.map(({ text }) => (typeof text === 'string' ? text : text.en))).toEqual([
    'The image has 300 × 400 pixels; 354 × 472 are needed. Replace it.',
  ])
})
