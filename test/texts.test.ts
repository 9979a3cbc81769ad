/** Every text that people read, wherever it stands: full-width punctuation beside Han and none in English, no space typed where the page sets one. By file and line. */
import { describe, expect, test } from '@jest/globals'
import { listTexts, type Said } from '../tools/texts.js'

/** A half-width sign that belongs to Latin or to a number on its other side is right there: `12:30`, `A (B)`. */
const HALF =
  /\p{Script=Han}\s?[,;:!?()]|[,;!?()]\s?\p{Script=Han}|(?<![\p{Script=Latin}\d}])[.:]\p{Script=Han}|\p{Script=Han}\.(?![\p{Script=Latin}\d{])|"[^"]*\p{Script=Han}/u
const FULL = /[，。；：！？（）、《》〈〉「」【】]/u
/** Two Han with a space between them: a line that was broken in the source. In `A 类 高端人才` it stands on purpose. */
const SPACED = /[^\P{Script=Han}类] \p{Script=Han}/u

const texts = listTexts()

const wrong = (is: (said: Said) => boolean, show: keyof Said) =>
  texts.filter(is).map((said) => `${said.place}: ${said[show]}`)

describe('texts', () => {
  test('are found wherever they stand', () => {
    expect(texts.length).toBeGreaterThan(3000)
    expect(new Set(texts.map(({ place }) => place.split('/')[0]))).toEqual(
      new Set(['bench', 'src', 'tools', 'templates', 'migrations']),
    )
  })

  test('Chinese: full-width punctuation beside Han', () => {
    expect(wrong(({ zh }) => HALF.test(zh), 'zh')).toEqual([])
  })

  test('Chinese: no space between two Han', () => {
    expect(wrong(({ zh }) => SPACED.test(zh), 'zh')).toEqual([])
  })

  test('English: no full-width punctuation', () => {
    // somebody's own words stand in both languages as they were written
    expect(wrong(({ zh, en }) => zh !== en && FULL.test(en), 'en')).toEqual([])
  })

  test('a rule can be broken', () => {
    expect(['你好,世界', '（一)', '请填写:', '完成.', ')：见.下', '。:下'].filter((zh) => !HALF.test(zh))).toEqual([])
    expect(['12:30 已保存', 'A (B)，见下', '第 3 页', 'haijian.sh 上'].filter((zh) => HALF.test(zh))).toEqual([])
  })
})
