/** The history of a case made ready for pages: who did what, when, in words that the action's own form gives. */
import { asClause, type Bilingual, type Language } from '../../base/text.js'
import type { CaseFile, TimelineEvent } from '../../cases/caseFile.js'
import { listAnswers } from '../../forms/engine/check.js'
import { findForm } from '../../workflow/forms.js'
import { metaOf } from '../../workflow/step.js'
import { READINGS, wordsOf } from '../../workflow/words.js'
import { kindLabel } from './case.view.js'
import { type PageContext } from './clock.view.js'
import { both, dateText, timeText } from '../kit/page.js'
import type { Text, TimelineItem } from '../kit/parts.js'

/** An assessment's rows: they stand side by side in the table of opinions. */
const IN_TABLE = /^(findings|scores|compliance)\b/

/**
 * What an event says, from the form of its action: each question with its answer; the answers of
 * one row stay together.
 */
function detailOf({ action, content }: TimelineEvent): Bilingual | undefined {
  const form = findForm(action)
  if (!form || !content || action === 'attachFile' || action === 'saveAnswers' || action === 'submit') return undefined
  const number = typeof content.number === 'string' ? content.number : undefined
  const answers = listAnswers(form, content).filter(
    ({ answer, path }) => answer !== null && path !== 'letterId' && !(action === 'report' && IN_TABLE.test(path)),
  )
  if (answers.length === 0 && !number) return undefined
  // what was also written in English takes the place of the Chinese for who reads English, and is not said twice
  const written = new Map(answers.map(({ path, answer }) => [path, answer]))
  const said = answers.filter(({ path }) => !(path.endsWith('En') && written.has(path.slice(0, -2))))
  return both((language) => {
    const rows = new Map<string, string[]>()
    for (const { path, label, answer } of said) {
      const row = /^.*\.\d+(?=\.)/.exec(path)?.[0] ?? path
      const own = (language === 'en' && written.get(`${path}En`)) || answer
      const said = `${label[language]}${language === 'zh' ? '：' : ': '}${own ? asClause(own)[language] : ''}`
      rows.set(row, [...(rows.get(row) ?? []), said])
    }
    const texts = [...rows.values()].map((row) => row.join(language === 'zh' ? '，' : ', '))
    if (number) texts.unshift(language === 'zh' ? `文号：${number}` : `Number: ${number}`)
    return texts.join(language === 'zh' ? '；' : '; ')
  })
}

/** Who did it, as the reader may know it: to a firm an officer is their department. */
export function byOf(
  { actorKind, actorName, authorityId }: TimelineEvent,
  { authorities }: PageContext,
): Text | undefined {
  if (actorKind !== 'person') return { zh: '系统', en: 'the system' }
  const authority = authorityId === null ? undefined : authorities.get(authorityId)?.short
  if (!authority) return actorName ?? undefined
  return actorName ? { zh: `${actorName}，${authority.zh}`, en: `${actorName}, ${authority.en}` } : authority
}

/**
 * Of the events beside the chart only those that people look for; that somebody has opened the case
 * says nothing of it, unless it was an auditor.
 */
const HIDDEN: readonly string[] = [
  ...READINGS.filter((one) => one !== 'revealNumber' && one !== 'erase' && !one.startsWith('audit')),
  'saveAnswers',
]

/** An event as it is shown: several uploads may stand in one. */
interface Shown extends TimelineEvent {
  readonly kinds: readonly Bilingual[]
}

/** Uploads one after another by the same person are one entry that names the papers. */
function gatherUploads(events: readonly TimelineEvent[]): Shown[] {
  const gathered: Shown[] = []
  for (const event of events) {
    const last = gathered.at(-1)
    const kinds = event.action === 'attachFile' ? [kindLabel(String(event.content?.kind ?? ''))] : []
    if (last?.action === 'attachFile' && event.action === 'attachFile' && last.actorName === event.actorName)
      gathered[gathered.length - 1] = { ...event, kinds: [...last.kinds, ...kinds] }
    else gathered.push({ ...event, kinds })
  }
  return gathered
}

/** The days of an outage, and the last days that were extended by them. */
function extensionOf({ content }: TimelineEvent): Bilingual {
  const day = (name: string, language: Language) => dateText(String(content?.[name] ?? ''), language)
  return both((language) => {
    const [from, to] = [day('from', language), day('to', language)]
    const texts = [language === 'zh' ? `中断：${from}至${to}` : `Outage: ${from} to ${to}`]
    if (content?.days !== 0)
      texts.push(language === 'zh' ? `期限：${day('dueOn', 'zh')}` : `Due: ${day('dueOn', 'en')}`)
    if (content?.answerUntil)
      texts.push(
        language === 'zh' ? `陈述意见期限：${day('answerUntil', 'zh')}` : `Answer by: ${day('answerUntil', 'en')}`,
      )
    return texts.join(language === 'zh' ? '；' : '; ')
  })
}

/** What an event says in its line. */
function lineOf(event: Shown): Bilingual | undefined {
  if (event.action === 'extend') return extensionOf(event)
  if (event.action !== 'attachFile') return detailOf(event)
  return both((language) => event.kinds.map((kind) => kind[language]).join(language === 'zh' ? '、' : ', '))
}

function kindOf(event: TimelineEvent, latest: boolean): TimelineItem['kind'] {
  if (metaOf(event.toState).clock?.stops && event.fromState !== event.toState) return 'stop'
  if (wordsOf(event.action).grave) return 'end'
  return latest ? 'now' : undefined
}

/** The history, the latest first. Readings and savings of a draft are left out: they are the auditor's matter. */
export function timelineItems(file: CaseFile, around: PageContext): TimelineItem[] {
  const shown = gatherUploads(file.events.filter(({ action }) => !HIDDEN.includes(action))).reverse()
  return shown.map((event, index) => {
    const by = byOf(event, around)
    const words = lineOf(event)
    const kind = kindOf(event, index === 0)
    const secret = { text: { zh: '（内部，企业看不到）', en: ' (internal, not for the firm)' }, look: 'quiet' as const }
    return {
      title: wordsOf(event.action).done,
      at: both((language) => timeText(event.at, language, 'short')),
      datetime: event.at.toISOString(),
      by: by || undefined,
      line: words || event.internal ? [...(words ? [words] : []), ...(event.internal ? [secret] : [])] : undefined,
      kind,
    }
  })
}
