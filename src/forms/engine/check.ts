/** "Check your answers", the record of what was asked and answered, and the summary of errors. */
import type { z } from 'zod'
import type { Problem } from '../../base/errors.js'
import { type Bilingual, type Language, say } from '../../base/text.js'
import {
  findNodes,
  type FormNode,
  getNode,
  getRow,
  isAsked,
  isBlank,
  isGone,
  isGroup,
  isPair,
  isRows,
  listChildren,
  listRows,
  memberOf,
  valueAt,
} from './node.js'
import { idOf } from './parts.js'
import { sayAnswer } from './show.js'
import { rowLabel, rowName } from './words.js'

/**
 * One question as it was asked, and its answer. Kept with a submitted case, so that it reads the
 * same when the form has changed.
 */
export interface AskedAnswer {
  readonly path: string
  /** The group or row that the question stands in. */
  readonly group: Bilingual | null
  readonly label: Bilingual
  readonly answer: Bilingual | null
  readonly required: boolean
}

/**
 * Every question of a form, or those of `only`, in order with its answer in words. Questions that
 * follow from an answer that was not given are left out.
 */
export function listAnswers(schema: z.ZodObject, tree: unknown, only?: readonly string[]): AskedAnswer[] {
  return findNodes(getNode(schema), only).flatMap(([path, node]) => answersBelow(node, path, valueAt(tree, path), null))
}

function answersBelow(
  node: FormNode,
  path: string,
  raw: unknown,
  group: Bilingual | null,
  outer?: Bilingual,
): AskedAnswer[] {
  const { ui } = node
  if (isGone(node, raw)) return []
  if (isRows(node)) {
    const given = listRows(node, raw) ?? []
    if (isBlank(given))
      return [{ path, group, label: ui.label, answer: null, required: !node.optional && (ui.least ?? 0) > 0 }]
    return given.flatMap((one, index) => {
      if (isBlank(one)) return []
      const name = rowName(ui, index, outer)
      return answersBelow(getRow(node), `${path}.${index}`, one, rowLabel(ui, index, outer), name)
    })
  }
  if (isGroup(node) && !isPair(node)) {
    const heading = ui.label.zh ? ui.label : group
    return listChildren(node).flatMap(([key, child]) => {
      if (!isAsked(child, raw)) return []
      return answersBelow(child, `${path}.${key}`, memberOf(raw, key), heading, outer)
    })
  }
  if (ui.control === 'hidden' || ui.control === 'password') return []
  return [{ path, group, label: ui.label, answer: sayAnswer(raw, node), required: !node.optional }]
}

export interface CheckRow {
  readonly path: string
  readonly group: string | null
  readonly key: string
  /** The answer in lines; empty when there is none. */
  readonly lines: readonly string[]
  readonly missing: boolean
  readonly errors: readonly string[]
  /** The place of the question on its page: `#talent-passport-number`. */
  readonly anchor: string
}

/** The rows of "check your answers" in the reader's language. `problems` stand beside their answers. */
export function checkRows(
  schema: z.ZodObject,
  tree: unknown,
  language: Language,
  { only, problems = [] }: { readonly only?: readonly string[]; readonly problems?: readonly Problem[] } = {},
): CheckRow[] {
  return listAnswers(schema, tree, only).map(({ path, group, label, answer, required }) => ({
    path,
    group: group && say(group, language),
    key: say(label, language),
    lines: answer === null ? [] : say(answer, language).split('\n'),
    missing: answer === null && required,
    errors: problems.filter((problem) => problem.path === path).map(({ message }) => say(message, language)),
    anchor: `#${idOf(path)}`,
  }))
}

export interface ErrorSummary {
  readonly title: Bilingual
  readonly lines: readonly { readonly text: Bilingual; readonly href?: string }[]
}

/**
 * The summary at the top of a page: how many things are wrong, each leading to its control. Null
 * when nothing is. `href` may send a problem to another page; by default it leads to the control on
 * this one, and a problem of no question leads nowhere.
 */
export function errorSummary(
  problems: readonly Problem[],
  href: (problem: Problem) => string | undefined = ({ path }) => (path ? `#${idOf(path)}` : undefined),
): ErrorSummary | null {
  if (problems.length === 0) return null
  const count = problems.length
  const en = count === 1 ? 'There is 1 thing to put right' : `There are ${count} things to put right`
  return {
    title: { zh: `有${count}处须修改`, en },
    lines: problems.map((problem) => {
      const to = href(problem)
      return { text: problem.message, ...(to && { href: to }) }
    }),
  }
}
