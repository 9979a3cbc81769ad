/**
 * The process in which letters are set: it keeps one compiler warm, because fonts and layout are
 * read once. Nothing here waits on anything but its jobs, so whoever asked can end it at any time.
 */
import { createRequire } from 'node:module'
import { setPriority } from 'node:os'
import type { NodeCompiler as Compiler, NodeError } from '@myriaddreamin/typst-ts-node-compiler'
import { guardMemory } from '../cases/files/guardMemory.js'
import { adjust, type Mark, setForm, type Setting, type Spacing } from './spacing.js'

export interface ProcessSettings {
  readonly layoutFolder: string
  readonly fontFolders: readonly string[]
  /** JSON of fonts.ts, LicensedFaces. */
  readonly licensed: string
}

/** A letter takes 200; one that takes so much never ends. */
const MEGABYTES = 1500

/** Behind whatever somebody waits for, and before pictures of pages: a hundred letters at once must not slow a page. */
const NICE = 5

/** The JSON that letter.typ reads, or another layout. */
export interface Job {
  readonly letter: string
  /**
   * Whether a name is in a script that only the fallback faces have: a longer list of faces costs a
   * fifth of the time.
   */
  readonly scripts: boolean
  /** Whether it prints what was filed, on many pages. */
  readonly form: boolean
  /** The layout of what was signed by drawing, which is set once and not adjusted. */
  readonly layout?: 'letter' | 'signed'
}

/** The first answer says that the process is ready. */
export type Answer =
  | { readonly ready: true }
  | { readonly pdf: Uint8Array }
  | { readonly missing: readonly string[] }
  | { readonly failure: string }

// The module is CommonJS and names its exports at run time.
const { NodeCompiler } = createRequire(import.meta.url)('@myriaddreamin/typst-ts-node-compiler') as {
  NodeCompiler: typeof Compiler
}

function serve({ layoutFolder, fontFolders, licensed }: ProcessSettings): void {
  const compiler = NodeCompiler.create({ workspace: layoutFolder, fontArgs: [{ fontPaths: [...fontFolders] }] })
  const compile = (
    { letter, scripts, layout = 'letter' }: Job,
    { measures, part = '', loose = false }: Spacing,
  ): Setting => {
    const result = compiler.compile({
      mainFilePath: `${layoutFolder}/${layout}.typ`,
      inputs: {
        letter,
        licensed,
        rows: String(measures.zh.rows),
        rowsEn: String(measures.en.rows),
        size: String(measures.zh.size),
        sizeEn: String(measures.en.size),
        part,
        loose: loose ? 'yes' : 'no',
        scripts: scripts ? 'yes' : 'no',
      },
    })
    const document = result.result
    if (!document) throw new Error(explain(compiler, result.takeDiagnostics()))
    // letter.typ puts these values there.
    return {
      measures,
      document,
      marks: compiler.query(document, { selector: '<ending>', field: 'value' }) as readonly Mark[],
    }
  }
  const set = (job: Job): Uint8Array => {
    const setting = (job.form ? setForm : adjust)((spacing) => compile(job, spacing))
    return compiler.pdf(setting.document, { pdfStandard: 'a-2b' })
  }
  process.on('message', (job: Job) => {
    process.send?.(answer(() => set(job)))
    compiler.evictCache(10)
  })
  process.send?.({ ready: true } satisfies Answer)
}

function answer(set: () => Uint8Array): Answer {
  try {
    return { pdf: set() }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    const missing = listMissing(failure)
    return missing.length > 0 ? { missing } : { failure }
  }
}

/**
 * The characters of which the PDF/A export says that no font has them. It quotes them twice, with
 * escapes for what cannot be printed.
 */
function listMissing(failure: string): string[] {
  const quoted = failure.matchAll(/the text `\\*"(.+?)\\*"` could not be displayed/gs)
  return [...quoted].map(([, text = '']) =>
    text.replace(/\\+u\{([0-9a-f]+)\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
  )
}

function explain(compiler: Compiler, problems: NodeError | null): string {
  if (!problems) return 'the letter could not be set'
  return compiler
    .fetchDiagnostics(problems)
    .map(({ message, path }: { message: string; path: string }) => `${path}: ${message}`)
    .join('; ')
}

guardMemory(MEGABYTES)
setPriority(NICE)
process.on('disconnect', () => process.exit())
// Whoever starts us gives these settings.
serve(JSON.parse(process.argv[2] ?? '') as ProcessSettings)
