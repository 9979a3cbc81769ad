/**
 * What a handler gives back: a page, the way to another page, a file or a picture. One interceptor
 * makes a response of it (answersInterceptor.ts), so that a handler says what it does and never
 * feeds Fastify.
 */
import type { Readable } from 'node:stream'
import { attachmentHeader } from '../../cases/files/names.js'
import { NotFound, type Problem } from '../../base/errors.js'
import { addressWith } from '../kit/page.js'
import type { Notice, Text } from '../kit/parts.js'
import type { Audience } from '../kit/shell.js'
import type { PageView, Template, ViewOf } from './pages.js'

interface PageOptions {
  /** 200 when not said; 422 when a form of the page has problems. */
  readonly status?: number | undefined
  readonly audience?: Audience
  /**
   * What is wrong with what was typed, where the view lays its form out by itself: the page's
   * summary.
   */
  readonly problems?: readonly Problem[] | undefined
  /** Beside those of every page. */
  readonly headers?: Readonly<Record<string, string>>
  /** What is said at the top after `?done=NAME`. */
  readonly done?: Readonly<Record<string, Notice>>
}

export class PageAnswer {
  constructor(
    readonly template: Template,
    readonly view: PageView,
    readonly options: PageOptions,
  ) {}
}

/** What goes out as it is: content, JSON, or nothing but the way to another page. */
export class PlainAnswer {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
    readonly content: Content | object,
  ) {}
}

type Content = Readable | Buffer | string

export type Answer = PageAnswer | PlainAnswer

/**
 * A page.
 *
 * @param template its place below templates/pages, without the ending
 * @param view what the template reads, with title and notices; a form that was filled in
 * (submit.ts) becomes its controls, and its problems the page's summary
 */
export const page = <Name extends Template, View extends ViewOf<Name>>(
  template: Name,
  view: View,
  options: PageOptions = {},
): Answer => new PageAnswer(template, view, options)

/**
 * After something was done: to a page that can be loaded again (303), which may say what was done
 * (`?done=`).
 */
export const done = (address: string, what?: string): Answer =>
  new PlainAnswer(303, { location: what === undefined ? address : addressWith(address, 'done', what) }, '')

/** The view of a page without its title, which is its heading. */
type Headed<Name extends Template> = Omit<ViewOf<Name>, 'title' | 'heading'> & { readonly heading: Text }

/** The page that says that something is done, and what comes next. */
export const messagePage = (view: Headed<'message'>): Answer =>
  page('message', { ...view, title: view.heading }, { audience: 'public' })

const ENTER_AGAIN: Text = { zh: '重新输入代码', en: 'Enter the code again' }

/**
 * The page of a link that opens nothing: it was used, is too old, was never given or mistyped.
 * `link`: where its code, or what `text` says, is entered.
 */
export function gonePage(view: Headed<'error'>, link: string, status = 404, text = ENTER_AGAIN): Answer {
  const again = { text, href: link }
  const actions = [...(view.actions || []), again]
  return page('error', { ...view, title: view.heading, actions }, { status, audience: 'public' })
}

/** The answer, or another one (`gonePage`) when a link leads to nothing that can be found. */
export async function orGone(answer: Promise<Answer>, gone: Answer): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    return gone
  }
}

const CLOSED = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"

/** A file as an attachment that can do nothing in a browser. */
export const file = ({ mime, name }: { mime: string; name: string }, content: Content): Answer =>
  asItIs(content, {
    'content-type': mime,
    'content-disposition': attachmentHeader(name),
    'content-security-policy': CLOSED,
  })

/** A table for spreadsheets (kit/csv.ts). `name` without its ending. */
export const csvFile = (name: string, content: Content): Answer =>
  file({ mime: 'text/csv; charset=utf-8', name: `${name}.csv` }, content)

/** A page of a document as a picture of our own making, for the page that shows it. */
export const picture = (content: Readable): Answer =>
  asItIs(content, {
    'content-type': 'image/webp',
    'content-disposition': 'inline',
    'content-security-policy': CLOSED,
    'x-content-type-options': 'nosniff',
  })

/** Content that is no page of ours, with headers of its own. */
export const asItIs = (content: Content, headers: Readonly<Record<string, string>>): Answer =>
  new PlainAnswer(200, headers, content)

/** JSON with a status of its own, for a program. */
export const data = (body: object, status = 200, headers: Readonly<Record<string, string>> = {}): PlainAnswer =>
  new PlainAnswer(status, headers, body)
