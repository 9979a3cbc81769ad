/**
 * Makes a response of what a handler gives back (answers.ts). Anything else that a handler returns
 * goes out as it is (JSON of the API).
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
import type { Problem } from '../../base/errors.js'
import { FILE_BUSY } from '../../cases/files/refusals.js'
import { errorSummary } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import { PageAnswer, PlainAnswer } from './answers.js'
import { RETRY_AFTER } from './failure.js'
import { Filled } from './filled.js'
import { FormKeeper } from './formKeeper.js'
import { readText } from './input.js'
import { Pages, type PageView } from './pages.js'

/** Nothing was wrong with what was sent: it may be sent again as it is. */
const isBusy = (problems: readonly Problem[]): boolean => problems.some(({ code }) => code === FILE_BUSY)

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
    if (!(value instanceof PlainAnswer)) return value
    reply.status(value.status).headers(value.headers)
    return value.content instanceof Readable ? new StreamableFile(value.content) : value.content
  }

  private async html(request: FastifyRequest, reply: FastifyReply, { template, view, options }: PageAnswer) {
    const { forms, problems } = await this.formsOf(request, view)
    const said = options.done?.[readText(request.query, 'done') ?? '']
    const wrong = options.problems ?? problems
    const summary = errorSummary(wrong)
    const whole = {
      ...view,
      ...forms,
      notices: [...(said ? [said] : []), ...(view.notices ?? [])],
      ...(summary && { problems: summary.lines }),
    }
    reply.status(options.status ?? (summary ? 422 : 200)).headers(options.headers ?? {})
    if (isBusy(wrong)) reply.status(503).header('retry-after', RETRY_AFTER.busy ?? '')
    return this.pages.draw(request, reply, template, whole, options.audience)
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
