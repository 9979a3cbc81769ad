/**
 * What the chart's stages and states say to the firm: how far its case is, what that means for it,
 * and what the day is that it waits for. The compiler names a state that says nothing.
 */
import type { Bilingual } from '../base/text.js'
import type { Stage, State } from './machine.js'
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
  assessment: { name: { zh: '评估', en: 'Review' }, endsWith: [] },
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
export const DECISION_DAY = day('最迟这天有决定', 'A decision by', '最迟{day}有决定', 'A decision by {day}')

/** Of the other states in which a case is due. */
export const DUE_DAYS: Readonly<Partial<Record<State, DayWords>>> = {
  recommended: day(
    '推荐函最迟这天做好',
    'The letter is ready by',
    '推荐函最迟{day}做好',
    'The letter is ready by {day}',
  ),
  awaitingCorrection: day('请在这天之前补正', 'Correct it by', '{day}前补正', 'Correct it by {day}'),
  notRecommended: day(
    '这天之前可以申请复核',
    'A review may be asked for until',
    '{day}前可申请复核',
    'Review may be asked for until {day}',
  ),
  underReview: day(
    '最迟这天有复核结果',
    'The result of the review by',
    '{day}前有复核结果',
    'Result of the review by {day}',
  ),
  letterIssued: day(
    '推荐函有效至',
    'The letter is valid until',
    '推荐函有效至{day}',
    'The letter is valid until {day}',
  ),
}

interface StateWords {
  readonly lead: Bilingual
  readonly tone?: 'ok' | 'near' | 'bad' | undefined
}

const says = (zh: string, en: string, tone?: StateWords['tone']): StateWords => ({ lead: { zh, en }, tone })

/** One sentence for each state. While the firm may write, its page is that of the tasks instead. */
export const STATE_WORDS: Readonly<Record<State, StateWords>> = {
  draft: says('草稿，尚未提交。', 'A draft, not submitted yet.'),
  submitted: says(
    '申请已经提交。受理人员正在看材料是否齐全；要补正的，会一次说清。',
    'The application is submitted. Intake looks whether everything is here; whatever must be corrected is told once.',
  ),
  awaitingCorrection: says('待企业补正。', 'A correction is awaited from the firm.', 'near'),
  underAssessment: says(
    '申请已受理，各部门正在评估。',
    'The application is accepted; the departments are assessing it.',
  ),
  awaitingDecision: says(
    '评估已完成，由没有参与评估的人作决定。',
    'The assessment is done; somebody who took no part in it decides.',
  ),
  recommended: says(
    '决定推荐。推荐函正在制作，做好后在这里下载。',
    'It was decided to recommend. The letter is being made; you can download it here when it is ready.',
    'ok',
  ),
  letterIssued: says(
    '推荐函已出具，并已送许可机关。请在有效期内向许可机关申请外国人工作许可。',
    'The letter is issued and has gone to the permit authority. Apply there for the work permit while it is valid.',
    'ok',
  ),
  letterReceived: says(
    '许可机关已签收推荐函。工作许可由许可机关依法决定，结果会显示在这里。',
    'The permit authority has received the letter. It decides on the permit under the law; ' +
      'the outcome will stand here.',
    'ok',
  ),
  permitGranted: says('许可机关已准予工作许可。', 'The work permit was granted.', 'ok'),
  permitRefused: says(
    '许可机关没有准予工作许可。有异议的，请向许可机关提出。',
    'The permit authority did not grant the permit. Objections go to that authority.',
    'bad',
  ),
  notRecommended: says('决定不予推荐，理由如下。', 'It was decided not to recommend, for the reasons below.', 'bad'),
  underReview: says(
    '复核已经开始，由没有经手过本案的人进行。',
    'The review has begun; people who have not worked on this case carry it out.',
  ),
  notAccepted: says(
    '申请没有受理，理由如下。改好后可以新建一份申请。',
    'The application was not accepted, for the reasons below. You may start another one when this is put right.',
    'bad',
  ),
  withdrawn: says(
    '申请已撤回，不再办理。需要时可以新建一份。',
    'The application is withdrawn and goes no further. You may start another one.',
  ),
  lapsed: says(
    '补正期限内没有收到补正，案件已终止。可以新建一份申请。',
    'No correction came within the time limit, and the case has ended. You may start another application.',
    'bad',
  ),
  letterExpired: says(
    '推荐函过了有效期，许可机关没有签收。仍有需要的，请新建一份申请。',
    'The letter ran out before the permit authority received it. If it is still needed, start another application.',
    'near',
  ),
  letterRevoked: says(
    '推荐函已撤销，不再有效，理由如下。',
    'The letter is revoked and no longer in force, for the reasons below.',
    'bad',
  ),
  discarded: says('草稿已删除。', 'The draft is discarded.'),
}
