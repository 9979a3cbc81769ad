/** How a version of reference data is called and marked, and how two of them stand side by side. */
import { type Bilingual, COMMA, fill, joined } from '../../base/text.js'
import type { Change } from '../../forms/engine/compare.js'
import type { Kind } from '../../reference/registry.js'
import type { Standing, Version } from '../../reference/versions.js'
import { day, time } from './page.js'
import type { Compare, Notice, Tag } from './parts.js'
import { tag } from './pieces.js'
import { answerLine, sidesTable } from './sideBySide.js'
import { wordsThatDiffer } from './wordDifference.js'

export const STANDINGS: Readonly<Record<Standing, Tag & { readonly label: Bilingual }>> = {
  waiting: tag('待批准', 'Waiting for approval', 'yellow'),
  sentBack: tag('已退回', 'Sent back', 'red'),
  withdrawn: tag('已撤回', 'Withdrawn', 'grey'),
  coming: tag('待生效', 'Approved, not yet in force', 'blue'),
  inForce: tag('现行', 'In force', 'green'),
  replaced: tag('已被替代', 'Replaced', 'grey'),
}

/** 2027年1月1日起. */
export const fromText = (on: string): Bilingual => fill({ zh: '{on}起', en: 'from {on}' }, { on: day(on) })

/** Decision 0038. */
const DAYS_COUNTED: Bilingual = {
  zh: '{on}起按本日历计算期限；在办案件尚未届满的期限届时重新计算，企业的期限只推后、不提前。已经过去的日期不变。',
  en:
    'Time limits are calculated with it from {on}. Time limits still running in open cases are ' +
    'recalculated on that day; those of firms can only get later. Dates that have passed do not change.',
}

/** To what a version applies that is in force from a day. */
export function affects({ name, applies }: Kind, on: string): Bilingual {
  if (name === 'calendar') return fill(DAYS_COUNTED, { on: day(on) })
  const words =
    applies === 'filing'
      ? {
          zh: '适用于{on}及以后提交的申请。此前提交的案件仍按提交当天的规定办理，不受影响。',
          en:
            'Applies to cases submitted on {on} or later. Earlier cases ' +
            'stay under the version in force on their filing day.',
        }
      : {
          zh: '{on}及以后办理的事项都适用，包括此前提交的案件。已经发出的文书、已经确定的期限不变。',
          en:
            'Applies to everything done on {on} or later, in earlier cases too. Letters already ' +
            'issued and time limits already set do not change.',
        }
  return fill(words, { on: day(on) })
}

/** Who did something and when: 钱书韵，2026年11月24日 14:32. */
export const byText = (name: string | null, at: Date): Bilingual =>
  joined([name ?? { zh: '系统初始数据', en: 'supplied with the system' }, time(at)], COMMA)

/** Old and new side by side, field by field; undefined when nothing differs. */
export const sidesOf = (
  caption: Bilingual,
  heads: readonly [Bilingual, Bilingual],
  changes: readonly Change[],
): Compare | undefined =>
  changes.length === 0
    ? undefined
    : sidesTable(
        caption,
        heads,
        changes.map(({ label, was, is, texts }) => ({
          key: label,
          cells: (texts && wordsThatDiffer(texts)) ?? [answerLine(was), answerLine(is)],
        })),
      )

/** What a version changes. */
export const changesTable = (changes: readonly Change[], before: Version): Compare | undefined =>
  sidesOf(
    { zh: '与前一版本的不同', en: 'Differences from the previous version' },
    [
      fill({ zh: '原来（{from}）', en: 'Before ({from})' }, { from: fromText(before.effectiveFrom) }),
      { zh: '改为', en: 'Now' },
    ],
    changes,
  )

/** The texts of which the Chinese has changed and the English has not; undefined when there is none. */
export function leftInEnglish(changes: readonly Change[]): Notice | undefined {
  const left = changes.filter(({ alone }) => alone === 'zh')
  if (left.length === 0) return undefined
  return {
    kind: 'near',
    title: {
      zh: '中文已修改，英文未修改，请核对英文是否也须修改',
      en: 'The Chinese has changed but the English has not. Please check',
    },
    items: left.map(({ label }) => label),
  }
}
