/** The kit's pages show every part of templates/parts as it stands in use, and nothing lies there that no page of the product uses. What is drawn counts, not what is mentioned. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createRenderer } from '../../src/web/kit/render.js'
import { loadTemplates } from '../../tools/templates.js'
import { dataOf, KITS } from './samples/list.js'

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name))
const PARTS = filesIn('templates/parts').map((file) => relative('templates', file).replace(/\.hbs$/, ''))

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kit-'))
  cpSync('templates', folder, { recursive: true })
  // each part says where it begins and ends
  for (const name of PARTS) {
    const file = join(folder, `${name}.hbs`)
    writeFileSync(file, `⟦${name}⟧${readFileSync(file, 'utf8').trimEnd()}⟦/${name}⟧`)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The parts of a marked page between whose marks something stands. */
function drawnIn(html: string): Set<string> {
  const drawn = new Set<string>()
  const open: string[] = []
  for (const [, end, name, text] of html.matchAll(/⟦(\/?)([^⟧]+)⟧|([^⟦]+)/g))
    if (text?.trim()) for (const one of open) drawn.add(one)
    else if (end) open.pop()
    else if (name) open.push(name)
  return drawn
}

test('every part is drawn on one of them', () => {
  const assets = { folder: '', css: '/x.css', script: '/x.js', icon: '/x.svg' }
  const render = createRenderer({ templates: loadTemplates(folder), production: false, assets })
  const drawn = KITS.map((kit) => drawnIn(render(kit.page, dataOf(kit, `/${kit.name}`, 'zh'), 'zh')))
  expect(PARTS.filter((name) => !drawn.some((parts) => parts.has(name)))).toEqual([])
})

test('every part is in a page of the product', () => {
  const texts = filesIn('templates')
    .filter((file) => !file.startsWith('templates/pages/kit/'))
    .map((file) => readFileSync(file, 'utf8'))
  const sources = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  const isUsed = (name: string): boolean =>
    texts.some((text) => new RegExp(`\\{\\{~?#?> *${name}[ }]`).test(text)) ||
    sources.some((text) => text.includes(`'${name}'`))
  // which part asks a question is said by its control alone
  const controls = ['view', 'fieldView'].map((name) => readFileSync(`src/forms/engine/${name}.ts`, 'utf8')).join('')
  const asks = (name: string): boolean => controls.includes(`'${name.replace(/^parts\/form\//, '')}'`)
  expect(PARTS.filter((name) => !isUsed(name) && !asks(name))).toEqual([])
})
