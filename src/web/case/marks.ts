/**
 * Findings and scores that point to a page of a paper, numbered: the same number stands beside the
 * finding and on the page, and each leads to the other.
 */
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { FINDING_RESULTS } from '../../forms/choices.js'
import { type Branch, memberOf } from '../../forms/engine/node.js'
import type { PageContext } from './clock.view.js'
import type { Text } from '../kit/parts.js'
import { criterionName, type JudgedBy } from './criteria.js'

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

interface Pointing {
  readonly row: unknown
  readonly authorityId: number
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/**
 * Everything reported in this round that points to a paper, in the order of the opinions: findings
 * first, scores after them.
 */
function listPointing({ assessments, case: { round } }: CaseFile): Pointing[] {
  const current = assessments.filter((one) => one.round === round)
  const rowsOf = (list: 'findings' | 'scores') =>
    current.flatMap((one) => one[list].map((row) => ({ row, authorityId: one.authorityId })))
  return [...rowsOf('findings'), ...rowsOf('scores')].filter(({ row }) => memberOf(row, 'document'))
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
  const say = (row: unknown): Pick<Mark, 'on' | 'result' | 'note'> => {
    const question = card?.questions.find(({ id }) => id === memberOf(row, 'question'))
    const level = memberOf(row, 'level')
    const result = FINDING_RESULTS.find(({ value }) => value === memberOf(row, 'result'))?.label
    return {
      on: question?.label ?? criterionName(text(memberOf(row, 'on')), judgement),
      result: question ? levelText(level) : (result ?? ''),
      note: text(memberOf(row, 'note')),
    }
  }
  const reported = listPointing(file)
  const marks = reported.flatMap(({ row, authorityId }, index) => {
    if (Number(memberOf(row, 'document')) !== paperId || (!scores && memberOf(row, 'question'))) return []
    const number = index + 1
    const by = authorities.get(authorityId)?.short ?? ''
    return [{ row, mark: { number, href: `${path.case(file.case.id)}#${markId(number)}`, ...say(row), by } }]
  })
  const written = (['findings', 'scores'] as const).flatMap((list) =>
    listOf(kept && memberOf(kept, list)).map((row, index) => ({ row, id: idOf(list, row, index) })),
  )
  const own = written
    .filter(({ row }) => memberOf(row, 'document'))
    .map(({ row, id }, index) => ({
      row,
      mark: {
        number: reported.length + index + 1,
        href: `${path.report(file.case.id)}#${id}`,
        ...say(row),
        by: OWN,
        own: true,
      },
    }))
    .filter(({ row }) => Number(memberOf(row, 'document')) === paperId)
  const pages = new Map<number, Mark[]>()
  for (const { row, mark } of [...marks, ...own]) {
    const page = Number(memberOf(row, 'page')) || 0
    pages.set(page, [...(pages.get(page) ?? []), mark])
  }
  return pages
}

/** Where a row of the reader's own assessment stands on its page. */
const idOf = (list: 'findings' | 'scores', row: unknown, index: number): string =>
  list === 'scores' ? `score-${text(memberOf(row, 'question'))}` : `findings-${index}`

const levelText = (level: unknown): Text =>
  level === undefined || level === '' ? '' : { zh: `${level}档`, en: `Level ${level}` }

const OWN: Bilingual = { zh: '您的草稿', en: 'your draft' }
