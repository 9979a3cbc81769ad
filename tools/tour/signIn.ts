/** The one place where the tools' and the tests' browsers sign somebody in: through the API, so that no page need be filled in first. */
import type { BrowserContext } from 'playwright-core'
import { apiPath } from '../../src/base/path.js'

/** Gives the browser the session of this person; staff need a code. @throws Error when the person may not sign in */
export async function signIn(
  context: BrowserContext,
  origin: string,
  account: string,
  password: string,
  code?: string,
): Promise<void> {
  const answer = await context.request.post(`${origin}${apiPath.session}`, {
    data: { account, password, ...(code && { code }) },
  })
  if (answer.status() !== 201) throw new Error(`${account} cannot sign in: ${answer.status()} ${await answer.text()}`)
}
