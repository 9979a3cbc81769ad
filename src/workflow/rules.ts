/**
 * The conditions that the chart names. Three kinds, never mixed
 * (docs/architecture.md#the-statechart): `WHO` hides an action from a person, `WHEN` leaves it
 * visible and says why it must wait, `BRANCH` only chooses the target. All are total functions
 * of the facts. Over 250 lines because each condition stands beside the reason that people read.
 */
import { sayDate } from '../base/dates.js'
import type { Problem, Reason } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import { fill } from '../base/text.js'
import { type Actor, FIRM_ROLES, has, mayFillIn, maySubmit } from '../people/actor.js'
import { SENSITIVE, type Sensitive } from '../forms/choices.js'
import { labelOf } from '../forms/engine/ui.js'
import type { MandateAct } from '../people/mandateActs.js'
import type { ActionEvent, CorrectionItem, Facts } from './facts.js'

type Person = (actor: Actor, facts: Facts) => boolean
const ofFirm: Person = (actor, facts) => actor.firmId === facts.firmId
const ofAgent: Person = (actor, facts) => actor.firmId !== null && actor.firmId === facts.mandate?.agentId
const ofLead: Person = (actor, facts) => actor.authorityId !== null && actor.authorityId === facts.leadId
const ofNamed: Person = (actor, facts) => actor.authorityId !== null && facts.departments.includes(actor.authorityId)
const ofDepartments: Person = (actor, facts) => ofLead(actor, facts) || ofNamed(actor, facts)
const ofReview: Person = (actor, facts) => actor.authorityId !== null && actor.authorityId === facts.reviewAuthorityId
const ofPermitAuthority: Person = (actor, facts) =>
  actor.authorityId !== null && actor.authorityId === facts.permitAuthorityId

export const WHO = {
  firm: (actor, facts) => has(actor, ...FIRM_ROLES) && (ofFirm(actor, facts) || ofAgent(actor, facts)),
  leadIntake: (actor, facts) => has(actor, 'intake') && ofLead(actor, facts),
  leadAssessor: (actor, facts) => has(actor, 'assessor') && ofLead(actor, facts),
  leadApprover: (actor, facts) => has(actor, 'approver') && ofLead(actor, facts),
  leadOfficer: (actor, facts) => has(actor, 'intake', 'assessor', 'approver') && ofLead(actor, facts),
  namedAssessor: (actor, facts) => has(actor, 'assessor') && ofNamed(actor, facts),
  departmentStaff: (actor, facts) =>
    has(actor, 'intake', 'assessor', 'approver', 'supervisor') && ofDepartments(actor, facts),
  departmentSupervisor: (actor, facts) => has(actor, 'supervisor') && ofDepartments(actor, facts),
  permitOfficer: (actor, facts) => has(actor, 'permitOfficer') && ofPermitAuthority(actor, facts),
  reviewPanel: (actor, facts) => has(actor, 'reviewPanel') && ofReview(actor, facts),
  claimHolder: (actor, facts) =>
    actor.id !== null &&
    facts.claimedBy !== null &&
    (facts.claimedBy === actor.id || facts.standsInFor.includes(facts.claimedBy)),
  clock: (actor) => actor.kind === 'clock',
  worker: (actor) => actor.kind === 'worker',
  candidate: (actor) => actor.kind === 'talent',
} as const satisfies Record<string, Person>
export type Who = keyof typeof WHO

interface Condition {
  readonly holds: (facts: Facts, actor: Actor) => boolean
  readonly because: (facts: Facts, actor: Actor) => readonly (Bilingual & Partial<Reason>)[]
}
const condition = (holds: Condition['holds'], zh: string, en: string): Condition => ({
  holds,
  because: () => [{ zh, en }],
})
const notAnnouncedYet: Bilingual = {
  zh: '须先把不予推荐的意向和理由告知企业，听取其意见。',
  en: 'First inform the firm of the intention to refuse and the reasons, and hear its response.',
}
function mayStillAnswer(until: string | null): Bilingual {
  const day = until === null ? { zh: '期限届满', en: 'its time limit ends' } : sayDate(until)
  return {
    zh: `已告知企业可以陈述意见至${day.zh}；企业答复之前或者期限届满之前，不能决定不予推荐。`,
    en: `The firm can respond until ${day.en}. You cannot refuse before it has responded or that day has passed.`,
  }
}
const notProposedYet: Bilingual = {
  zh: '须先把拟撤销推荐函的意向和理由告知企业，听取其意见。',
  en: 'First inform the firm of the intention to revoke the letter and the reasons, and hear its response.',
}
function mayStillObject(until: string | null): Bilingual {
  const day = until === null ? { zh: '期限届满', en: 'its time limit ends' } : sayDate(until)
  return {
    zh: `已告知企业可以陈述意见至${day.zh}；企业答复之前或者期限届满之前，不能撤销。`,
    en:
      `The firm can respond until ${day.en}. You cannot revoke the letter ` +
      'before it has responded or that day has passed.',
  }
}
const noRoute: Bilingual = {
  zh: '现在没有生效的推荐路径，不能推荐。须由政策编辑人员起草“推荐路径”，经另一人批准。',
  en:
    'No recommended route is in force, so you cannot recommend. A policy editor has to draft one under ' +
    '“Recommended routes”, and another one has to approve it.',
}
const routeHasEnded: Bilingual = {
  zh:
    '推荐所依据的政策已于{day}期满，现在不能推荐，这也不是不予推荐的理由。' +
    '须由政策编辑人员在“政策依据”或“推荐路径”中起草后续政策，经另一人批准。',
  en:
    'The policy for recommendations expired on {day}. You cannot recommend now, but this is not a reason ' +
    'for refusal. A policy editor has to draft its successor under “Policy basis” or “Recommended ' +
    'routes”, and another one has to approve it.',
}
/** A reason of its own for each kind of document, at a place of its own. */
const ofDocuments = (reason: Bilingual, about: Sensitive) => ({
  ...fill(reason, { about: labelOf(SENSITIVE, about) }),
  path: `consents.${about}`,
})
const notConsented: Bilingual = {
  zh: '人选尚未同意使用“{about}”。请把“人选本人页面”的二维码或链接交给人选，由人选本人决定。',
  en:
    'The candidate has not yet consented to the use of: {about}. Give the candidate the QR code or link of “The ' +
    'candidate’s own page”, where they decide.',
}
const consentRefused: Bilingual = {
  zh:
    '人选不同意使用“{about}”。' +
    '须人选同意现有或更换后的材料，或者由企业删除材料，或者由经办人员登记处理情况后，才能推荐。',
  en:
    'The candidate does not consent to the use of: {about}. Before you can recommend, the candidate has ' +
    'to consent to this document or another one, the firm has to remove it, or an officer has to record ' +
    'how it was settled.',
}
const claimedByYou: Bilingual = { zh: '您已认领本案。', en: 'You have claimed this case.' }
const claimedByOther: Bilingual = {
  zh: '本部门已有人认领本案。',
  en: 'Somebody in your department has claimed this case.',
}
const isIn = (people: readonly number[], actor: Actor) => actor.id !== null && people.includes(actor.id)

const isReported = (facts: Facts, { authorityId }: Actor) =>
  authorityId !== null && facts.reported.includes(authorityId)

/** Why somebody of a firm may not fill in for it; begins a draft, too (cases/starting.ts). */
export const READS_ONLY = {
  code: 'mayFillIn',
  zh: '您的权限是查阅，不能填写。需要填写的，请贵单位管理员在“企业”页调整。',
  en: 'Your role is view only. To fill in applications, ask your firm’s administrator to change it under “Firm”.',
} as const

const covers = ({ mandate }: Facts, act: MandateAct) => mandate?.acts.includes(act) ?? false

export const WHEN = {
  mayFillIn: condition((_, actor) => mayFillIn(actor), READS_ONLY.zh, READS_ONLY.en),
  maySubmit: condition(
    // officers, who write messages as well, do not speak for a firm
    (_, actor) => actor.firmId === null || maySubmit(actor),
    '提交和回复部门由有提交权限的同事（申请人或企业管理员）办理；您可以请其核对后提交。',
    'A colleague who may submit (applicant or administrator) submits and answers the department. Ask them to check ' +
      'and submit.',
  ),
  mandateSubmits: condition(
    (facts, actor) => !ofAgent(actor, facts) || covers(facts, 'submit'),
    '用人单位的委托只包括填写。请用人单位核对后提交，或者扩大委托范围。',
    'The employer’s mandate only covers filling in. The employer has to submit, or give a wider mandate.',
  ),
  mandateReports: condition(
    (facts, actor) => !ofAgent(actor, facts) || covers(facts, 'report'),
    '用人单位的委托不包括取得推荐函后的报告，请用人单位办理。',
    'The employer’s mandate does not cover reports after the letter. The employer has to make them.',
  ),
  firmConfirmed: condition(
    (facts) => facts.firmConfirmed,
    '牵头部门尚未确认贵单位的登记。',
    'The lead department has not confirmed the firm yet.',
  ),
  firmNotSuspended: condition(
    (facts, actor) => !facts.firmSuspended && !(ofAgent(actor, facts) && facts.mandate?.agentSuspended),
    '贵单位已被暂停提交新申请，原因见“企业”页；在办的申请照常办理。',
    'Your firm cannot submit new applications at present. See “Firm” for the reasons. Open applications continue.',
  ),
  anotherFilled: condition(
    (facts, actor) => facts.filledLast === null || facts.filledLast !== actor.id,
    '贵单位要求提交前由另一位同事核对。最后一次修改是您做的，请另一位同事核对后提交。',
    'Your firm requires a second person to check before submitting. You made the last change, so a ' +
      'colleague has to check and submit.',
  ),
  notAskedToSubmit: condition(
    (facts) => !facts.askedToSubmit,
    '已请同事核对提交，之后没有修改。',
    'A colleague was already asked to submit. Nothing has changed since.',
  ),
  neverFiled: condition(
    (facts) => !facts.filed,
    '申请提交过，编号保留，不能删除。不再办理的，请重新提交后撤回。',
    'Submitted before, so it keeps its number and cannot be discarded. To end it, submit and withdraw it.',
  ),
  noBlocks: {
    holds: (facts) => facts.blocks.length === 0,
    because: (facts) => facts.blocks.map((block) => ({ ...block.message, code: block.code, path: block.path })),
  },
  departmentNotReported: condition(
    (facts, actor) => !isReported(facts, actor),
    '贵部门本轮已经提交意见。',
    'Your department has already submitted an opinion in this round.',
  ),
  hasNotReported: condition(
    // once the department has all its reports nobody else must report either
    (facts, actor) => !isIn(facts.reporters, actor) || isReported(facts, actor),
    '您本轮已经提交意见，须由本部门另一人提交。',
    'You have already submitted an opinion in this round. Another person in your department must submit.',
  ),
  correctionsLeft: {
    holds: (facts) => facts.corrections < facts.correctionsAllowed,
    because: (facts) => [
      fill(
        {
          zh: '补正已有 {n} 次，最多 {n} 次。',
          en: 'Corrections have been asked {n} times, the most that is allowed.',
        },
        { n: facts.corrections },
      ),
    ],
  },
  hasNotAssessed: condition(
    (facts, actor) => !isIn(facts.assessors, actor),
    '您评估过本案，须由另一位审批人决定。',
    'You assessed this case. Another approver must decide.',
  ),
  anotherAfterRefusal: condition(
    // a case that was refused is decided again only after a review has overturned that, or it was reopened
    (facts, actor) => !isIn(facts.refusers, actor),
    '您作出过不予推荐的决定，须由另一位审批人重新决定。',
    'You refused this case. Another approver must make the new decision.',
  ),
  hasTouchedNothing: condition(
    (facts, actor) => !isIn(facts.touched, actor),
    '您办理过本案，须由未参与的人员复核。',
    'You have worked on this case. Somebody else must review it.',
  ),
  noInterest: condition(
    (facts, actor) => !isIn(facts.interested, actor),
    '您已申报与本案有利害关系，须回避。',
    'You declared an interest in this case and cannot work on it.',
  ),
  unclaimed: {
    holds: (facts) => facts.claimedBy === null,
    because: ({ claimedBy }, { id }) => [claimedBy === id ? claimedByYou : claimedByOther],
  },
  claimed: condition(
    (facts) => facts.claimedBy !== null,
    '本部门尚无人认领本案。',
    'Nobody in your department has claimed this case.',
  ),
  notReviewedYet: condition(
    (facts) => !facts.reviewed,
    '本案已经复核过一次。',
    'The case has been reviewed once already.',
  ),
  inTime: condition((facts) => !facts.timeIsUp, '期限已过。', 'The time limit has passed.'),
  limitRuns: condition(
    (facts) => facts.limitRuns,
    '期限现在中止计算，恢复计算后才能延长。',
    'The time limit is paused. It can be extended once it runs again.',
  ),
  notExtended: condition(
    (facts) => !facts.extended,
    '这一环节的期限已经延长过一次。',
    'The time limit of this stage has been extended once already.',
  ),
  notChased: condition(
    (facts) => facts.chasable.length > 0,
    '待办部门最近一个工作日内已经催办过；同一部门每个工作日最多催办一次。',
    'The department has already been chased in the last working day. You can chase it once a working day.',
  ),
  taskOpen: condition((facts) => facts.tasksOpen.length > 0, '本案没有未完成的子任务。', 'The case has no open tasks.'),
  timeIsUp: condition((facts) => facts.timeIsUp, '期限尚未届满。', 'The time limit has not passed.'),
  letterFailed: condition((facts) => facts.letterFailed, '推荐函正在制作。', 'The letter is being made.'),
  refusalHeard: {
    // a hearing that was promised is kept, whether or not the rules ask for one
    holds: ({ intention, intentionNeeded }) => intention === 'heard' || (intention === 'none' && !intentionNeeded),
    because: ({ intention, intentionUntil }) => [
      intention === 'none' ? notAnnouncedYet : mayStillAnswer(intentionUntil),
    ],
  },
  routeInForce: {
    holds: (facts) => facts.routes > 0,
    because: ({ routesEndedOn: day }) => [day === null ? noRoute : fill(routeHasEnded, { day: sayDate(day) })],
  },
  routesEnded: condition(
    ({ routes, pausedForRoute }) => routes === 0 && !pausedForRoute,
    '有生效的推荐路径，或已经中止计时。',
    'A recommendation route is in force, or the time limit is already paused.',
  ),
  routesBack: condition(
    ({ routes, pausedForRoute }) => routes > 0 && pausedForRoute,
    '没有因推荐路径期满而中止计时，或尚无生效的推荐路径。',
    'The time limit is not paused for lack of a route, or no route is in force yet.',
  ),
  permitFits: condition(
    // without a route nothing is worked out, and that reason is given already
    (facts) => facts.routes === 0 || facts.permitMonths > 0,
    '合同或护照剩余的时间不足一个月，没有可以建议的许可期限。请退回评估，由企业补正后再推荐。',
    'Less than a month of the contract or passport is left, so no permit can be proposed. Return the ' +
      'case to assessment and ask the firm to correct it.',
  ),
  notAnnounced: condition(
    (facts) => facts.intention === 'none',
    '不予推荐的意向已经告知企业。',
    'The firm has already been informed of the intention to refuse.',
  ),
  intentionOpen: condition(
    (facts) => facts.intention === 'open',
    '没有等待答复的不予推荐意向。',
    'No intended refusal is waiting for a response.',
  ),
  conditionsOpen: condition(
    (facts) => facts.conditionsMet.length < facts.conditions,
    '推荐没有尚待落实的附带条件。',
    'The recommendation has no open conditions.',
  ),
  conditionUnconfirmed: condition(
    (facts) => facts.conditionsConfirmed.length < facts.conditions,
    '推荐没有尚待确认的附带条件。',
    'The recommendation has no conditions to confirm.',
  ),
  reportOpen: condition(
    // that an intended revocation is given up is for those who may propose one
    (facts, actor) => facts.reportsOpen.length > 0 || (facts.revocation !== 'none' && has(actor, 'approver')),
    '没有等待处理的报告。',
    'No reports are waiting.',
  ),
  reportUnasked: condition(
    (facts) => facts.reportsUnasked.length > 0,
    '没有可以请企业补充说明的报告。',
    'There is no report to ask the firm about.',
  ),
  notProposed: condition(
    (facts) => facts.revocation === 'none',
    '拟撤销推荐函的意向已经告知企业。',
    'The firm has already been informed of the intention to revoke the letter.',
  ),
  revocationOpen: condition(
    (facts) => facts.revocation === 'open',
    '没有等待答复的撤销意向。',
    'No intended revocation is waiting for a response.',
  ),
  revocationHeard: {
    // a hearing that was promised is kept, whether or not the rules ask for one
    holds: ({ revocation, revocationNeeded, revocationAsked }) =>
      revocationAsked || revocation === 'heard' || (revocation === 'none' && !revocationNeeded),
    because: ({ revocation, revocationUntil }) => [
      revocation === 'none' ? notProposedYet : mayStillObject(revocationUntil),
    ],
  },
  anotherRevokes: condition(
    (facts, actor) =>
      !facts.revocationNeeded ||
      facts.revocationAsked ||
      facts.revocationProposer === null ||
      facts.revocationProposer !== actor.id,
    '撤销是您提议的，须由另一位审批人决定。',
    'You proposed the revocation. Another approver must decide.',
  ),
  consentsGiven: {
    holds: (facts) => facts.consentsAwaited.length === 0,
    because: (facts) => facts.consentsAwaited.map((about) => ofDocuments(notConsented, about)),
  },
  consentsSettled: {
    holds: (facts) => facts.consentsOpen.length === 0,
    because: (facts) => facts.consentsOpen.map((about) => ofDocuments(consentRefused, about)),
  },
  anotherSettled: condition(
    (facts, actor) => !isIn(facts.consentSettlers, actor),
    '人选不同意使用材料一事由您登记处理，须由另一位审批人决定推荐。',
    'You recorded how a refused consent was settled. Another approver must recommend.',
  ),
  consentOpen: condition(
    (facts) => facts.consentsOpen.length > 0,
    '没有待处理的人选不同意事项。',
    'There is no refused or withdrawn consent to settle.',
  ),
  notEscalated: condition(
    (facts) => !facts.escalated,
    '已经提请主管注意。',
    'The supervisor has already been informed.',
  ),
  reminderDue: condition((facts) => facts.reminder !== null, '尚未到提醒日期。', 'No reminder is due.'),
} as const satisfies Record<string, Condition>
export type When = keyof typeof WHEN
export const BRANCH = {
  lastReport: (facts, event) =>
    facts.departments.every(
      (id) =>
        facts.reported.includes(id) ||
        (id === event.actor.authorityId && facts.ownReports + 1 >= facts.assessorsNeeded),
    ),
  askedAtIntake: (facts) => facts.askedFrom === 'submitted',
} as const satisfies Record<string, (facts: Facts, event: ActionEvent) => boolean>
export type Branch = keyof typeof BRANCH
/** The parameters of the one guard. */
export interface By {
  readonly who: readonly Who[]
  readonly when?: readonly When[]
  readonly branch?: Branch
}

export const whoHolds = (by: By, actor: Actor, facts: Facts): boolean => by.who.some((name) => WHO[name](actor, facts))

/** Every reason why the action must wait; empty when it need not. */
export function reasonsAgainst(by: By, actor: Actor, facts: Facts): Reason[] {
  return (by.when ?? []).flatMap((name) =>
    WHEN[name].holds(facts, actor)
      ? []
      : WHEN[name].because(facts, actor).map((because) => ({ code: name, ...because })),
  )
}

/** The places that a notice of correction may not ask for again. */
export const barredPlaces = ({ askedBefore, repeatsAllowed }: Facts): readonly string[] =>
  askedBefore.filter((on) => !repeatsAllowed.includes(on))

/**
 * What is wrong with a notice of correction: nothing may be asked for twice, unless an approver has
 * allowed it with a reason (as a proposal). Source: 行政许可法 Art. 32 (all deficiencies at once), Art.
 * 35 (the same papers are not asked for again).
 */
export function repeatedItems(items: readonly CorrectionItem[], facts: Facts): Problem[] {
  const barred = barredPlaces(facts)
  return items.flatMap((item, index) =>
    barred.includes(item.on)
      ? [
          {
            code: 'askedBefore',
            path: `items.${index}.on`,
            message: {
              zh: '这一项先前的补正通知已经要求过。确需再次要求的，请审批人先提出并写明理由。',
              en:
                'An earlier notice of this case asked for this. To ask again, an ' +
                'approver must first propose it with a reason.',
            },
          },
        ]
      : [],
  )
}
