/** Whether what a person has written can be printed: better known now than on the paper. */
import { Invalid, type Problem } from '../base/errors.js'
import { nameCharacters } from './render.js'
import type { Glyphs } from './names.js'

/** Throws Invalid, naming each text that has a character which no face has. */
export function requireSettable(glyphs: Glyphs, input: Readonly<Record<string, unknown>>): void {
  const problems = listTexts(input).flatMap(({ path, text }): Problem[] => {
    const lacking = glyphs.lacking(text)
    return lacking.length > 0 ? [cannotBePrinted(path, lacking)] : []
  })
  if (problems.length > 0) throw new Invalid(problems)
}

function listTexts(value: unknown, path = ''): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => listTexts(part, path ? `${path}.${key}` : key))
}

function cannotBePrinted(path: string, characters: readonly string[]): Problem {
  const named = nameCharacters(characters)
  return {
    code: 'cannotBePrinted',
    path,
    message: {
      zh: `文书上无法排印${named.zh}，请改用其他写法。`,
      en: `The letter cannot print ${named.en}. Use another spelling.`,
    },
  }
}
