/**
 * The six ways in which a request can fail because of what was asked, and that there is too much to
 * do. Anything else is our fault and is answered with 500 or 503.
 */
import type { Bilingual } from './text.js'

/** One thing that is wrong with an input, where it is (`talent.passport.number`) and what to do about it. */
export interface Problem {
  readonly code: string
  readonly path: string
  readonly message: Bilingual
}

/** The same in one line: its code, its place and its words in both languages. */
export const asProblem = (code: string, path: string, zh: string, en: string): Problem => ({
  code,
  path,
  message: { zh, en },
})

/** Why something must wait; `code` and `path` let a machine and a form use it. */
export interface Reason extends Bilingual {
  readonly code: string
  readonly path?: string
}

/** 403: this person may never do this. */
export class Forbidden extends Error {
  constructor(readonly because: Bilingual = { zh: '您的角色不能办理此事项。', en: 'Your role does not allow this.' }) {
    super('forbidden')
  }
}

/** 403: this person may, but must first show once more who they are; what they sent is kept and goes on afterwards. */
export class ProofNeeded extends Error {
  /** @param problem what was wrong with a proof that came along */
  constructor(readonly problem?: Problem) {
    super('proof needed')
  }
}

/** 404: it does not exist, or not for this person; the two are never told apart. */
export class NotFound extends Error {
  constructor(
    readonly because: Bilingual = { zh: '找不到，或者您无权查看。', en: 'Not found, or you do not have access.' },
  ) {
    super('not found')
  }
}

/** For the `catch` of a promise: undefined where there is nothing. Throws every other error. */
export function unlessNotFound(error: unknown): undefined {
  if (error instanceof NotFound) return undefined
  throw error
}

/** 409: possible for this person, but not now; `because` names every reason. */
export class NotNow extends Error {
  constructor(readonly because: readonly Reason[]) {
    super('not now')
  }
}

/** 409: the case changed while the person read it; `since` tells what happened after the version that they saw. */
export class Stale extends Error {
  constructor(
    readonly version: number,
    readonly since: readonly {
      readonly seq: number
      /** A name of the chart, which this folder does not know. */
      readonly action: string
      readonly at: string
      readonly by: Bilingual
      /** It was the person themself, in another window, or what the system did after that. */
      readonly own?: boolean | undefined
    }[],
    /** What was refused. */
    readonly action?: string,
  ) {
    super('stale')
  }
}

/** Whether all that happened since was done by the person themself, in another window. */
export const isOwn = ({ since }: Stale): boolean => since.length > 0 && since.every(({ own }) => own)

/** Whether the person themself has done the same already, in another window. */
export const isDone = ({ since, action }: Stale): boolean => since.some((one) => one.own && one.action === action)

/** 422: the input is wrong; every problem is named at once. */
export class Invalid extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super('invalid')
  }
}

/** What is wrong with what is tried; nothing when it was done. Throws every other error. */
export async function problemsIn(work: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await work
    return []
  } catch (error) {
    if (error instanceof Invalid) return error.problems
    throw error
  }
}

/**
 * 503: a document is on record and its content is not where it should be. A fault of ours, which is
 * noted, and tried again.
 */
export class ContentMissing extends Error {
  /** @param key the name of the file in the store: random, and about nobody */
  constructor(readonly key: string) {
    super('content missing')
  }
}

/** 503: too much is waiting already, or what is needed does not answer; to be tried again in a moment. */
export class Busy extends Error {
  constructor(readonly because?: Bilingual) {
    super('busy')
  }
}

const REFUSALS = [Busy, Forbidden, Invalid, NotFound, NotNow, ProofNeeded, Stale]

/** Whether it is an error by which a transaction of ours was refused, so that nothing of it is kept. */
export const isRefusal = (error: unknown): boolean => REFUSALS.some((refusal) => error instanceof refusal)
