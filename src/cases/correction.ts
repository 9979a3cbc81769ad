/**
 * A correction from both sides: what each notice asked for, item by item, and what the firm
 * answered. While the firm works, its answers are kept with the draft's answers (entry
 * saveAnswers), under `correction` and the notice's own name, which no question of the application
 * has: a copy of the case or a later notice never meets them. When it is sent they go with it
 * (action resubmit), and stand in its event.
 */
import { type Bilingual, COMMA, joined } from '../base/text.js'
import { APPLICATION } from '../forms/application.js'
import { DOCUMENT_KINDS, TRANSLATION } from '../forms/choices.js'
import { findNode, getNode, isPlain, isWithin, rowsAt, textAt, valueAt } from '../forms/engine/node.js'
import type { Control } from '../forms/engine/ui.js'
import { listQuestions, sayPlace } from '../forms/places.js'
import { type CaseFile, changedIn, type TimelineEvent } from './caseFile.js'

export interface CorrectionItem {
  /** From 1, in the order of the notice. */
  readonly number: number
  readonly on: string
  readonly place: Bilingual
  /** Page and field. */
  readonly where?: Bilingual
  readonly what: Bilingual
  /** What the firm sent, or has kept so far; empty while there is nothing. */
  readonly answer: string
}

export interface CorrectionRound {
  /** From 1. */
  readonly round: number
  readonly notice: TimelineEvent
  readonly items: readonly CorrectionItem[]
  /** When the firm sent it; null while it is open. */
  readonly sentAt: Date | null
  readonly remarks: string
}

export const KEPT = 'correction'
export const noticeKey = (caseId: number, { seq }: { readonly seq: number }): string => `${caseId}-${seq}`
export const itemKey = (number: number): string => `i${number}`

/** Answers to items of a notice as `saveAnswers` takes them. */
export const keptAs = (caseId: number, seq: number, answers: ReadonlyMap<number, string>) => ({
  [KEPT]: {
    [noticeKey(caseId, { seq })]: Object.fromEntries([...answers].map(([number, answer]) => [itemKey(number), answer])),
  },
})

/** Page and field, as the notice names them. */
function whereText(page: string, field: string): Bilingual | undefined {
  if (!page && !field) return undefined
  return joined([page && { zh: `第 ${page} 页`, en: `page ${page}` }, field], COMMA)
}

/** Takes for each item the first answer about the same place that is left. */
function sentAnswers(sent: TimelineEvent): (on: string) => string {
  const left = [...rowsAt(sent.content, 'answers')] // what is taken out below stays in the event
  return (on) => {
    const index = left.findIndex((row) => textAt(row, 'on') === on)
    const [row] = index < 0 ? [] : left.splice(index, 1)
    return textAt(row, 'answer')
  }
}

/** Every round of correction, the first one first; the last one may be open. */
export function correctionRounds({ case: { id, state }, answers, events }: CaseFile): CorrectionRound[] {
  const notices = events.filter(({ action }) => action === 'requestCorrection')
  return notices.map((notice, index) => {
    const next = notices[index + 1]?.seq ?? Number.POSITIVE_INFINITY
    const sent = events.find(({ action, seq }) => action === 'resubmit' && seq > notice.seq && seq < next)
    const given = sent && sentAnswers(sent)
    const open = !sent && state === 'awaitingCorrection'
    return {
      round: index + 1,
      notice,
      items: rowsAt(notice.content, 'items').map((item, at) => {
        const on = textAt(item, 'on')
        const what = textAt(item, 'what')
        const where = whereText(String(valueAt(item, 'page') ?? ''), textAt(item, 'field'))
        const kept = open ? textAt(answers, `${KEPT}.${noticeKey(id, notice)}.${itemKey(at + 1)}`) : ''
        return {
          number: at + 1,
          on,
          place: sayPlace(on),
          where,
          what: { zh: what, en: textAt(item, 'whatEn') || what },
          answer: given?.(on) ?? kept,
        }
      }),
      sentAt: sent?.at ?? null,
      remarks: textAt(sent?.content, 'remarks'),
    }
  })
}

/** The round that the firm is working on. */
export function openRound(file: CaseFile): CorrectionRound | undefined {
  return file.case.state === 'awaitingCorrection' ? correctionRounds(file).findLast(({ sentAt }) => !sentAt) : undefined
}

/** The rows of `resubmit.answers` as they are kept; with `all`, also those that wait for an answer. */
export const answerRows = (file: CaseFile, all: boolean): { on: string; answer: string }[] =>
  (openRound(file)?.items ?? []).filter(({ answer }) => all || answer !== '').map(({ on, answer }) => ({ on, answer }))

/** What is put right in the form of the correction itself: a document that is uploaded anew, or a question. */
export type InPlace = { readonly document: string } | { readonly question: string }

/** Answers that stand in boxes of their own, each with one value: a form with files keeps one value a name. */
const ONE_VALUE: ReadonlySet<Control> = new Set<Control>([
  ...(['text', 'email', 'phone', 'code', 'textarea', 'number', 'year', 'money'] as const),
  ...(['date', 'month', 'select', 'radio'] as const),
])

/** The kind of document that a notice asks for; undefined when it asks for something else. */
const documentOf = (on: string): string | undefined =>
  DOCUMENT_KINDS.find(({ value }) => value === on.replace(/^documents\./, ''))?.value

function placeOf(on: string): InPlace | undefined {
  const document = documentOf(on)
  // a translation is put beside what it translates, on the page of documents
  if (document) return document === TRANSLATION ? undefined : { document }
  const node = findNode(getNode(APPLICATION), on)
  return node && isPlain(node) && ONE_VALUE.has(node.ui.control) ? { question: on } : undefined
}

/** With these an office has taken the documents as they were. */
const TAKEN: ReadonlySet<string> = new Set(['accept', 'recommend'])

/** What an office asked for last about a kind of document that has neither been uploaded again nor taken since. */
export function findLeftAsked(file: CaseFile, kind: string): Bilingual | undefined {
  const left = correctionRounds(file).findLast(
    ({ notice, items }) =>
      items.some(({ on }) => documentOf(on) === kind) &&
      !changedSince(file, notice, kind) &&
      !file.events.some(({ action, seq }) => seq > notice.seq && TAKEN.has(action)),
  )
  return left?.items.findLast(({ on }) => documentOf(on) === kind)?.what
}

/** What each item of a notice asks for in the form itself, by the item's number; what two ask for, at the first. */
export function listInPlace(items: readonly Pick<CorrectionItem, 'number' | 'on'>[]): ReadonlyMap<number, InPlace> {
  const seen = new Set<string>()
  return new Map(
    items.flatMap(({ number, on }): [number, InPlace][] => {
      const place = placeOf(on)
      const key = JSON.stringify(place)
      if (!place || seen.has(key)) return []
      seen.add(key)
      return [[number, place]]
    }),
  )
}

/** The questions among them. */
export const questionsInPlace = (items: readonly CorrectionItem[]): string[] =>
  [...listInPlace(items).values()].flatMap((place) => ('question' in place ? place.question : []))

/** What the firm has done last at the place of an item since the notice; undefined when nothing. */
export function changedSince({ events }: CaseFile, notice: TimelineEvent, on: string): TimelineEvent | undefined {
  const questions = listQuestions(on)
  const isAnswered = (event: TimelineEvent) =>
    changedIn(event).some((one) => questions.some((question) => isWithin(one, question) || isWithin(question, one)))
  const isUploaded = ({ action, content }: TimelineEvent) =>
    action === 'attachFile' && content?.kind === (documentOf(on) ?? on)
  const isDone = questions.length > 0 ? isAnswered : isUploaded
  return events.findLast((event) => event.seq > notice.seq && isDone(event))
}
