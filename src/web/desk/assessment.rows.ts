/**
 * The rows of an assessment: as the page lays them out, whatever was typed before, and as they are
 * sent, without what nobody answered. Pure.
 */
import { Invalid, type Problem } from '../../base/errors.js'
import { type Bilingual, fill } from '../../base/text.js'
import { type DepartmentQuestions, groupsOf, questionsFor } from '../../cases/assessing.js'
import { type CaseFile, mayDo } from '../../cases/caseFile.js'
import { listProposals } from '../../cases/proposals.js'
import { REPORT_FORM } from '../../forms/actions.js'
import { enoughProblems } from '../../forms/assessment.js'
import { type Branch, getNode, isBlank, isBranch, listChildren, memberOf, rowsAt } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { isEmpty, rowName } from '../../forms/engine/words.js'
import type { Actor } from '../../people/actor.js'
import { RESULT_MISSING } from '../../criteria/compliance.js'
import type { Criterion } from '../../criteria/criterion.js'
import { LEVEL_MISSING } from '../../criteria/scorecard.js'

const LISTS = ['scores', 'compliance', 'findings'] as const
type List = (typeof LISTS)[number]

const rowsIn = (tree: Branch, list: List): Branch[] => rowsAt(tree, list).filter(isBranch)
const hasAny = (row: Branch, ...names: string[]): boolean => names.some((name) => !isBlank(memberOf(row, name)))

/**
 * A row for every question, group and criterion, in the page's order, filled with what was typed
 * about it; findings of the assessor's own follow.
 */
export function laidOut(tree: Branch, asked: DepartmentQuestions, criteria: readonly Criterion[]): Branch {
  const rows = (list: List, key: string, codes: readonly string[]): Branch[] => {
    const given = rowsIn(tree, list)
    return codes.map((code) => ({ ...given.find((row) => row[key] === code), [key]: code }))
  }
  const codes = criteria.map(({ code }) => code)
  return {
    ...tree,
    scores: rows(
      'scores',
      'question',
      questionsFor(asked).map(({ id }) => id),
    ),
    compliance: rows(
      'compliance',
      'group',
      groupsOf(asked).map(({ code }) => code),
    ),
    findings: [
      ...rows('findings', 'on', codes),
      ...rowsIn(tree, 'findings').filter(({ on }) => !codes.some((code) => code === on)),
    ],
  }
}

/** Nothing was found in every group of acts that nobody has answered yet. */
export function withoutFindings(tree: Branch, asked: DepartmentQuestions): Branch {
  const given = rowsIn(tree, 'compliance')
  const compliance = groupsOf(asked).map(({ code }) => {
    const row = given.find(({ group }) => group === code)
    return row && hasAny(row, 'result') ? row : { ...row, group: code, result: 'clear' }
  })
  return { ...tree, compliance }
}

interface SentAssessment {
  readonly input: Branch
  /** A problem of what was sent, at its place on the page. */
  readonly placed: (problem: Problem) => Problem
}

/**
 * What is sent of a page's rows. An answer that is missing though it is needed is sent as it is, so
 * that the form names it.
 */
export function sentOf(page: Branch, asked: DepartmentQuestions, criteria: readonly Criterion[]): SentAssessment {
  const required = new Set(questionsFor(asked).flatMap((question) => (question.required ? question.id : [])))
  const counts: Readonly<Record<List, (row: Branch) => boolean>> = {
    scores: (row) => required.has(String(row.question)) || hasAny(row, 'level', 'note', 'document', 'page'),
    compliance: () => true,
    findings: (row) => hasAny(row, 'result', 'note', 'document', 'page'),
  }
  const kept = LISTS.map((list) => {
    const rows = [...rowsIn(page, list).entries()].filter(([, row]) => counts[list](row))
    return { list, rows: rows.map(([, row]) => row), indexes: rows.map(([index]) => index) }
  })
  const names: Readonly<Record<List, readonly Bilingual[]>> = {
    scores: questionsFor(asked).map(({ label }) => label),
    compliance: groupsOf(asked).map(({ label }) => label),
    findings: criteria.map(({ name }) => name),
  }
  const { desk: _desk, ...rest } = page
  return {
    input: { ...rest, ...Object.fromEntries(kept.map(({ list, rows }) => [list, rows])) },
    placed: (problem) => {
      const [, named, at, part] = /^(\w+)\.(\d+)(.*)$/.exec(problem.path) ?? []
      const list = LISTS.find((one) => one === named)
      const index = kept.find((one) => one.list === list)?.indexes[Number(at)]
      if (!list || index === undefined) return problem
      return {
        ...problem,
        path: `${list}.${index}${part}`,
        message: byName(problem, list, Number(at), names[list][index]),
      }
    },
  }
}

const LIST_FORMS = new Map(listChildren(getNode(REPORT_FORM)))

/** What a row must have, and how it is asked for by the row's name. */
const MISSING: Readonly<Record<List, readonly [string, Bilingual]>> = {
  scores: ['.level', LEVEL_MISSING],
  compliance: ['.result', RESULT_MISSING],
  findings: ['.result', { zh: '请选择“{zh}”的结论。', en: 'Select a result for “{en}”.' }],
}

const PARTS: readonly string[] = ['desk', ...LISTS]

/** Problems in the order in which the page asks. */
export function inPageOrder(problems: readonly Problem[]): Problem[] {
  const placeOf = ({ path }: Problem) => {
    const [part = '', row] = path.split('.')
    const at = PARTS.indexOf(part)
    return 100 * (at < 0 ? PARTS.length : at) + (Number(row) || 0)
  }
  return problems.toSorted((one, other) => placeOf(one) - placeOf(other))
}

/** What is wrong with a row that the form counts, by the name that the page gives it. */
function byName(problem: Problem, list: List, at: number, name: Bilingual | undefined): Bilingual {
  const { message, path } = problem
  const node = LIST_FORMS.get(list)
  if (!node || !name) return message
  const [part, missing] = MISSING[list]
  if (isEmpty(problem) && path.endsWith(part)) return fill(missing, { zh: name.zh, en: name.en })
  const counted = rowName(node.ui, at)
  return {
    zh: message.zh.replace(counted.zh, `“${name.zh}”`),
    en: message.en.replace(`in ${counted.en}`, `of “${name.en}”`),
  }
}

/**
 * Whether there is enough to decide is answered before the assessment is sent.
 *
 * @param input what is sent, whose own faults are said along
 * @throws Invalid
 */
export function requireEnough(tree: Branch, input: unknown, by: Parameters<typeof enoughProblems>[1]): void {
  const unanswered = enoughProblems(tree, by)
  if (unanswered.length > 0) throw new Invalid([...unanswered, ...parseForm(REPORT_FORM, input).problems])
}

/** How the department has the firm asked for what is missing. */
export function correctionBy({ authorityId }: Actor, file: CaseFile): Parameters<typeof enoughProblems>[1] {
  if (mayDo(file, 'requestCorrection')) return 'asks'
  const own = [...listProposals(file).values()].flatMap(({ reasons }) => reasons)
  return own.some(({ event }) => event.authorityId === authorityId) ? 'hasProposed' : 'proposes'
}
