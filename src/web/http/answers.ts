/**
 * What a handler gives back: a page, the way to another page, a file or a picture. One interceptor
 * makes a response of it, so that a handler says what it does and never feeds Fastify. Anything
 * else that a handler returns goes out as it is (JSON of the API).
 */
import { Readable } from 'node:stream'
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { mergeMap, type Observable } from 'rxjs'
import { attachmentHeader } from '../../cases/files/names.js'
import { NotFound, type Problem } from '../../base/errors.js'
import { errorSummary } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import type { Notice } from '../kit/parts.js'
import type { Audience } from '../kit/shell.js'
import type { ErrorView } from '../kit/views.js'
import { FormKeeper } from './formKeeper.js'
import { readText } from './input.js'
import { Pages, type PageView, type Template, type ViewOf } from './pages.js'
import { Filled } from './filled.js'

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

class WayAnswer {
  constructor(readonly address: string) {}
}

type Content = Readable | Buffer | string

class FileAnswer {
  constructor(
    readonly headers: Readonly<Record<string, string>>,
    readonly content: Content,
  ) {}
}

class DataAnswer {
  constructor(
    readonly body: unknown,
    readonly status: number,
  ) {}
}

export type Answer = PageAnswer | WayAnswer | FileAnswer | DataAnswer

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
  new WayAnswer(what === undefined ? address : `${address}${address.includes('?') ? '&' : '?'}done=${what}`)

const CLOSED = "default-src 'none'; sandbox"

/** The answer, or another one (`gonePage`) when a link leads to nothing that can be found. */
export async function orGone(answer: Promise<Answer>, gone: Answer): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    return gone
  }
}

/** The page of a link that opens nothing: it was used, is too old, or was never given. */
export const gonePage = (view: PageView & ErrorView): Answer => page('error', view, { status: 404, audience: 'public' })

/** A file as an attachment that can do nothing in a browser, and that nobody keeps on the way. */
export const file = ({ mime, name }: { mime: string; name: string }, content: Content): Answer =>
  asItIs(content, {
    'content-type': mime,
    'content-disposition': attachmentHeader(name),
    'content-security-policy': CLOSED,
  })

/** A page of a document as a picture of our own making, for the page that shows it. */
export const picture = (content: Readable): Answer =>
  asItIs(content, {
    'content-type': 'image/webp',
    'content-disposition': 'inline',
    'content-security-policy': CLOSED,
    'x-content-type-options': 'nosniff',
  })

/** Content that is no page of ours, with headers of its own; nobody keeps it on the way. */
export const asItIs = (content: Content, headers: Readonly<Record<string, string>>): Answer =>
  new FileAnswer({ ...headers, 'cache-control': 'no-store' }, content)

/** JSON with a status of its own, for a program that saves while somebody types. */
export const data = (body: object, status = 200): Answer => new DataAnswer(body, status)

@Injectable()
export class Answers implements NestInterceptor {
  constructor(
    private readonly pages: Pages,
    private readonly keeper: FormKeeper,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp()
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()]
    return next.handle().pipe(mergeMap((value: unknown) => this.send(request, reply, value)))
  }

  /** The body of the response; headers and status are set on the reply. */
  async send(request: FastifyRequest, reply: FastifyReply, value: unknown): Promise<unknown> {
    if (value instanceof PageAnswer) return this.html(request, reply, value)
    if (value instanceof WayAnswer) {
      reply.status(303).header('location', value.address)
      return ''
    }
    if (value instanceof FileAnswer) {
      reply.status(200).headers(value.headers)
      return value.content instanceof Readable ? new StreamableFile(value.content) : value.content
    }
    if (value instanceof DataAnswer) {
      reply.status(value.status)
      return value.body
    }
    return value
  }

  private async html(
    request: FastifyRequest,
    reply: FastifyReply,
    { template, view, options }: PageAnswer,
  ): Promise<string> {
    const { done: words, audience, headers = {} } = options
    const { forms, problems } = await this.formsOf(request, view)
    const said = words?.[readText(request.query, 'done') ?? '']
    const summary = errorSummary(options.problems ?? problems)
    const whole = {
      ...view,
      ...forms,
      notices: [...(said ? [said] : []), ...(view.notices ?? [])],
      ...(summary && { problems: summary.lines }),
    }
    reply.headers(headers)
    const status = options.status ?? (summary ? 422 : 200)
    return this.pages.draw(request, reply, template, whole, { status, audience })
  }

  /** The forms that stand in a view, as controls, and all that is wrong with them. */
  private async formsOf(request: FastifyRequest, view: PageView) {
    const given = Object.entries(view).flatMap(([name, value]) => (value instanceof Filled ? [{ name, value }] : []))
    const forms = await Promise.all(
      given.map(async ({ name, value }) => [name, await this.controlsOf(request, value)] as const),
    )
    return { forms: Object.fromEntries(forms), problems: given.flatMap(({ value }) => value.problems) }
  }

  /**
   * A form as controls; one that is kept with what its author has typed before, unless that is what
   * was just sent.
   */
  private async controlsOf(request: FastifyRequest, { form, tree, problems, at, rest }: Filled) {
    const { language } = request
    const { fill, keptAt, sent } = rest
    const controls = (typed: Branch): FormView => {
      const same = formView(form, typed, { language, problems, at })
      return fill ? fill(same, language) : same
    }
    if (!keptAt) return controls(tree)
    const { kept, view } = await this.keeper.at(request, keptAt.place, keptAt.page)
    return { ...controls(sent ? tree : (kept?.input ?? tree)), keep: view }
  }
}
