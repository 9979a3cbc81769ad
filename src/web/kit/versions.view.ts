/** How a version of reference data is called and marked, and how two of them stand side by side. */
import { type Bilingual, fill } from '../../base/text.js'
import type { Change } from '../../forms/engine/compare.js'
import { isBranch, memberOf } from '../../forms/engine/node.js'
import { hasFields } from '../../letters/paragraphs.js'
import type { Kind } from '../../reference/registry.js'
import type { Standing, Version, VersionLine } from '../../reference/versions.js'
import { both, dateText, timeText } from './page.js'
import type { Compare, Line, Tag } from './parts.js'

/** Entries whose bodies have no name, by key. */
const NAMES: Readonly<Record<string, Bilingual>> = {
  national: { zh: '全国', en: 'National' },
  shanghai: { zh: '上海市', en: 'Shanghai' },
  everyYear: { zh: '每年固定的放假日', en: 'Days off of every year' },
  correction: { zh: '补正', en: 'Corrections' },
  refusal: { zh: '不予推荐的告知', en: 'Announcing a refusal' },
  consultation: { zh: '会商', en: 'Consultations' },
  assessment: { zh: '评估人数', en: 'How many assess' },
  reminders: { zh: '提醒', en: 'Reminders' },
}

/** What a body says that it is about; else what its key stands for; undefined when it is called by its key only. */
export function ownNameOf(body: unknown, key: string): Bilingual | undefined {
  for (const name of ['label', 'name', 'title', 'heading', 'signatory']) {
    const text = memberOf(body, name)
    if (isBranch(text) && typeof text.zh === 'string' && typeof text.en === 'string' && !hasFields(text.zh))
      return { zh: text.zh, en: text.en }
  }
  return Object.hasOwn(NAMES, key) ? NAMES[key] : undefined
}

/** The same, and else the key. */
export const nameOf = (body: unknown, key: string): Bilingual => ownNameOf(body, key) ?? { zh: key, en: key }

export const STANDINGS: Readonly<Record<Standing, Tag & { readonly label: Bilingual }>> = {
  waiting: { label: { zh: '待批准', en: 'Waiting for approval' }, colour: 'yellow' },
  sentBack: { label: { zh: '已退回', en: 'Sent back' }, colour: 'red' },
  withdrawn: { label: { zh: '已撤回', en: 'Taken back' }, colour: 'grey' },
  coming: { label: { zh: '待生效', en: 'Approved, to come' }, colour: 'blue' },
  inForce: { label: { zh: '现行', en: 'In force' }, colour: 'green' },
  replaced: { label: { zh: '已被替代', en: 'Replaced' }, colour: 'grey' },
}

/** 2027年1月1日起. */
export const fromText = (on: string): Bilingual =>
  both((language) => (language === 'zh' ? `${dateText(on, language)}起` : `from ${dateText(on, language)}`))

/** To what a version applies that is in force from a day. */
export function affects({ applies }: Kind, on: string): Bilingual {
  const words =
    applies === 'filing'
      ? {
          zh: '适用于{zh}及以后提交的申请。此前提交的案件仍按提交当天的规定办理，不受影响。',
          en:
            'Applies to cases filed on {en} or later. Cases filed before that ' +
            'stay under what was in force on their filing day.',
        }
      : {
          zh: '{zh}及以后办理的事项都适用，包括此前提交的案件。已经发出的文书、已经确定的期限不变。',
          en:
            'Applies to everything done on {en} or later, in earlier cases too. Papers that ' +
            'are out and deadlines that are given stay as they are.',
        }
  return fill(words, { zh: dateText(on, 'zh'), en: dateText(on, 'en') })
}

/** Who did something and when: 钱书韵，2026年11月24日 14:32. */
export const byText = (name: string | null, at: Date): Bilingual =>
  both((language) => {
    const who = name ?? (language === 'zh' ? '系统初始数据' : 'came with the system')
    return `${who}${language === 'zh' ? '，' : ', '}${timeText(at, language)}`
  })

/** Address of a version's page. */
export const versionAddress = ({ id }: Pick<VersionLine, 'id'>): string => `/policy/entries/${id}`

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
