/** Every sentence a person reads exists in Chinese and in English, side by side where it is used. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

export type Language = 'zh' | 'en'

/** The text in the reader's language. */
export const say = (text: Bilingual, language: Language): string => text[language]

/** Puts values in the places `{name}` of both languages; a place without a value stays as it is. */
export function fill(text: Bilingual, values: Readonly<Record<string, string | number>>): Bilingual {
  const put = (line: string) => line.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
  return { zh: put(text.zh), en: put(text.en) }
}
