/**
 * Forms that keep what is typed (cases/keptForms.ts). A handler of a form declares `@KeepsForm`:
 * what is sent with `_keep` is kept and never done, by the button “save for later”, or quietly by
 * the script while somebody types; when the form is done (303), what was kept is dropped. The page
 * of the form asks `at()` or `below()` for it.
 */
import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
  SetMetadata,
  type Type,
  UseInterceptors,
} from '@nestjs/common'
import { ModuleRef, Reflector } from '@nestjs/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { of } from 'rxjs'
import type { z } from 'zod'
import { causeOf } from '../../base/cause.js'
import { Clock, dateInShanghai } from '../../base/clock.js'
import type { Tx } from '../../base/database.js'
import { Invalid, NotFound } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import { type KeptForm, KeptForms } from '../../cases/keptForms.js'
import { readForm } from '../../forms/engine/body.js'
import type { Branch } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import { type Difference, differing, windowsTable } from '../kit/differing.js'
import { time } from '../kit/page.js'
import type { KeepView } from '../kit/parts.js'
import { KEEPS, ownPath, personOf } from './access.js'
import { type Answer, data, done, page } from './answers.js'
import { keepWish, readId, readText, sentFields } from './input.js'

/** What a form holds that is kept, and what its page says of it. */
export interface Keeping {
  readonly place: string
  /** Undefined when nothing is kept. */
  readonly kept: KeptForm | undefined
  readonly view: KeepView
}

/** Says where two windows differ, for a form whose declaration alone cannot. */
export abstract class FormDifferences {
  abstract list(person: Person, place: string, theirs: Branch, mine: Branch): Promise<readonly Difference[]>
}

type Params = Readonly<Record<string, string>>

/** A form that is kept: what it asks, and where it stands. */
export interface KeptAt {
  readonly form: z.ZodObject | ((params: Params) => z.ZodObject | undefined)
  /** The form's address, when it is not that of the request. */
  readonly place?: (params: Params, request: FastifyRequest) => string
  readonly differences?: Type<FormDifferences>
}

/** Declares that what is typed into the form of this handler is kept until it is done. */
export const KeepsForm = (form: KeptAt['form'], rest: Omit<KeptAt, 'form'> = {}) =>
  applyDecorators(SetMetadata<string, KeptAt>(KEEPS, { form, ...rest }), UseInterceptors(FormKeeper))

declare module 'fastify' {
  interface FastifyRequest {
    keeping?: Keeping
  }
}

/**
 * The address of the form that was sent, the same one however its ids are written: by it a form is
 * found again, and erased. Throws NotFound when an id is none.
 */
const addressOf = ({ routeOptions: { url = '' } }: FastifyRequest, params: Params): string =>
  url.replace(/:(\w+)/g, (_, name: string) => String(readId(params[name] ?? '')))

@Injectable()
export class FormKeeper implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
    private readonly forms: KeptForms,
    private readonly clock: Clock,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler) {
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    const declared = this.reflector.get<KeptAt>(KEEPS, context.getHandler())
    const params = request.params as Params // fastify reads every parameter as text
    const place = declared.place?.(params, request) ?? addressOf(request, params)
    const wish = keepWish(request)
    if (wish) {
      request.logged = undefined // nothing is done
      const form = typeof declared.form === 'function' ? declared.form(params) : declared.form
      if (!form) throw new NotFound()
      const page = ownPath(readText(request.body, '_onward', 500) ?? place)
      return of(await this.keep(request, { form, place, page, differences: declared.differences }, wish))
    }
    const kept = await this.forms.find(personOf(request), place)
    request.keeping = { place, kept, view: { ...this.viewOf(kept), ...typedView(request, kept) } }
    return next.handle()
  }

  /**
   * What is kept of the form at an address; of the form that was sent, what was typed is not kept
   * yet. `page` is where the form stands, when that is not its address.
   */
  async at(request: FastifyRequest, place: string, page: string | null = null): Promise<Keeping> {
    if (request.keeping?.place === place) return request.keeping
    const kept = await this.forms.find(personOf(request), place)
    return { place, kept, view: this.viewOf(kept, page) }
  }

  /**
   * What is kept of all forms below an address, for a page with several; `page` is where it goes on
   * when one of them was kept. `within`: the transaction in which the page asks for what else it shows.
   */
  async below(request: FastifyRequest, below: string, page: string, within?: Tx): Promise<KeptBelow> {
    const all = await this.forms.list(personOf(request), below, within)
    return {
      all,
      at: (place) => {
        if (request.keeping?.place === place) return request.keeping
        const kept = all.find((one) => one.place === place)
        return { place, kept, view: this.viewOf(kept, page) }
      },
    }
  }

  /** Keeps a form of this request anew with another content: what has become of it, or was added to it. */
  async renew(request: FastifyRequest, form: z.ZodObject, input: Branch, at = request.keeping): Promise<void> {
    if (!at) return
    const kept = await this.forms.keep(personOf(request), { ...{ place: at.place, form, input }, mark: at.kept?.mark })
    if (kept) request.keeping = { place: at.place, kept, view: this.viewOf(kept, at.view.page) }
  }

  /** When something was kept; the day too, when it was not today. */
  savedAt(kept: KeptForm): Bilingual {
    return time(kept.savedAt, dateInShanghai(kept.savedAt) === this.clock.today() ? 'clock' : 'short')
  }

  private viewOf(kept: KeptForm | undefined, page: string | null = null): KeepView {
    return { page, mark: kept?.mark ?? '', saved: kept ? saved(this.savedAt(kept)) : null, state: 'kept' }
  }

  private async keep(request: FastifyRequest, at: FormPlace, wish: string): Promise<Answer> {
    const person = personOf(request)
    if (wish === DISCARD) {
      await this.forms.drop(person, at.place)
      return done(at.page)
    }
    const { tree } = readForm(request.body)
    const wanted = { place: at.place, form: at.form, input: tree, mark: readText(request.body, '_kept') }
    if (wish === QUIETLY) return this.keepQuietly(request, wanted)
    const kept = await this.forms.keep(person, wanted)
    if (!kept) return this.elsewhere(request, at, tree)
    return done(wish.startsWith('/') ? ownPath(wish) : at.page)
  }

  /** The script's own saving, while somebody types. */
  private async keepQuietly(request: FastifyRequest, wanted: Parameters<KeptForms['keep']>[1]): Promise<Answer> {
    const { language } = request
    try {
      const kept = await this.forms.keep(personOf(request), wanted)
      if (kept) {
        const message = saved(this.savedAt(kept))[language]
        return data({ savedAt: kept.savedAt.toISOString(), mark: kept.mark, message })
      }
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      const message = error.problems[0]?.message[language] ?? ''
      return data({ error: 'invalid', message }, 422)
    }
    const other = await this.forms.find(personOf(request), wanted.place)
    const message = elsewhere(other && this.savedAt(other))[language]
    return data({ error: 'stale', message }, 409)
  }

  /** The same person has kept it from another window: where the two differ, and the choice. */
  private async elsewhere(request: FastifyRequest, at: FormPlace, mine: Branch): Promise<Answer> {
    const person = personOf(request)
    const other = await this.forms.find(person, at.place)
    if (!other) return done(at.page)
    const list = at.differences && this.modules.get(at.differences, { strict: false })
    const rows = (await list?.list(person, at.place, other.input, mine)) ?? differing(at.form, other.input, mine)
    const fields = sentFields(request, ['_kept', '_keep']) ?? []
    const title = { zh: '您在另一个窗口也暂存过', en: 'You have saved this in another window too' }
    const view = {
      title,
      savedAt: this.savedAt(other),
      table: rows.length > 0 ? windowsTable(title, rows) : undefined,
      action: request.url,
      hidden: [...fields, { name: '_kept', value: other.mark }],
      page: at.page,
    }
    return page('kept-elsewhere', view, { status: 409 })
  }
}

interface FormPlace extends Pick<KeptAt, 'differences'> {
  readonly form: z.ZodObject
  readonly place: string
  readonly page: string
}

export interface KeptBelow {
  /** The last one first. */
  readonly all: readonly KeptForm[]
  readonly at: (place: string) => Keeping
}

const QUIETLY = 'quietly'
const DISCARD = 'discard'

const saved = (at: Bilingual): Bilingual => ({ zh: `已暂存 ${at.zh}`, en: `Saved ${at.en}` })
const elsewhere = (at: Bilingual | undefined): Bilingual => ({
  zh: `您在另一个窗口${at ? ` ${at.zh} ` : ''}也暂存过。此处填写的内容尚未保存，请点按“暂存”，对照后选择。`,
  en:
    `You saved this in another window too${at ? `, ${at.en}` : ''}. Your text here is not saved. ` +
    'Select “Save for later” to compare and choose.',
})

/** A page that shows what was sent: it goes on from what was kept when the form was opened. */
const typedView = (request: FastifyRequest, kept: KeptForm | undefined): Pick<KeepView, 'mark' | 'page' | 'state'> => ({
  page: readText(request.body, '_onward', 500) ?? null,
  mark: readText(request.body, '_kept') ?? kept?.mark ?? '',
  state: 'unsaved',
})

/** Drops what was kept of a form once it is done. The answer waits for it; that it was done does not depend on it. */
export function watchKeptForms(server: FastifyInstance, forms: KeptForms): void {
  const log = new Logger('web')
  server.addHook('onSend', async (request, reply) => {
    const { keeping, person } = request
    if (!keeping?.kept || !person || reply.statusCode !== 303) return
    await forms
      .drop(person, keeping.place)
      .catch((error: unknown) => log.warn({ msg: 'a kept form was not dropped', ...causeOf(error) }))
  })
}
