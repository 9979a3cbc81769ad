/**
 * What a firm changed between two filings: question by question as the form asks them, paper by
 * paper, and beside each what the notice had asked for and what the firm answered. Submissions are
 * kept whole at each filing, so both sides are what was really filed. Pure.
 */
import { type Bilingual, sameText } from '../base/text.js'
import { APPLICATION } from '../forms/application.js'
import { listAnswers } from '../forms/engine/check.js'
import {
  type FormNode,
  findNode,
  getNode,
  getRow,
  isGroup,
  isRows,
  isWithin,
  listChildren,
  memberOf,
  valueAt,
} from '../forms/engine/node.js'
import { listQuestions } from '../forms/places.js'
import { sayAnswer } from '../forms/engine/show.js'
import { rowName } from '../forms/engine/words.js'
import type { Attachment, TimelineEvent } from './caseFile.js'
import type { FiledAnswers } from './filings.js'
import { issuedAt, languageAt } from './paperFacts.js'

/** An item of a notice of correction, and the firm's answer to it. */
export interface AnsweredItem {
  readonly on: string
  readonly page: string | null
  readonly field: string | null
  readonly what: string
  /** The same in English, where it was said so. */
  readonly whatEn: string
  readonly answer: string | null
}

export interface AnswerChange {
  readonly path: string
  /** The group or row that the question stands in. */
  readonly group: Bilingual | null
  readonly label: Bilingual
  readonly before: Bilingual | null
  readonly after: Bilingual | null
  readonly asked: readonly AnsweredItem[]
}

/** A paper as it was then; its day of issue and its language may have been corrected since. */
export interface PaperThen {
  readonly paper: Attachment
  readonly issuedOn: string | null
  readonly language: string | null
}

export interface PaperChange {
  readonly kind: string
  readonly what: 'added' | 'replaced' | 'removed' | 'dated' | 'spoken'
  readonly before: readonly PaperThen[]
  readonly after: readonly PaperThen[]
  readonly asked: readonly AnsweredItem[]
}

export interface Changes {
  readonly answers: readonly AnswerChange[]
  readonly papers: readonly PaperChange[]
  /** What was asked for and is as it was. */
  readonly untouched: readonly AnsweredItem[]
}

export interface CaseHistory {
  readonly attachments: readonly Attachment[]
  readonly events: readonly TimelineEvent[]
}

/** What changed from one filing to another one, or to what the firm has written since. */
export function changesBetween(before: FiledAnswers, after: FiledAnswers, history: CaseHistory): Changes {
  const asked = askedBetween(before, after, history.events)
  const answers = changedAnswers(getNode(APPLICATION), '', before.answers, after.answers, null).map((change) => ({
    ...change,
    asked: asked.filter(({ on }) => listQuestions(on).some((question) => touches(change.path, question))),
  }))
  const papers = changedPapers(before, after, history).map((change) => ({
    ...change,
    asked: asked.filter(({ on }) => on === change.kind || on === 'section:documents'),
  }))
  const met = new Set([...answers, ...papers].flatMap((change) => change.asked))
  return { answers, papers, untouched: asked.filter((item) => !met.has(item)) }
}

const touches = (path: string, question: string): boolean => isWithin(path, question) || isWithin(question, path)

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null

/** The items of the notices between the two filings, each with the answer that came with the later one. */
function askedBetween(before: FiledAnswers, after: FiledAnswers, events: readonly TimelineEvent[]): AnsweredItem[] {
  const answers = listOf(valueAt(events.find(({ seq }) => seq === after.seq)?.content, 'answers'))
  const notices = events.filter(
    ({ action, seq }) => action === 'requestCorrection' && seq > before.seq && seq < after.seq,
  )
  const items = notices.flatMap(({ content }) => listOf(valueAt(content, 'items')))
  const taken = new Set<unknown>()
  return items.map((item) => {
    const on = textOf(memberOf(item, 'on')) ?? ''
    const answer = answers.find((one) => memberOf(one, 'on') === on && !taken.has(one))
    if (answer) taken.add(answer)
    return {
      on,
      page: textOf(memberOf(item, 'page')),
      field: textOf(memberOf(item, 'field')),
      what: textOf(memberOf(item, 'what')) ?? '',
      whatEn: textOf(memberOf(item, 'whatEn')) ?? textOf(memberOf(item, 'what')) ?? '',
      answer: textOf(memberOf(answer, 'answer')),
    }
  })
}

type Changed = Omit<AnswerChange, 'asked'>

function changedAnswers(
  node: FormNode,
  path: string,
  before: unknown,
  after: unknown,
  group: Bilingual | null,
): Changed[] {
  const { ui } = node
  if (isRows(node)) return changedRows(node, path, listOf(before), listOf(after))
  if (isGroup(node)) {
    const heading = ui.label.zh ? ui.label : group
    return listChildren(node).flatMap(([key, child]) => {
      const given = (raw: unknown) => {
        const { after: needed } = child.ui
        return needed && String(memberOf(raw, needed.field)) !== needed.is ? undefined : memberOf(raw, key)
      }
      return changedAnswers(child, path ? `${path}.${key}` : key, given(before), given(after), heading)
    })
  }
  if (ui.control === 'hidden' || ui.control === 'password') return []
  const [old, now] = [sayAnswer(before, node), sayAnswer(after, node)]
  return sameText(old, now) ? [] : [{ path, group, label: ui.label, before: old, after: now }]
}

/**
 * Rows that are the same stand opposite each other wherever they moved; then those with the same
 * first answer; the rest in their order.
 */
function changedRows(node: FormNode, path: string, before: readonly unknown[], after: readonly unknown[]): Changed[] {
  const row = getRow(node)
  const [first] = listChildren(row)[0] ?? ['']
  const partner = new Map<number, number>()
  const sameBy = (key: (one: unknown) => unknown) => {
    for (const [index, one] of after.entries()) {
      const wanted = JSON.stringify(key(one))
      if (partner.has(index) || wanted === undefined) continue
      const found = before.findIndex(
        (other, at) => JSON.stringify(key(other)) === wanted && ![...partner.values()].includes(at),
      )
      if (found >= 0) partner.set(index, found)
    }
  }
  sameBy((one) => one)
  sameBy((one) => memberOf(one, first))
  sameBy(() => null)
  const gone = before.flatMap((one, at) => ([...partner.values()].includes(at) ? [] : [{ one, at }]))
  const name = (index: number) => rowName(node.ui, index)
  const whole = (one: unknown, index: number) => sayRow(`${path}.${index}`, path, one, index)
  return [
    ...after.flatMap((one, index) => {
      const at = partner.get(index)
      if (at !== undefined) return changedAnswers(row, `${path}.${index}`, before[at], one, name(index))
      return [
        {
          path: `${path}.${index}`,
          group: node.ui.label,
          label: name(index),
          before: null,
          after: whole(one, index),
        },
      ]
    }),
    ...gone.map(({ one, at }) => ({
      path,
      group: node.ui.label,
      label: name(at),
      before: whole(one, at),
      after: null,
    })),
  ]
}

/** All answers of a row in words. */
function sayRow(at: string, path: string, one: unknown, index: number): Bilingual {
  const place: unknown[] = []
  place[index] = one
  const tree = path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), place)
  const parts = (findNode(getNode(APPLICATION), at) ? listAnswers(APPLICATION, tree, [at]) : []).flatMap(
    ({ label, answer }) => (answer ? [{ label, answer }] : []),
  )
  return {
    zh: parts.map(({ label, answer }) => `${label.zh} ${answer.zh}`).join('，') || '—',
    en: parts.map(({ label, answer }) => `${label.en} ${answer.en}`).join(', ') || '—',
  }
}

function changedPapers(
  before: FiledAnswers,
  after: FiledAnswers,
  { attachments, events }: CaseHistory,
): Omit<PaperChange, 'asked'>[] {
  const [old, now] = [new Set(before.attachments), new Set(after.attachments)]
  const then = (paper: Attachment, seq: number): PaperThen => ({
    paper,
    issuedOn: issuedAt(paper, seq, events),
    language: languageAt(paper, seq, events),
  })
  const kinds = [...new Set(attachments.map(({ kind }) => kind))]
  return kinds.flatMap((kind) => {
    const papers = attachments.filter((paper) => paper.kind === kind)
    const gone = papers.filter(({ id }) => old.has(id) && !now.has(id)).map((paper) => then(paper, before.seq))
    const come = papers.filter(({ id }) => now.has(id) && !old.has(id)).map((paper) => then(paper, after.seq))
    const stayed = papers.filter(({ id }) => old.has(id) && now.has(id))
    const corrected = (what: 'dated' | 'spoken', saidAt: typeof issuedAt) =>
      stayed
        .filter((paper) => saidAt(paper, before.seq, events) !== saidAt(paper, after.seq, events))
        .map((paper) => ({ kind, what, before: [then(paper, before.seq)], after: [then(paper, after.seq)] }))
    const what = gone.length === 0 ? 'added' : come.length === 0 ? 'removed' : 'replaced'
    return [
      ...(gone.length + come.length > 0 ? [{ kind, what, before: gone, after: come } as const] : []),
      ...corrected('dated', issuedAt),
      ...corrected('spoken', languageAt),
    ]
  })
}
