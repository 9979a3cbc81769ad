/** What administrators say of a service account and its keys. */
import type { z } from 'zod'
import * as ask from '../../forms/engine/field.js'
import type { Option } from '../../forms/engine/ui.js'
import { SERVICE_ACTS, type ServiceAct } from '../../workflow/serviceActs.js'
import { WORDS } from '../../workflow/words.js'

const optionsOf = (acts: readonly ServiceAct[]): Option[] => acts.map((value) => ({ value, label: WORDS[value].label }))

const membersOf = (acts: readonly ServiceAct[]) => ({
  name: ask.text('名称', 'Name', {
    max: 60,
    width: 20,
    hint: { zh: '显示在办理记录中，例如“人事系统”。', en: 'Shown in the history, for example “HR system”.' },
  }),
  purpose: ask.text('用途', 'Purpose', { max: 300 }),
  acts: ask.choices('允许办理的事项', 'Permitted actions', optionsOf(acts), {
    hint: {
      zh: '始终可以查看；未列出的事项须由人员登录后办理。',
      en: 'It can always view. Anything not listed here has to be done by a person who has signed in.',
    },
  }),
})

/** Of a firm: who is responsible is one of its people. */
export const firmServiceOf = (people: readonly Option[]) =>
  ask.form({ ...membersOf(SERVICE_ACTS.firm), ...responsibleOf(people) })

const responsibleOf = (people: readonly Option[]) => ({ responsible: ask.pick('负责人', 'Responsible person', people) })

/** Of a permit authority, which a system administrator names. */
export const authorityServiceOf = (authorities: readonly Option[]) =>
  ask.form({
    authority: ask.choice('机关', 'Authority', authorities, { control: 'select' }),
    ...membersOf(SERVICE_ACTS.permit),
    ...byAccount,
  })

const byAccount = {
  responsible: ask.text('负责人的账号', 'Account of the responsible person', {
    max: 200,
    width: 30,
    hint: { zh: '该机关的在职人员。', en: 'Somebody working at that authority.' },
  }),
}

export type ServiceForm = z.output<ReturnType<typeof firmServiceOf>> & { readonly authority?: string }

/** Another responsible person: of a firm one of its people, of an authority by account. */
export const responsibleForm = (people: readonly Option[] | undefined) =>
  ask.form(people ? responsibleOf(people) : byAccount)

export const SERVICE_KEY = ask.form({
  name: ask.text('名称', 'Name', { max: 60, width: 20 }),
  days: ask.whole('有效天数', 'Valid for (days)', { min: 1, max: 1_100, width: 3, unit: { zh: '天', en: 'days' } }),
  publicKey: ask
    .longText('公钥', 'Public key', {
      hint: {
        zh: '程序用自己的私钥签名时填写：PEM或JWK，ES256、EdDSA或RS256（2048位以上）。留空则新建一个只显示一次的密钥。',
        en:
          'Only if the program signs with its own private key: PEM or JWK, for ES256, EdDSA or RS256 (2048 ' +
          'bits or more). Leave empty to create a secret, which is shown once.',
      },
    })
    .optional(),
})
