/** How a firm registers itself, and what the lead department's intake answers. */
import type { z } from 'zod'
import type { Problem } from '../base/errors.js'
import { findCreditCodeFault } from '../base/identifiers.js'
import { NEW_PASSWORD } from './account.js'
import * as choose from './choices.js'
import * as ask from './engine/field.js'

/** The firm's own facts, as intake confirms them. */
const facts = {
  nameZh: ask.text('企业名称', 'Name in Chinese', {
    max: 120,
    width: 30,
    autocomplete: 'organization',
    hint: { zh: '与营业执照一致。', en: 'As on the business licence.' },
  }),
  nameEn: ask.text('英文名称', 'Name in English', {
    max: 200,
    width: 30,
    hint: { zh: '写进推荐函英文本。', en: 'Appears in the English letter.' },
  }),
  creditCode: ask.code('统一社会信用代码', 'Unified social credit code', {
    max: 30,
    hint: { zh: '18位，见营业执照。', en: '18 characters, on the business licence.' },
  }),
  district: ask.choice('注册地所在区', 'District of registration', choose.DISTRICTS, { control: 'select' }),
  zone: ask
    .text('所在功能区', 'Zone', {
      max: 60,
      width: 20,
      codes: choose.ZONES,
      hint: { zh: '例如虹桥国际中央商务区、外高桥。', en: 'For example Hongqiao International CBD or Waigaoqiao.' },
    })
    .optional(),
  kind: ask.choice('企业类型', 'Kind of firm', choose.FIRM_KINDS),
  crossBorderFiling: ask.choice('跨境电商备案', 'Cross-border filing', choose.CROSS_BORDER_FILINGS),
} as const

const handler = ask.group(
  '经办人',
  'Contact person',
  {
    name: ask.text('经办人姓名', 'Contact person’s name', { max: 60, width: 20, autocomplete: 'name' }),
    phone: ask.phone('经办人手机', 'Contact person’s telephone', { autocomplete: 'tel' }),
    email: ask.email('经办人电子邮箱', 'Contact person’s e-mail', { width: 30, autocomplete: 'email' }),
  },
  { hint: { zh: '经办人须为本企业员工。', en: 'Must be an employee of the firm.' } },
)

/** Registration begins with an e-mail address, which has to be shown to be one's own. */
export const ASK_REGISTRATION = ask.form({
  email: ask.email('登录邮箱', 'Sign-in e-mail address', {
    width: 30,
    autocomplete: 'email',
    hint: { zh: '用于登录和接收通知。', en: 'You will sign in with it and receive notifications there.' },
  }),
})

const licence = ask.file('营业执照', 'Business licence', { hint: { zh: 'PDF或图片。', en: 'A PDF or an image.' } })
const authorisation = ask.file('授权委托书', 'Letter of authorisation', {
  hint: { zh: '盖公章，写明经办人。', en: 'With the firm’s seal, naming the contact person.' },
})
const userName = ask.text('使用人姓名', 'Name of the person', { max: 60, width: 20, autocomplete: 'name' })

/** Registration: the facts, the papers, and the first account, which is the firm's administrator. */
export const FIRM_REGISTRATION = ask.form({
  ...facts,
  licence,
  handler,
  authorisation,
  account: ask.group('第一个账号', 'First account', { name: userName, password: NEW_PASSWORD }),
})

/**
 * The same as the page asks it: the contact person uses the account unless the box is not ticked, so that name and
 * address are asked once. A browser shows the other two questions when they are needed (_firm.scss).
 */
export const FIRM_REGISTRATION_ASKED = ask.form({
  ...facts,
  licence,
  handler: ask.group(
    '经办人',
    'Contact person',
    {
      name: handler.shape.name,
      phone: handler.shape.phone,
      same: ask
        .tick('登录账号由经办人使用，姓名和邮箱相同', 'The contact person uses the account: same name, same e-mail')
        .optional(),
      email: handler.shape.email.optional(),
    },
    { hint: { zh: '经办人须为本企业员工。', en: 'Must be an employee of the firm.' } },
  ),
  authorisation,
  account: ask.group('第一个账号', 'First account', { name: userName.optional(), password: NEW_PASSWORD }),
})
export type FirmRegistration = z.output<typeof FIRM_REGISTRATION>

/**
 * A wrong code would stop every application of the firm: it is better said at the registration (GB
 * 32100-2015). An empty one is the form's to say.
 */
export function creditCodeProblems(typed: unknown): Problem[] {
  const code = typeof typed === 'string' ? typed.normalize('NFKC').replace(/\s+/g, '').toUpperCase() : ''
  if (code === '' || findCreditCodeFault(code) === undefined) return []
  return [
    {
      code: 'creditCodeInvalid',
      path: 'creditCode',
      message: {
        zh: '统一社会信用代码有误：应为18位，最后一位为校验码。请对照营业执照更正。',
        en:
          'The credit code is wrong: it must have 18 characters, the last of which is a check character. ' +
          'Compare it with the business licence.',
      },
    },
  ]
}

/** What a firm may correct while it waits to be confirmed, or was sent back. */
export const FIRM_FACTS = ask.form({ ...facts, handler })
export type FirmFactsInput = z.output<typeof FIRM_FACTS>

const note = ask
  .longText('给受理人员的说明', 'Message to intake', {
    hint: { zh: '例如修改内容和原因。', en: 'For example what you changed and why.' },
  })
  .optional()

/** The same with new papers, each of which takes the place of the one that is there. */
export const FIRM_MENDING = ask.form({
  ...facts,
  handler,
  licence: ask
    .file('更换营业执照', 'New business licence', {
      hint: { zh: '不更换的无需选择，现有文件继续有效。', en: 'Leave empty to keep the current one.' },
    })
    .optional(),
  authorisation: ask
    .file('更换授权委托书', 'New letter of authorisation', {
      hint: { zh: '更换经办人的，须更换。', en: 'Needed when the contact person changes.' },
    })
    .optional(),
  note,
})

/** A confirmed firm asks for a change: everything but its credit code, with the papers that show it. */
export const FIRM_CHANGE = ask.form({
  nameZh: facts.nameZh,
  nameEn: facts.nameEn,
  district: facts.district,
  zone: facts.zone,
  kind: facts.kind,
  crossBorderFiling: facts.crossBorderFiling,
  handler,
  licence: ask
    .file('变更后的营业执照', 'New business licence', {
      hint: { zh: '变更名称或所在区的，须附。', en: 'Needed when the name or the district changes.' },
    })
    .optional(),
  authorisation: ask
    .file('新的授权委托书', 'New letter of authorisation', {
      hint: { zh: '更换经办人的，须附。', en: 'Needed when the contact person changes.' },
    })
    .optional(),
  note,
})

/** Intake announces that it means to suspend a firm. */
export const FIRM_SUSPENSION = ask.form({
  suspensionReason: ask.longText('拟暂停的事实、理由和依据', 'Facts, reasons and grounds of the intended suspension', {
    hint: {
      zh: '企业可见，并可以陈述意见；之后由另一位受理人员决定。',
      en: 'Visible to the firm, which can respond. Another intake officer then decides.',
    },
  }),
})

/** What is decided on it, or that it ends. */
export const FIRM_SUSPENSION_END = ask.form({
  decision: ask.longText('决定的理由', 'Reasons for the decision', {
    hint: { zh: '企业可见。请写明对企业意见的答复。', en: 'Visible to the firm. Address its response.' },
  }),
})

/** The firm is heard. */
export const FIRM_ANSWER = ask.form({
  answer: ask.longText('陈述意见', 'Your response', {
    hint: { zh: '请写明事实和理由。', en: 'State facts and reasons.' },
  }),
})

/** Intake sends a change back. */
export const FIRM_CHANGE_BACK = ask.form({
  toMend: ask.longText('退回的原因', 'Reasons for sending the change back', {
    hint: {
      zh: '企业可见。请写明修改要求或须补充的材料。',
      en: 'Visible to the firm. State what to correct or add.',
    },
  }),
})

/** Intake sends a registration back for correction. */
export const FIRM_SEND_BACK = ask.form({
  toCorrect: ask.longText('请企业修改的内容', 'Required corrections', {
    hint: {
      zh: '企业可见。请逐条写明，一次性告知；其账号、人员和草稿均保留。',
      en: 'Visible to the firm. List everything at once. Its accounts, people and drafts are kept.',
    },
  }),
})

/** Intake does not confirm a firm, and says why. */
export const FIRM_DECLINE = ask.form({
  reason: ask.longText('不予登记的原因', 'Reason for declining the firm', {
    hint: {
      zh: '企业可见。可以修改的请退回修改；不予登记后企业不能再修改。',
      en: 'Visible to the firm. If it can be corrected, send it back instead: a declined firm cannot make corrections.',
    },
  }),
})
