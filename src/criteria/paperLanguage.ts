/**
 * In which language a text most likely is, by its letters and its commonest words. Only a proposal,
 * which a person confirms. Pure.
 */
import type { PaperLanguage } from '../forms/choices.js'

/** Letters by which a language is known at once; those of Chinese are looked at after these. */
const SCRIPTS: readonly (readonly [PaperLanguage, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
]

/** Short words that hardly any text of the language is without. */
const WORDS: readonly (readonly [PaperLanguage, string])[] = [
  ['en', 'the of and is that by for has was with this from to on shall party between date agreement employment'],
  ['pt', 'o da do e que em para uma pela pelo não ao'],
  ['es', 'el la de y los las en por con una del ha'],
  ['fr', 'le la les et des du est par une pour dans au'],
  ['de', 'der die das und ist von mit den wird für nicht eine'],
  ['it', 'il di e che della del per con una nel è si'],
]
/** Fewer letters are a stamp or a name. */
const LEAST = 40
/** So many of the words at least, and more than of any other language. */
const LEAST_WORDS = 3
/** A Chinese character says about as much as so many letters. */
const LETTERS_OF_CHARACTER = 4
/** A text in Latin letters that has so many words and none that are known here is in another language. */
const OTHER_WORDS = 12
/** The part of all letters from which a script says the language. */
const SHARE = 0.1

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0

/** Undefined where there is too little to go by. A text in Chinese and another language is Chinese. */
export function languageOf(text: string): PaperLanguage | undefined {
  const letters = count(text, /\p{L}/gu)
  if (letters < LEAST) return undefined
  const own = SCRIPTS.find(([, script]) => count(text, script) >= letters * SHARE)
  if (own) return own[0]
  const latin = count(text, /\p{Script=Latin}/gu)
  if (count(text, /\p{Script=Han}/gu) * LETTERS_OF_CHARACTER >= latin) return 'zh'
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const found = WORDS.map(([language, known]) => ({
    language,
    n: words.filter((word) => known.split(' ').includes(word)).length,
  }))
  const [first, second] = found.sort((one, other) => other.n - one.n)
  if (first && first.n >= LEAST_WORDS && first.n > (second?.n ?? 0)) return first.language
  return first?.n === 0 && words.length >= OTHER_WORDS ? 'other' : undefined
}
