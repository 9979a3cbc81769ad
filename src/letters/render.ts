/** Sets letters: PDF/A-2b, the same bytes from the same data, in a process of its own (setter.ts). */
import { join } from 'node:path'
import type { Bilingual } from '../base/text.js'
import { projectFolder } from '../settings.js'
import { showCheckCode } from '../base/checkCode.js'
import { listLicensed } from './fonts.js'
import { type LetterData, parseLetter } from './letterData.js'
import type { Answer } from './renderProcess.js'
import { drawQr } from './qr.js'
import { drawPlace, drawSpecimenSeal, wrapSeal } from './seal.js'
import { Setter } from './setter.js'
import { type SignedSheet, signedLayout } from './signedSheet.js'
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
  /** How long a process is kept that has nothing to do, in milliseconds. */
  readonly idleMs?: number
  readonly layoutFolder?: string
}

export interface Renderer {
  /**
   * The unsigned PDF/A-2b of a letter. Letters wait for one another.
   * @param options preview: of a paper that nobody issues, the words across its pages; seal and check code are places
   * of the same size, so that every line and page ends where it will
   * @throws Invalid (the data), CannotBeSet (a character), TookTooLong, DoesNotFit
   */
  render(data: LetterData, options?: { readonly preview?: string }): Promise<Buffer>
  /**
   * The PDF/A-2b of what a candidate has signed by drawing.
   * @throws CannotBeSet, TookTooLong, DoesNotFit
   */
  renderSigned(sheet: SignedSheet): Promise<Buffer>
  /** Ends the process; letters still waiting fail. Waits until none is left. */
  close(): Promise<void>
}

/** Starting a process costs the next letter a quarter of a second. */
const IDLE = 60_000 // ms

/** A renderer with one process, started with the first letter. An idle one does not keep ours alive. */
export async function createRenderer(settings: RendererSettings): Promise<Renderer> {
  const { fontsDir, licensedDir = null, timeLimitMs, idleMs = IDLE } = settings
  const licensed = await listLicensed(licensedDir)
  const setter = new Setter(timeLimitMs, idleMs, {
    layoutFolder: settings.layoutFolder ?? join(projectFolder, 'templates/letters'),
    fontFolders: licensedDir === null ? [fontsDir] : [licensedDir, fontsDir],
    licensed: JSON.stringify(licensed),
  })
  const hasOther = licensed.other.length > 0
  return {
    async render(data, { preview } = {}) {
      const letter = parseLetter(data)
      const layout = JSON.stringify(preview === undefined ? toLayout(letter) : asPreview(toLayout(letter), preview))
      const answer = await setter.ask({
        letter: layout,
        scripts: hasOther || otherScripts.test(layout),
        form: letter.form !== undefined,
      })
      return writeFacts(pdfOf(answer, letter), letter)
    },
    async renderSigned(sheet) {
      const layout = signedLayout(sheet)
      const scripts = hasOther || otherScripts.test(layout)
      return pdfOf(await setter.ask({ letter: layout, scripts, form: false, layout: 'signed' }), sheet.shown)
    },
    close: () => setter.close(),
  }
}

function pdfOf(answer: Answer, data: unknown): Buffer {
  if ('pdf' in answer) return Buffer.from(answer.pdf.buffer, answer.pdf.byteOffset, answer.pdf.byteLength)
  if ('missing' in answer) throw new CannotBeSet(unique(answer.missing), findPaths(data, answer.missing))
  if ('failure' in answer) throw new DoesNotFit(answer.failure)
  throw new Error('the letter could not be set: no answer')
}

/** What letter.typ reads: the data, with drawings in the place of what they show. */
function toLayout(letter: LetterData) {
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

/** The same with nothing in it by which a paper counts: whoever copies it has no code that could be asked for. */
const asPreview = ({ check, seal, ...printed }: ReturnType<typeof toLayout>, words: string) => ({
  ...printed,
  specimen: words,
  seal: seal && { ...seal, svg: drawPlace('circle', SEAL_PLACE) },
  check: { ...check, url: words, code: NOT_VALID, qr: drawPlace('square', words) },
})
const NOT_VALID: Bilingual = { zh: '预览，不具效力', en: 'Preview, not valid' }
const SEAL_PLACE = '签发时盖章 · SEAL'

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
