/** What each effect of the chart means for people, and who acts next in a state, for those who decide on an action. */
import type { Bilingual } from '../base/text.js'
import type { Effect } from './effects.js'
import type { Waiting } from './machine.js'

/** What happens, and to what. */
export interface Consequence {
  readonly name: Bilingual
  readonly text: Bilingual
}

export const consequence = (nameZh: string, nameEn: string, text: Bilingual): Consequence => ({
  name: { zh: nameZh, en: nameEn },
  text,
})
const letter = (zh: string, en: string) => consequence('推荐函', 'Letter', { zh, en })
const departments = (zh: string, en: string) => consequence('参评部门', 'Departments', { zh, en })

/** The worker's and the clock's own are nobody's choice and have no words, nor has what only asks for something. */
const CONSEQUENCES: Readonly<Record<Effect, Consequence | null>> = {
  file: consequence('存档', 'Filed', {
    zh: '所填内容和材料按现状存档',
    en: 'answers and documents are filed as they stand now',
  }),
  nameDepartments: departments('所选部门可以查看案件', 'selected departments can see the case'),
  addDepartment: departments(
    '该部门可以查看案件，决定须等待其意见',
    'another department can see the case; the decision waits for its opinion',
  ),
  recordReport: consequence('意见', 'Opinion', {
    zh: '记为本部门本轮的意见',
    en: 'counts as your department’s opinion in this round',
  }),
  startRound: consequence('评估', 'Assessment', {
    zh: '新的一轮，每个参评部门提交一份意见',
    en: 'a new round; each department gives one opinion',
  }),
  requireReason: null,
  settleNotices: null,
  propose: null,
  sayFindings: null,
  orderLetter: letter(
    '取下一个文号，制作并签名，送工作许可机关',
    'takes the next number, is made and signed, and goes to the permit authority',
  ),
  issueLetter: null,
  receiveLetter: letter('记为已收到', 'counts as received'),
  voidLetter: letter(
    '现有的函作废，核验页立即显示',
    'the current letter becomes void; the check page shows this at once',
  ),
  supersedeLetter: letter(
    '现有的函被新函替代，核验页立即显示',
    'the current letter is replaced; the check page shows this at once',
  ),
  revokeLetter: letter('撤销，核验页立即显示“已撤销”', 'is revoked; the check page shows this at once'),
  expireLetter: null,
  setAsideRefusal: consequence('不予推荐决定书', 'Refusal', {
    zh: '撤销，核验页立即显示“已撤销”',
    en: 'is revoked; the check page shows “Revoked” at once',
  }),
  orderPaper: consequence('文书', 'Letter', {
    zh: '制作一份文书，企业可以下载',
    en: 'a letter is made, which the firm can download',
  }),
  orderForm: consequence('申请表', 'Application form', {
    zh: '按提交的内容制成 PDF，可以下载',
    en: 'is made as a PDF for you to download',
  }),
  voidFiling: consequence('收件凭证', 'Receipt', {
    zh: '连同申请表作废，再次提交后另发',
    en: 'becomes void with the application form; you get a new one when you submit again',
  }),
  recordPermit: consequence('许可期限', 'Permit', { zh: '到期前提醒企业', en: 'the firm is reminded before it ends' }),
  keepEvidence: consequence('附件', 'Files', {
    zh: '随申请保存，复核组可以查看',
    en: 'are kept with the request; the review panel can see them',
  }),
  callPanel: consequence('复核组', 'Panel', {
    zh: '由未参与本案的人员复核',
    en: 'people who have not worked on the case review it',
  }),
}

const BY_NAME: ReadonlyMap<string, Consequence | null> = new Map(Object.entries(CONSEQUENCES))

/** What an effect means for people; undefined for one that says nothing to them. */
export const consequenceOf = (effect: string): Consequence | undefined => BY_NAME.get(effect) ?? undefined

/** Whom a state waits for. */
export const WAITING_WORDS: Readonly<Record<Waiting, Bilingual>> = {
  firm: { zh: '企业', en: 'the firm' },
  intake: { zh: '牵头部门的受理人员', en: 'intake of the lead department' },
  assessor: { zh: '参评部门的评估人', en: 'assessors of the named departments' },
  approver: { zh: '牵头部门的审批人', en: 'an approver of the lead department' },
  worker: { zh: '系统自动制作推荐函，无须人员办理', en: 'the system makes the letter automatically' },
  permitOfficer: { zh: '工作许可机关', en: 'the permit authority' },
  reviewPanel: { zh: '复核组', en: 'the review panel' },
}
