import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { path, withQuery } from '../../src/base/path.js'
import type { Language } from '../../src/base/text.js'
import type { Assets } from '../../src/web/kit/assets.js'
import { createRenderer, type Render } from '../../src/web/kit/render.js'
import { makeShell } from '../../src/web/kit/shell.js'
import { loadTemplates } from '../../tools/templates.js'
import { dataOf, SAMPLES } from './samples/list.js'

const root = 'templates'
const assets: Assets = {
  folder: '',
  css: '/assets/x/haijian.css',
  script: '/assets/x/app.js',
  icon: '/assets/x/icon.svg',
}
const languages: readonly Language[] = ['zh', 'en']

const templates = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs') && !/letters|mail/.test(entry.parentPath))
  .map((entry) => join(entry.parentPath, entry.name))

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '')

describe('templates', () => {
  test.each(templates)('%s escapes everything and holds nothing inline', (file) => {
    const text = readFileSync(file, 'utf8')
    expect(text).not.toMatch(/\{\{\{|\{\{~?&/)
    expect(text).not.toMatch(/\sstyle=|\son[a-z]+=|<style|<script(?! type="module" src=)|javascript:/)
    expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org)/)
  })

  test.each(templates)('%s says what it is given, in both languages and with full-width punctuation', (file) => {
    const text = readFileSync(file, 'utf8')
    for (const [zh, en] of [...text.matchAll(/\{\{~?say\s+'([^']*)'\s+'([^']*)'/g)].map((match) => [
      match[1],
      match[2],
    ])) {
      expect(zh).not.toMatch(/\p{Script=Han}[,;:!?()]|[,;:!?()]\p{Script=Han}/u)
      expect(en).not.toMatch(/\p{Script=Han}/u)
    }
    expect(file.includes('form') || text.startsWith('{{!--')).toBe(true)
  })
})

describe('templates are laid out for people', () => {
  const BLOCK =
    '(?:header|nav|main|footer|aside|section|article|div|form|fieldset|legend|details|summary|p|h[1-6]|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tr|th|td)'
  /** A block element that begins right behind the tag of another one, or behind its end. */
  const BESIDE = new RegExp(`<${BLOCK}\\b[^<>]*>\\s*<${BLOCK}\\b|</${BLOCK}>\\s*</?${BLOCK}\\b`)
  const all = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name))

  test.each(all)('%s has lines of 160 columns at most and one block element a line', (file) => {
    const lines = readFileSync(file, 'utf8').split('\n')
    expect(lines.filter((line) => line.length > 160)).toEqual([])
    expect(lines.filter((line) => BESIDE.test(line))).toEqual([])
  })
})

describe('every page', () => {
  const render = createRenderer({ templates: loadTemplates(root), production: false, assets })
  const cases = SAMPLES.flatMap((sample) => languages.map((language) => [sample.name, language, sample] as const))

  test.each(cases)('%s in %s is whole', (name, language, sample) => {
    const html = render(sample.page, dataOf(sample, `/${name}?tab=2`, language), language)
    expect(html).toMatch(/^<!doctype html>/)
    expect(html).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en-GB'}"`)
    expect(html).not.toMatch(/undefined|\[object|null|NaN/)
    // some parts of the kit bring the heading of their page along
    const headings = all(html, /<h1/g).length
    expect(headings).toBe(name.startsWith('kit-') ? Math.max(1, headings) : 1)
    const ids = all(html, /\sid="([^"]+)"/g)
    expect(ids).toEqual([...new Set(ids)])
    const named = all(html, /(?:aria-describedby|aria-labelledby|for)="([^"]+)"/g).flatMap((value) => value.split(' '))
    const led = all(html, /href="#([^"]+)"/g)
    expect([...named, ...led].filter((id) => !ids.includes(id) && id !== 'preview')).toEqual([])
    // Handlebars writes = as &#x3D;
    expect(html.replaceAll('&#x3D;', '=')).toContain(
      `href="/${name}?tab=2&amp;language=${language === 'zh' ? 'en' : 'zh'}"`,
    )
  })

  test('English pages hold no Chinese but names, the mark and the other language', () => {
    const sample = SAMPLES.find(({ name }) => name === 'how-it-works')
    if (!sample) throw new Error('no sample')
    const html = render(sample.page, dataOf(sample, '/', 'en'), 'en')
    expect(all(html.replace(/<[^>]+>/g, ' '), /(\p{Script=Han}+)/gu)).toEqual(['中文'])
  })

  test('a figure before Han is set by the style sheet, behind a dot as well', () => {
    const heading = { zh: '签发 · 1 页，共 2 页 · 第 3 页', en: '' }
    const shell = makeShell({ audience: 'public', address: path.home, language: 'zh' })
    expect(render('message', { title: heading, heading, shell }, 'zh')).toContain('签发 · 1页，共2页 · 第3页')
  })

  test('outside production every page says that it is a demonstration, in production none does', () => {
    const real = createRenderer({ templates: loadTemplates(root), production: true, assets })
    const [sample] = SAMPLES
    if (!sample) throw new Error('no sample')
    const data = dataOf(sample, '/', 'zh')
    expect(render(sample.page, data, 'zh')).toContain('<b>演示系统</b>')
    expect(real(sample.page, data, 'zh')).not.toContain('演示系统')
  })

  test('signing out is a form with the session’s token, and only for who has signed in', () => {
    const shell = { audience: 'firm', address: path.cases, language: 'zh', csrf: 'a"b' } as const
    const page = (person: boolean) =>
      render(
        'message',
        {
          title: '',
          heading: '',
          shell: makeShell({ ...shell, ...(person && { person: { id: 2, name: '李雯', role: '申请人' } }) }),
        },
        'zh',
      )
    expect(page(true)).toContain(
      `<form class="hj-out" method="post" action="${path.signOut}"><input type="hidden" name="_csrf" value="a&quot;b">`,
    )
    expect(page(false)).not.toContain(path.signOut)
    expect(page(false)).toContain(`href="${path.signIn}"`)
  })
})

describe('the renderer', () => {
  let folder: string
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
  const make = (): Render => createRenderer({ templates: loadTemplates(folder), production: false, assets })

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'templates-'))
    mkdirSync(join(folder, 'parts'))
    mkdirSync(join(folder, 'pages'))
    write('layout.hbs', '{{body}}')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('escapes what people typed, bilingual or not, in text and in attributes', () => {
    write('pages/x.hbs', '<a title="{{say name}}">{{name}}</a>{{say text}}')
    const evil = '"><script>alert(1)</script>'
    const html = make()('x', { name: evil, text: { zh: evil, en: '' } }, 'zh')
    expect(html).not.toContain('<script>')
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  test('says a bilingual text in the language of the page, and a plain one as it is', () => {
    write('pages/x.hbs', "{{say text}} {{say '甲' 'A'}} {{say own}} {{say 7}}")
    expect(make()('x', { text: { zh: '乙', en: 'B' }, own: 'K7' }, 'zh')).toBe('乙 甲 K7 7')
    expect(make()('x', { text: { zh: '乙', en: 'B' }, own: 'K7' }, 'en')).toBe('B A K7 7')
  })

  test('refuses a page that asks for what the view does not have', () => {
    write('pages/x.hbs', '{{missing}}')
    expect(() => make()('x', {}, 'zh')).toThrow('"missing" not defined')
    write('pages/x.hbs', '{{say missing}}')
    expect(() => make()('x', {}, 'zh')).toThrow('a text in both languages is needed, not undefined')
    expect(() => make()('nowhere', {}, 'zh')).toThrow('there is no page nowhere')
  })

  test('the page holds no trace of the lines of its template', () => {
    write(
      'pages/x.hbs',
      `<ul>
  {{#each items}}
    <li>
      <a
        href="{{href}}"
        {{#if now}} aria-current="page"{{/if}}>
        {{~say text~}}
      </a>
      <b>{{say '两行
               的字，
               abc' 'a text of
               two lines'}}</b>
    </li>
  {{/each}}
</ul>
<pre>{{#each lines}}{{this}}
{{/each}}</pre>`,
    )
    const items = [
      { href: '/a', now: true, text: '甲' },
      { href: '/b', now: false, text: '乙' },
    ]
    const page = (language: Language) => make()('x', { items, lines: ['1', '2'] }, language)
    // What stands between inline elements is seen, as one space
    const item = (rest: string, words: string) => `<li><a href="${rest}</a>\n<b>${words}</b></li>`
    const list = (words: string) =>
      `<ul>${item('/a" aria-current="page">甲', words)}${item('/b">乙', words)}</ul><pre>1\n2\n</pre>`
    expect(page('zh')).toBe(list('两行的字，abc'))
    expect(page('en')).toBe(list('a text of two lines'))
  })

  test('a part sees only what it is given', () => {
    write('pages/x.hbs', '{{> parts/p a=1}}')
    write('parts/p.hbs', '{{a}}{{secret}}')
    expect(() => make()('x', { secret: 's' }, 'zh')).toThrow('"secret" not defined')
  })

  test('names every fault of every template at the start, with its line', () => {
    write('parts/p.hbs', 'one\n{{{raw}}}\n{{#shout}}x{{/shout}}\n{{format date}}')
    write('pages/x.hbs', '{{> parts/none}}\n{{#if (eq a b)}}{{/if}}{{&raw}}')
    expect(make).toThrow(
      [
        'templates are wrong:',
        'parts/p.hbs line 2 writes a value without escaping it',
        'parts/p.hbs line 3 calls shout, which is not a known helper',
        'parts/p.hbs line 4 calls format, which is not a known helper',
        'pages/x.hbs line 1 includes parts/none, which does not exist',
        'pages/x.hbs line 2 calls eq, which is not a known helper',
        'pages/x.hbs line 2 writes a value without escaping it',
      ].join('\n'),
    )
    rmSync(join(folder, 'parts/p.hbs'))
  })
})

describe('the frame', () => {
  const shell = (address: string) =>
    makeShell({
      audience: 'desk',
      address,
      language: 'zh',
      nav: [
        { text: '队列', href: path.queue },
        { text: '推荐函', href: path.letters },
      ],
    })

  test.each([
    [path.queue, path.queue],
    [withQuery(path.letter(12), { x: 1 }), path.letters],
    ['/queues', undefined],
  ])('%s stands under %s', (address, current) => {
    expect(shell(address).nav.find((entry) => entry.current)?.href).toBe(current)
  })

  test('the other language keeps path and query', () => {
    expect(shell(withQuery(path.case(7), { tab: 'history', language: 'zh' })).otherLanguage).toBe(
      withQuery(path.case(7), { tab: 'history', language: 'en' }),
    )
    expect(shell('//evil.example/x').otherLanguage.startsWith('//')).toBe(false)
  })
})
