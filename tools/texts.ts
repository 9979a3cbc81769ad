/** Every text that people read, with its place: the bilingual pairs of the sources, templates, scripts and reference data. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { projectFolder } from '../src/settings.js'
import { unwrapText } from './unwrap.js'
import { lineOf, listFiles, nodesOf, readSource } from './sources.js'

/** A text in both languages; one of them is empty where only the other one was found. */
export interface Said {
  readonly place: string
  readonly zh: string
  readonly en: string
}

const HAN = /\p{Script=Han}/u

/** What is typed as it stands: addresses, tags of a drawing, the specimen's mark in two languages at once. */
const FORMS = /\w+:\/\/\S+|主机:端口|<[^>]*>|SPECIMEN .*/gu

/** The texts of a source as a reader meets them: what is put in stands for one letter. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `n${literal.text}`).join('')
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined
  const [left, right] = [textOf(node.left), textOf(node.right)]
  return left === undefined || right === undefined ? undefined : left + right
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

/** The English that stands beside a Chinese text: the next argument or element, or the other branch of a choice. */
function besideOf(node: ts.Node): string {
  const next = nextOf(node)
  const text = (next && textOf(next)) ?? ''
  return HAN.test(text) ? '' : text
}

function nextOf(node: ts.Node): ts.Node | undefined {
  const { parent } = node
  if (ts.isConditionalExpression(parent)) return parent.whenTrue === node ? parent.whenFalse : undefined
  return listAround(parent)[listAround(parent).indexOf(node) + 1]
}

function listAround(parent: ts.Node): readonly ts.Node[] {
  if (ts.isCallExpression(parent)) return parent.arguments
  return ts.isArrayLiteralExpression(parent) ? parent.elements : []
}

/** Whatever has Han in it and stands in no `{ zh, en }`: words of a list, `option('code', '中文', 'English')`, `plain('…')`. */
function hanIn(path: string): Said[] {
  const source = readSource(projectFolder, path)
  return nodesOf(source.tree).flatMap((node) => {
    const text = textOf(node)
    if (text === undefined || !HAN.test(text)) return []
    if (ts.isPropertyAssignment(node.parent) && node.parent.name.getText(source.tree) === 'zh') return []
    return [
      {
        place: `${path}:${lineOf(source, node.getStart(source.tree))}`,
        zh: text.replace(FORMS, 'n'),
        en: besideOf(node).replace(FORMS, 'n'),
      },
    ]
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
    zh: unwrapText(zh).replace(/\$\{[^}]*\}/g, 'n'),
    en: unwrapText(en).replace(/\$\{[^}]*\}/g, 'n'),
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
/** All of them. */
export const listTexts = (): Said[] => [
  ...['src', 'tools', 'bench'].flatMap((folder) => files(folder, /\.ts$/).flatMap(pairsIn)),
  ...files('src', /\.ts$/).flatMap(hanIn),
  ...files('templates', /\.(hbs|js)$/).flatMap(saidIn),
  ...files('migrations', /\.json$/).flatMap(saidInJson),
]
