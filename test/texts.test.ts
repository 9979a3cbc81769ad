/** Every text that people read, wherever it stands: full-width punctuation beside Han and none in English, no space typed where the page sets one. By file and line. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { projectFolder } from '../src/settings.js'
import { lineOf, listFiles, nodesOf, readSource } from '../tools/sources.js'

interface Said {
  readonly place: string
  readonly zh: string
  readonly en: string
}

/** A half-width sign that belongs to Latin or to a number on its other side is right there: `12:30`, `A (B)`. */
const HALF =
  /\p{Script=Han}\s?[,;:!?()]|[,;!?()]\s?\p{Script=Han}|(?<![\p{Script=Latin}\d}])[.:]\p{Script=Han}|\p{Script=Han}\.(?![\p{Script=Latin}\d{])|"[^"]*\p{Script=Han}/u
const FULL = /[，。；：！？（）、《》〈〉「」【】]/u
/** Two Han with a space between them: a line that was broken in the source. In `A 类 高端人才` it stands on purpose. */
const SPACED = /[^\P{Script=Han}类] \p{Script=Han}/u

/** What is typed as it stands: addresses, tags of a drawing, the specimen's mark in two languages at once. */
const FORMS = /\w+:\/\/\S+|主机:端口|<[^>]*>|SPECIMEN .*/gu

/** The texts of a source as a reader meets them: what is put in stands for one letter. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `n${literal.text}`).join('')
  return undefined
}

/** `{ zh, en }` of a source. */
function pairsIn(path: string): Said[] {
  const source = readSource(projectFolder, path)
  return nodesOf(source.tree).flatMap((node) => {
    if (!ts.isObjectLiteralExpression(node)) return []
    const member = (name: string) =>
      node.properties.find(
        (one): one is ts.PropertyAssignment => ts.isPropertyAssignment(one) && one.name.getText(source.tree) === name,
      )?.initializer
    const [zh, en] = [member('zh'), member('en')].map((value) => value && textOf(value))
    if (zh === undefined && en === undefined) return []
    return [{ place: `${path}:${lineOf(source, node.getStart(source.tree))}`, zh: zh ?? '', en: en ?? '' }]
  })
}

/** Whatever has Han in it and stands in no `{ zh, en }`: words of a list, `option('code', '中文', 'English')`, `plain('…')`. */
function hanIn(path: string): Said[] {
  const source = readSource(projectFolder, path)
  return nodesOf(source.tree).flatMap((node) => {
    const text = textOf(node)
    if (text === undefined || !/\p{Script=Han}/u.test(text)) return []
    if (ts.isPropertyAssignment(node.parent) && node.parent.name.getText(source.tree) === 'zh') return []
    return [{ place: `${path}:${lineOf(source, node.getStart(source.tree))}`, zh: text.replace(FORMS, 'n'), en: '' }]
  })
}

/** `{{say 'zh' 'en'}}` of a template, `say('zh', 'en')` of a script. */
function saidIn(path: string): Said[] {
  const text = readFileSync(join(projectFolder, path), 'utf8')
  const calls = path.endsWith('.hbs')
    ? /say\s+'([^']*)'\s+'([^']*)'/g
    : /say\(\s*['`]((?:[^'`\\]|\\.)*)['`],\s*['`]((?:[^'`\\]|\\.)*)['`]/g
  return [...text.matchAll(calls)].map(({ 1: zh = '', 2: en = '', index }) => ({
    place: `${path}:${text.slice(0, index).split('\n').length}`,
    zh: zh.replace(/\$\{[^}]*\}/g, 'n'),
    en: en.replace(/\$\{[^}]*\}/g, 'n'),
  }))
}

/** `{ "zh": …, "en": … }` of a JSON file, however deep. */
function saidInJson(path: string): Said[] {
  const walk = (value: unknown, at: string): Said[] => {
    if (typeof value !== 'object' || value === null) return []
    const { zh, en } = value as Record<string, unknown> // looked at member by member
    const here = typeof zh === 'string' ? [{ place: `${path} ${at}`, zh, en: typeof en === 'string' ? en : '' }] : []
    return [...here, ...Object.entries(value).flatMap(([name, inner]) => walk(inner, `${at}/${name}`))]
  }
  return walk(JSON.parse(readFileSync(join(projectFolder, path), 'utf8')), '')
}

const files = (folder: string, ending: RegExp) => listFiles(projectFolder, folder, ending)
const texts: readonly Said[] = [
  ...['src', 'tools', 'bench'].flatMap((folder) => files(folder, /\.ts$/).flatMap(pairsIn)),
  ...files('src', /\.ts$/).flatMap(hanIn),
  ...files('templates', /\.(hbs|js)$/).flatMap(saidIn),
  ...files('migrations', /\.json$/).flatMap(saidInJson),
]

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
