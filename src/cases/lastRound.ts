/**
 * What a department reported in the round before: its form opens with it when the case comes back, and what is changed
 * is marked. Pure.
 */
import { canonical } from '../base/canonical.js'
import { type Branch, textAt } from '../forms/engine/node.js'
import type { Assessment, CaseFile } from './caseFile.js'
import { current } from './documents.js'

interface Assessor {
  readonly authorityId: number | null
  readonly id: number | null
}

/**
 * The own report of the round before, else the department's only one; undefined in a first round, and where two others
 * have assessed.
 */
export function lastReportOf(
  { assessments, case: { round } }: CaseFile,
  { authorityId, id }: Assessor,
): Assessment | undefined {
  const earlier = assessments.filter((one) => one.authorityId === authorityId && one.round < round)
  const last = Math.max(0, ...earlier.map((one) => one.round))
  const [first, ...others] = earlier.filter((one) => one.round === last)
  return [first, ...others].find((one) => one?.personId === id) ?? (others.length === 0 ? first : undefined)
}

/** The same as a form that is filled in; a paper that was replaced since is not pointed to any more. */
export function filledWith({ attachments }: CaseFile, report: Assessment): Branch {
  const papers = new Set(current(attachments).map(({ id }) => id))
  const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
  const row = (given: Readonly<Record<string, unknown>>): Branch => {
    const points = papers.has(Number(given.document))
    const kept = Object.entries(given).filter(([name]) => points || (name !== 'document' && name !== 'page'))
    return Object.fromEntries(kept.map(([name, value]) => [name, text(value)]))
  }
  const { opinion, summary, scores, compliance, findings } = report
  return {
    desk: { enough: 'yes' },
    opinion,
    summary: text(summary),
    scores: scores.map(row),
    compliance: compliance.map(row),
    findings: findings.map(row),
  }
}

/** What is judged in a report, by the form of `report`. */
export type Judged = Readonly<Partial<Record<'opinion' | 'summary' | (typeof LISTS)[number], unknown>>>
const LISTS = ['findings', 'scores', 'compliance'] as const

/**
 * Whether two reports judge the same, row by row and word for word.
 *
 * @param papers the documents that count now: what points to another one points to nothing
 */
export function judgesTheSame(last: Judged, now: Judged, papers: readonly number[]): boolean {
  const [was, is] = [last, now].map(({ opinion, summary, ...lists }) =>
    canonical({ opinion, summary: summary ?? '', rows: LISTS.map((list) => rowsOf(lists[list], papers)) }),
  )
  return was === is
}

/** The rows without what nobody filled in, whatever their order. */
const rowsOf = (list: unknown, papers: readonly number[]): string[] =>
  ((list ?? []) as Readonly<Record<string, unknown>>[]) // the form has made them rows
    .map((row) => {
      const points = papers.includes(Number(row.document))
      const filled = Object.entries(row).filter(
        ([name, value]) => (value ?? '') !== '' && (points || (name !== 'document' && name !== 'page')),
      )
      return canonical(Object.fromEntries(filled))
    })
    .sort()

/** Why an opinion stands that was returned unchanged, as its assessor said. */
export function standsBecause({ events }: Pick<CaseFile, 'events'>, { at, personName }: Assessment): string {
  const report = events.findLast(
    (event) => event.action === 'report' && event.at.getTime() === at.getTime() && event.actorName === personName,
  )
  return textAt(report?.content, 'stands')
}

/** Why the case was returned last, in the approver's words. */
export const whyReturned = ({ events }: Pick<CaseFile, 'events'>): string | undefined =>
  textAt(events.findLast(({ action }) => action === 'returnToAssessment')?.content, 'why') || undefined
