/**
 * A correction from both sides: what each notice asked for, item by item, and what the firm
 * answered. While the firm works, its answers are kept with the draft's answers (entry
 * saveAnswers), under `correction` and the notice's own name, which no question of the application
 * has: a copy of the case or a later notice never meets them. When it is sent they go with it
 * (action resubmit), and stand in its event.
 */
import { type Bilingual, COMMA, joined } from '../base/text.js'
import type { CaseFile, TimelineEvent } from './caseFile.js'
import { rowsAt, textAt, valueAt } from '../forms/engine/node.js'
import { sayPlace } from '../forms/places.js'

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
