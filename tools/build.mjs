/**
 * Makes dist/ (code, by `nest build`) and build/ (style sheet, compiled templates, fonts, the face of headings) from the sources; what is up to date stays. Plain JavaScript, because it comes before
 * anything is compiled.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { openCutter } from './cutter.mjs'
import { cutFaces } from './faces.mjs'

const project = dirname(dirname(fileURLToPath(import.meta.url)))
const CODE = ['src', 'migrations', 'tools', 'bench']

class BuildError extends Error {}

/** Two builds at once (two terminals, a test) would write the same files. An abstract socket goes with its process. */
async function takeLock() {
  const address = `\0haijian build ${createHash('sha256').update(project).digest('base64url')}`
  for (;;) {
    const server = createServer()
    const taken = await new Promise((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(address, () => resolve(true))
    })
    if (taken) return server
    await sleep(50)
  }
}

function compile() {
  const sources = CODE.flatMap((folder) => listFiles(join(project, folder), /\.ts$/))
  const settings = ['.swcrc', 'nest-cli.json', 'tsconfig.json', 'package-lock.json'].map((name) => join(project, name))
  const print = fingerprint([...sources, ...settings])
  const note = join(project, 'dist/.built')
  if (isSame(note, print)) return
  const nest = join(project, 'node_modules/@nestjs/cli/bin/nest.js')
  if (!existsSync(nest)) {
    // An installation without development packages runs what was built before.
    if (existsSync(note)) return
    throw new BuildError('没有 @nestjs/cli：请先运行 npm ci。 @nestjs/cli is missing: run npm ci first.')
  }
  rmSync(note, { force: true })
  const { status, stdout, stderr } = spawnSync(process.execPath, [nest, 'build'], { cwd: project, encoding: 'utf8' })
  if (status !== 0) throw new BuildError(`${stdout}${stderr}`)
  removeOrphans(sources)
  writeFileSync(note, print)
}

/** What was compiled from sources that are gone would still be found and run, an old migration for one. */
function removeOrphans(sources) {
  const wanted = new Set(sources.map((file) => relative(project, file).replace(/\.ts$/, '.js')))
  const dist = join(project, 'dist')
  for (const file of listFiles(dist, /\.js(\.map)?$/)) {
    if (!wanted.has(relative(dist, file).replace(/\.map$/, ''))) rmSync(file)
  }
}

/** Style sheets, templates and fonts are made by the code that uses them, which knows when they are up to date. */
async function prepare() {
  await cutHeadings()
  const steps = [
    ['dist/src/web/kit/assets.js', ({ compileAssets }) => compileAssets(join(project, 'build/assets'), project)],
    ['dist/tools/templates.js', writeTemplates],
    ['dist/src/letters/fonts.js', ({ prepareFonts }) => prepareFonts(join(project, 'build/fonts'), openCutter)],
  ]
  await Promise.all(steps.map(async ([file, step]) => step(await import(pathToFileURL(join(project, file)).href))))
}

/** Which characters headings have is read out of all texts, and so only when one of them has changed. */
async function cutHeadings() {
  const print = fingerprint([
    ...listFiles(join(project, 'templates'), /\.hbs$/),
    ...listFiles(join(project, 'src'), /\.ts$/),
    ...['tools/faces.mjs', 'tools/cutter.mjs', 'package-lock.json'].map((name) => join(project, name)),
  ])
  const [note, folder] = [join(project, 'build/faces.built'), join(project, 'build/faces')]
  if (isSame(note, print) && existsSync(join(folder, 'faces.json'))) return
  await cutFaces(folder, project)
  mkdirSync(join(project, 'build'), { recursive: true })
  writeFileSync(note, print)
}

/** Templates are compiled anew when one of them has changed, or what compiles them. */
function writeTemplates({ compileTemplates }) {
  const compilers = ['dist/tools/templates.js', 'dist/tools/unwrap.js', 'package-lock.json']
  const print = fingerprint([
    ...listFiles(join(project, 'templates'), /\.hbs$/),
    ...compilers.map((name) => join(project, name)),
  ])
  const [note, file] = [join(project, 'build/templates.built'), join(project, 'build/templates.cjs')]
  if (isSame(note, print) && existsSync(file)) return
  rmSync(note, { force: true })
  writeFileSync(file, compileTemplates(join(project, 'templates')))
  writeFileSync(note, print)
}

function listFiles(folder, pattern) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** By contents: a checkout changes times without changing anything, and the reverse. */
function fingerprint(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${relative(project, file)}\0`).update(digestOf(file))
  return hash.digest('hex')
}

const digests = new Map()

/** Sources are asked for more than once. */
function digestOf(file) {
  const known = digests.get(file)
  if (known) return known
  const digest = createHash('sha256').update(readFileSync(file)).digest()
  digests.set(file, digest)
  return digest
}

function isSame(note, print) {
  return existsSync(note) && readFileSync(note, 'utf8') === print
}

const lock = await takeLock()
try {
  compile()
  await prepare()
} catch (error) {
  process.stderr.write(`构建失败。The build failed.\n${error instanceof BuildError ? error.message : error.stack}\n`)
  process.exitCode = 1
} finally {
  lock.close()
}
