/**
 * After care: what the firm owes once a letter or a permit is there, the conditions of the
 * recommendation, the permit's last day with its reminders, and what was reported.
 */
import { dateInShanghai } from '../../base/clock.js'
import { addDays } from '../../base/dates.js'
import { type Bilingual, fill, type Language } from '../../base/text.js'
import { type CaseFile, mayDo, type TimelineEvent } from '../../cases/caseFile.js'
import { conditionsOf } from '../../cases/facts.js'
import { isAskedBack } from '../../cases/matters.js'
import { withOptions } from '../../forms/engine/known.js'
import { textAt } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import type { Obligation } from '../../reference/obligations.js'
import { FORMS } from '../../workflow/forms.js'
import { entriesIn } from '../../workflow/step.js'
import { type EventName, WORDS } from '../../workflow/words.js'
import { actionAddress, conditionPlace } from '../case/addresses.js'
import type { PageContext } from '../case/clock.view.js'
import { enclosedFiles, encloseView } from '../case/enclosed.view.js'
import type { KeptBelow } from '../http/formKeeper.js'
import { day } from '../kit/page.js'
import type { Tag } from '../kit/parts.js'
import { tag } from '../kit/pieces.js'
import type { FirmRules } from './firmRules.js'
import { CANCEL, END_REPORTED, isEndReported, permitView } from './permit.view.js'

type AfterCareRules = Pick<FirmRules, 'obligations' | 'reminders'>

/** Undefined before there is a letter and after a case has ended. */
export function afterCareView(
  file: CaseFile,
  rules: AfterCareRules,
  context: PageContext,
  language: Language,
  kept: KeptBelow,
) {
  const { state, version } = file.case
  if (!entriesIn(state).has('reportChange')) return undefined
  const { calendar, limits, today } = context
  const limit = limits.get('changeReport')
  const byWhen = {
    zh: '今天发生的变更或终止，最迟{day}报告。',
    en: 'Report anything that changes or ends today by {day}.',
  }
  const reports = reportsOf(file)
  return {
    duties: [...rules.obligations.values()]
      .filter(({ way }) => !(way === 'renew' && isEndReported(file.events)))
      .sort((one, other) => one.order - other.order)
      .map((duty) => dutyOf(duty, file, today)),
    conditions: conditionsView(file, today, language, kept),
    permit: permitView(file, rules, context),
    reports: reports.length > 0 ? reports : undefined,
    byWhen: limit ? fill(byWhen, { day: day(calendar.dueOn(today, limit).on) }) : '',
    version,
  }
}

function dutyOf({ label, limit, text, source, way, window }: Obligation, file: CaseFile, today: string) {
  const { id, permitValidUntil } = file.case
  const reported = way === 'reportEnd' && isEndReported(file.events)
  const report = !reported && (way === 'reportChange' || way === 'reportEnd') && mayDo(file, way) ? way : undefined
  return {
    label,
    limit: reported ? END_REPORTED : window && permitValidUntil ? windowText(permitValidUntil, window, today) : limit,
    text: reported ? CANCEL : text,
    source,
    button: report && {
      text: WORDS[report].label,
      href: actionAddress(id, report),
      kind: 'secondary' as const,
      small: true,
    },
  }
}

/** The days between which an extension can be applied for. */
function windowText(
  validUntil: string,
  { opens, closes }: NonNullable<Obligation['window']>,
  today: string,
): Bilingual {
  const [from, to] = [addDays(validUntil, -opens), addDays(validUntil, -closes)]
  const open = today >= from ? { zh: '，现在可以', en: ', open now' } : ''
  const state = today > to ? { zh: '，已过', en: ', over' } : open
  return fill({ zh: '{from}至{to}{state}', en: '{from} to {to}{state}' }, { from: day(from), to: day(to), state })
}

/** The decision that recommended last, and its conditions as they are read. */
function decidedConditions({ events }: CaseFile, language: Language) {
  const decided = events.findLast(({ action }) => action === 'recommend')
  const translated = language === 'en' ? conditionsOf(decided?.content?.conditionsEn) : []
  return { decided, conditions: translated.length > 0 ? translated : conditionsOf(decided?.content?.conditions) }
}

/** Whether the last recommendation has conditions. */
export const hasConditions = (file: CaseFile): boolean => decidedConditions(file, 'zh').conditions.length > 0

/** The form of a report with the conditions to choose from that can be reported. */
export const withConditions = (form: FormView, file: CaseFile, language: Language): FormView => {
  const known = standingsOf(file, language)
    .filter(({ isOpen }) => isOpen)
    .map(({ number, what }) => ({ value: String(number), label: `${number}. ${what}` }))
  const { items } = withOptions(form, 'condition', known)
  // whole sentences: one below the other, and none cut off as in a list
  const radios = { part: 'parts/form/radios', inline: false }
  return { items: items.map((item) => (item.path === 'condition' ? { ...item, ...radios } : item)) }
}

/** Each condition of the last recommendation, with what was said of it since; it is open where it can be reported. */
function standingsOf(file: CaseFile, language: Language) {
  const { events } = file
  const { decided, conditions } = decidedConditions(file, language)
  const saidOf = (name: EventName, number: number) =>
    events.findLast(
      ({ action, seq, content }) =>
        action === name && seq > (decided?.seq ?? 0) && Number(content?.condition) === number,
    )
  return conditions.map((what, index) => {
    const number = index + 1
    const [met, confirmed] = [saidOf('meetCondition', number), saidOf('confirmCondition', number)]
    const asked = met && questionOf(file, met.seq)
    return { number, what, met, confirmed, asked, isOpen: !confirmed && (!met || asked?.open === true) }
  })
}

function conditionsView(file: CaseFile, today: string, language: Language, kept: KeptBelow) {
  const { decided, conditions } = decidedConditions(file, language)
  if (!decided || conditions.length === 0) return undefined
  const dueOn = textAt(decided.content, 'conditionsDueOn')
  return {
    items: standingsOf(file, language).map(({ number, what, met, confirmed, asked, isOpen }) => {
      const since = met ?? confirmed
      const late = dueOn !== '' && (since ? dateInShanghai(since.at) : today) > dueOn
      const standing = isOpen
        ? openCondition(number, late, file, language, kept)
        : metCondition(file, met, confirmed, late)
      return { number, what, question: confirmed ? undefined : asked?.text, ...standing }
    }),
    dueOn: dueOn ? fill({ zh: '{day}前落实', en: 'To be met by {day}' }, { day: day(dueOn) }) : undefined,
  }
}

/** A condition that the firm has reported as met, or that an officer has confirmed; it counts with that. */
function metCondition(
  file: CaseFile,
  met: TimelineEvent | undefined,
  confirmed: TimelineEvent | undefined,
  late: boolean,
) {
  const said = met ?? confirmed
  const standing = !confirmed
    ? tag('已报告，待部门确认', 'Reported, to be confirmed', 'blue')
    : late
      ? tag('过期后落实', 'Met late', 'yellow')
      : tag('已确认落实', 'Met', 'green')
  return {
    tag: standing,
    how: textAt(said?.content, met ? 'how' : 'remarks'),
    metOn: said && day(said.at),
    enclosed: met && enclosedFiles(file, met),
  }
}

/** What the department asked last about a report, and whether it still waits for the firm. */
function questionOf({ events, matters }: CaseFile, seq: number) {
  const asked = events.findLast(({ action, content }) => action === 'askBack' && content?.event === seq)
  if (!asked) return undefined
  const matter = matters.find((one) => one.seq === seq)
  return { text: textAt(asked.content, 'question'), open: Boolean(matter && isAskedBack(matter)) }
}

/** With the form in which the firm reports it, in place; open when something is typed in it. */
function openCondition(number: number, late: boolean, file: CaseFile, language: Language, kept: KeptBelow) {
  const { id } = file.case
  const keeping = kept.at(conditionPlace(id, number))
  const asked = formView(FORMS.meetCondition, keeping.kept?.input ?? {}, { language, only: ['how'] })
  return {
    tag: late ? tag('逾期', 'Overdue', 'red') : tag('待落实', 'To be met', 'yellow'),
    form: mayDo(file, 'meetCondition')
      ? {
          action: conditionPlace(id, number),
          upload: encloseView('meetCondition'),
          uploadId: `condition-${number}-file`,
          asked: withOwnIds(asked, number),
          open: keeping.kept !== undefined,
          keep: keeping.view,
        }
      : undefined,
  }
}

/** One form a condition: ids are its own. */
const withOwnIds = ({ items }: FormView, number: number): FormView => ({
  items: items.map((item) => ('label' in item ? { ...item, id: `condition-${number}-how` } : item)),
})

function timeTag(late: unknown): Tag {
  if (late === true) return tag('迟报', 'Late', 'red')
  return late === false ? tag('按时', 'On time', 'green') : tag('已报告', 'Reported', 'grey')
}

/** What became of a report. */
function handlingOf(file: CaseFile, { seq }: TimelineEvent) {
  const closed = file.events.findLast(({ action, content }) => action === 'acknowledge' && content?.event === seq)
  const asked = questionOf(file, seq)
  if (closed) {
    const reply = textAt(closed.content, 'remarks') || undefined
    return { handled: tag('部门已知悉', 'Acknowledged', 'green'), reply }
  }
  if (!file.matters.some((matter) => matter.seq === seq)) return { handled: tag('已处理', 'Dealt with', 'grey') }
  if (!asked?.open) return { handled: tag('待部门处理', 'With the department', 'blue'), question: asked?.text }
  return {
    handled: tag('请您说明', 'Waiting for your answer', 'yellow'),
    question: asked.text,
    answer: { text: ANSWER, href: actionAddress(file.case.id, 'message'), kind: 'secondary' as const, small: true },
  }
}

const ANSWER: Bilingual = { zh: '以消息答复', en: 'Reply by message' }

/** What the firm has reported, with the day by which it had to be, and what became of it. */
const reportsOf = (file: CaseFile) =>
  file.events
    .filter(({ action }) => action === 'reportChange' || action === 'reportEnd')
    .reverse()
    .map((event) => {
      const since = textAt(event.content, 'changedOn') || textAt(event.content, 'endedOn')
      const by = textAt(event.content, 'reportBy')
      const what = textAt(event.content, 'what') || textAt(event.content, 'why')
      const title =
        event.action === 'reportEnd'
          ? { zh: '{day}报告聘用终止', en: 'End reported on {day}' }
          : { zh: '{day}报告变更', en: 'Change reported on {day}' }
      const dates = {
        zh: '{since}发生，应在{by}前报告。{what}',
        en: 'Happened on {since}, to be reported by {by}. {what}',
      }
      return {
        title: fill(title, { day: day(event.at) }),
        text: since && by ? fill(dates, { since: day(since), by: day(by), what }) : what,
        tag: timeTag(event.content?.late),
        enclosed: enclosedFiles(file, event),
        ...handlingOf(file, event),
      }
    })
