/**
 * Findings and scores that point to a page of a paper, numbered: the same number stands beside the
 * finding and on the page, and each leads to the other.
 */
import { path } from '../../base/path.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { criterionName, type JudgedBy } from '../../criteria/criterion.js'
import { FINDING_RESULTS } from '../../forms/choices.js'
import { type Branch, memberOf } from '../../forms/engine/node.js'
import type { Text } from '../kit/parts.js'
import type { PageContext } from './clock.view.js'

/** A mark on a page: its number, where it leads, and what is said there. */
export interface Mark {
  readonly number: number
  readonly href: string
  readonly on: Text
  readonly result: Text
  readonly note: string
  readonly by: Text
  /** Not reported yet: the reader's own. */
  readonly own?: boolean
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const LISTS = ['findings', 'scores'] as const

/**
 * Everything reported in this round that points to a paper, in the order of the opinions: findings
 * first, scores after them.
 */
function listPointing({ assessments, case: { round } }: CaseFile): { row: unknown; authorityId: number }[] {
  const current = assessments.filter((one) => one.round === round)
  return LISTS.flatMap((list) =>
    current.flatMap((one) => one[list].map((row) => ({ row, authorityId: one.authorityId }))),
  ).filter(({ row }) => memberOf(row, 'document'))
}

/** The number of a reported row that points somewhere. */
export function markOf(file: CaseFile, row: unknown): number | undefined {
  const at = listPointing(file).findIndex((one) => one.row === row)
  return at < 0 ? undefined : at + 1
}

/** The id of the place where a finding stands. */
export const markId = (number: number): string => `finding-${number}`

/**
 * What is pointed to on one paper: by the page, 0 for the paper as a whole. Permit officers see no
 * scores; `kept` is the reader's own assessment, not reported yet.
 */
export function marksOn(
  file: CaseFile,
  paperId: number,
  { authorities }: Pick<PageContext, 'authorities'>,
  { card, judgement }: JudgedBy,
  { scores, kept }: { readonly scores: boolean; readonly kept?: Branch | undefined },
): ReadonlyMap<number, readonly Mark[]> {
  const words = (row: unknown): Pick<Mark, 'on' | 'result' | 'note'> => {
    const question = card?.questions.find(({ id }) => id === memberOf(row, 'question'))
    const result = FINDING_RESULTS.find(({ value }) => value === memberOf(row, 'result'))?.label
    return {
      on: question?.label ?? criterionName(textOf(memberOf(row, 'on')), judgement),
      result: question ? levelText(memberOf(row, 'level')) : (result ?? ''),
      note: textOf(memberOf(row, 'note')),
    }
  }
  const reported = listPointing(file).map(({ row, authorityId }, index) => ({
    row,
    number: index + 1,
    href: `${path.case(file.case.id)}#${markId(index + 1)}`,
    by: authorities.get(authorityId)?.short ?? '',
  }))
  const own = ownRows(kept).map(({ row, id }, index) => ({
    row,
    number: reported.length + index + 1,
    href: `${path.report(file.case.id)}#${id}`,
    by: { zh: '您的草稿', en: 'your draft' },
    own: true,
  }))
  const seen = reported.filter(({ row }) => scores || !memberOf(row, 'question'))
  const pages = new Map<number, Mark[]>()
  for (const { row, ...mark } of [...seen, ...own]) {
    if (Number(memberOf(row, 'document')) !== paperId) continue
    const page = Number(memberOf(row, 'page')) || 0
    pages.set(page, [...(pages.get(page) ?? []), { ...mark, ...words(row) }])
  }
  return pages
}

/** The rows of the reader's own assessment that point to a paper, with the place where each stands on its page. */
const ownRows = (kept: Branch | undefined): { row: unknown; id: string }[] =>
  LISTS.flatMap((list) => {
    const rows: unknown = kept?.[list]
    return (Array.isArray(rows) ? rows : []).map((row: unknown, index) => ({
      row,
      id: list === 'scores' ? `score-${textOf(memberOf(row, 'question'))}` : `findings-${index}`,
    }))
  }).filter(({ row }) => memberOf(row, 'document'))

const levelText = (level: unknown): Text =>
  level === undefined || level === '' ? '' : { zh: `${level}档`, en: `Level ${level}` }
