/**
 * What can happen to a firm: what it is called in the firm's history, who is told of it, and in
 * which words. `intake` is that of the department that leads the firm's cases, `person` the colleague
 * whom the act names. The message of an act has the act's name with `firm:` before it.
 */
import type { Bilingual } from '../base/text.js'
import type { Group } from './mailChoices.js'

interface FirmActWords {
  readonly words: Bilingual
  readonly tells?: 'firm' | 'intake' | 'person'
  /** What those who are told read. */
  readonly news?: Bilingual
}

export const FIRM_ACTS = {
  registered: {
    words: { zh: '登记', en: 'Registered' },
    tells: 'intake',
    news: { zh: '有企业登记待确认', en: 'A firm has registered and is waiting for confirmation' },
  },
  corrected: { words: { zh: '企业更正登记内容', en: 'The firm corrected its registration' } },
  sentAgain: {
    words: { zh: '企业修改后再次提交登记', en: 'The firm corrected and resubmitted its registration' },
    tells: 'intake',
    news: { zh: '企业修改登记后再次提交', en: 'A firm has resubmitted its registration' },
  },
  secondPersonOn: { words: { zh: '要求提交前由另一位同事核对', en: 'A second person must check before submitting' } },
  secondPersonOff: { words: { zh: '取消提交前由另一位同事核对', en: 'A second person no longer has to check' } },
  roleSet: {
    words: { zh: '变更同事的权限', en: 'A colleague’s role was changed' },
    tells: 'person',
    news: {
      zh: '您在企业内的权限已变更，见企业页',
      en: 'Your role in your firm has changed. See “Firm”',
    },
  },
  confirmed: {
    words: { zh: '确认登记', en: 'Confirmed' },
    tells: 'firm',
    news: { zh: '企业登记已确认，可以提交申请', en: 'Your firm is confirmed. You can submit applications' },
  },
  sentBack: {
    words: { zh: '退回修改', en: 'Sent back for correction' },
    tells: 'firm',
    news: {
      zh: '企业登记被退回，请修改后再次提交',
      en: 'Your registration was sent back. Correct it and send it again',
    },
  },
  declined: {
    words: { zh: '不予登记', en: 'Declined' },
    tells: 'firm',
    news: { zh: '企业登记未获确认，原因见企业页', en: 'Your firm was not confirmed. See “Firm” for the reasons' },
  },
  changeAsked: {
    words: { zh: '申请变更', en: 'Change requested' },
    tells: 'intake',
    news: { zh: '企业申请变更登记内容', en: 'A firm requests a change of its details' },
  },
  changeSentAgain: {
    words: { zh: '修改变更申请后再次提交', en: 'Change request resubmitted' },
    tells: 'intake',
    news: { zh: '企业修改变更申请后再次提交', en: 'A firm has resubmitted its change request' },
  },
  changeWithdrawn: { words: { zh: '撤回变更申请', en: 'Change request withdrawn' } },
  changeAccepted: {
    words: { zh: '接受变更', en: 'Change accepted' },
    tells: 'firm',
    news: {
      zh: '变更已接受，新的登记内容已生效',
      en: 'The change of your firm’s details was accepted and is in force',
    },
  },
  changeSentBack: {
    words: { zh: '退回变更申请', en: 'Change sent back' },
    tells: 'firm',
    news: {
      zh: '变更申请被退回，请修改后再次提交',
      en: 'Your change request was sent back. Correct it and send it again',
    },
  },
  suspensionIntended: {
    words: { zh: '告知拟暂停', en: 'Intended suspension announced' },
    tells: 'firm',
    news: { zh: '拟暂停贵单位提交新申请，请陈述意见', en: 'Your firm may be suspended. You can respond' },
  },
  suspensionAnswered: {
    words: { zh: '企业陈述意见', en: 'The firm responded' },
    tells: 'intake',
    news: { zh: '企业就拟暂停陈述意见', en: 'A firm has responded to its intended suspension' },
  },
  suspensionDropped: {
    words: { zh: '不予暂停', en: 'Not suspended' },
    tells: 'firm',
    news: { zh: '主管部门决定不予暂停', en: 'The lead department has decided not to suspend your firm' },
  },
  suspended: {
    words: { zh: '暂停提交新申请', en: 'Suspended' },
    tells: 'firm',
    news: {
      zh: '贵单位已被暂停提交新申请，原因见企业页',
      en: 'Your firm cannot submit new applications at present. See “Firm” for the reasons',
    },
  },
  resumed: {
    words: { zh: '恢复提交', en: 'Suspension ended' },
    tells: 'firm',
    news: { zh: '暂停已结束，可以提交新申请', en: 'The suspension has ended. You can submit applications again' },
  },
  mandateAsked: {
    words: { zh: '代理请求委托，待用人单位确认', en: 'Mandate requested; waiting for the employer' },
    tells: 'firm',
    news: {
      zh: '代理委托待用人单位确认，见“委托”页',
      en: 'A mandate is waiting for the employer’s confirmation. See “Mandates”',
    },
  },
  mandateGiven: {
    words: { zh: '委托生效', en: 'Mandate in force' },
    tells: 'firm',
    news: { zh: '代理委托已生效，见“委托”页', en: 'A mandate is in force. See “Mandates”' },
  },
  mandateDeclined: {
    words: { zh: '委托未生效即终止', en: 'Mandate declined' },
    tells: 'firm',
    news: { zh: '代理委托未获确认，见“委托”页', en: 'A mandate was declined. See “Mandates”' },
  },
  mandateEnded: {
    words: { zh: '委托结束', en: 'Mandate ended' },
    tells: 'firm',
    news: {
      zh: '代理委托已结束，未办结的申请由用人单位办理',
      en: 'A mandate has ended. The employer takes over open applications',
    },
  },
  mandateLapsed: {
    words: { zh: '委托到期', en: 'Mandate expired' },
    tells: 'firm',
    news: {
      zh: '代理委托已到期，未办结的申请由用人单位办理',
      en: 'A mandate has expired. The employer takes over open applications',
    },
  },
  serviceMade: { words: { zh: '新建服务账号', en: 'Service account created' } },
  serviceKeyAdded: { words: { zh: '服务账号新增密钥', en: 'Service account key created' } },
  serviceKeyEnded: { words: { zh: '服务账号的密钥作废', en: 'Service account key revoked' } },
  serviceEnded: { words: { zh: '停用服务账号', en: 'Service account closed' } },
} as const satisfies Readonly<Record<string, FirmActWords>>

export type FirmAct = keyof typeof FIRM_ACTS

const KIND = 'firm:'
export const kindOf = (act: FirmAct): string => `${KIND}${act}`

const isAct = (act: string): act is FirmAct => Object.hasOwn(FIRM_ACTS, act)

/** What a message of this kind says, and to which choice of mail it belongs; undefined when it is about no firm. */
export function firmNews(kind: string): { readonly group: Group; readonly text: Bilingual } | undefined {
  const act = kind.startsWith(KIND) ? kind.slice(KIND.length) : ''
  if (!isAct(act)) return undefined
  const { tells, news }: FirmActWords = FIRM_ACTS[act]
  return news && { group: tells === 'intake' ? 'work' : 'progress', text: news }
}

/** Whom an act is told to; undefined when nobody is. */
export const toldOf = (act: FirmAct): FirmActWords['tells'] => (FIRM_ACTS[act] as FirmActWords).tells // some have none
