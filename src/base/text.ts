/** Every sentence a person reads exists in Chinese and in English, side by side where it is used. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

export type Language = 'zh' | 'en'

/** The text in the reader's language. */
export const say = (text: Bilingual, language: Language): string => text[language]

/**
 * Whether both languages say the same of one as of the other; a text that is missing is like
 * another that is missing.
 */
export const sameText = (one: Bilingual | null | undefined, other: Bilingual | null | undefined): boolean =>
  one?.zh === other?.zh && one?.en === other?.en

/** Between a name and what is said of it. */
export const COLON: Bilingual = { zh: '：', en: ': ' }

/** English words that begin a line, to stand within one. */
export const lowered = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1)

/** English words from within a line, to begin one. */
export const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** A sentence without the full stop at its end, to stand within another. */
export const asClause = (text: Bilingual): Bilingual => {
  const trim = (line: string) => line.replace(/[。；.;\s]+$/, '')
  return { zh: trim(text.zh), en: trim(text.en) }
}

/** Whether a text has Chinese characters. */
export const hasHan = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** Said in the English half of a paper of what an officer wrote in Chinese alone. */
export const CHINESE_ONLY = 'Given in Chinese only; the Chinese text prevails'

/** What a condition leaves out: `late && '…'`. */
export type Left = null | undefined | false | ''

const LIST: Bilingual = { zh: '、', en: ', ' }
export const COMMA: Bilingual = { zh: '，', en: ', ' }
export const SEMICOLON: Bilingual = { zh: '；', en: '; ' }
/** Between sentences. */
export const SENTENCES: Bilingual = { zh: '', en: ' ' }
/** In both languages. */
export const DOT = ' · '

/** Texts one after another, in each language its own, without those that are left out. */
export function joined(texts: readonly (Bilingual | string | Left)[], between: Bilingual | string = LIST): Bilingual {
  const inOne = (language: Language) => {
    const own = (text: Bilingual | string) => (typeof text === 'string' ? text : text[language])
    return texts.flatMap((text) => (text && own(text)) || []).join(own(between))
  }
  return { zh: inOne('zh'), en: inOne('en') }
}

/**
 * Puts values in the places `{name}` of both languages, a bilingual value in its own language each;
 * a place without a value stays as it is.
 */
export function fill(text: Bilingual, values: Readonly<Record<string, string | number | Bilingual>>): Bilingual {
  const inOne = (line: string, language: Language) =>
    line.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values[name] ?? place
      return typeof value === 'object' ? value[language] : String(value)
    })
  return { zh: inOne(text.zh, 'zh'), en: inOne(text.en, 'en') }
}
