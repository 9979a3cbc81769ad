/** What the judgement says is wrong, with the rule that says so. */
import type { Problem } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'

/**
 * A problem of an application and its rule's source. Codes are those of the case files:
 * `missing:photo`, `resumeGap:2019-07`.
 */
export interface Finding extends Problem {
  readonly source: Bilingual
}

/** Findings that stop an application, and findings that only warn. */
export interface Findings {
  readonly blocks: readonly Finding[]
  readonly warns: readonly Finding[]
}
