/**
 * The version of the notice of personal information that the candidate's page shows
 * (templates/pages/talent.hbs); a new one when its words change. Each kind of sensitive document
 * has a notice of its own (PIPL Art. 29).
 */
import { SENSITIVE, type Sensitive } from '../forms/choices.js'

export const NOTICE = '2026-11-25'

/** The notice of one of them, as it is kept with a consent. */
export const noticeOf = (about: Sensitive): string => `${about}:${NOTICE}`

/** What a kept notice is about, or undefined of that of everything; and its version. */
export function readNotice(notice: string): { readonly about: Sensitive | undefined; readonly version: string } {
  const [version = '', name] = notice.split(':').reverse()
  return { about: SENSITIVE.find(({ value }) => value === name)?.value, version }
}
