/**
 * The thread in which letters are set: it keeps one compiler warm, because fonts and layout are
 * read once. Nothing here waits on anything but its jobs, so the thread that asked can end it at
 * any time.
 */
import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { NodeCompiler as Compiler, NodeError, NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'

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

/**
 * GB/T 9704-2012 sets 22 rows a page and lets the spacing be adjusted (5.2.2, 7.3.5.4): closer,
 * when the ending misses its page by less than so many millimetres (a short notice, of `short`
 * pages at most, more than a long letter), and otherwise, when the signature would stand alone on a
 * page. An ending that goes to the next page all the same and leaves more than `hollow` millimetres
 * empty gives its first paragraph back.
 */
const usual = 22
const mending = [21, 20, 19, 23, 24]
const short = 5
const closer = { rows: [23, 24], nearly: 16 }
const closest = { rows: [23, 24, 25, 26, 27, 28], nearly: 36 }
const hollow = 60

/**
 * Rows a page, the languages in which the last sentence becomes a paragraph of its own that stays
 * with the signature, and whether only the last paragraph stays with it.
 */
interface Spacing {
  readonly rows: number
  /** Of the English half, where they are others. */
  readonly rowsEn?: number
  readonly part?: string
  readonly loose?: boolean
}

/**
 * Where letter.typ says that an ending stands, `below` being the millimetres to the end of the type
 * area: before it, where it starts and ends when it is one piece, or the last words and the
 * signature where they can come apart.
 */
interface Mark {
  readonly language: 'zh' | 'en'
  readonly what: 'before' | 'start' | 'end' | 'words' | 'signature'
  readonly page: number
  readonly below: number
}

// The module is CommonJS and names its exports at run time.
const { NodeCompiler } = createRequire(import.meta.url)('@myriaddreamin/typst-ts-node-compiler') as {
  NodeCompiler: typeof Compiler
}

function serve({ layoutFolder, fontFolders, licensed }: ThreadSettings): void {
  const compiler = NodeCompiler.create({ workspace: layoutFolder, fontArgs: [{ fontPaths: [...fontFolders] }] })
  const compile = ({ letter, scripts }: Job, { rows, rowsEn = rows, part = '', loose = false }: Spacing): Setting => {
    const result = compiler.compile({
      mainFilePath: `${layoutFolder}/letter.typ`,
      inputs: {
        letter,
        licensed,
        rows: String(rows),
        rowsEn: String(rowsEn),
        part,
        loose: loose ? 'yes' : 'no',
        scripts: scripts ? 'yes' : 'no',
      },
    })
    const document = result.result
    if (!document) throw new Error(explain(compiler, result.takeDiagnostics()))
    // letter.typ puts these values there.
    return {
      rows,
      rowsEn,
      document,
      marks: compiler.query(document, { selector: '<ending>', field: 'value' }) as readonly Mark[],
    }
  }
  const set = (job: Job): Uint8Array => {
    const setting = adjust(compile(job, { rows: usual }), (spacing) => compile(job, spacing))
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

interface Setting {
  readonly rows: number
  readonly rowsEn: number
  readonly document: NodeTypstDocument
  readonly marks: readonly Mark[]
}

/** The same letter with other spacing, where that mends its ending. */
function adjust(first: Setting, compile: (spacing: Spacing) => Setting): Setting {
  const alone = listAlone(first)
  if (alone.length > 0) {
    for (const rows of mending) {
      const setting = compile({ rows })
      if (listAlone(setting).length === 0) return setting
    }
    return compile({ rows: usual, part: alone.join(' ') })
  }
  const close = draw(first, compile)
  if (!listMoved(close).some(({ left }) => left > hollow)) return close
  const loose = compile({ rows: close.rows, rowsEn: close.rowsEn, loose: true })
  return loose.document.numOfPages <= close.document.numOfPages && listAlone(loose).length === 0 ? loose : close
}

/**
 * With the rows closer, where that brings an ending back to its page: of each half by itself, so
 * that the other keeps the standard's rows.
 */
function draw(first: Setting, compile: (spacing: Spacing) => Setting): Setting {
  const spacing = first.document.numOfPages <= short ? closest : closer
  const best = { zh: first, en: first }
  let last = first
  for (const rows of spacing.rows) {
    const nearly = LANGUAGES.some((one) =>
      listMoved(best[one]).some(({ language, over }) => language === one && over < spacing.nearly),
    )
    if (!nearly) break
    last = compile({ rows })
    for (const one of LANGUAGES) if (pagesOf(last, one) < pagesOf(best[one], one)) best[one] = last
  }
  const [{ rows }, { rowsEn }] = [best.zh, best.en]
  const made = [first, last].find((one) => one.rows === rows && one.rowsEn === rowsEn)
  return made ?? compile({ rows, rowsEn })
}

const LANGUAGES = ['zh', 'en'] as const

/** The pages of one half; its last mark is on the last of them. */
function pagesOf({ document, marks }: Setting, language: Mark['language']): number {
  const chinese = marks.findLast((mark) => mark.language === 'zh')?.page ?? 0
  return language === 'zh' ? chinese : document.numOfPages - chinese
}

/**
 * The endings that went to the next page as one piece: by how many millimetres they missed theirs,
 * and how many they left empty there.
 */
const listMoved = ({ marks }: Setting): { language: Mark['language']; over: number; left: number }[] =>
  marks.flatMap((before, i) => {
    const [start, end] = [marks[i + 1], marks[i + 2]]
    if (before.what !== 'before' || !start || !end || start.page === before.page) return []
    return [{ language: before.language, over: start.below - end.below - before.below, left: before.below }]
  })

/** The languages in which no word stands on the page of the signature. */
const listAlone = ({ marks }: Setting): string[] =>
  marks.filter(({ what, page }, i) => what === 'words' && marks[i + 1]?.page !== page).map(({ language }) => language)

// The thread that starts us gives these settings.
serve(workerData as ThreadSettings)
