/**
 * The rows of an assessment: as the page lays them out, whatever was typed before, and as they are
 * sent, without what nobody answered. Pure.
 */
import type { Problem } from '../../base/errors.js'
import { type DepartmentQuestions, groupsOf, questionsFor } from '../../cases/assessing.js'
import { type Branch, memberOf } from '../../forms/engine/node.js'
import type { Criterion } from '../case/criteria.js'

export type Row = Readonly<Record<string, unknown>>
type List = 'scores' | 'compliance' | 'findings'

const rowsOf = (tree: unknown, list: List): Row[] => {
  const given = memberOf(tree, list)
  return Array.isArray(given)
    ? given.filter((one): one is Row => typeof one === 'object' && one !== null && !Array.isArray(one))
    : []
}

const blank = (value: unknown): boolean => value === undefined || value === null || value === ''
const silent = (row: Row, ...names: string[]): boolean => names.every((name) => blank(memberOf(row, name)))

/**
 * A row for every question, group and criterion, in the page's order, filled with what was typed
 * about it; findings of the assessor's own follow.
 */
export function laidOut(tree: Branch, asked: DepartmentQuestions, criteria: readonly Criterion[]): Branch {
  const rows = (list: List, key: string, codes: readonly string[]): Row[] => {
    const given = rowsOf(tree, list)
    return codes.map((code) => ({ ...given.find((row) => row[key] === code), [key]: code }))
  }
  const codes = criteria.map(({ code }) => code)
  const own = rowsOf(tree, 'findings').filter(({ on }) => !codes.some((code) => code === on))
  const questions = questionsFor(asked).map(({ id }) => id)
  const groups = groupsOf(asked).map(({ code }) => code)
  return {
    ...tree,
    scores: rows('scores', 'question', questions),
    compliance: rows('compliance', 'group', groups),
    findings: [...rows('findings', 'on', codes), ...own],
  }
}

export interface Sent {
  readonly input: Branch
  /** A problem of what was sent, at its place on the page. */
  readonly placed: (problem: Problem) => Problem
}

/**
 * What is sent of a page's rows. An answer that is missing though it is needed is sent as it is, so
 * that the form names it.
 */
export function sentOf(page: Branch, asked: DepartmentQuestions): Sent {
  const required = new Set(questionsFor(asked).flatMap((question) => (question.required ? question.id : [])))
  const counts: Readonly<Record<List, (row: Row) => boolean>> = {
    scores: (row) => required.has(String(row.question)) || !silent(row, 'level', 'note', 'document', 'page'),
    compliance: () => true,
    findings: (row) => !silent(row, 'result', 'note', 'document', 'page'),
  }
  const kept: Partial<Record<List, readonly number[]>> = {}
  const lists = (['scores', 'compliance', 'findings'] as const).map((list) => {
    const rows = rowsOf(page, list)
    const indexes = [...rows.keys()].filter((index) => counts[list](rows[index] ?? {}))
    kept[list] = indexes
    return [list, indexes.map((index) => rows[index])] as const
  })
  const { desk: _desk, ...rest } = page
  return {
    input: { ...rest, ...Object.fromEntries(lists) },
    placed: (problem) => {
      const [, list, at, part] = /^(scores|compliance|findings)\.(\d+)(.*)$/.exec(problem.path) ?? []
      const index = list && kept[list as List]?.[Number(at)] // the expression names no other
      return index === undefined || index === '' ? problem : { ...problem, path: `${list}.${index}${part}` }
    },
  }
}
