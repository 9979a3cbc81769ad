/**
 * Draft answers as a tree: what is sent is laid over what is there; lists are replaced whole, null
 * takes an answer away. Pure.
 */

import { APPLICATION } from '../forms/application.js'
import { asRead } from '../forms/engine/asRead.js'
import type { State } from '../workflow/machine.js'
import { INITIAL } from '../workflow/step.js'

type Tree = { [key: string]: unknown }

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)
const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/** The answers with the changes laid over them. Keys that could reach a prototype are left out. */
export function mergeAnswers(before: unknown, changes: unknown): Tree {
  const merged: Tree = isTree(before) ? { ...before } : {}
  if (!isTree(changes)) return merged
  for (const [key, value] of Object.entries(changes)) {
    if (forbidden.has(key)) continue
    if (value === null) delete merged[key]
    else merged[key] = isTree(value) ? mergeAnswers(merged[key], value) : value
  }
  return merged
}

/**
 * Answers before and after, as they are to be compared: once they are filed, as the form reads them, since a filing
 * keeps 480000 where a page sends it as a text; a draft word for word.
 */
export const bothIn = (state: State, before: unknown, after: unknown): [unknown, unknown] =>
  state === INITIAL ? [before, after] : [asRead(APPLICATION, before), asRead(APPLICATION, after)]

/** The paths (`talent.passport.number`) at which two trees differ; a list counts as one answer. */
export function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (isTree(before) || isTree(after)) {
    const [old, now] = [isTree(before) ? before : {}, isTree(after) ? after : {}]
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])]
    return keys.flatMap((key) => changedPaths(old[key], now[key], path ? `${path}.${key}` : key))
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path]
}
