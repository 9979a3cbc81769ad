/** The pages of signing in: the first, that of the second step, and what comes when one is in. */
import { Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import { ProviderSettings } from '../../people/provider.service.js'
import type { ComeIn, Missing } from '../../people/signIn.service.js'
import { Demonstration } from './demonstration.js'
import { Pages } from '../http/pages.js'
import { seeOther } from '../http/send.js'
import { isIn } from '../http/entrance.js'
import { codesView, enrolView } from './factor.view.js'
import { homeOf, type Kept, writeKept } from '../http/goOn.js'

/** Where somebody goes who is in, and what they send then. */
export interface Onward {
  readonly to: string
  readonly kept?: Kept | undefined
}

@Injectable()
export class SignInPages {
  constructor(
    private readonly pages: Pages,
    private readonly provider: ProviderSettings,
    private readonly demonstration: Demonstration,
  ) {}

  /** In, or the page of what is still missing. */
  go(request: FastifyRequest, reply: FastifyReply, step: ComeIn | Missing, onward: Onward) {
    return isIn(step) ? this.inside(request, reply, step, onward) : this.missing(request, reply, step, onward)
  }

  /** The first page once more, with what went wrong elsewhere. */
  begin(request: FastifyRequest, reply: FastifyReply, problem: Problem | undefined) {
    return this.first(request, reply, { to: '/', problem })
  }

  /** The first page: account and password. */
  first(
    request: FastifyRequest,
    reply: FastifyReply,
    { to, kept, account = '', problem }: Onward & { account?: string | undefined; problem?: Problem | undefined },
    status = 422,
  ) {
    const { accounts, password } = this.demonstration
    const view = {
      title: { zh: '登录', en: 'Sign in' },
      account,
      backTo: to,
      ...(problem && { problem: problem.message }),
      ...(kept && { kept: writeKept(kept) }),
      registerHref: '/register',
      ...(this.provider.name && { provider: providerView(this.provider.name, to) }),
      ...(accounts.length > 0 && { accounts, accountsPassword: password }),
    }
    return reply.send(this.pages.render(request, reply, 'sign-in', view, { status, audience: 'public' }))
  }

  /** The page of what is still missing. */
  missing(request: FastifyRequest, reply: FastifyReply, step: Missing, { to, kept }: Onward, problem?: Problem) {
    const demonstrated = this.demonstration.accounts.length > 0
    const carried = { ticket: step.ticket, backTo: to, ...(kept && { kept: writeKept(kept) }) }
    const said = problem && { problem: problem.message }
    const status = problem ? 422 : 200
    if (step.enrolment) {
      const view = {
        ...enrolView(step.enrolment, '/sign-in'),
        title: { zh: '添加验证器', en: 'Add an authenticator' },
        lead: first,
        carried,
        ...(demonstrated && { authenticatorHref: `/demonstration/codes?key=${step.enrolment.key}` }),
        ...said,
      }
      return reply.send(this.pages.render(request, reply, 'account/enrol', view, { status, audience: 'public' }))
    }
    const view = {
      title: { zh: '第二步：验证是您本人', en: 'Second step: show that it is you' },
      ...carried,
      code: step.authenticator,
      passkey: step.passkey,
      ...(demonstrated && { authenticatorHref: '/demonstration/codes' }),
      ...said,
    }
    return reply.send(this.pages.render(request, reply, 'account/second', view, { status, audience: 'public' }))
  }

  /** In: new recovery codes first, then what was typed before, or one's own work. */
  private inside(request: FastifyRequest, reply: FastifyReply, step: ComeIn, { to, kept }: Onward) {
    const next = to === '/' ? homeOf(step.person) : to
    if (step.codes.length > 0) {
      const view = codesView(step.codes, kept ? { to: kept.to, fields: kept.fields } : { href: next })
      return reply.send(this.pages.render(request, reply, 'account/codes', view))
    }
    if (!kept) return seeOther(reply, next)
    return reply.send(this.pages.render(request, reply, 'go-on', { ...kept, title: goOn }))
  }
}

const providerView = (name: Bilingual, to: string) => ({
  href: `/sign-in/provider?to=${encodeURIComponent(to)}`,
  text: name,
})

const goOn = { zh: '接着提交', en: 'Go on where you were' }
const first = {
  zh: '登录须有第二个要素，这样别人猜到或偷到密码也进不来。这一次请在手机上添加一个验证器；以后每次登录，除密码外再输入它显示的六位数字。',
  en: 'Signing in takes a second factor, so that a stolen password alone opens nothing. This once, add an authenticator on your telephone; from now on you enter its six digits after your password.',
}
