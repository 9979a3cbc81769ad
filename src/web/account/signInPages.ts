/** The pages of signing in: the first, that of the second step, and what comes when one is in. */
import { Injectable } from '@nestjs/common'
import type { Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { inGroups } from '../../people/secrets.js'
import { ProviderSettings } from '../../people/providerSettings.js'
import type { SignedIn, Missing } from '../../people/signIn.service.js'
import { type Answer, done, page } from '../http/answers.js'
import { isIn } from '../http/entrance.js'
import { goOnPage, writeKept } from '../http/goOn.js'
import type { LateForm } from '../http/input.js'
import { homeOf } from '../http/pages.js'
import { Demonstration } from './demonstration.js'
import { codesPage, enrolPage } from './factor.view.js'

/** Where somebody goes who is in, and what they send then. */
export interface Onward {
  readonly to: string
  readonly kept?: LateForm | undefined
}

@Injectable()
export class SignInPages {
  constructor(
    private readonly provider: ProviderSettings,
    private readonly demonstration: Demonstration,
  ) {}

  /** In, or the page of what is still missing. */
  go(step: SignedIn | Missing, onward: Onward): Answer {
    return isIn(step) ? inside(step, onward) : this.missing(step, onward)
  }

  /** The first page: account and password; with what went wrong. */
  first(
    { to, kept, account = '', problem }: Onward & { account?: string | undefined; problem?: Problem | undefined },
    status = 422,
  ): Answer {
    const { accounts, password, hosts } = this.demonstration
    const view = {
      title: { zh: '登录', en: 'Sign in' },
      account,
      backTo: to,
      problem: problem?.message,
      kept: kept && writeKept(kept),
      registerHref: path.register,
      provider: this.provider.name && { href: withQuery(path.signInProvider, { to }), text: this.provider.name },
      accounts,
      accountsPassword: password,
      hosts: hosts.map(({ page: name, who, pin }) => ({ href: path.host(inGroups(name)), who, pin })),
    }
    return page('sign-in', view, { status, audience: 'public' })
  }

  /** The page of what is still missing. */
  missing(step: Missing, { to, kept }: Onward, problem?: Problem): Answer {
    const demonstrated = this.demonstration.accounts.length > 0
    const carried = { ticket: step.ticket, backTo: to, kept: kept && writeKept(kept) }
    if (step.enrolment) {
      const authenticatorHref = demonstrated && withQuery(path.demonstrationCodes, { key: step.enrolment.key })
      return enrolPage(
        step.enrolment,
        { action: path.signIn, lead: first, carried, passkeyTicket: step.ticket, authenticatorHref },
        problem,
        'public',
      )
    }
    const view = {
      title: { zh: '第二步：验证是您本人', en: 'Step 2: confirm that it is you' },
      ...carried,
      code: step.authenticator,
      passkey: step.passkey,
      authenticatorHref: demonstrated && path.demonstrationCodes,
      problem: problem?.message,
      languageForm: 'second-again',
      languageAction: path.signIn, // from the identity provider, too, one comes to this page
    }
    return page('account/second', view, { status: problem ? 422 : 200, audience: 'public' })
  }
}

/** In: new recovery codes first, then what was typed before, or one's own work. */
function inside(step: SignedIn, { to, kept }: Onward): Answer {
  const next = to === path.home ? homeOf(step.person) : to
  if (step.codes.length > 0) return codesPage(step.codes, kept ?? { href: next })
  return kept ? goOnPage(kept) : done(next)
}

const first = {
  zh: '登录时除密码外还须再次验证，以防密码泄露后被他人冒用。' + '请选一种方式，只需设置这一次，一两分钟。',
  en:
    'Signing in needs a second factor, so that a stolen password is not enough. Choose one and set it up ' +
    'once. It takes a minute or two.',
}
