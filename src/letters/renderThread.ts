/**
 * The thread in which letters are set: it keeps one compiler warm, because fonts and layout are
 * read once. Nothing here waits on anything but its jobs, so the thread that asked can end it at
 * any time.
 */
import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { NodeCompiler as Compiler, NodeError } from '@myriaddreamin/typst-ts-node-compiler'
import { adjust, type Mark, type Setting, type Spacing } from './spacing.js'

export interface ThreadSettings {
  readonly layoutFolder: string
  readonly fontFolders: readonly string[]
  /** JSON of fonts.ts, LicensedFaces. */
  readonly licensed: string
}

/** The JSON that letter.typ reads. */
export interface Job {
  readonly letter: string
  /**
   * Whether a name is in a script that only the fallback faces have: a longer list of faces costs a
   * fifth of the time.
   */
  readonly scripts: boolean
}

/** The first answer says that the thread is ready. */
export type Answer =
  | { readonly ready: true }
  | { readonly pdf: Uint8Array }
  | { readonly missing: readonly string[] }
  | { readonly failure: string }

// The module is CommonJS and names its exports at run time.
const { NodeCompiler } = createRequire(import.meta.url)('@myriaddreamin/typst-ts-node-compiler') as {
  NodeCompiler: typeof Compiler
}

function serve({ layoutFolder, fontFolders, licensed }: ThreadSettings): void {
  const compiler = NodeCompiler.create({ workspace: layoutFolder, fontArgs: [{ fontPaths: [...fontFolders] }] })
  const compile = ({ letter, scripts }: Job, { measures, part = '', loose = false }: Spacing): Setting => {
    const result = compiler.compile({
      mainFilePath: `${layoutFolder}/letter.typ`,
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
    const setting = adjust((spacing) => compile(job, spacing))
    return compiler.pdf(setting.document, { pdfStandard: 'a-2b' })
  }
  parentPort?.on('message', (job: Job) => {
    parentPort?.postMessage(answer(() => set(job)))
    compiler.evictCache(10)
  })
  parentPort?.postMessage({ ready: true })
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

// The thread that starts us gives these settings.
serve(workerData as ThreadSettings)
