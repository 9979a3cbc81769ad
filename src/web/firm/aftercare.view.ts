/**
 * After care: what the firm owes once a letter or a permit is there, the conditions of the
 * recommendation, the permit's last day with its reminders, and what was reported. Over 250 lines
 * because all duties after the letter are read together.
 */
import { dateInShanghai } from '../../base/clock.js'
import { addDays, daysBetween } from '../../base/dates.js'
import type { Bilingual, Language } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { conditionsOf } from '../../cases/facts.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import type { FormView } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import type { Obligation } from '../../reference/obligations.js'
import { entriesIn } from '../../workflow/step.js'
import type { PageContext } from '../case/clock.view.js'
import { both, counted, dateText } from '../kit/page.js'
import type { Button, KeepView, Tag, Text } from '../kit/parts.js'
import { actionAddress, conditionPlace } from '../case/addresses.js'
import type { KeptBelow } from '../http/formKeeper.js'
import type { Act } from '../../workflow/machine.js'

export interface ConditionView {
  readonly number: number
  readonly what: string
  readonly tag: Tag
  readonly how?: string
  readonly metOn?: Text
  /** Where the firm reports it, in place; open when something is typed in it. */
  readonly form?: { readonly action: string; readonly asked: FormView; readonly open: boolean; readonly keep: KeepView }
}

export interface AfterCareView {
  readonly duties: readonly {
    readonly label: Text
    readonly limit: Text
    readonly text: Text
    readonly source: Text
    readonly button?: Button
  }[]
  readonly conditions?: { readonly items: readonly ConditionView[]; readonly dueOn?: Text }
  readonly permit?: {
    readonly day: Text
    readonly left: Text
    readonly reminders: readonly { readonly text: Text; readonly tag: Tag }[]
  }
  readonly reports?: readonly { readonly title: Text; readonly text: Text; readonly tag: Tag }[]
  readonly byWhen: Text
  readonly version: number
}

export interface AfterRules {
  readonly obligations: ReadonlyMap<string, Obligation>
  /** Days before the permit's last day. */
  readonly reminders: readonly number[]
}

const day = (on: string): Bilingual => both((language) => dateText(on, language))
const may = ({ choices }: CaseFile, action: Act): boolean =>
  choices.some((choice) => choice.action === action && choice.enabled)

/** Undefined before there is a letter and after a case has ended. */
export function afterCareView(
  file: CaseFile,
  { obligations, reminders }: AfterRules,
  context: PageContext,
  language: Language,
  kept: KeptBelow,
): AfterCareView | undefined {
  const { case: line } = file
  if (!entriesIn(line.state).has('reportChange')) return undefined
  const { calendar, limits, today } = context
  const limit = limits.get('changeReport')
  const conditions = conditionsView(file, today, language, kept)
  const permit = permitView(file, reminders, today)
  const reports = reportsOf(file)
  return {
    duties: [...obligations.values()]
      .sort((one, other) => one.order - other.order)
      .map((duty) => dutyOf(duty, file, today)),
    conditions,
    permit,
    reports: reports.length > 0 ? reports : undefined,
    byWhen: limit
      ? both((one) => {
          const until = dateText(calendar.dueOn(today, limit).on, one)
          return one === 'zh'
            ? `今天发生的变更或终止，最迟${until}报告。`
            : `What changes or ends today is to be reported by ${until}.`
        })
      : { zh: '', en: '' },
    version: line.version,
  }
}

function dutyOf({ label, limit, text, source, way, window }: Obligation, file: CaseFile, today: string) {
  const { id, permitValidUntil } = file.case
  const button = (title: Text, href: string): Button => ({ text: title, href, kind: 'secondary', small: true })
  const here: Button | undefined =
    way === 'reportChange' && may(file, way)
      ? button({ zh: '报告变更', en: 'Report a change' }, actionAddress(id, 'reportChange'))
      : way === 'reportEnd' && may(file, way)
        ? button({ zh: '报告终止', en: 'Report the end' }, actionAddress(id, 'reportEnd'))
        : undefined
  const days = window && permitValidUntil ? windowText(permitValidUntil, window, today) : undefined
  return { label, limit: days ?? limit, text, source, button: here }
}

/** The days between which an extension can be applied for. */
function windowText(
  validUntil: string,
  { opens, closes }: NonNullable<Obligation['window']>,
  today: string,
): Bilingual {
  const [from, to] = [addDays(validUntil, -opens), addDays(validUntil, -closes)]
  const state =
    today > to
      ? { zh: '，已过', en: ', over' }
      : today >= from
        ? { zh: '，现在可以', en: ', open now' }
        : { zh: '', en: '' }
  return { zh: `${day(from).zh}至${day(to).zh}${state.zh}`, en: `${day(from).en} to ${day(to).en}${state.en}` }
}

function conditionsView(
  file: CaseFile,
  today: string,
  language: Language,
  kept: KeptBelow,
): AfterCareView['conditions'] {
  const { events, case: line } = file
  const decided = events.findLast(({ action }) => action === 'recommend')
  const translated = language === 'en' ? conditionsOf(decided?.content?.conditionsEn) : []
  const texts = translated.length > 0 ? translated : conditionsOf(decided?.content?.conditions)
  if (!decided || texts.length === 0) return undefined
  const dueOn = typeof decided.content?.conditionsDueOn === 'string' ? decided.content.conditionsDueOn : undefined
  const reported = events.filter(({ action, seq }) => action === 'meetCondition' && seq > decided.seq)
  const form = ACTION_FORMS.meetCondition
  const items = texts.map((what, index): ConditionView => {
    const number = index + 1
    const met = reported.findLast(({ content }) => Number(content?.condition) === number)
    if (met) {
      const late = dueOn !== undefined && dateInShanghai(met.at) > dueOn
      return {
        number,
        what,
        tag: late
          ? { label: { zh: '过期后落实', en: 'Met late' }, colour: 'yellow' }
          : { label: { zh: '已落实', en: 'Met' }, colour: 'green' },
        how: typeof met.content?.how === 'string' ? met.content.how : '',
        metOn: both((one) => dateText(met.at, one)),
      }
    }
    const late = dueOn !== undefined && today > dueOn
    const keeping = kept.at(conditionPlace(line.id, number))
    return {
      number,
      what,
      tag: late
        ? { label: { zh: '逾期', en: 'Overdue' }, colour: 'red' }
        : { label: { zh: '待落实', en: 'To be met' }, colour: 'yellow' },
      form:
        form && may(file, 'meetCondition')
          ? {
              action: actionAddress(line.id, 'meetCondition'),
              asked: onlyHow(formView(form, keeping.kept?.input ?? {}, { language, only: ['how'] }), number),
              open: keeping.kept !== undefined,
              keep: keeping.view,
            }
          : undefined,
    }
  })
  return {
    items,
    dueOn: dueOn
      ? both((one) => (one === 'zh' ? `${dateText(dueOn, 'zh')}前落实` : `To be met by ${dateText(dueOn, 'en')}`))
      : undefined,
  }
}

/** One form a condition: ids are its own. */
const onlyHow = ({ items }: FormView, number: number): FormView => ({
  items: items.map((item) => ('label' in item ? { ...item, id: `condition-${number}-how` } : item)),
})

function permitView(
  { case: line, events }: CaseFile,
  reminders: readonly number[],
  today: string,
): AfterCareView['permit'] {
  const until = line.permitValidUntil
  if (until === null) return undefined
  const left = daysBetween(today, until)
  const sent = events.filter(({ action }) => action === 'remind')
  return {
    day: day(until),
    left:
      left < 0
        ? { zh: '已经到期', en: 'It has ended' }
        : { zh: `还有 ${left} 天`, en: `${counted(left, 'day', 'days')} left` },
    reminders: [...reminders]
      .sort((one, other) => other - one)
      .map((days) => {
        const on = addDays(until, -days)
        const reminded = sent.find(({ content }) => content?.days === days)
        return {
          text: both((one) => {
            const at = dateText(reminded?.at ?? on, one)
            return one === 'zh' ? `到期前 ${days} 天：${at}` : `${days} days before: ${at}`
          }),
          tag: reminded
            ? { label: { zh: '已提醒', en: 'Reminded' }, colour: 'green' as const }
            : on > today
              ? { label: { zh: '将提醒', en: 'To come' }, colour: 'blue' as const }
              : { label: { zh: '已过', en: 'Past' }, colour: 'grey' as const },
        }
      }),
  }
}

/** What the firm has reported, with the day by which it had to be. */
function reportsOf({ events }: CaseFile): { title: Text; text: Text; tag: Tag }[] {
  return events
    .filter(({ action }) => action === 'reportChange' || action === 'reportEnd')
    .reverse()
    .map(({ action, at, content }) => {
      const since = content?.changedOn ?? content?.endedOn
      const by = content?.reportBy
      const what =
        typeof content?.what === 'string' ? content.what : typeof content?.why === 'string' ? content.why : ''
      return {
        title: both((one) => {
          const on = dateText(at, one)
          if (one === 'zh') return `${on}报告${action === 'reportEnd' ? '聘用终止' : '变更'}`
          return `${action === 'reportEnd' ? 'End' : 'Change'} reported on ${on}`
        }),
        text: both((one) => {
          const dates =
            typeof since === 'string' && typeof by === 'string'
              ? one === 'zh'
                ? `${dateText(since, 'zh')}发生，应在${dateText(by, 'zh')}前报告。`
                : `It happened on ${dateText(since, 'en')} and had to be reported by ${dateText(by, 'en')}. `
              : ''
          return `${dates}${what}`
        }),
        tag:
          content?.late === true
            ? { label: { zh: '迟报', en: 'Late' }, colour: 'red' as const }
            : content?.late === false
              ? { label: { zh: '按时', en: 'In time' }, colour: 'green' as const }
              : { label: { zh: '已报告', en: 'Reported' }, colour: 'grey' as const },
      }
    })
}
