/** How far each section of the application is, for the task list. */
import type { Problem } from '../base/errors.js'
import { SECTIONS, type Section, type SectionKey } from './application.js'
import { isBlank, isWithin, valueAt } from './engine/node.js'

/**
 * The section in which a problem is put right; undefined for what is on none (the case as a whole).
 * `documents.*` is documents, `firm.*` the firm's.
 */
export function findSection(path: string): Section | undefined {
  const own = SECTIONS.find(({ paths }) => paths.some((root) => isWithin(path, root)))
  return own ?? SECTIONS.find(({ key }) => (key === 'documents' || key === 'firm') && isWithin(path, key))
}

/**
 * done: nothing is wrong; toFix: something was answered wrongly; inProgress: only something is
 * missing still; optional: nothing stands in it, and nothing need.
 */
export type SectionState = 'notStarted' | 'optional' | 'inProgress' | 'toFix' | 'done'

const MISSING = new Set(['required', 'notChosen', 'notConfirmed', 'noFile', 'noRows', 'noYear', 'noMonth', 'noDay'])
/** Nothing was answered or uploaded, in contrast to something wrong. */
export const isMissing = ({ code }: Problem): boolean => MISSING.has(code) || code.startsWith('missing:')

export interface SectionProgress {
  readonly key: SectionKey
  readonly state: SectionState
  readonly problems: readonly Problem[]
}

/**
 * The state of every section. `answers` is the draft's tree, `problems` everything that stops
 * submitting (the form's and the judgement's), `attached` how many documents there are. Without
 * questions that must be answered a section is done from the start.
 */
export function listProgress(answers: unknown, problems: readonly Problem[], attached: number): SectionProgress[] {
  return SECTIONS.map(({ key, paths, optional = false }) => {
    const own = problems.filter(({ path }) => findSection(path)?.key === key)
    const started = key === 'documents' ? attached > 0 : !paths.every((path) => isBlank(valueAt(answers, path)))
    const state = optional && !started && own.length === 0 ? 'optional' : stateOf(own, started)
    return { key, state, problems: own }
  })
}

function stateOf(problems: readonly Problem[], started: boolean): SectionState {
  if (problems.length === 0) return 'done'
  if (!problems.every(isMissing)) return 'toFix'
  return started ? 'inProgress' : 'notStarted'
}

/** The section after this one, documents being the last; undefined after that. */
export function nextSection(key: SectionKey): SectionKey | undefined {
  const index = SECTIONS.findIndex((section) => section.key === key)
  return SECTIONS[index + 1]?.key
}
