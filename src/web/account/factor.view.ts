/** The pages of second factors: a key to be scanned or typed, and codes to be kept. */
import type { Problem } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import { drawQr } from '../../letters/qr.js'
import type { Enrolment } from '../../people/factor.service.js'
import { page } from '../http/answers.js'
import type { LateForm } from '../http/input.js'
import type { ViewOf } from '../http/pages.js'

/** A key as people read it: in groups of four. */
const inGroups = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ')

interface EnrolPage extends Pick<ViewOf<'account/enrol'>, 'back' | 'carried' | 'passkeyTicket' | 'authenticatorHref'> {
  /** Where the first code is sent. */
  readonly action: string
  readonly lead: Bilingual
}

const ADD = { zh: '添加验证器', en: 'Add an authenticator' }
const SET_UP = { zh: '设置第二种验证方式', en: 'Set up a second factor' }

/** The key as a picture and as text, and the form that brings its first code. */
export const enrolPage = ({ key, uri, sealed }: Enrolment, view: EnrolPage, problem?: Problem, audience?: 'public') =>
  page(
    'account/enrol',
    {
      title: view.passkeyTicket === undefined ? ADD : SET_UP,
      ...view,
      qr: `data:image/svg+xml;base64,${Buffer.from(drawQr(uri)).toString('base64')}`,
      key: inGroups(key),
      enrolment: sealed,
      problem: problem?.message,
      languageForm: view.carried ? 'second-again' : undefined,
      languageAction: view.carried ? view.action : undefined,
    },
    { status: problem ? 422 : 200, audience },
  )

/** Recovery codes, shown this once, and where one goes on. */
export const codesPage = (codes: readonly string[], next: { readonly href: string } | LateForm) =>
  page('account/codes', { title: { zh: '恢复码', en: 'Recovery codes' }, codes, ...next })
