/** The words in which two versions of a text differ. */
import { expect, test } from '@jest/globals'
import { wordsThatDiffer } from '../../src/web/kit/wordDifference.js'

const marked = (was: string, is: string) =>
  wordsThatDiffer([was, is])?.map((line) =>
    [line].flat(2).map((piece) => {
      if (typeof piece !== 'object' || !piece || !('text' in piece)) throw new Error('no piece')
      const mark = piece.struck || piece.fresh ? '*' : ''
      return `${piece.below ? '/' : ''}${mark}${typeof piece.text === 'string' ? piece.text : ''}${mark}`
    }),
  )

test('Han by character, other scripts by word; what is on both sides is not marked', () => {
  expect(marked('申请人应在10个工作日内补正', '申请单位应在15个工作日内补正')).toEqual([
    ['申请', '*人*', '应在', '*10*', '个工作日内补正'],
    ['申请', '*单位*', '应在', '*15*', '个工作日内补正'],
  ])
  expect(marked('Reply within ten days.', 'Reply within five days.')).toEqual([
    ['Reply within ', '*ten*', ' days.'],
    ['Reply within ', '*five*', ' days.'],
  ])
  expect(marked('One line\nand two', 'One line\nand three')?.[1]).toEqual(['One line', '/and ', '*three*'])
})

test('short answers, and texts that have little in common, stand whole', () => {
  expect(marked('10 days', '15 days')).toBeUndefined()
  expect(marked('', 'something that was not there')).toBeUndefined()
  expect(marked('a wholly other sentence', '与之毫无关系的另一句话')).toBeUndefined()
  const [one, other] = ['x', 'y'].map((letter) => Array.from({ length: 3000 }, (_, at) => `${letter}${at}`).join(' '))
  expect(marked(one ?? '', other ?? '')).toBeUndefined()
})
