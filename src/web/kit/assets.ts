/**
 * Style sheet, script, icon and the face of headings, made ready for the browser: Sass on GOV.UK and MoJ Frontend,
 * everything in one folder named after its content, so that a browser may keep it for ever and never sees half of a new
 * version.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip as gzipCallback } from 'node:zlib'
import { FACES, faceRules, readFaces } from './faces.js'

/** Where a page finds its files: addresses below `/assets`, and the folder on disk that must be served there. */
export interface Assets {
  readonly folder: string
  readonly css: string
  readonly script: string
  readonly icon: string
  /** The slices of the face of headings, each with what it covers. */
  readonly faces?: readonly { readonly href: string; readonly characters: string }[]
}

const [brotli, gzip] = [promisify(brotliCompress), promisify(gzipCallback)]

const packages = ['govuk-frontend', '@ministryofjustice/frontend', 'sass']

/** GOV.UK Frontend's own behaviour, loaded by app.js only on a page that has the component. */
const modules = ['radios', 'checkboxes', 'error-summary']

/** A digest of all that the result depends on: our sources by content, the packages by version. */
async function fingerprint(source: string, root: string, faces: string): Promise<string> {
  const digest = createHash('sha256').update('pressed').update(faces) // what is written there, should that change
  const names = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  for (const name of names) digest.update(`${name.slice(source.length)}\0`).update(await readFile(name))
  for (const name of packages) digest.update(await readFile(join(root, 'node_modules', name, 'package.json')))
  return digest.digest('hex').slice(0, 12)
}

async function compileSass(root: string): Promise<string> {
  const { compile, Logger } = await import('sass')
  const { css } = compile(join(root, 'templates/assets/scss/haijian.scss'), {
    // MoJ's files ask for `node_modules/govuk-frontend`, ours for `govuk-frontend`: hence both
    loadPaths: [root, join(root, 'node_modules')],
    style: 'compressed',
    quietDeps: true,
    logger: Logger.silent,
  })
  // MoJ's two pictures are drawn otherwise here; without their files they would only be asked for in vain
  return css.replace(/background-image:url\(\/assets\/images\/[^)]*\);?/g, '')
}

/** Beside the file its compressed forms, made once with patience, which the server sends to whoever takes them. */
async function pressFile(path: string): Promise<void> {
  const content = await readFile(path)
  await writeFile(`${path}.br`, await brotli(content))
  await writeFile(`${path}.gz`, await gzip(content, { level: 9 }))
}

/**
 * Makes `outDir` hold the current style sheet, script, icon and faces; does nothing but read when they are up to date.
 * Several processes may do this at once: each writes a folder of its own, and the first one that is whole stands.
 *
 * @param outDir the folder to serve at `/assets`, usually `build/assets`
 * @param root the project's folder
 * @throws the Sass compiler's error, with file and line, when a style sheet is wrong
 */
export async function compileAssets(outDir: string, root: string = process.cwd()): Promise<Assets> {
  const source = join(root, 'templates/assets')
  const { faces, list } = await readFaces(root)
  const version = await fingerprint(source, root, list)
  const target = join(outDir, version)
  const assets: Assets = {
    folder: outDir,
    css: `/assets/${version}/haijian.css`,
    script: `/assets/${version}/app.js`,
    icon: `/assets/${version}/icon.svg`,
    faces: faces.map(({ file, characters }) => ({ href: `/assets/${version}/${file}`, characters })),
  }
  if (existsSync(target)) return assets

  const css = await compileSass(root)
  const draft = join(outDir, `.${version}-${randomUUID()}`)
  await mkdir(draft, { recursive: true })
  await writeFile(join(draft, 'haijian.css'), faceRules(faces) + css)
  for (const name of await readdir(source)) {
    if (/\.(js|svg)$/.test(name)) await cp(join(source, name), join(draft, name))
  }
  const govuk = join(root, 'node_modules/govuk-frontend/dist/govuk/components')
  for (const name of modules) {
    const script = await readFile(join(govuk, name, `${name}.bundle.mjs`), 'utf8')
    await writeFile(join(draft, `${name}.js`), script.replace(/\/\/# sourceMappingURL=.*\s*$/, ''))
  }
  for (const name of await readdir(draft)) await pressFile(join(draft, name))
  // compressed already
  for (const name of faces.length > 0 ? [...faces.map(({ file }) => file), 'OFL.txt'] : [])
    await cp(join(root, FACES, name), join(draft, name))
  // Another process may have been first; its folder has the same content
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }))
  return assets
}
