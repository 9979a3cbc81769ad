/** The frame of every page: who reads it, where they may go, and what must be said before anything else. */
import { path } from '../../base/path.js'
import { asClause, type Bilingual, fill, type Language } from '../../base/text.js'
import { addressWith, day, span } from './page.js'
import type { CaseHead, ErrorLines, Link, Notice, Text } from './parts.js'

/** public and firm: one measure of 1120 px; desk: the officers' pages, dense, up to 1600 px. */
export type Audience = 'public' | 'firm' | 'desk'

/** What search engines are told of a page, and its addresses: this one, that of whichever language, and both. */
export interface Description {
  readonly text: Text
  readonly address: string
  readonly both: string
  readonly zh: string
  readonly en: string
}

export interface Shell {
  readonly audience: Audience
  readonly home: string
  readonly nav: readonly (Link & { readonly current?: boolean; readonly count?: number })[]
  /** The same page in the other language. */
  readonly otherLanguage: string
  readonly person?: { readonly id: number; readonly name: Text; readonly role: Text }
  /** The session's token for forms; empty for a reader without a session. */
  readonly csrf: string
  /** The search field of the desk. */
  readonly find?: { readonly action: string; readonly value: string }
  /** Outages that run or are announced, each with its days in words. */
  readonly outages?: readonly { readonly text: Text }[]
  /** What administrators announce to this reader; each may be put away. */
  readonly announcements?: readonly { readonly id: number; readonly level: string; readonly text: Text }[]
  /** Where one comes back to after putting one away. */
  readonly address: string
  /** Of somebody who has signed in: how many messages are not read, in digits; empty when all are. */
  readonly messages?: { readonly unread: string; readonly current: boolean }
  /** A candidate's own page, which nobody signs in to. */
  readonly candidate?: boolean
  /** A demonstration's mails are shown on a page. */
  readonly mailbox: boolean
  /** In production, to officers: how many facts the city has still to confirm, and where they are listed. */
  readonly unconfirmed?: { readonly text: Text; readonly href: string }
  /** Of a page that search engines may show; the others ask not to be listed. */
  readonly description?: Description
}

/** What the layout needs beside the shell; a page's own view is spread into the same object. */
export interface Page {
  readonly shell: Shell
  readonly title: Text
  /** Whose page it is, in the title of the tab. */
  readonly host?: Text | undefined
  readonly back?: Link
  readonly notices?: readonly Notice[]
  /** The error summary, at the top. */
  readonly problems?: ErrorLines
  /** On the desk: who, what state, how long, whose. */
  readonly casehead?: CaseHead
  /**
   * The case that is open, and its last event on the page: what others do then is told above the
   * page. `writing`: something is being typed.
   */
  readonly liveCase?: { readonly id: number; readonly seq: number; readonly writing: boolean }
  /** Where lines begin, for a page that is read from the right. */
  readonly dir?: string
  /** The page's column: one stack with even gaps unless it lays itself out. */
  readonly layout?: 'plain'
  /** The id of the page's form that is sent along when the language changes, where the answers stand in no address. */
  readonly languageForm?: string
  /** Where that form is sent, on a page that stands at another address. */
  readonly languageAction?: string
}

export interface ShellInput
  extends Partial<Pick<Shell, 'person' | 'csrf' | 'find' | 'home' | 'mailbox' | 'description' | 'unconfirmed'>> {
  readonly audience: Audience
  /** Path and query of this page, kept when the language changes. */
  readonly address: string
  readonly language: Language
  readonly nav?: readonly (Link & { readonly count?: number })[]
  readonly outages?: readonly { readonly from: string; readonly to: string; readonly what: Bilingual }[]
  readonly announcements?: readonly { readonly id: number; readonly level: string; readonly what: Bilingual }[]
  readonly unread?: number
}

const HOMES: Readonly<Record<Audience, string>> = { public: path.home, firm: path.cases, desk: path.queue }

/**
 * Makes the frame of one page. The entry of the navigation that the address stands under is marked as current.
 *
 * @param input what the request says about its reader; `home`: where the logotype leads, when not to the
 * audience's own place
 */
export function makeShell(input: ShellInput): Shell {
  const { language, nav = [], outages = [], announcements = [], unread, ...rest } = input
  const { audience, address } = rest
  const place = address.split('?', 1)[0] ?? path.home
  const under = nav.filter(({ href }) => place === href || place.startsWith(`${href}/`))
  const current = under.sort((a, b) => b.href.length - a.href.length)[0]
  return {
    home: HOMES[audience],
    csrf: '',
    mailbox: false,
    ...rest,
    candidate: /^\/(talent|host)(\/|$)/.test(place),
    nav: nav.map((entry) => ({ ...entry, current: entry === current })),
    otherLanguage: addressWith(address, 'language', language === 'zh' ? 'en' : 'zh'),
    messages:
      unread !== undefined
        ? { unread: unread === 0 ? '' : unread < 100 ? String(unread) : '99+', current: place === path.messages }
        : undefined,
    announcements: announcements.map(({ id, level, what }) => ({ id, level, text: what })),
    outages: outages.map(({ from, to, what }) => ({
      text: fill(OUTAGE, {
        days: from === to ? day(from, 'short') : span({ from, to }, 'short'),
        what: asClause(what),
      }),
    })),
  }
}

const OUTAGE: Bilingual = {
  zh: '{days}：{what}。受影响的期限自动顺延。',
  en: '{days}: {what}. Affected time limits are extended automatically.',
}
