/**
 * The history of a case made ready for pages: who did what, when, in words that the action's own form gives.
 * Over 250 lines because the words of all events are read together.
 */
import { asClause, type Bilingual, COMMA, DOT, fill, joined, SEMICOLON } from '../../base/text.js'
import type { CaseFile, TimelineEvent } from '../../cases/caseFile.js'
import { CANDIDATE, SYSTEM } from '../../cases/doers.js'
import { GIVEN_UP, isGivenUp } from '../../cases/givenUp.js'
import { proposedIn } from '../../cases/proposed.js'
import { saySecondOpinion } from '../../cases/secondOpinions.js'
import { listAnswers } from '../../forms/engine/check.js'
import { SIGNED_PAPERS, UNSORTED } from '../../forms/choices.js'
import { textAt } from '../../forms/engine/node.js'
import { labelOf } from '../../forms/engine/ui.js'
import { sayPlace } from '../../forms/places.js'
import { findForm } from '../../workflow/forms.js'
import { metaOf } from '../../workflow/step.js'
import { READINGS, wordsOf } from '../../workflow/words.js'
import { firmNamed } from '../../people/mandate.service.js'
import { day, span, time } from '../kit/page.js'
import type { Text, TimelineItem } from '../kit/parts.js'
import { pieces, quiet } from '../kit/pieces.js'
import { kindLabel, rowOfPath } from './case.view.js'
import type { PageContext } from './clock.view.js'
import { enclosedPieces } from './enclosed.view.js'

/** An assessment's rows: they stand side by side in the table of opinions. */
const IN_TABLE = /^(findings|scores|compliance)\b/

/** Numbers of our own, which say nothing to people. */
const NUMBERS: ReadonlySet<string> = new Set(['letterId', 'event', 'task'])

/** Codes of a recommendation, which its words say. */
const PROPOSED: ReadonlySet<string> = new Set(['route', 'months', 'treatment'])

/**
 * What an event says, from the form of its action: each question with its answer; the answers of
 * one row stay together.
 */
function detailOf({ action, content, toName }: TimelineEvent, { authorities }: PageContext): Bilingual | undefined {
  const form = findForm(action)
  if (!form || !content || action === 'attachFile' || action === 'saveAnswers' || action === 'submit') return undefined
  const proposed = action === 'recommend' ? proposedIn({ content }) : undefined
  const number = typeof content.number === 'string' ? content.number : undefined
  const answers = listAnswers(form, content).filter(
    ({ answer, path }) =>
      answer !== null &&
      !NUMBERS.has(path) &&
      !(action === 'report' && IN_TABLE.test(path)) &&
      !(proposed && PROPOSED.has(path)),
  )
  const second = saySecondOpinion(content)
  const chased = action === 'chase' ? authorities.get(Number(content.department))?.short : undefined
  const held = heldText(content.heldBy, authorities)
  const nameAt = (path: string) => {
    if (/(?:^|[.])on$/.test(path)) return sayPlace(textAt(content, path))
    return path === 'to' ? toName : path === 'department' ? chased : undefined
  }
  if (answers.length === 0 && !number && !second && !held) return undefined
  // what was also written in English takes the place of the Chinese for who reads English, and is not said twice
  const written = new Map(answers.map(({ path, answer }) => [path, answer]))
  const said = answers.filter(({ path }) => !(path.endsWith('En') && written.has(path.slice(0, -2))))
  const rows = new Map<string, Cell[]>()
  for (const { path, label, answer } of said) {
    const row = rowOfPath(path) ?? path
    const text = inOneLine({ zh: answer?.zh ?? '', en: (written.get(`${path}En`) ?? answer)?.en ?? '' })
    const cell = { name: path.slice(path.lastIndexOf('.') + 1), label, text: bothOf(nameAt(path)) ?? text }
    rows.set(row, [...(rows.get(row) ?? []), cell])
  }
  const texts = [...rows.values()].map(rowText)
  return joined(
    [number && { zh: `文号：${number}`, en: `Number: ${number}` }, proposed?.says.proposed, ...texts, second, held],
    SEMICOLON,
  )
}

/** An answer of one line or of several, as clauses. */
const inOneLine = ({ zh, en }: Bilingual): Bilingual => ({
  zh: linesOf(zh)
    .map((line) => asClause({ zh: line, en: '' }).zh)
    .join(SEMICOLON.zh),
  en: linesOf(en)
    .map((line) => asClause({ zh: '', en: line }).en)
    .join(SEMICOLON.en),
})
const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')

/** Whose assessors hold a returned case again; undefined of any other event, which says nothing of it. */
function heldText(heldBy: unknown, authorities: PageContext['authorities']): Bilingual | undefined {
  if (!Array.isArray(heldBy)) return undefined
  const names = heldBy.flatMap((id) => authorities.get(Number(id))?.short ?? [])
  return names.length > 0 ? fill(HELD_AGAIN, { names: joined(names) }) : HELD_BY_NOBODY
}
const HELD_AGAIN: Bilingual = { zh: '仍由原评估人员承办：{names}', en: 'Reassigned to the same assessor: {names}' }
const HELD_BY_NOBODY: Bilingual = { zh: '尚未认领', en: 'Not claimed yet' }

/** A name is the same in both languages. */
const bothOf = (name: Text | null | undefined): Bilingual | undefined =>
  typeof name === 'string' ? { zh: name, en: name } : (name ?? undefined)

/** One answer of a row: the last part of its path, its question and what was said. */
interface Cell {
  readonly name: string
  readonly label: Bilingual
  readonly text: Bilingual
}

/** What is said of a place of the case, as somebody writes it: 护照（第2页）：请重新扫描. Else question and answer. */
function rowText(cells: readonly Cell[]): Bilingual {
  const on = cells.find(({ name }) => name === 'on')
  if (!on) return joined(cells.map(labelled), COMMA)
  const where = cells.flatMap(({ name, text }) =>
    name === 'page' ? [{ zh: `第${text.zh}页`, en: `page ${text.en}` }] : name === 'field' ? [text] : [],
  )
  const rest = cells.filter(({ name }) => !['on', 'page', 'field'].includes(name)).map(({ text }) => text)
  const [place, said] = [joined(where, COMMA), joined(rest, COMMA)]
  const about = where.length > 0 ? { zh: `（${place.zh}）`, en: ` (${place.en})` } : { zh: '', en: '' }
  const { zh, en } = on.text
  // of a question or a document its own name, without that of the section that it stands in
  const name = { zh: lastPart(zh, '：'), en: lastPart(en, ': ') }
  return { zh: `${name.zh}${about.zh}：${said.zh}`, en: `${name.en}${about.en}: ${said.en}` }
}

function lastPart(line: string, mark: string): string {
  const at = line.lastIndexOf(mark)
  return at < 0 ? line : line.slice(at + mark.length)
}

const labelled = ({ label, text }: Cell): Bilingual => ({
  zh: `${label.zh}：${text.zh}`,
  en: `${label.en}: ${text.en}`,
})

/** Who did it, as the reader may know it: to a firm an officer is their department. */
export function byOf(
  { actorKind, actorName, authorityId, agentName, agentNameEn }: TimelineEvent,
  { authorities }: PageContext,
): Text | undefined {
  if (actorKind === 'talent') return CANDIDATE
  const authority = authorityId === null ? undefined : authorities.get(authorityId)?.short
  if (actorKind === 'service')
    return fill(SERVICE, { name: actorName ?? '', of: authority ?? firmNamed(agentName ?? '—', agentNameEn) })
  if (actorKind !== 'person') return SYSTEM
  // the employer reads the agent's name, the agent and officers also the person's
  const agent = agentName && firmNamed(agentName, agentNameEn)
  if (agent) return fill(AGENT, { name: actorName ? joined([actorName, agent], DOT) : agent })
  if (!authority) return actorName ?? undefined
  return actorName ? { zh: `${actorName}，${authority.zh}`, en: `${actorName}, ${authority.en}` } : authority
}

const SERVICE: Bilingual = { zh: '服务账号 {name}（{of}）', en: 'service account {name} ({of})' }
const AGENT: Bilingual = { zh: '{name}（代理）', en: '{name} (agent)' }

/**
 * Of the events beside the chart only those that people look for; that somebody has opened the case
 * says nothing of it, unless it was an auditor.
 */
const TOLD: readonly string[] = ['revealNumber', 'resetTalentPage', 'erase']
const HIDDEN: readonly string[] = [
  ...READINGS.filter((one) => !TOLD.includes(one) && !one.startsWith('audit')),
  'saveAnswers',
]

/** Several uploads may stand in one entry. */
interface HistoryEntry extends TimelineEvent {
  readonly kinds: readonly Uploaded[]
}
interface Uploaded {
  readonly kind: string
  readonly label: Bilingual
}

/** A file that comes without its kind is told when somebody has said what it is; one that is gone says so. */
function kindsOf({ content }: TimelineEvent): Uploaded[] {
  if (!content || content.kind === UNSORTED) return []
  const kind = String(content.kind ?? '')
  const label = kindLabel(kind)
  return content.remove
    ? [{ kind: `${kind} removed`, label: fill({ zh: '{label}（删除）', en: '{label} (removed)' }, { label }) }]
    : [{ kind, label }]
}

/** A day of issue or a language that is said of a document which is named already names it no second time. */
const without = (kinds: readonly Uploaded[], known: readonly Uploaded[]): Uploaded[] =>
  kinds.filter(({ kind }) => !known.some((one) => one.kind === kind))

/** Uploads one after another by the same person are one entry that names the papers. */
function gatherUploads(events: readonly TimelineEvent[]): HistoryEntry[] {
  const entries: HistoryEntry[] = []
  for (const event of events) {
    const last = entries.at(-1)
    const kinds = event.action === 'attachFile' ? kindsOf(event) : []
    if (last?.action === 'attachFile' && event.action === 'attachFile' && last.actorName === event.actorName)
      entries[entries.length - 1] = { ...event, kinds: [...last.kinds, ...without(kinds, last.kinds)] }
    else entries.push({ ...event, kinds })
  }
  return entries
}

/** The days of an outage, and the last days that were extended by them. */
function extensionOf({ content }: TimelineEvent): Bilingual {
  const on = (name: string) => String(content?.[name] ?? '')
  const outage = span({ from: on('from'), to: on('to') })
  return joined(
    [
      { zh: `中断：${outage.zh}`, en: `Outage: ${outage.en}` },
      content?.days !== 0 && fill({ zh: '期限：{on}', en: 'Due: {on}' }, { on: day(on('dueOn')) }),
      Boolean(content?.answerUntil) &&
        fill({ zh: '陈述意见期限：{on}', en: 'Respond by: {on}' }, { on: day(on('answerUntil')) }),
    ],
    SEMICOLON,
  )
}

/** What a new calendar has made of the day that the case was due. */
function recomputationOf({ content }: TimelineEvent): Bilingual {
  const { was, dueOn } = content ?? {}
  if (was === dueOn) return { zh: '期限不变，不再是暂定', en: 'The time limit is unchanged and no longer provisional' }
  return fill(
    { zh: '期限由{was}改为{on}', en: 'Time limit changed from {was} to {on}' },
    { was: day(String(was)), on: day(String(dueOn)) },
  )
}

/** Which task is done, and what came of it. */
const finishedOf = ({ content }: TimelineEvent): Bilingual =>
  joined([String(content?.what ?? ''), typeof content?.result === 'string' && content.result], SEMICOLON)

const reasonOf = ({ content }: TimelineEvent): Bilingual | undefined =>
  typeof content?.reason === 'string' ? { zh: content.reason, en: content.reason } : undefined

/** Which paper was signed by drawing, or which signatures the step has voided. */
function signedText({ action, content }: TimelineEvent): Bilingual | undefined {
  const { voided, paper } = content ?? {}
  const papers = joined(
    [voided ?? (action === 'sign' ? paper : [])].flat().map((one) => labelOf(SIGNED_PAPERS, String(one))),
  )
  if (!papers.zh) return undefined
  if (!voided) return papers
  return fill({ zh: '；人选的手写签名因此失效：{papers}', en: '; drawn signature now void: {papers}' }, { papers })
}

/** The files that came with a statement or a request; those of an upload are named as what they are. */
const enclosedOf = (file: CaseFile, event: TimelineEvent) =>
  event.action === 'attachFile' ? [] : enclosedPieces(file, event)

/** What an event says in its line. */
function eventText(event: HistoryEntry, context: PageContext): Bilingual | undefined {
  if (event.action === 'extend') return extensionOf(event)
  if (event.action === 'recompute') return recomputationOf(event)
  if (event.action === 'finishTask') return finishedOf(event)
  if (event.action === 'sign') return undefined // signedText() says which paper
  if (event.action === 'resetTalentPage') return reasonOf(event)
  return event.action === 'attachFile'
    ? joined(event.kinds.length > 0 ? event.kinds.map(({ label }) => label) : [kindLabel(UNSORTED)])
    : detailOf(event, context)
}

function kindOf(event: TimelineEvent, latest: boolean): TimelineItem['kind'] {
  if (metaOf(event.toState).clock?.stops && event.fromState !== event.toState) return 'stop'
  if (wordsOf(event.action).grave) return 'end'
  return latest ? 'now' : undefined
}

const INTERNAL = quiet({ zh: '（内部，企业不可见）', en: ' (internal, not visible to the firm)' })

/** The history, the latest first. Readings and savings of a draft are left out: they are the auditor's matter. */
export const timelineItems = (file: CaseFile, context: PageContext): TimelineItem[] =>
  gatherUploads(file.events.filter(({ action }) => !HIDDEN.includes(action)))
    .reverse()
    .map((event, index) => ({
      title: isGivenUp(file, event.action, event.content?.event) ? GIVEN_UP : wordsOf(event.action).done,
      at: time(event.at, 'short'),
      datetime: event.at.toISOString(),
      by: byOf(event, context),
      line: pieces(
        eventText(event, context),
        signedText(event),
        event.internal && INTERNAL,
        ...enclosedOf(file, event),
      ),
      kind: kindOf(event, index === 0),
    }))
