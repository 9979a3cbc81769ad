/** Two versions of an entry of reference data side by side. */
import type { Bilingual } from '../../../base/text.js'
import type { Version } from '../../../reference/versions.js'
import { both, dateText } from '../page.js'
import type { Compare, Line } from '../parts.js'
import type { Change } from './say.js'

/** English below Chinese keeps its own signs: a Chinese page would set its apostrophes as wide as a character. */
export const englishOf = ({ zh }: Bilingual): { lang?: 'en-GB' } =>
  /\p{Script=Latin}/u.test(zh) && !/\p{Script=Han}/u.test(zh) ? { lang: 'en-GB' } : {}

const NOTHING: Line = [{ text: '—', look: 'quiet' }]
/** Texts in both languages, a line each. */
export const linesOf = (texts: readonly Bilingual[] | null): Line =>
  texts === null
    ? NOTHING
    : texts.flatMap((text, index): Line => {
        const rows = { zh: text.zh.split('\n'), en: text.en.split('\n') }
        return Array.from({ length: Math.max(rows.zh.length, rows.en.length) }, (_, at) => {
          const line = { zh: rows.zh[at] ?? '', en: rows.en[at] ?? '' }
          return { text: line, ...englishOf(line), ...((index > 0 || at > 0) && { below: true }) }
        }).filter(({ text: { zh, en } }) => zh || en)
      })

/** Old and new side by side, field by field. */
export function changesTable(changes: readonly Change[], before: Version): Compare | undefined {
  if (changes.length === 0) return undefined
  const heads = [
    both((language) =>
      language === 'zh'
        ? `原来（${dateText(before.effectiveFrom, language)}起）`
        : `Before (from ${dateText(before.effectiveFrom, language)})`,
    ),
    { zh: '改为', en: 'Now' },
  ]
  return {
    caption: { zh: '与前一版本的不同', en: 'What differs from the version before' },
    heads,
    rows: changes.map(({ label, was, is }) => ({
      key: label,
      cells: [
        { head: heads[0] ?? label, line: linesOf(was) },
        { head: heads[1] ?? label, line: linesOf(is) },
      ],
    })),
  }
}
