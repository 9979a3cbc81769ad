/** An example of each failure, in its own words. */
import { unknownName } from '../../forms/engine/unknown.js'
import { FAILURES, type FailureKind } from '../http/failure.js'
import { problemOf } from '../http/problemJson.js'
import { pleaseSignIn } from '../http/problems.js'

const KINDS: Readonly<Record<number, FailureKind>> = {
  ...{ 403: 'forbidden', 404: 'notFound', 409: 'notNow', 412: 'stale', 413: 'tooLarge', 422: 'invalid' },
  ...{ 429: 'tooMany', 500: 'broken', 503: 'busy', 507: 'full' },
}

/** An answer of each status that is a failure, as `Failure` describes it. */
export function failureExamples(): Record<string, { readonly value: object }> {
  const asked = { id: '01JDXK', headers: {}, language: 'en' } as const
  const failures = Object.entries(KINDS).map(([status, kind]) => {
    const { heading, what: message } = FAILURES[kind]
    const problems = kind === 'invalid' ? [unknownName('systemname')] : undefined
    return [status, { value: problemOf(asked, { error: kind, heading, message, problems }, Number(status)) }]
  })
  return { 401: { value: problemOf(asked, pleaseSignIn, 401) }, ...Object.fromEntries(failures) }
}
