/** A check in plain words: every problem at a question that has a field, and an empty field only said to be empty. */
import type { Problem } from '../base/errors.js'
import { APPLICATION, SECTIONS } from '../forms/application.js'
import { findNode, getNode } from '../forms/engine/node.js'
import { findSection, isMissing } from '../forms/sections.js'
import type { Check } from './preflight.js'

/** The check as a person is told it; a program is told everything that the rules say (web/api). */
export function plainCheck(check: Check): Check {
  const form = check.form.map(atField)
  const empty = new Set(form.filter(isMissing).map(({ path }) => path))
  const blocks = check.judgement.blocks.map(atField).filter(({ path }) => !empty.has(path))
  const problems = [...form, ...blocks].sort((one, other) => placeOf(one.path) - placeOf(other.path))
  return { ...check, form, judgement: { ...check.judgement, blocks }, problems }
}

/** Sections in their order; what belongs to none comes first. */
const placeOf = (path: string): number => SECTIONS.findIndex(({ key }) => key === findSection(path)?.key)

const root = getNode(APPLICATION)

/** At the question around a place that is none of its own: a line of the passport's zone. */
function atField<Finding extends Problem>(problem: Finding): Finding {
  const keys = problem.path.split('.')
  const known = keys.findLastIndex((_, index) => findNode(root, keys.slice(0, index + 1).join('.')) !== undefined)
  return known < 0 ? problem : { ...problem, path: keys.slice(0, known + 1).join('.') }
}
