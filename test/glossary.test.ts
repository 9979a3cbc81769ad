/** docs/glossary.md: one word for one thing, in what people read, in the documents and in the names of types. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { projectFolder } from '../src/settings.js'
import { listFiles, placeOf, readSource } from '../tools/sources.js'
import { listTexts } from '../tools/texts.js'

/** Words of the column "not" that still stand in a text, in a document or in the name of a type. These lists only get shorter. */
const NOT_YET: Readonly<Record<'texts' | 'documents' | 'types', readonly string[]>> = {
  texts: [],
  documents: ['paper', 'deficiencies', 'deadline', 'mended', 'chosen', 'come in', 'told'],
  types: ['paper', 'deadline'],
}

const HAN = /\p{Script=Han}/u
const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8')

interface Term {
  readonly zh: string
  readonly en: string
  /** Names in code that must be there. */
  readonly code: readonly string[]
  readonly not: readonly string[]
}

/** The rows of the glossary's tables. */
function readTerms(text: string): Term[] {
  return [...text.matchAll(/^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$/gm)]
    .map(([, zh = '', en = '', code = '', not = '']) => ({
      zh,
      en,
      code: [...code.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
      not: not === '–' ? [] : not.split(' · '),
    }))
    .filter(({ zh }) => zh !== '中文' && zh !== '---')
}

const terms = readTerms(read('docs/glossary.md'))
const forbidden = [...new Set(terms.flatMap(({ not }) => not))]

interface Written {
  readonly place: string
  readonly text: string
}

/** Names of code within a sentence are no words, nor are those of its places. */
const plain = (text: string): string => text.replace(/`[^`]*`|\b[A-Z_]{3,}\b|\{\w+\}/g, '')
/** Nor is a block of code; its lines stay, empty. */
const withoutBlocks = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ''))

const texts: Written[] = listTexts().flatMap(({ place, zh, en }) =>
  [zh, en].map((text) => ({ place, text: plain(text) })),
)
const documents: Written[] = ['.', 'docs', 'docs/decisions', 'bench']
  .flatMap((folder) => readdirSync(join(projectFolder, folder)).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.md') && path !== 'docs/glossary.md')
  .flatMap((path) =>
    withoutBlocks(read(path))
      .split('\n')
      .map((text, at) => ({ place: `${path}:${at + 1}`, text: plain(text) })),
  )

/** Every exported type with its place: interfaces, aliases and classes. */
const types: Written[] = listFiles(projectFolder, 'src', /\.ts$/).flatMap((path) => {
  const source = readSource(projectFolder, path)
  return source.tree.statements.flatMap((node) => {
    const isType = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node)
    if (!isType || !node.name || !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return []
    return [{ place: placeOf(source, node), text: node.name.text }]
  })
})

/** `PaperFiles` as `Paper Files`, so that words are found in it. */
const wordsOf = (name: string): string => name.replace(/(?<=[a-z\d])(?=[A-Z])/g, ' ')

/** Where a word stands that is not used: a Chinese one anywhere, an English one as a whole word, one in backticks as the name of a type. */
function findTerm(term: string) {
  const name = /^`(\w+)`$/.exec(term)?.[1]
  const pattern = new RegExp(HAN.test(term) ? term : String.raw`\b${term}s?\b`, 'iu')
  const find = (all: readonly Written[], is: (text: string) => boolean) =>
    all.filter(({ text }) => is(text)).map(({ place, text }) => `${place}: ${text.trim().slice(0, 100)}`)
  if (name) return { texts: [], documents: [], types: find(types, (text) => text === name) }
  const has = (text: string) => pattern.test(text)
  return { texts: find(texts, has), documents: find(documents, has), types: find(types, (text) => has(wordsOf(text))) }
}

describe('the glossary', () => {
  test('has a term in both languages in every row, each Chinese one once in its table', () => {
    expect(terms.length).toBeGreaterThan(60)
    expect(terms.filter(({ zh, en }) => !HAN.test(zh) || HAN.test(en))).toEqual([])
  })

  test('names what stands in the code', () => {
    const code = ['src', 'migrations']
      .flatMap((folder) => listFiles(projectFolder, folder, /\.ts$/))
      .map(read)
      .join('\n')
    const missing = terms.flatMap((term) => term.code).filter((name) => !new RegExp(String.raw`\b${name}\b`).test(code))
    expect(missing).toEqual([])
  })

  test('forbids no word that it uses itself', () => {
    const used = new Set(terms.flatMap(({ zh, en }) => [zh, en]))
    expect(forbidden.filter((term) => used.has(term))).toEqual([])
  })

  test.each(forbidden)('“%s” stands nowhere', (term) => {
    const { texts, documents, types } = findTerm(term)
    if (!NOT_YET.texts.includes(term)) expect(texts).toEqual([])
    if (!NOT_YET.documents.includes(term)) expect(documents).toEqual([])
    if (!NOT_YET.types.includes(term)) expect(types).toEqual([])
  })

  test('what is still to be corrected stands somewhere: take it off the list when it is done', () => {
    const kinds = ['texts', 'documents', 'types'] as const
    expect(kinds.flatMap((kind) => NOT_YET[kind].filter((term) => !forbidden.includes(term)))).toEqual([])
    expect(kinds.flatMap((kind) => NOT_YET[kind].filter((term) => findTerm(term)[kind].length === 0))).toEqual([])
  })

  test('is held against texts, documents and types of every kind', () => {
    expect(texts.length).toBeGreaterThan(5000)
    expect(documents.length).toBeGreaterThan(1000)
    expect(types.length).toBeGreaterThan(300)
    expect(wordsOf('PaperFiles')).toBe('Paper Files')
  })
})
