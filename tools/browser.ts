/**
 * A headless Chromium out of npm, with Chinese fonts out of npm, so that browser tests and screenshots need nothing else on
 * the machine. It is unpacked once into build/browser and works as root as well as an ordinary user.
 */
import { execFile, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const run = promisify(execFile)

/** Packages whose fonts the pages name; Kai is unpacked from its one web font. */
const FONT_FOLDERS = ['noto-sans-sc', 'noto-serif-sc', 'noto-serif'].map(
  (name) => `node_modules/@expo-google-fonts/${name}`,
)
const KAI = 'node_modules/@fontsource/lxgw-wenkai/files/lxgw-wenkai-latin-500-normal.woff2'

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Makes a folder once, whole or not at all, however many processes want it at the same time. */
async function once(folder: string, make: (draft: string) => Promise<void>): Promise<void> {
  if (await exists(folder)) return
  const draft = `${folder}.${randomUUID()}`
  await mkdir(draft, { recursive: true })
  await make(draft)
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }))
}

/** The package unpacks into the temporary folder of its process: so a process of its own is given ours. */
async function unpack(draft: string): Promise<void> {
  const script = `
    import { inflate } from '@sparticuz/chromium'
    import { dirname, join } from 'node:path'
    import { fileURLToPath } from 'node:url'
    const bin = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../../bin')
    for (const name of ['chromium.br', 'al2023.tar.br']) await inflate(join(bin, name))`
  await run(process.execPath, ['--input-type=module', '-e', script], { env: { TMPDIR: draft } })
  await chmod(join(draft, 'chromium'), 0o755)
}

async function makeFonts(draft: string, folder: string, root: string): Promise<void> {
  const { default: wawoff2 } = await import('wawoff2')
  await writeFile(join(draft, 'kai.ttf'), await wawoff2.decompress(await readFile(join(root, KAI))))
  const folders = [...FONT_FOLDERS.map((name) => join(root, name)), folder, '/usr/share/fonts']
  const prefer = (generic: string, family: string) =>
    `<alias><family>${generic}</family><prefer><family>${family}</family></prefer></alias>`
  const config = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
${folders.map((name) => `<dir>${name}</dir>`).join('\n')}
<cachedir>${join(folder, 'cache')}</cachedir>
${prefer('sans-serif', 'Noto Sans SC')}
${prefer('serif', 'Noto Serif SC')}
${prefer('monospace', 'DejaVu Sans Mono')}
</fontconfig>
`
  await writeFile(join(draft, 'fonts.conf'), config)
}

/**
 * Starts the browser; the caller closes it.
 *
 * @param root the project's folder
 * @param more arguments of Chromium
 * @throws Error with the loader's words when the machine lacks a library that Chromium needs
 */
export async function launchBrowser(root: string = process.cwd(), more: readonly string[] = []): Promise<Browser> {
  const build = resolve(root, 'build')
  const [home, fonts] = [join(build, 'browser'), join(build, 'browser-fonts')]
  await once(home, unpack)
  await once(fonts, (draft) => makeFonts(draft, fonts, resolve(root)))
  const executablePath = join(home, 'chromium')
  const env: Record<string, string> = {
    HOME: home,
    FONTCONFIG_FILE: join(fonts, 'fonts.conf'),
    FONTCONFIG_PATH: fonts,
  }
  // A bare machine has no NSS: the package brings it, used only where the machine's own is missing
  if (spawnSync(executablePath, ['--version'], { env }).status !== 0) env.LD_LIBRARY_PATH = join(home, 'al2023', 'lib')
  return chromium.launch({
    executablePath,
    env,
    // Only our own pages are opened, and root has no sandbox to enter
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none', ...more],
  })
}
