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
    news: { zh: '有企业登记待确认', en: 'A firm has registered and waits to be confirmed' },
  },
  corrected: { words: { zh: '企业更正登记内容', en: 'The firm corrected its registration' } },
  sentAgain: {
    words: { zh: '企业修改后再次提交登记', en: 'The firm changed its registration and sent it again' },
    tells: 'intake',
    news: { zh: '企业修改登记后再次提交', en: 'A firm has sent its corrected registration' },
  },
  secondPersonOn: { words: { zh: '要求提交前由另一位同事过目', en: 'A second person has to look before submitting' } },
  secondPersonOff: { words: { zh: '取消提交前由另一位同事过目', en: 'No second person has to look any more' } },
  roleSet: {
    words: { zh: '变更同事的权限', en: 'A colleague’s role was changed' },
    tells: 'person',
    news: {
      zh: '您在企业内的权限已变更，见企业页',
      en: 'Your role in your firm has changed; see the firm’s page',
    },
  },
  confirmed: {
    words: { zh: '确认登记', en: 'Confirmed' },
    tells: 'firm',
    news: { zh: '企业登记已确认，可以提交申请', en: 'Your firm is confirmed; you may submit applications' },
  },
  sentBack: {
    words: { zh: '退回修改', en: 'Sent back for correction' },
    tells: 'firm',
    news: {
      zh: '企业登记被退回，请修改后再次提交',
      en: 'Your registration was sent back; correct it and send it again',
    },
  },
  declined: {
    words: { zh: '不予登记', en: 'Declined' },
    tells: 'firm',
    news: { zh: '企业登记未获确认，原因见企业页', en: 'Your firm was not confirmed; its page says why' },
  },
  changeAsked: {
    words: { zh: '申请变更', en: 'Asked for a change' },
    tells: 'intake',
    news: { zh: '企业申请变更登记内容', en: 'A firm asks for a change of its data' },
  },
  changeSentAgain: {
    words: { zh: '修改变更申请后再次提交', en: 'Sent the change again' },
    tells: 'intake',
    news: { zh: '企业修改变更申请后再次提交', en: 'A firm has sent the change of its data again' },
  },
  changeWithdrawn: { words: { zh: '撤回变更申请', en: 'Withdrew the change' } },
  changeAccepted: {
    words: { zh: '接受变更', en: 'Change accepted' },
    tells: 'firm',
    news: {
      zh: '变更已接受，新的登记内容已生效',
      en: 'The change of your firm’s data is accepted and holds from now on',
    },
  },
  changeSentBack: {
    words: { zh: '退回变更申请', en: 'Change sent back' },
    tells: 'firm',
    news: {
      zh: '变更申请被退回，请修改后再次提交',
      en: 'The change of your firm’s data was sent back; correct it and send it again',
    },
  },
  suspensionIntended: {
    words: { zh: '告知拟暂停', en: 'Intended suspension announced' },
    tells: 'firm',
    news: { zh: '拟暂停贵单位提交新申请，请陈述意见', en: 'A suspension of your firm is intended; you may answer' },
  },
  suspensionAnswered: {
    words: { zh: '企业陈述意见', en: 'The firm answered' },
    tells: 'intake',
    news: { zh: '企业就拟暂停陈述意见', en: 'A firm has answered on its suspension' },
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
      en: 'Your firm may submit no new application for now; its page says why',
    },
  },
  resumed: {
    words: { zh: '恢复提交', en: 'Suspension ended' },
    tells: 'firm',
    news: { zh: '暂停已结束，可以提交新申请', en: 'The suspension has ended; you may submit applications again' },
  },
  mandateAsked: {
    words: { zh: '代理请求委托，待用人单位确认', en: 'Mandate asked for; the employer has to confirm it' },
    tells: 'firm',
    news: {
      zh: '代理委托待用人单位确认，见“委托”页',
      en: 'A mandate waits for the employer’s confirmation; see the page “Mandates”',
    },
  },
  mandateGiven: {
    words: { zh: '委托生效', en: 'Mandate in force' },
    tells: 'firm',
    news: { zh: '代理委托已生效，见“委托”页', en: 'A mandate is in force; see the page “Mandates”' },
  },
  mandateDeclined: {
    words: { zh: '委托未生效即终止', en: 'Mandate not agreed to' },
    tells: 'firm',
    news: { zh: '代理委托未获确认，见“委托”页', en: 'A mandate was not agreed to; see the page “Mandates”' },
  },
  mandateEnded: {
    words: { zh: '委托结束', en: 'Mandate ended' },
    tells: 'firm',
    news: {
      zh: '代理委托已结束，未办结的申请由用人单位办理',
      en: 'A mandate has ended; open applications are the employer’s',
    },
  },
  mandateLapsed: {
    words: { zh: '委托到期', en: 'Mandate over: its last day has passed' },
    tells: 'firm',
    news: {
      zh: '代理委托已到期，未办结的申请由用人单位办理',
      en: 'The last day of a mandate has passed; open applications are the employer’s',
    },
  },
  serviceMade: { words: { zh: '新建服务账号', en: 'Service account made' } },
  serviceKeyAdded: { words: { zh: '服务账号新增密钥', en: 'Key added to a service account' } },
  serviceKeyEnded: { words: { zh: '服务账号的密钥作废', en: 'Key of a service account ended' } },
  serviceEnded: { words: { zh: '停用服务账号', en: 'Service account ended' } },
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
