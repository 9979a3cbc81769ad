/** What stood in a row of the assessment in the round before, said beside it as soon as it is changed. */
import { type Bilingual, COLON, COMMA, joined } from '../../base/text.js'
import type { Assessment } from '../../cases/caseFile.js'
import { COMPLIANCE_RESULTS, FINDING_RESULTS, OPINIONS } from '../../forms/choices.js'
import { type Branch, textAt } from '../../forms/engine/node.js'
import { labelOf } from '../../forms/engine/ui.js'

export interface Before {
  readonly text: Bilingual
  /** What was chosen and written, for the script that compares. */
  readonly chosen: string
  readonly note: string
  readonly shown: boolean
}

const LAST: Bilingual = { zh: '上一轮', en: 'Last round' }

/** @param at where the row stands; `chosen` and `note` name its two answers */
function before(
  tree: Branch,
  at: string,
  names: readonly [string, string],
  was: readonly [string, Bilingual, string],
): Before {
  const [chosen, label, note] = was
  const path = (name: string) => (at ? `${at}.${name}` : name)
  return {
    text: joined([LAST, joined([label, note && { zh: note, en: note }], COMMA)], COLON),
    chosen,
    note,
    shown: textAt(tree, path(names[0])) !== chosen || textAt(tree, path(names[1])) !== note,
  }
}

const noteOf = ({ note }: { readonly note?: string | null | undefined }): string => note?.trim() ?? ''

/** Of a question, a group of acts, a criterion, and the opinion itself; each undefined in a first round. */
export const rowsBefore = (tree: Branch, last: Assessment | undefined) => ({
  score: (index: number, question: string): Before | undefined => {
    const was = last?.scores.find((one) => one.question === question)
    if (!was) return undefined
    const level = String(was.level)
    return before(
      tree,
      `scores.${index}`,
      ['level', 'note'],
      [level, { zh: `${level}档`, en: `level ${level}` }, noteOf(was)],
    )
  },
  group: (index: number, code: string): Before | undefined => {
    const was = last?.compliance.find((one) => one.group === code)
    const label = was && labelOf(COMPLIANCE_RESULTS, was.result)
    return was && label && before(tree, `compliance.${index}`, ['result', 'note'], [was.result, label, noteOf(was)])
  },
  criterion: (index: number, code: string): Before | undefined => {
    const was = last?.findings.find((one) => one.on === code)
    const label = was && labelOf(FINDING_RESULTS, was.result)
    return was && label && before(tree, `findings.${index}`, ['result', 'note'], [was.result, label, noteOf(was)])
  },
  opinion: (): Before | undefined =>
    last &&
    before(
      tree,
      '',
      ['opinion', 'summary'],
      [last.opinion, labelOf(OPINIONS, last.opinion), last.summary?.trim() ?? ''],
    ),
})
