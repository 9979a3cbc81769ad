/** The client as a firm has it: packed, unpacked elsewhere, type-checked by its own tsc, and filing a case with the example of its README. */
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { memberOf } from '../../src/forms/engine/node.js'
import { Keys } from '../../src/people/key.service.js'
import { projectFolder } from '../../src/settings.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { readExample } from '../cases/inputs.js'
import { Served } from '../web/served.js'

const run = promisify(execFile)
let site: Served
let folder: string

beforeAll(async () => {
  site = await Served.open()
  await site.world.letAllSpeak()
  folder = mkdtempSync(join(tmpdir(), 'haijian-client-'))
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: join(projectFolder, 'client'),
    encoding: 'utf8',
  })
  const [{ filename, files }] = JSON.parse(packed)
  expect(files.map(({ path }: { path: string }) => path).sort()).toEqual([
    'README.md',
    'index.d.ts',
    'index.js',
    'package.json',
    'schema.d.ts',
  ])
  // without a network: unpacked where npm would put it, beside what it depends on
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, 'haijian-client'), { recursive: true })
  execFileSync('tar', ['xzf', join(folder, filename), '-C', join(modules, 'haijian-client'), '--strip-components=1'])
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers', '@types/node', 'undici-types'])
    cpSync(join(projectFolder, 'node_modules', name), join(modules, name), { recursive: true })
  cpSync(join(projectFolder, 'client/example/file.ts'), join(folder, 'file.ts'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})
afterAll(async () => {
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

const compile = (file: string, ...more: string[]) =>
  run(
    process.execPath,
    [
      join(projectFolder, 'node_modules/typescript/bin/tsc'),
      ...['--strict', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'],
      ...more,
      file,
    ],
    { cwd: folder },
  )

/** The answers and documents of an example, as files. */
async function writeApplication(): Promise<void> {
  const { talent, engagement, channels, documents } = readExample('goodsHost')
  const month = site.world.clock.today().slice(0, 7)
  const resume = [memberOf(talent, 'resume')]
    .flat()
    .map((entry) => (String(memberOf(entry, 'to') ?? '') > month ? Object.assign({}, entry, { to: month }) : entry))
  writeFileSync(join(folder, 'answers.json'), JSON.stringify({ talent: { ...talent, resume }, engagement, channels }))
  const today = site.world.clock.today()
  const list = []
  for (const { kind, issuedOn } of documents) {
    const { name, bytes } = await makePaper({ kind }, readExample('goodsHost') as unknown as PaperCase) // as the case files are
    writeFileSync(join(folder, name), bytes)
    list.push({ kind, file: name, issuedOn: issuedOn && issuedOn > today ? today : issuedOn })
  }
  writeFileSync(join(folder, 'documents.json'), JSON.stringify(list))
}

test('files a case from its package, and says what is wrong', async () => {
  await compile('file.ts')
  await writeApplication()
  const key = await site.world.app
    .get(Keys)
    .create(site.world.person('applicant'), { name: 'client', scopes: ['read', 'write'], days: 1 })
  const env = { ...process.env, HAIJIAN_URL: site.origin, HAIJIAN_KEY: key.secret, FOLDER: '.' }
  const file = () => run(process.execPath, ['file.js'], { cwd: folder, env })
  const { stdout } = await file()
  const [, id = ''] = /^filed (\d+): /m.exec(stdout) ?? []
  const { rows } = await site.world.admin.query(
    'select state, filed_on is not null as filed from cases where id = $1',
    [id],
  )
  expect([stdout, rows]).toEqual([expect.not.stringContaining('missing:'), [{ state: 'submitted', filed: true }]])
  expect((await file()).stdout).toContain(`filed ${id}: `) // the same requests again do nothing
  const wrong = run(process.execPath, ['file.js'], { cwd: folder, env: { ...env, HAIJIAN_KEY: 'hj_wrong' } })
  await expect(wrong).rejects.toMatchObject({ stderr: expect.stringContaining('401 signInNeeded: ') })
}, 240_000)

/** Calls, and what the compiler names of each. */
const WRONG = [
  ["api.GET('/api/case', {})", 'TS2345'],
  ["api.GET('/api/cases', { params: { query: { sort: 'name' } } })", '"name"'],
  ["api.PUT('/api/cases/{id}/answers', { params: { path: { id: 1 } }, body: {} })", 'answers'],
] as const

test('does not compile what the API does not have', async () => {
  const calls = WRONG.map(([call], at) => `export const call${at} = ${call}`)
  const head = `import { connect } from 'haijian-client'; const api = connect({ url: '', key: '' })`
  writeFileSync(join(folder, 'wrong.ts'), [head, ...calls, ''].join('\n'))
  const { stdout } = await compile('wrong.ts', '--noEmit').catch((error: { stdout: string }) => error)
  const said = stdout.split(/^(?=wrong\.ts\()/m)
  for (const [at, [call, named]] of WRONG.entries()) {
    const ofIt = said.filter((one) => one.startsWith(`wrong.ts(${at + 2},`)).join('')
    expect([call, ofIt]).toEqual([call, expect.stringContaining(named)])
  }
}, 120_000)

test('its types are what the description of the API says now, and its codes those of the sources and no other', () => {
  const said = execFileSync(process.execPath, [join(projectFolder, 'dist/tools/programs.js'), '--check'], {
    cwd: projectFolder,
    encoding: 'utf8',
  })
  expect(said).toContain('up to date')
})
