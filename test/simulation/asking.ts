/**
 * Asking the product for something, as a client does: once more under the same name when there is no answer that says which, by another web server each time. Everything that was asked is kept with
 * what came of it, for the checks to compare with the history.
 */
import { NotFound, ProofNeeded } from '../../src/base/errors.js'
import { failureFrom } from '../../src/web/http/problems.js'
import { within } from './processes.js'

/** As in test/reliability/log.ts: acknowledged; refused, and nothing was done; nobody knows. */
export type Outcome = 'ok' | 'refused' | 'unknown'

export interface Operation {
  readonly requestId: string
  readonly caseId: number
  readonly action: string
  readonly who: string
  outcome: Outcome
  tries: number
  /** Why it was refused, or why nobody knows. */
  because: string
  seq: number | undefined
}

export interface Answer<T> {
  readonly outcome: Outcome
  readonly tries: number
  readonly because: string
  readonly given?: T
}

const TRIES = 4

/** An error that nobody should ever get. */
export class Broken extends Error {}

/** What an error means for whoever asked: refused (a reason), or come back later. Throws Broken for a fault of ours. */
export function meaningOf(error: unknown, isBroken: boolean): { refused: boolean; because: string } {
  if (error instanceof ProofNeeded) return { refused: true, because: 'proofNeeded' }
  const failure = failureFrom(error)
  if (failure?.kind === 'busy' || failure?.kind === 'full') return { refused: false, because: failure.kind }
  if (failure) return { refused: true, because: reasonOf(error, failure.kind) }
  if (isBroken) return { refused: false, because: 'broken disk' }
  throw new Broken(error instanceof Error ? `${error.message}\n${error.stack}` : String(error))
}

function reasonOf(error: unknown, kind: string): string {
  if (error instanceof NotFound || typeof error !== 'object' || error === null) return kind
  const { because, problems } = error as { because?: { code: string }[]; problems?: { code: string; path: string }[] } // NotNow, Invalid
  const codes = [
    ...(Array.isArray(because) ? because.map(({ code }) => code) : []),
    ...(problems ?? []).map(({ code, path }) => `${code} at ${path}`),
  ]
  return [kind, ...codes].join(' ')
}

/** Asks until there is an answer, at most four times. `ask` is told which try it is. */
export async function askUntilAnswered<T>(
  ask: (attempt: number) => Promise<T>,
  isBroken: () => boolean,
): Promise<Answer<T>> {
  let because = ''
  for (let tries = 1; tries <= TRIES; tries++)
    try {
      return { outcome: 'ok', tries, because, given: await within('an act', ask(tries)) }
    } catch (error) {
      const meaning = meaningOf(error, isBroken())
      because = meaning.because
      if (meaning.refused) return { outcome: 'refused', tries, because }
    }
  return { outcome: 'unknown', tries: TRIES, because }
}
