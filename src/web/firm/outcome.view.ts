/**
 * What a case that the firm only follows says to it: how it came out, why, what can be done now;
 * its letters and messages.
 */
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { listAnswers } from '../../forms/engine/check.js'
import { showCheckCode } from '../../letters/checkCode.js'
import type { LetterLine } from '../../letters/letter.service.js'
import { FORMS } from '../../workflow/forms.js'
import type { PageContext } from '../case/clock.view.js'
import { standingTag } from '../case/letter.view.js'
import { timelineItems } from '../case/history.view.js'
import { both, dateText } from '../kit/page.js'
import type { Button, Summary, Tag, Text, TimelineItem } from '../kit/parts.js'
import type { Action, State } from '../../workflow/machine.js'

/** Which events carry the reasons of an outcome, by the state that they lead to; the last of each counts. */
const REASONS: Readonly<Partial<Record<State, readonly Action[]>>> = {
  notRecommended: ['refuse', 'upholdRefusal'],
  underReview: ['requestReview'],
  notAccepted: ['declineToAccept'],
  letterRevoked: ['revokeLetter'],
  permitRefused: ['recordRefused'],
}

const REVIEWED = { zh: '复核结论', en: 'What the review found' }

interface Saying {
  readonly lead: Bilingual
  readonly tone?: 'ok' | 'near' | 'bad'
}

/** One sentence for each state. While the firm may write, its page is that of the tasks instead. */
const SAYINGS: Readonly<Record<State, Saying>> = {
  draft: { lead: { zh: '草稿，尚未提交。', en: 'A draft, not submitted yet.' } },
  submitted: {
    lead: {
      zh: '申请已经提交。受理人员正在看材料是否齐全；要补正的，会一次说清。',
      en:
        'The application is submitted. Intake looks whether everything is ' +
        'here; whatever must be corrected is told once.',
    },
  },
  awaitingCorrection: { lead: { zh: '待企业补正。', en: 'A correction is awaited from the firm.' }, tone: 'near' },
  underAssessment: {
    lead: {
      zh: '申请已受理，各部门正在评估。',
      en: 'The application is accepted; the departments are assessing it.',
    },
  },
  awaitingDecision: {
    lead: {
      zh: '评估已完成，由没有参与评估的人作决定。',
      en: 'The assessment is done; somebody who took no part in it decides.',
    },
  },
  recommended: {
    lead: {
      zh: '决定推荐。推荐函正在制作，做好后在这里下载。',
      en: 'It was decided to recommend. The letter is being made; you can download it here when it is ready.',
    },
    tone: 'ok',
  },
  letterIssued: {
    lead: {
      zh: '推荐函已出具，并已送许可机关。请在有效期内向许可机关申请外国人工作许可。',
      en:
        'The letter is issued and has gone to the permit authority. Apply ' +
        'there for the work permit while it is valid.',
    },
    tone: 'ok',
  },
  letterReceived: {
    lead: {
      zh: '许可机关已签收推荐函。工作许可由许可机关依法决定，结果会显示在这里。',
      en:
        'The permit authority has received the letter. It decides on the ' +
        'permit under the law; the outcome will stand here.',
    },
    tone: 'ok',
  },
  permitGranted: { lead: { zh: '许可机关已准予工作许可。', en: 'The work permit was granted.' }, tone: 'ok' },
  permitRefused: {
    lead: {
      zh: '许可机关没有准予工作许可。有异议的，请向许可机关提出。',
      en: 'The permit authority did not grant the permit. Objections go to that authority.',
    },
    tone: 'bad',
  },
  notRecommended: {
    lead: { zh: '决定不予推荐，理由如下。', en: 'It was decided not to recommend, for the reasons below.' },
    tone: 'bad',
  },
  underReview: {
    lead: {
      zh: '复核已经开始，由没有经手过本案的人进行。',
      en: 'The review has begun; people who have not worked on this case carry it out.',
    },
  },
  notAccepted: {
    lead: {
      zh: '申请没有受理，理由如下。改好后可以新建一份申请。',
      en: 'The application was not accepted, for the reasons below. You may start another one when this is put right.',
    },
    tone: 'bad',
  },
  withdrawn: {
    lead: {
      zh: '申请已撤回，不再办理。需要时可以新建一份。',
      en: 'The application is withdrawn and goes no further. You may start another one.',
    },
  },
  lapsed: {
    lead: {
      zh: '补正期限内没有收到补正，案件已终止。可以新建一份申请。',
      en: 'No correction came within the time limit, and the case has ended. You may start another application.',
    },
    tone: 'bad',
  },
  letterExpired: {
    lead: {
      zh: '推荐函过了有效期，许可机关没有签收。仍有需要的，请新建一份申请。',
      en:
        'The letter ran out before the permit authority received it. If it ' +
        'is still needed, start another application.',
    },
    tone: 'near',
  },
  letterRevoked: {
    lead: {
      zh: '推荐函已撤销，不再有效，理由如下。',
      en: 'The letter is revoked and no longer in force, for the reasons below.',
    },
    tone: 'bad',
  },
  discarded: { lead: { zh: '草稿已删除。', en: 'The draft is discarded.' } },
}

export interface Outcome {
  readonly lead: Bilingual
  readonly tone?: 'ok' | 'near' | 'bad'
  readonly reasons?: Summary
  /** What can be done about it now. */
  readonly way?: Bilingual
}

/** The way to a review after a refusal, or why there is none. */
function wayOf({ case: { state, dueOn }, choices, events }: CaseFile): Bilingual | undefined {
  if (state !== 'notRecommended') return undefined
  const review = choices.find(({ action }) => action === 'requestReview')
  if (review?.enabled && dueOn)
    return both((language) =>
      language === 'zh'
        ? `不服这个决定的，可在${dateText(dueOn, 'zh')}前申请复核，由没有经手过本案的人重新看。`
        : `If you disagree, ask for a review by ${dateText(dueOn, 'en')}; people ` +
          'who have not worked on the case will look again.',
    )
  const reviewed = events.some(({ action }) => action === 'upholdRefusal')
  return reviewed
    ? {
        zh: '本案已复核过，维持原决定。',
        en: 'The case was reviewed and the decision stands.',
      }
    : {
        zh: '申请复核的期限已过。情况有变的，可以新建一份申请。',
        en: 'The time for asking for a review has passed. If circumstances change, start another application.',
      }
}

export function outcomeOf(file: CaseFile): Outcome {
  const { state } = file.case
  const saying = SAYINGS[state]
  const actions = REASONS[state] ?? []
  const rows = actions.flatMap((name) => {
    const event = file.events.findLast(({ action }) => action === name)
    if (!event) return []
    const answers = listAnswers(FORMS[name], event.content)
    return answers.flatMap(({ label, answer, path }) =>
      answer && !(name === 'refuse' && path === 'reasons')
        ? [{ key: name === 'upholdRefusal' ? REVIEWED : label, line: [answer] }]
        : [],
    )
  })
  const way = wayOf(file)
  return { ...saying, reasons: rows.length > 0 ? { rows } : undefined, way }
}

export interface LetterRow {
  readonly number: string
  readonly tag: Tag
  readonly text: Text
  readonly buttons: readonly Button[]
}

/** The letters that were issued, the newest first. */
export function letterRows(letters: readonly LetterLine[]): LetterRow[] {
  const issued = letters.filter(({ issuedAt, kind }) => issuedAt !== null && kind === 'recommendation')
  return issued.reverse().map((letter) => {
    const { id, number, issuedAt, validUntil, checkCode, endedAs } = letter
    return {
      number,
      tag: standingTag(letter),
      text: both((language) => {
        const code = showCheckCode(checkCode)
        const issuedOn = issuedAt ? dateText(issuedAt, language) : ''
        const end = validUntil ? dateText(validUntil, language) : ''
        return language === 'zh'
          ? `${issuedOn}签发${end && `，有效至${end}`}。核验码 ${code}`
          : `Issued ${issuedOn}${end && `, valid until ${end}`}. Check code ${code}`
      }),
      buttons: [
        {
          text: { zh: '下载 PDF', en: 'Download the PDF' },
          href: path.letterFile(id),
          about: number,
          kind: endedAs ? ('secondary' as const) : undefined,
        },
        { text: { zh: '看函件', en: 'Look at it' }, href: path.letter(id), kind: 'secondary', about: number },
      ],
    }
  })
}

/**
 * Everything else that happened and is open to the firm. The number of a letter in our registry
 * says nothing to anybody.
 */
export function historyOf(file: CaseFile, context: PageContext): TimelineItem[] {
  const events = file.events
    .filter(({ action }) => action !== 'message')
    .map((event) => (event.action === 'recordLetter' ? { ...event, content: null } : event))
  return timelineItems({ ...file, events }, context)
}
