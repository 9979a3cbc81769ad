/**
 * What the chart's stages and states say to the firm: how far its case is, what that means for it,
 * what the day is that it waits for, and what it has to do itself. The compiler names a state that
 * says nothing. Over 250 lines because it is words, read from top to bottom.
 */
import { type Bilingual, fill, joined, SENTENCES } from '../base/text.js'
import type { Announcement } from './hearings.js'
import type { Stage, State } from './machine.js'
import { metaOf } from './step.js'
import type { EventName } from './words.js'

export interface StageWords {
  readonly name: Bilingual
  /** The actions after which it is over. */
  readonly endsWith: readonly EventName[]
}

/** In the order in which a case goes through them. */
export const STAGE_WORDS: Readonly<Record<Stage, StageWords>> = {
  filling: { name: { zh: '填写', en: 'Fill in' }, endsWith: ['submit'] },
  intake: { name: { zh: '受理', en: 'Intake' }, endsWith: ['accept'] },
  assessment: { name: { zh: '评估', en: 'Assessment' }, endsWith: [] },
  decision: { name: { zh: '决定', en: 'Decision' }, endsWith: ['recommend', 'refuse'] },
  letter: { name: { zh: '推荐函', en: 'Letter' }, endsWith: ['recordLetter'] },
}

/** What the day is on which a case is due: above the day, and as a sentence with {day} in it. */
interface DayWords {
  readonly title: Bilingual
  readonly sentence: Bilingual
}

const day = (zh: string, en: string, sentenceZh: string, sentenceEn: string): DayWords => ({
  title: { zh, en },
  sentence: { zh: sentenceZh, en: sentenceEn },
})

/** Of the states that count to the decision, the day by which it is promised. */
export const DECISION_DAY = day('最迟决定日', 'A decision by', '最迟{day}有决定', 'A decision by {day}')

/** Of the other states in which a case is due. */
export const DUE_DAYS: Readonly<Partial<Record<State, DayWords>>> = {
  recommended: day('推荐函最迟制成日', 'The letter is ready by', '推荐函最迟{day}制成', 'The letter is ready by {day}'),
  awaitingCorrection: day('补正截止日', 'Correct it by', '{day}前补正', 'Correct it by {day}'),
  notRecommended: day(
    '申请复核截止日',
    'A review may be asked for until',
    '{day}前可申请复核',
    'Review may be asked for until {day}',
  ),
  underReview: day('最迟复核日', 'The result of the review by', '{day}前有复核结果', 'Result of the review by {day}'),
  letterIssued: day(
    '推荐函有效至',
    'The letter is valid until',
    '推荐函有效至{day}',
    'The letter is valid until {day}',
  ),
}

/**
 * What the firm has to do, and with which button: the acts by which it answers what waits for it, and a new application
 * before a permit ends. {count}: items, conditions, questions.
 */
interface TaskWords {
  readonly what: Bilingual
  /** Where there is one of it alone. */
  readonly one?: Bilingual | undefined
  /** In place of it once a colleague was asked to submit what is filled in. */
  readonly ready?: Bilingual
  readonly button: Bilingual
  /** With {day}: until when. */
  readonly until: Bilingual
  /** With {day}: the same once that day has passed, where it can still be done. */
  readonly late?: Bilingual
  /** What the case is called while the firm may be heard; else as its state is. */
  readonly label?: Bilingual
  /** Above its day, on the page of the case. */
  readonly title?: Bilingual
}

const task = (
  [zh, en, one]: readonly [zh: string, en: string, one?: string],
  [buttonZh, buttonEn]: readonly [zh: string, en: string],
  [untilZh, untilEn]: readonly [zh: string, en: string],
  more: Pick<TaskWords, 'label' | 'late' | 'title' | 'ready'> = {},
): TaskWords => ({
  what: { zh, en },
  one: one === undefined ? undefined : { zh, en: one },
  button: { zh: buttonZh, en: buttonEn },
  until: { zh: untilZh, en: untilEn },
  ...more,
})

/** After the day by which a letter would come in time by every limit that is promised. */
const RENEW_NOW: Bilingual = {
  zh: '续办应在{day}前提交，现已超过，请立即提交',
  en: 'The renewal should have been submitted by {day}. Submit it now',
}
const ANSWER_BY: Bilingual = { zh: '陈述意见截止日', en: 'Respond by' }

export const TASK_WORDS = {
  resubmit: task(
    ['补正{count}项', 'Correct {count} items', 'Correct 1 item'],
    ['补正', 'Correct'],
    ['{day}前补正', 'Correct by {day}'],
    { ready: { zh: '补正已填写，待核对提交', en: 'Correction filled in: to be checked and submitted' } },
  ),
  answerIntention: task(
    ['拟不予推荐，请陈述意见', 'Intended refusal: respond'],
    ['陈述意见', 'Respond'],
    ['{day}前陈述意见', 'Respond by {day}'],
    { label: { zh: '拟不予推荐，待陈述意见', en: 'Intended refusal' }, title: ANSWER_BY },
  ),
  answerRevocation: task(
    ['拟撤销推荐函，请陈述意见', 'Intended revocation: respond'],
    ['陈述意见', 'Respond'],
    ['{day}前陈述意见', 'Respond by {day}'],
    { label: { zh: '拟撤销推荐函，待陈述意见', en: 'Intended revocation' }, title: ANSWER_BY },
  ),
  meetCondition: task(
    ['落实附带条件{count}项', 'Meet {count} conditions', 'Meet 1 condition'],
    ['报告落实', 'Report'],
    ['{day}前落实', 'Meet by {day}'],
  ),
  settleConsent: task(
    [
      '人选不同意使用{count}类材料，请处理',
      'The candidate refuses {count} kinds of document',
      'The candidate refuses a document: settle it',
    ],
    ['处理', 'Settle'],
    ['{day}前处理', 'Settle by {day}'],
  ),
  message: task(
    [
      '部门有{count}项询问，请说明',
      'Answer {count} questions of the department',
      'Answer a question of the department',
    ],
    ['答复', 'Answer'],
    ['{day}前答复', 'Answer by {day}'],
  ),
  requestReview: task(
    ['不予推荐，可申请复核', 'Not recommended: you can ask for a review'],
    ['申请复核', 'Ask for a review'],
    ['{day}前可申请复核', 'Review may be asked for until {day}'],
  ),
  renew: task(
    ['许可将到期，请提交续办申请', 'The permit expires soon: submit a renewal'],
    ['续办', 'Renew'],
    ['最迟{day}提交续办', 'Submit the renewal by {day}'],
    { late: RENEW_NOW },
  ),
  submit: task(
    ['草稿，尚未提交', 'Draft, not submitted yet'],
    ['继续填写', 'Continue'],
    ['最迟{day}提交续办', 'Submit the renewal by {day}'],
    { ready: { zh: '已填写，待核对提交', en: 'Filled in: to be checked and submitted' }, late: RENEW_NOW },
  ),
} as const satisfies Readonly<Record<string, TaskWords>>
/** What the firm does about what waits for it. */
export type TaskAct = keyof typeof TASK_WORDS
export const TASK_ACTS = Object.keys(TASK_WORDS) as TaskAct[] // `keys` forgets them
const wordsOfTask = (act: TaskAct): TaskWords => TASK_WORDS[act]

interface Waiting {
  readonly act: TaskAct
  readonly count: number
  readonly askedBy?: number | null
  readonly answered?: number | null
}

/** Whether nothing is left to do of a correction but to send it. */
export const isAnswered = ({ count, answered }: Pick<Waiting, 'count' | 'answered'>): boolean => answered === count

/** How far a correction is that is not sent yet. */
export function answeredText({ count, answered }: Pick<Waiting, 'count' | 'answered'>): Bilingual {
  if (answered === count) return fill(count === 1 ? ONE_ANSWERED : ALL_ANSWERED, { count })
  const items = count === 1 ? 'item' : 'items'
  return { zh: `已答复${answered ?? 0}项，共${count}项`, en: `${answered ?? 0} of ${count} ${items} answered` }
}
const ALL_ANSWERED: Bilingual = {
  zh: '{count}项已补正，请提交',
  en: 'All {count} items answered: submit the correction',
}
const ONE_ANSWERED: Bilingual = { zh: '1项已补正，请提交', en: '1 item answered: submit the correction' }

/** What a task is, in a line. */
export function taskText(task: Waiting): Bilingual {
  const { act, count, askedBy, answered } = task
  const { what, one, ready } = wordsOfTask(act)
  if (ready && askedBy) return ready
  return answered ? answeredText(task) : fill(count === 1 && one ? one : what, { count })
}

/** Until when something waits for the firm, or that the day has passed. @param shown the day, as it is written there */
export function untilText(
  { act, day }: { readonly act: TaskAct; readonly day: string },
  today: string,
  shown: string | Bilingual,
): Bilingual {
  const { until, late } = wordsOfTask(act)
  return fill(late && day < today ? late : until, { day: shown })
}

interface Named {
  readonly state: State
  readonly tasks: readonly { readonly act: TaskAct }[] | null
  readonly announced?: Announcement | null | undefined
}

/** What a case is called to its firm: as its state is, or by what the firm is heard on until that is decided. */
export function labelFor({ state, tasks, announced }: Named): Bilingual {
  const heard = tasks?.map(({ act }) => wordsOfTask(act).label).find((label) => label)
  return heard ?? (announced ? ANNOUNCED_WORDS[announced].title : metaOf(state).label)
}

/** Of what the firm is heard on: what the case is called, and what stands above the day. */
export function hearingOf(act: TaskAct): { readonly label: Bilingual; readonly title: Bilingual } | undefined {
  const { label, title } = wordsOfTask(act)
  return label && title && { label, title }
}
/** What is announced to the firm: what it is, how it stands, and what comes next before and after its response. */
interface AnnouncedWords {
  readonly title: Bilingual
  readonly lead: Bilingual
  /** Before whatever else the head of the page says. */
  readonly brief: Bilingual
  readonly respond: Bilingual
  readonly wait: Bilingual
}
export const ANNOUNCED_WORDS: Readonly<Record<Announcement, AnnouncedWords>> = {
  announceRefusal: {
    title: { zh: '拟不予推荐', en: 'Intended refusal' },
    lead: {
      zh: '主管部门拟作出不予推荐的决定，理由如下。目前尚未作出决定。',
      en: 'The department intends to refuse, for the reasons below. No decision has been made.',
    },
    brief: {
      zh: '主管部门拟不予推荐，尚未作出决定。',
      en: 'The department intends to refuse. It has not decided yet.',
    },
    respond: { zh: '下一步：对拟不予推荐陈述意见', en: 'Next: respond to the intended refusal' },
    wait: { zh: '下一步：等待主管部门作出决定', en: 'Next: wait for the decision of the department' },
  },
  proposeRevocation: {
    title: { zh: '拟撤销推荐函', en: 'Intended revocation of the letter' },
    lead: {
      zh: '主管部门拟撤销推荐函，理由如下。目前尚未作出决定，推荐函仍然有效。',
      en:
        'The department intends to revoke the letter, for the reasons below. No decision has been made and ' +
        'the letter is still valid.',
    },
    brief: {
      zh: '主管部门拟撤销推荐函，尚未作出决定，推荐函目前仍然有效。',
      en: 'The department intends to revoke the letter. It has not decided yet, and the letter is still valid.',
    },
    respond: { zh: '下一步：对拟撤销推荐函陈述意见', en: 'Next: respond to the intended revocation of the letter' },
    wait: {
      zh: '下一步：等待主管部门对拟撤销推荐函作出决定',
      en: 'Next: wait for the decision on the intended revocation',
    },
  },
}

/** What a firm can be heard on. */
const HEARINGS = TASK_ACTS.flatMap((act) => {
  const heard = hearingOf(act)
  return heard ? [{ act, label: heard.label }] : []
})

/** What a firm has to do for a case of whatever state, and by which it can look for cases. */
export const SOUGHT: readonly { readonly act: TaskAct; readonly label: Bilingual }[] = [
  ...HEARINGS,
  { act: 'settleConsent', label: { zh: '人选不同意使用材料，待处理', en: 'Candidate refuses a document' } },
]

interface StateWords {
  readonly lead: Bilingual
  readonly tone?: 'ok' | 'near' | 'bad' | undefined
}

const says = (zh: string, en: string, tone?: StateWords['tone']): StateWords => ({ lead: { zh, en }, tone })

/** What is said of corrections while intake looks at a filing: how it stands, and what comes next. */
interface CorrectionWords {
  readonly lead: Bilingual
  readonly next: Bilingual
}

const FIRST_FILING: CorrectionWords = {
  lead: {
    zh: '申请已提交。受理人员正在核对材料是否齐全；须补正的，将一次性告知。',
    en: 'The application is submitted. Intake is checking it and will ask once for any corrections.',
  },
  next: {
    zh: '受理人员核对材料。齐全的予以受理；须补正的一次性告知；不予受理的说明理由。',
    en: 'Intake checks the documents, then accepts, asks once for all corrections, or declines with reasons.',
  },
}
const CORRECTED: CorrectionWords = {
  lead: {
    zh: '补正已提交。受理人员正在核对；仍不齐全的，最多还可以要求补正{left}次。',
    en: 'The correction is submitted. Intake is checking it and can ask for corrections {times}.',
  },
  next: {
    zh: '受理人员核对补正内容。齐全的予以受理；仍须补正的，最多还可以要求{left}次；不予受理的说明理由。',
    en: 'Intake checks the correction, then accepts, asks again ({times} at most), or declines with reasons.',
  },
}
const LAST_FILING: CorrectionWords = {
  lead: {
    zh: '补正已提交，受理人员正在核对。补正次数已用完，不再要求补正。',
    en: 'The correction is submitted and intake is checking it. It cannot ask for corrections again.',
  },
  next: {
    zh: '受理人员核对补正内容，予以受理；不予受理的说明理由。',
    en: 'Intake checks the correction, then accepts or declines with reasons. It cannot ask for corrections again.',
  },
}

/** @param asked how many rounds of correction there were, of `most` */
export function correctionWords(asked: number, most: number): CorrectionWords {
  if (asked === 0) return FIRST_FILING
  const left = most - asked
  if (left <= 0) return LAST_FILING
  const values = { left, times: left === 1 ? 'once more' : `${left} more times` }
  return { lead: fill(CORRECTED.lead, values), next: fill(CORRECTED.next, values) }
}

/** Said beside a form that saves itself. */
export const SAVED_AT: Bilingual = { zh: '{time} 已自动保存', en: 'Saved automatically at {time}' }
/** The same where the page shows other answers than are kept. */
export const SAVED_WHILE_OLD: Bilingual = {
  zh: '{time} 已自动保存。本页打开后，部分答复已在别处修改，刷新本页后可见',
  en:
    'Saved automatically at {time}. Some answers here were changed elsewhere after you opened this page: ' +
    'reload it to see them',
}
/** Nothing was saved: somebody else, or the reader in another window, has changed the same answers. */
export const CHANGED_FIRST: Bilingual = {
  zh: '{who} {time} 改过{names}。您填写的内容仍在本页，尚未保存；请点按“保存并继续”，对照后选择。',
  en:
    '{who} changed {names} at {time}. Your answers are still on this page but not saved. Select “Save ' +
    'and continue” to compare and choose.',
}
export const NEWER_RATE: Bilingual = {
  zh: '已有新的折算率（{day}），保存后按新折算率折算',
  en: 'There is a newer rate ({day}). It is used when you save',
}
/** The same item of a correction was answered by a colleague, or by the reader in another window. */
export const ANSWERED_BEFORE = {
  other: {
    zh: '同事刚答复了同一项。请点按“保存”，对照后选择。',
    en: 'A colleague has just answered the same item. Select “Save” to compare and choose.',
  },
  own: {
    zh: '您在另一个窗口答复了同一项。请点按“保存”，对照后选择。',
    en: 'You answered the same item in another window. Select “Save” to compare and choose.',
  },
}
export const ANSWERED: Readonly<Record<'other' | 'own', Bilingual>> = {
  other: { zh: '同事已答复：', en: 'A colleague has answered: ' },
  own: { zh: '您在另一个窗口已答复：', en: 'You have answered in another window: ' },
}
export const NO_ANSWER: Bilingual = { zh: '（空）', en: '(empty)' }

/** Said to a window that was still open when the correction was sent from another one. */
export const CORRECTION_SENT = {
  heading: { zh: '补正已经提交', en: 'The correction has been sent' },
  what: {
    zh: '{who}已于{at}提交补正。本页是提交前打开的，在本页所作的修改未保存。',
    en: '{who} sent the correction on {at}. This page was opened before that, and changes made on it were not saved.',
  },
  todo: [{ zh: '请打开案件查看已提交的内容和办理进度。', en: 'Open the case to see what was sent and how it stands.' }],
}

/** One sentence for each state. While the firm may write, its page is that of the tasks instead. */
export const STATE_WORDS: Readonly<Record<State, StateWords>> = {
  draft: says('草稿，尚未提交。', 'Draft, not submitted yet.'),
  submitted: FIRST_FILING,
  awaitingCorrection: says('待企业补正。', 'Waiting for the firm’s correction.', 'near'),
  underAssessment: says(
    '申请已受理，各部门正在评估。',
    'The application is accepted; the departments are assessing it.',
  ),
  awaitingDecision: says(
    '评估已完成，由未参与评估的人员作出决定。',
    'The assessment is complete. Someone who took no part in it will decide.',
  ),
  recommended: says(
    '已决定推荐。推荐函正在制作，完成后可在此下载。',
    'The department decided to recommend. The letter is being made. You can download it here when it is ready.',
    'ok',
  ),
  letterIssued: says(
    '推荐函已出具，并已送许可机关。请在有效期内向许可机关申请外国人工作许可。',
    'The letter was issued and sent to the permit authority. Apply there for the permit while it is valid.',
    'ok',
  ),
  letterReceived: says(
    '许可机关已签收推荐函。工作许可由许可机关依法决定，结果将显示在这里。',
    'The permit authority has received the letter. It decides on the permit under the law. The outcome ' +
      'will be shown here.',
    'ok',
  ),
  permitGranted: says('许可机关已准予工作许可。', 'The work permit was granted.', 'ok'),
  permitRefused: says(
    '许可机关未准予工作许可。有异议的，请向许可机关提出。',
    'The permit authority did not grant the permit. To object, contact that authority.',
    'bad',
  ),
  notRecommended: says(
    '决定不予推荐，理由如下。',
    'The department decided not to recommend, for the reasons below.',
    'bad',
  ),
  underReview: says(
    '复核已开始，由未参与本案的人员进行。',
    'The review has begun. It is carried out by people who have not worked on this case.',
  ),
  notAccepted: says(
    '申请未予受理，理由如下。修改后可以新建申请。',
    'The application was not accepted, for the reasons below. You can start another one once this is resolved.',
    'bad',
  ),
  withdrawn: says(
    '申请已撤回，不再办理。如有需要，可以新建申请。',
    'The application has been withdrawn. You can start another one.',
  ),
  lapsed: says(
    '补正期限内未收到补正，案件已终止。可以新建申请。',
    'We received no correction within the time limit, so the case has ended. You can start another application.',
    'bad',
  ),
  letterExpired: says(
    '推荐函已过有效期，许可机关未签收。仍有需要的，请新建申请。',
    'The letter expired before the permit authority received it. If you still need one, start another application.',
    'near',
  ),
  letterRevoked: says(
    '推荐函已撤销，不再有效，理由如下。',
    'The letter was revoked and is no longer in force, for the reasons below.',
    'bad',
  ),
  discarded: says('草稿已删除。', 'The draft has been discarded.'),
}

/** What becomes of a permit once its letter is revoked. */
const PERMIT_APART: Bilingual = {
  zh: '已获准的工作许可由许可机关另行处理，请与其联系。',
  en: 'What becomes of the permit that was granted is for the permit authority: contact it.',
}

/** What a state means for the firm, after all that has happened in the case. */
export function wordsIn(state: State, events: readonly { readonly action: EventName }[]): StateWords {
  const words = STATE_WORDS[state]
  const granted = state === 'letterRevoked' && events.some(({ action }) => action === 'recordGranted')
  return granted ? { ...words, lead: joined([words.lead, PERMIT_APART], SENTENCES) } : words
}
