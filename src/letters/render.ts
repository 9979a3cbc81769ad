/**
 * Sets letters: PDF/A-2b, the same bytes from the same data. The work is done in a thread of its
 * own with a time limit, because a layout or a text that never ends must not stop the process; a
 * thread that overruns is ended and the next letter gets a new one.
 */
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Bilingual } from '../base/text.js'
import { projectFolder } from '../settings.js'
import { showCheckCode } from './checkCode.js'
import { listLicensed } from './fonts.js'
import { type LetterData, parseLetter } from './letterData.js'
import { drawQr } from './qr.js'
import type { Answer, Job, ThreadSettings } from './renderThread.js'
import { drawSpecimenSeal, wrapSeal } from './seal.js'
import { writeFacts } from './xmp.js'

const specimenSealMm = 42

/** The scripts of the fallback faces (fonts.ts). */
const otherScripts = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Hangul}]/u

/**
 * No face has a glyph for these characters, so the letter cannot be printed as it should read.
 * `paths` says where in the data they stand.
 */
export class CannotBeSet extends Error {
  readonly because: Bilingual

  constructor(
    readonly characters: readonly string[],
    readonly paths: readonly string[],
  ) {
    super(`no glyph for ${characters.map(nameCharacter).join(', ')}`)
    const named = nameCharacters(characters)
    this.because = {
      zh: `函件无法排印：字体中没有${named.zh}。请改用其他写法，或在 FONTS_DIR 中加入含有该字的字体。`,
      en:
        `The letter cannot be set: no font has ${named.en}. Write it in ` +
        'another way, or add a font that has it to FONTS_DIR.',
    }
  }
}

/** Setting a letter took longer than the limit and was ended. */
export class TookTooLong extends Error {
  constructor(readonly limitMs: number) {
    super(`setting a letter took more than ${limitMs} ms`)
  }
}

/** The layout does not take this letter. */
export class DoesNotFit extends Error {
  constructor(failure: string) {
    super(`the letter could not be set: ${failure}`)
  }
}

export interface RendererSettings {
  /** What prepareFonts answered. */
  readonly fontsDir: string
  /** A folder of licensed fonts that come first, or none. */
  readonly licensedDir?: string | null
  /** The longest that one letter may take, in milliseconds. */
  readonly timeLimitMs: number
  readonly layoutFolder?: string
}

export interface Renderer {
  /**
   * The unsigned PDF/A-2b of a letter. Letters wait for one another.
   * @throws Invalid (the data), CannotBeSet (a character), TookTooLong, DoesNotFit
   */
  render(data: LetterData): Promise<Buffer>
  /** Ends the thread; letters still waiting fail. Waits until no thread is left. */
  close(): Promise<void>
}

/** A renderer with one thread, started with the first letter. An idle one does not keep the process alive. */
export async function createRenderer(settings: RendererSettings): Promise<Renderer> {
  const { fontsDir, licensedDir = null, timeLimitMs } = settings
  const licensed = await listLicensed(licensedDir)
  const thread = new SettingThread(timeLimitMs, {
    layoutFolder: settings.layoutFolder ?? join(projectFolder, 'templates/letters'),
    fontFolders: licensedDir === null ? [fontsDir] : [licensedDir, fontsDir],
    licensed: JSON.stringify(licensed),
  })
  const hasOther = licensed.other.length > 0
  return {
    async render(data) {
      const letter = parseLetter(data)
      const layout = JSON.stringify(toLayout(letter))
      const answer = await thread.ask({ letter: layout, scripts: hasOther || otherScripts.test(layout) })
      if ('pdf' in answer) {
        const { buffer, byteOffset, byteLength } = answer.pdf
        return writeFacts(Buffer.from(buffer, byteOffset, byteLength), letter)
      }
      if ('missing' in answer) throw new CannotBeSet(unique(answer.missing), findPaths(letter, answer.missing))
      if ('failure' in answer) throw new DoesNotFit(answer.failure)
      throw new Error('the letter could not be set: no answer')
    },
    close: () => thread.close(),
  }
}

/** What letter.typ reads: the data, with drawings in the place of what they show. */
function toLayout(letter: LetterData): object {
  const { check, seal, specimen, issuer, machine: _machine, ...printed } = letter
  const shown =
    letter.sealed === false
      ? null
      : specimen !== null
        ? { svg: drawSpecimenSeal(issuer.zh), diameterMm: specimenSealMm }
        : seal && { svg: wrapSeal(seal), diameterMm: seal.diameterMm }
  return {
    ...printed,
    issuer,
    specimen,
    seal: shown,
    check: { ...check, code: showCheckCode(check.code), qr: drawQr(check.url) },
  }
}

/** Characters with their code points, for messages. */
export const nameCharacters = (characters: readonly string[]): Bilingual => ({
  zh: characters.map((character) => `“${character}”（${nameCharacter(character)}）`).join('、'),
  en: characters.map((character) => `“${character}” (${nameCharacter(character)})`).join(', '),
})

const unique = (texts: readonly string[]): string[] => [...new Set(texts)]

function findPaths(value: unknown, texts: readonly string[], path = ''): string[] {
  if (typeof value === 'string') return texts.some((text) => value.includes(text)) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => findPaths(part, texts, path ? `${path}.${key}` : key))
}

const nameCharacter = (text: string): string =>
  [...text].map((c) => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`).join(' ')

const source = extname(fileURLToPath(import.meta.url))
/** From sources (tests, `npm run dev`) the thread must compile as ours does. */
const compiler = JSON.stringify(new URL('../../tools/swc.mjs', import.meta.url))
const compiling = `data:text/javascript,import{register}from"node:module";register(${compiler})`

/**
 * How long a thread may take to be ready, in milliseconds; fonts are read meanwhile, and a busy
 * machine is slow at it.
 */
const startLimitMs = 120_000

/** One thread at a time, one job at a time; an idle thread does not keep the process alive. */
class SettingThread {
  private worker: Worker | undefined
  private readonly ending = new Set<Promise<unknown>>()
  private last: Promise<unknown> = Promise.resolve()
  private settle: (answer: Answer) => void = () => undefined
  private fail: (error: Error) => void = () => undefined
  private closed = false

  constructor(
    private readonly limitMs: number,
    private readonly settings: ThreadSettings,
  ) {}

  ask(job: Job): Promise<Answer> {
    const answer = this.last.then(() => this.run(job))
    this.last = answer.catch(() => undefined)
    return answer
  }

  /** Ends the thread, and waits for those that were given up. */
  async close(): Promise<void> {
    this.closed = true
    this.drop(new Error('the renderer of letters is closed'))
    await this.last
    await Promise.all(this.ending)
  }

  private async run(job: Job): Promise<Answer> {
    if (this.closed) throw new Error('the renderer of letters is closed')
    if (!this.worker) await this.exchange(() => this.start(), startLimitMs)
    return this.exchange(() => this.worker?.postMessage(job), this.limitMs)
  }

  /** Does something that the thread answers to, and gives it so long. */
  private async exchange(begin: () => void, limitMs: number): Promise<Answer> {
    const timer = setTimeout(() => this.drop(new TookTooLong(limitMs)), limitMs)
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.settle = resolve
        this.fail = reject
        begin()
        this.worker?.ref()
      })
    } finally {
      clearTimeout(timer)
      this.worker?.unref()
    }
  }

  private start(): void {
    const worker = new Worker(new URL(`./renderThread${source}`, import.meta.url), {
      workerData: this.settings,
      execArgv: source === '.ts' ? ['--import', compiling] : [],
    })
    const isCurrent = () => this.worker === worker
    worker.on('message', (answer: Answer) => isCurrent() && this.settle(answer))
    worker.on('error', (error) => isCurrent() && this.drop(error))
    worker.on('exit', (code) => isCurrent() && this.drop(new Error(`the thread that sets letters ended (${code})`)))
    this.worker = worker
  }

  /**
   * Gives up the thread and what it was asked. One deep in native code ends when that returns;
   * nobody but close waits for it.
   */
  private drop(error: Error): void {
    const end = this.worker?.terminate()
    this.worker = undefined
    if (end) {
      this.ending.add(end)
      void end.finally(() => this.ending.delete(end))
    }
    this.fail(error)
  }
}
