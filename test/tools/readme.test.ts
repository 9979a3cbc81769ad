/** The documents of the repository: what is made from the code is what the code says now, every link leads somewhere, and the README stays short. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'
import { listFiles } from '../../tools/sources.js'
import { findStale, GENERATED, renewed } from '../../tools/docs.js'

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8')

/** Every Markdown file that belongs to the repository. */
const DOCUMENTS = ['.', 'docs', 'docs/decisions', 'bench']
  .filter((folder) => existsSync(join(projectFolder, folder)))
  .flatMap((folder) => readdirSync(join(projectFolder, folder)).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.md'))

/** Every text of the repository that is not a document. */
const SOURCES = ['src', 'test', 'tools', 'bench', 'migrations', 'templates'].flatMap((folder) =>
  listFiles(projectFolder, folder, /\.(ts|mjs|js|hbs|scss|typ)$/),
)

/** The anchors that a Markdown page offers, as GitHub makes them from its headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** The links of a page that lead to no file, or to no heading of it. */
function brokenLinks(path: string): string[] {
  const text = read(path).replace(/```[\s\S]*?```/g, '')
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^(https?|mailto):/.test(target)) return []
    const [file = '', anchor] = target.split('#')
    const found = file === '' ? path : join(dirname(path), file)
    if (!existsSync(join(projectFolder, found))) return [`${path}: ${target}`]
    return anchor === undefined || anchorsOf(read(found)).includes(anchor) ? [] : [`${path}: ${target}`]
  })
}

describe('npm run docs', () => {
  const sections = { one: () => '| a |', two: () => 'b' }
  const blank = Object.keys(sections)
    .map((name) => `# ${name}\n<!-- ${name}:begin -->\n<!-- ${name}:end -->\nafter ${name}\n`)
    .join('\n')

  test('writes what stands between the markers, also where nothing stands yet, and nothing else', () => {
    const text = renewed('x.md', blank, sections)
    expect(text).toBe(
      [
        '# one\n<!-- one:begin -->\n\n| a |\n\n<!-- one:end -->\nafter one\n',
        '# two\n<!-- two:begin -->\n\nb\n\n<!-- two:end -->\nafter two\n',
      ].join('\n'),
    )
    expect(renewed('x.md', text, sections)).toBe(text)
    expect(renewed('x.md', text.replace('| a |', 'FORMERLY'), sections)).toBe(text)
  })

  test.each([
    ['a missing marker', blank.replace('<!-- two:end -->', '')],
    ['a marker that stands twice', `${blank}<!-- one:begin -->`],
    [
      'markers the wrong way round',
      blank.replace('<!-- two:end -->', '').replace('<!-- two:begin -->', '<!-- two:end --> <!-- two:begin -->'),
    ],
    ['an empty file', ''],
  ])('%s is named, in both languages', (_what, text) => {
    expect(() => renewed('x.md', text, sections)).toThrow(
      /^x\.md 中须有且仅有一对标记 <!-- \w+:begin -->[\s\S]*x\.md must hold the markers <!-- \w+:begin -->/,
    )
  })

  test('no document is stale (npm run docs writes them)', () => {
    expect([...findStale().keys()]).toEqual([])
  })

  test.each(Object.entries(GENERATED))('%s shows every section', (file, parts) => {
    for (const make of Object.values(parts)) expect(read(file)).toContain(make())
  })
})

describe('the documents', () => {
  test('the README has 8 kB at most and names the test command', () => {
    expect(Buffer.byteLength(read('README.md'))).toBeLessThanOrEqual(8192)
    expect(read('README.md')).toContain('npm test')
  })

  test('every link leads to a file, and to a heading of it', () => {
    expect(DOCUMENTS.length).toBeGreaterThan(10)
    expect(DOCUMENTS.flatMap(brokenLinks)).toEqual([])
  })

  test('what the sources name of the documents is there: file and section', () => {
    const named = SOURCES.flatMap((path) =>
      [...read(path).matchAll(/\bdocs\/[\w/-]+\.md(?:#([\w-]+))?/g)].map(([text, anchor]) => ({ path, text, anchor })),
    )
    expect(named.length).toBeGreaterThan(30)
    const broken = named.filter(({ text, anchor }) => {
      const [file = ''] = text.split('#')
      return !existsSync(join(projectFolder, file)) || (anchor !== undefined && !anchorsOf(read(file)).includes(anchor))
    })
    expect(broken.map(({ path, text }) => `${path}: ${text}`)).toEqual([])
  })

  test('no source cites a document that is not in the repository', () => {
    const citing = SOURCES.filter((path) => /\b(DESIGN|DOMAIN|SAFETY|FEATURES)\b|\b[A-Z]{4,} §\d/.test(read(path)))
    expect(citing).toEqual(['test/tools/readme.test.ts']) // which names them here
  })

  test('docs/README.md lists every document of its folder', () => {
    const index = read('docs/README.md')
    const missing = DOCUMENTS.filter((path) => dirname(path) === 'docs' && path !== 'docs/README.md').filter(
      (path) => !index.includes(`](${relative('docs', path)}`),
    )
    expect(missing).toEqual([])
  })

  test('docs/commands.md has every command of package.json, and none that is not there', () => {
    const manifest: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
    const named = [...read('docs/commands.md').matchAll(/\bnpm (?:run )?(?:--silent )?([a-z:-]+)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !['audit', 'sbom'].includes(name))
    expect([...new Set(named)].sort()).toEqual(Object.keys(manifest.scripts).sort())
  })

  test('docs/decisions/README.md lists every decision by its number and title, and no number is left out', () => {
    const files = DOCUMENTS.filter((path) => /^docs\/decisions\/\d{4}-/.test(path)).sort()
    const rows = files.map((path, at) => {
      const number = String(at + 1).padStart(4, '0')
      const [, title] = new RegExp(`^# ${number} (.+)\n`).exec(read(path)) ?? []
      return `| [${number}](${basename(path)}) | ${title} |`
    })
    expect(rows.length).toBeGreaterThan(20)
    expect(
      read('docs/decisions/README.md')
        .split('\n')
        .filter((line) => line.startsWith('| [')),
    ).toEqual(rows)
    for (const path of files)
      expect(read(path).match(/^## .+$/gm)).toEqual(['## Context', '## Decision', '## Consequences'])
  })

  test('docs/dependencies.md has every package of package.json with its licence and a reason, and no other', () => {
    const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } = JSON.parse(
      read('package.json'),
    )
    const [product, development] = read('docs/dependencies.md').split('## For development')
    const rowsOf = (text = '') =>
      [...text.matchAll(/^\| `(.+?)` \| (.+?) \| (.+) \|$/gm)].map(([, name, licence]) => `${name} ${licence}`)
    const wanted = (packages: Record<string, string>) =>
      Object.keys(packages).map((name) => {
        const { license }: { license: string } = JSON.parse(read(`node_modules/${name}/package.json`))
        return `${name} ${license}`
      })
    expect(rowsOf(product)).toEqual(wanted(manifest.dependencies))
    expect(rowsOf(development)).toEqual(wanted(manifest.devDependencies))
  })
})

describe('what a repository has at its front door', () => {
  test('LICENSE is the whole text of the licence that package.json names', () => {
    const hash = createHash('sha256').update(read('LICENSE')).digest('hex')
    // the text of https://www.apache.org/licenses/LICENSE-2.0.txt
    expect(hash).toBe('c71d239df91726fc519c6eb72d318ec65820627232b2f796219e87dcf35d0ab4')
    expect(JSON.parse(read('package.json')).license).toBe('Apache-2.0')
  })

  test('NOTICE names every package whose files go into build/', () => {
    const {
      dependencies,
      devDependencies,
    }: Record<'dependencies' | 'devDependencies', Record<string, string>> = JSON.parse(read('package.json'))
    const built = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => /font|frontend/.test(name))
    expect(built).toHaveLength(11)
    const lines = read('NOTICE').split('\n')
    expect(built.filter((name) => !lines.includes(name))).toEqual([])
  })

  test('CHANGELOG.md has what is not released yet first, and the version of package.json', () => {
    const { version }: { version: string } = JSON.parse(read('package.json'))
    const heads = [...read('CHANGELOG.md').matchAll(/^## (\S+)/gm)].map(([, head]) => head)
    expect(heads[0]).toBe('Unreleased')
    expect(heads).toContain(version)
  })

  test('CI runs .ci/run with the Node of .nvmrc, which package.json allows', () => {
    const workflow = read('.github/workflows/ci.yml')
    expect(workflow).toContain('run: bash .ci/run')
    expect(workflow).toContain('node-version-file: .nvmrc')
    expect(read('.nvmrc')).toBe('22\n')
    expect(JSON.parse(read('package.json')).engines.node).toBe('>=20.19')
  })
})
