/** The firm's record made ready for its page, and what it should know of its registration. */
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import { listAnswers } from '../../forms/engine/check.js'
import { FIRM_CHANGE, FIRM_REGISTRATION } from '../../forms/firm.js'
import type { FirmChange } from '../../people/firmChange.service.js'
import type { FirmSuspension } from '../../people/firmSuspension.service.js'
import type { FirmPaper } from '../../people/firmEntities.js'
import { type Firm, stateOf } from '../../people/firm.service.js'
import { day, time } from '../kit/page.js'
import type { Notice, Summary } from '../kit/parts.js'
import { link, tag } from '../kit/pieces.js'
import { factOf, facts } from '../kit/table.js'

/** How the registration stands, with what intake said and what may be done. */
export function standingOf(firm: Firm, mayCorrect: boolean) {
  const { confirmedAt, declinedAt, declineReason, registeredAt, sentInAt, sentBackAt, sentBackReason } = firm
  const correct = mayCorrect ? path.correctFirm : undefined
  switch (stateOf(firm)) {
    case 'suspended':
      return { tag: tag('已暂停', 'Suspended', 'red', 'stop'), text: SUSPENDED }
    case 'confirmed': {
      const text = { zh: '{day}确认，可以提交申请。', en: 'Confirmed on {day}; you may submit applications.' }
      return { tag: tag('已确认', 'Confirmed', 'green', 'end'), text: fill(text, { day: dayOf(confirmedAt) }) }
    }
    case 'declined':
      return {
        tag: tag('不予登记', 'Declined', 'red', 'end'),
        text: fill(DECLINED, { day: dayOf(declinedAt) }),
        reason: declineReason || undefined,
        way: {
          zh: '草稿可以查看，不能提交。对原因有异议的，请与主管部门联系；主管部门可以改为退回修改。',
          en:
            'Your drafts can still be read, but not submitted. If you disagree, contact the lead department, which ' +
            'can send the registration back for correction instead.',
        },
      }
    case 'sentBack':
      return {
        tag: tag('退回修改', 'Sent back', 'yellow', 'stop'),
        text: fill(SENT_BACK, { day: dayOf(sentBackAt) }),
        reason: sentBackReason || undefined,
        way: mayCorrect ? undefined : ASK_ADMINISTRATOR,
        correct: correct && { href: correct, text: { zh: '修改并再次提交', en: 'Correct and send again' } },
      }
    default: {
      const text = {
        zh: '{day}提交，主管部门正在核对。现在可以填写草稿，确认后方可提交。',
        en: 'Sent on {day} and being checked. You can prepare drafts now and submit once the firm is confirmed.',
      }
      return {
        tag: tag('待确认', 'Waiting', 'blue', 'ring'),
        text: fill(text, { day: dayOf(sentInAt ?? registeredAt) }),
        correct: correct && {
          href: correct,
          text: { zh: '更正登记内容', en: 'Correct the registration' },
          quiet: true,
        },
      }
    }
  }
}

const SUSPENDED = {
  zh: '已暂停提交新申请；在办的申请照常办理。',
  en: 'Suspended. You cannot submit new applications; open applications continue.',
}
const dayOf = (at: Date | null) => (at ? day(at) : '')
const SENT_BACK = {
  zh: '{day}退回。请按下面所写修改，再次提交；账号、同事和草稿都保留，没有问题的材料无需重新上传。',
  en:
    'Sent back on {day}. Correct what is named below and send it again. Your accounts, people and drafts ' +
    'are kept. You do not need to upload documents again if they were in order.',
}
const DECLINED = { zh: '{day}不予登记，原因如下。', en: 'Declined on {day}, for this reason.' }
const ASK_ADMINISTRATOR = {
  zh: '请企业管理员修改后再次提交。',
  en: 'Ask your firm’s administrator to correct the registration and send it again.',
}

/** What a firm should know before it begins: it is not confirmed yet, was sent back, or was declined. */
export function firmNotices(firm: Firm): Notice[] {
  const links = [link({ zh: '查看登记', en: 'View the registration' }, path.firm)]
  switch (stateOf(firm)) {
    case 'confirmed':
      return []
    case 'suspended':
      return [{ kind: 'bad', title: SUSPENDED, links }]
    case 'declined':
      return [
        {
          kind: 'bad',
          title: { zh: '主管部门没有确认贵单位的登记', en: 'The lead department did not confirm your firm' },
          text: firm.declineReason || undefined,
          links,
        },
      ]
    case 'sentBack':
      return [
        {
          kind: 'near',
          title: {
            zh: '企业登记被退回，请修改后再次提交',
            en: 'Your registration was sent back. Correct it and send it again',
          },
          text: firm.sentBackReason || undefined,
          links,
        },
      ]
    default:
      return [{ kind: 'near', ...WAITING, links }]
  }
}

const WAITING = {
  title: { zh: '登记待确认：可以填写草稿，暂不能提交', en: 'To be confirmed: you can draft but not submit' },
  text: {
    zh: '主管部门正在核对营业执照和授权书。确认后即可提交草稿。',
    en:
      'The lead department is checking the licence and the authorisation. Once it has confirmed the firm, ' +
      'you can submit your drafts.',
  },
}

/** A suspension as the firm reads it: what was announced, what it said, what was decided, and what it may still do. */
export function ownSuspension(open: FirmSuspension) {
  const { reason, answerUntil, answer, decision, decidedAt } = open
  return {
    title: decidedAt
      ? { zh: '贵单位已被暂停提交新申请', en: 'Your firm cannot submit new applications at present' }
      : { zh: '拟暂停贵单位提交新申请，请陈述意见', en: 'Your firm may be suspended. You can respond' },
    text: decidedAt
      ? { zh: '在办的申请照常办理，可以补正、陈述和申请复核。情况有变化的，可以随时再次陈述意见。', en: SUSPENDED_EN }
      : fill(INTENDED, { day: day(answerUntil) }),
    lines: facts(
      factOf({ zh: '理由', en: 'Reasons' }, reason),
      answer && factOf({ zh: '贵单位的意见', en: 'Your response' }, answer),
      decidedAt && factOf({ zh: '决定', en: 'Decision' }, decision ?? ''),
    ),
  }
}

const SUSPENDED_EN =
  'Applications that run go on: you may correct them, answer and ask for a review. If something has changed you may ' +
  'answer again at any time.'
const INTENDED = {
  zh: '请在{day}之前陈述意见；之后由另一位受理人员决定。决定之前，现有安排不变。',
  en: 'You can respond until {day}. Then another officer decides. Nothing changes until then.',
}

/** The change that the firm has asked for, and the ways to ask, correct or take it back; undefined without any. */
export function firmChangeView(firm: Firm, change: FirmChange | undefined, mayAsk: boolean) {
  if (!firm.confirmedAt || (!change && !mayAsk)) return undefined
  const ask = mayAsk ? path.changeFirm : undefined
  if (!change) return { ask: ask && { href: ask, text: { zh: '申请变更', en: 'Request a change' } } }
  const labels = listAnswers(FIRM_CHANGE, change.facts, Object.keys(change.facts))
  const sentBack = change.state === 'sentBack'
  return {
    title: sentBack
      ? { zh: '变更申请被退回', en: 'Change request sent back' }
      : { zh: '变更申请正在核对', en: 'Change request being checked' },
    text: fill(ASKED_CHANGE, { time: time(change.askedAt, 'short'), name: change.askedBy }),
    changed: facts(...labels.map(({ label, answer }) => answer && factOf(label, answer))),
    reason: (sentBack && change.reason) || undefined,
    ask: ask && {
      href: ask,
      text: sentBack
        ? { zh: '修改并再次提交', en: 'Correct and send again' }
        : { zh: '修改变更申请', en: 'Correct the request' },
    },
    withdraw: mayAsk ? path.withdrawFirmChange : undefined,
  }
}

const ASKED_CHANGE = {
  zh: '{name}于{time}提交。主管部门接受之前，原登记内容不变。',
  en: 'Sent by {name} on {time}. Nothing changes until the lead department accepts it.',
}

/** Everything that was registered, question by question, and what its papers are called. */
export function firmRecord(firm: Firm, papers: readonly FirmPaper[]): Summary {
  const { nameZh, nameEn, creditCode, district, zone, kind, crossBorderFiling, handler } = firm
  const answers = { nameZh, nameEn, creditCode, district, zone, kind, crossBorderFiling, handler }
  const labels = new Map(listAnswers(FIRM_REGISTRATION, {}).map(({ path, label }) => [path, label]))
  return facts(
    ...listAnswers(FIRM_REGISTRATION, answers, Object.keys(answers)).map(
      ({ label, answer }) => answer && factOf(label, answer),
    ),
    ...papers
      .filter(({ replacedAt }) => replacedAt === null)
      .map(({ id, kind, name }) => factOf(labels.get(kind) ?? kind, link(name, path.ownFirmPaper(id)))),
  )
}

/** Whether a second person has to look before submitting, and the button that changes it. */
export const secondPersonView = ({ secondPerson }: Firm, mayChange: boolean) => ({
  text: secondPerson
    ? {
        zh: '已开启：最后一次修改申请的人不能提交，须由另一位同事核对后提交。',
        en: 'On. The person who last changed an application cannot submit it; a colleague checks and submits it.',
      }
    : { zh: '未开启：填写人可以自行提交。', en: 'Off. The person who fills in an application can submit it.' },
  change: mayChange && {
    wanted: secondPerson ? 'no' : 'yes',
    button: secondPerson ? { zh: '关闭', en: 'Turn off' } : { zh: '开启', en: 'Turn on' },
  },
})
