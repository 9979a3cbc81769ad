/** How a version of reference data is called and marked, and how two of them stand side by side. */
import { type Bilingual, fill } from '../../base/text.js'
import type { Change } from '../../forms/engine/compare.js'
import { getNode } from '../../forms/engine/node.js'
import { aboutOf } from '../../forms/engine/show.js'
import { type Kind, schemaOf } from '../../reference/registry.js'
import type { Standing, Version } from '../../reference/versions.js'
import { both, dateText, timeText } from './page.js'
import type { Compare, Tag } from './parts.js'
import { answerLine, type Sides, sidesTable } from './sideBySide.js'

/** What an entry says that it is about; else what its key stands for; undefined when it is called by its key only. */
export function ownNameOf(kind: Kind, key: string, body: unknown): Bilingual | undefined {
  const schema = schemaOf(kind, key)
  const { names = {} } = kind
  return (schema && aboutOf(getNode(schema), body)) ?? (Object.hasOwn(names, key) ? names[key] : undefined)
}

/** The same, and else the key. */
export const nameOf = (kind: Kind, { key, body }: Pick<Version, 'key' | 'body'>): Bilingual =>
  ownNameOf(kind, key, body) ?? { zh: key, en: key }

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

/** Old and new side by side, field by field. */
export function changesTable(changes: readonly Change[], before: Version): Compare | undefined {
  if (changes.length === 0) return undefined
  const heads: readonly [Bilingual, Bilingual] = [
    both((language) =>
      language === 'zh'
        ? `原来（${dateText(before.effectiveFrom, language)}起）`
        : `Before (from ${dateText(before.effectiveFrom, language)})`,
    ),
    { zh: '改为', en: 'Now' },
  ]
  return sidesTable(
    { zh: '与前一版本的不同', en: 'What differs from the version before' },
    heads,
    changedSides(changes),
  )
}

/** What differs, as rows of a table of two columns. */
export const changedSides = (changes: readonly Change[]): Sides[] =>
  changes.map(({ label, was, is }) => ({ key: label, cells: [answerLine(was), answerLine(is)] }))
