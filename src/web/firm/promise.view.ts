/**
 * The day that the firm waits for, or that waits for the firm, with the working-day ruler: what
 * stands at the top of the aside.
 */
import type { Bilingual } from '../../base/text.js'
import type { State } from '../../workflow/machine.js'
import { metaOf, PROMISED } from '../../workflow/step.js'
import { type PageContext, askedFromOf, caseRuler, promisedOn, STAGE_LIMITS, stageOf } from '../case/clock.view.js'
import { both, counted, dateText } from '../kit/page.js'
import { type Ruler, ruler } from '../kit/ruler.js'
import { type MovedLine, movedLines } from './moved.view.js'
import type { OwnCase } from '../case/own.js'

export interface PromiseAside {
  readonly title: Bilingual
  readonly day: Bilingual
  readonly ruler?: Ruler
  readonly text?: Bilingual
  /** How the day moved, and why. */
  readonly moved?: readonly MovedLine[]
}

const day = (on: string): Bilingual => both((language) => dateText(on, language))
const provisional = {
  zh: '那一年的放假安排还没有公布，日期为暂定。',
  en: 'The holidays of that year are not announced yet; the date is provisional.',
}
const added = (text: Bilingual, more: Bilingual | false): Bilingual =>
  more ? { zh: text.zh + more.zh, en: `${text.en} ${more.en}` } : text

/** Of a draft: by when there would be a decision if it were sent today. */
function ofDraft({ check }: OwnCase, { limits }: PageContext): PromiseAside {
  const stages = PROMISED.map(({ name, limit }) => ({ name, limit: limits.get(limit)?.amount ?? 0 }))
  const days = stages.reduce((sum, { limit }) => sum + limit, 0)
  const text = {
    zh: `${days} 个工作日。若请贵单位补正，补正期间不计入办理时限，日期顺延。`,
    en:
      `${counted(days, 'working day', 'working days')}. If a correction is ` +
      'asked for, the clock stops and the date moves.',
  }
  return {
    title: { zh: '今天提交，最迟这天有决定', en: 'Submit today: a decision by' },
    day: day(check.judgement.expectedDecisionOn),
    ruler: ruler(stages, null, 'side'),
    text: added(text, check.judgement.provisional && provisional),
  }
}

/** What stands in the aside; undefined when nobody waits for a day. */
export function promiseAside(own: OwnCase, context: PageContext): PromiseAside | undefined {
  const { file } = own
  const { case: line, events } = file
  const { state, dueOn, daysLeft, dueProvisional } = line
  if (state === 'draft') return ofDraft(own, context)
  if (dueOn === null) return undefined
  const asked = askedFromOf(events)
  const lines = movedLines(own, context)
  const moved = lines ? { moved: lines } : {}
  const drawn = caseRuler(line, asked, context, 'side')
  if (metaOf(state).clock?.stops)
    return {
      title: { zh: '请在这天之前补正', en: 'Correct it by' },
      day: day(dueOn),
      ruler: drawn,
      ...moved,
      text: {
        zh: `时钟已停。补正之后接着走，这一段还余 ${daysLeft ?? 0} 个工作日。过了这天没有补正，案件终止。`,
        en:
          'The clock is stopped and goes on after your correction, with ' +
          `${counted(daysLeft ?? 0, 'working day', 'working days')} left of this stage. Without a correction by ` +
          'this day the case ends.',
      },
    }
  if (stageOf(line, asked) < STAGE_LIMITS.length) {
    const text = {
      zh: '若请贵单位补正，补正期间不计入办理时限，日期顺延。',
      en: 'If a correction is asked for, the clock stops and the date moves.',
    }
    return {
      title: { zh: '最迟这天有决定', en: 'A decision by' },
      day: day(promisedOn(line, asked, context) ?? dueOn),
      ruler: drawn,
      ...moved,
      text: added(text, dueProvisional && provisional),
    }
  }
  const title = TITLES[state]
  return title && { title, day: day(dueOn) }
}

const TITLES: Readonly<Partial<Record<State, Bilingual>>> = {
  recommended: { zh: '推荐函最迟这天做好', en: 'The letter is ready by' },
  letterIssued: { zh: '推荐函有效至', en: 'The letter is valid until' },
  notRecommended: { zh: '这天之前可以申请复核', en: 'A review may be asked for until' },
  underReview: { zh: '最迟这天有复核结果', en: 'The result of the review by' },
}
