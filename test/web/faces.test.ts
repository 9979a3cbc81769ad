/** The face of headings: its slices cover what headings say, cost what the documentation says, and are asked for by the page that needs them. */
import { beforeAll, expect, test } from '@jest/globals'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { path } from '../../src/base/path.js'
import { projectFolder } from '../../src/settings.js'
import { compileAssets } from '../../src/web/kit/assets.js'
import { FACES, type Face, faceRules, facesFor, readFaces } from '../../src/web/kit/faces.js'
import { createRenderer } from '../../src/web/kit/render.js'
import { makeShell } from '../../src/web/kit/shell.js'
import { loadTemplates } from '../../tools/templates.js'

let faces: readonly Face[]
beforeAll(async () => {
  ;({ faces } = await readFaces(projectFolder))
})

const named = (text: string) => facesFor(text, faces).map(({ file }) => file)

test('headings are covered: those a stranger sees by the first slice, the others by the second, no character twice', () => {
  expect(faces.map(({ file }) => file)).toEqual([
    ...['ascii.woff2', 'european.woff2', 'first.woff2', 'headings.woff2', 'texts.woff2'],
  ])
  expect(named('外籍直播人才来沪工作，可申请推荐函')).toEqual(['first.woff2'])
  expect(named('2026年12月22日 星期二')).toEqual(['ascii.woff2', 'first.woff2'])
  expect(named('核对并提交')).toEqual(['first.woff2', 'headings.woff2'])
  expect(named('推荐函已签发')).toEqual(['first.woff2'])
  expect(named('Check and submit: the candidate’s passport')).toEqual(['ascii.woff2'])
  expect(named('Łukasz Müller')).toEqual(['ascii.woff2', 'european.woff2'])
  // of a name that nobody wrote into a template nothing is asked for
  expect(named('龘鱻')).toEqual([])
  const characters = faces.flatMap((face) => [...face.characters])
  expect(new Set(characters).size).toBe(characters.length)
})

test('a first visit fetches at most 32 kB of it in Chinese and 11 kB in English', () => {
  const size = (file: string) => statSync(join(projectFolder, FACES, file)).size
  expect(size('ascii.woff2') + size('first.woff2')).toBeLessThan(32_000)
  expect(size('ascii.woff2')).toBeLessThan(11_000)
})

test('slices lie beside the style sheet with their licence, and a page asks for those of its title', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'faces-'))
  try {
    const assets = await compileAssets(folder, projectFolder)
    const inFolder = (address: string) => join(folder, address.replace('/assets/', ''))
    const css = readFileSync(inFolder(assets.css), 'utf8')
    expect(css.startsWith(faceRules(faces))).toBe(true)
    expect(assets.faces?.map(({ href }) => existsSync(inFolder(href)))).toEqual([true, true, true, true, true])
    expect(readFileSync(join(inFolder(assets.css), '../OFL.txt'), 'utf8')).toContain('SIL OPEN FONT LICENSE')
    const render = createRenderer({ templates: loadTemplates('templates'), production: true, assets })
    const page = (audience: 'public' | 'desk', language: 'zh' | 'en') =>
      render(
        'message',
        {
          title: { zh: '核验文书', en: 'Check a letter' },
          shell: makeShell({ audience, language, address: path.verify }),
          ...{ heading: { zh: '核验文书', en: 'Check a letter' }, text: [], links: [] },
        },
        language,
      )
    const asked = (html: string) =>
      [...html.matchAll(/rel="preload" href="[^"]*\/(\w+)\.woff2"/g)].map(([, name]) => name)
    expect(asked(page('public', 'zh'))).toEqual(['first'])
    expect(asked(page('public', 'en'))).toEqual(['ascii'])
    expect(asked(page('desk', 'zh'))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
