/**
 * Links that go by mail: their code stands behind the `#`, which a browser sends to no server, so
 * that no log, proxy or referrer has it. The page of a link sends the code by POST, by script or
 * as it was typed; that only looks. What the link is for is done by the form that comes then.
 */
import { withCode } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { readLinkCode } from '../../people/secrets.js'
import { type Answer, done, orGone, page } from './answers.js'
import { readText } from './input.js'

/** The page that a link leads to. */
export interface LinkPage {
  readonly title: Bilingual
  /** What is behind it. */
  readonly lead: Bilingual
  /** Its own address, without the code. */
  readonly action: string
  /** Its code is too long to be typed: the mail has only the link, to be pasted as it is. */
  readonly pasted?: true
  /** What is entered instead of a mail's code, where that is not what leads there. */
  readonly asks?: { readonly label: Bilingual; readonly hint: Bilingual; readonly missing: Bilingual }
}

interface LinkRound {
  readonly page: LinkPage
  /** What is said of a link that opens nothing (NotFound). */
  readonly gone: Answer
  /** The page behind the link; uses nothing up. */
  readonly look: (code: string) => Promise<Answer>
  /** Does what its form asks for. */
  readonly act: (code: string) => Promise<Answer>
}

/** Where the code is sent from. */
export const linkPage = (view: LinkPage, problem?: Bilingual): Answer =>
  page('link', { ...view, problem }, { audience: 'public', status: problem ? 422 : undefined })

/** What every page behind a link reads: where its forms are sent, and the code that goes on with them. */
export const behindLink = (action: string, code: string) => ({ action, code, languageForm: 'link-again' })

/** Looks behind a link, or does what it is for, as the form says. */
export async function followLink(body: unknown, { page, gone, look, act }: LinkRound): Promise<Answer> {
  const code = readLinkCode(linkIn(body))
  if (!code) return linkPage(page, page.asks?.missing ?? (page.pasted ? missingLink : missing))
  return orGone(readText(body, '_act') === 'yes' ? act(code) : look(code), gone)
}

/** What was typed or pasted, as it was. */
export const linkIn = (body: unknown): string => readText(body, '_link', LONGEST) ?? ''

/** A link of the release before had its secret in its path: on to the page where it is sent from. */
export const earlierLink = (address: string, token: string): Answer => done(withCode(address, token))

const LONGEST = 4000

const missing = {
  zh: '请输入邮件中的代码，或者粘贴完整链接。',
  en: 'Enter the code from the mail, or paste the whole link.',
}
const missingLink = { zh: '请粘贴邮件中的完整链接。', en: 'Paste the whole link from the mail.' }
