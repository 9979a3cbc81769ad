/**
 * What the form of a correction sends, done item by item: documents are uploaded, questions
 * answered, and what is said of each item kept. Whatever can be kept is, whatever else is wrong;
 * a file that was fine need not be chosen again. Over 250 lines because what is asked of a document
 * stands beside what is kept of it.
 */
import { Injectable } from '@nestjs/common'
import { Invalid, NotNow, type Problem, problemsIn } from '../base/errors.js'
import { type Bilingual, fill, type Language } from '../base/text.js'
import type { DocumentRule } from '../criteria/documents.js'
import type { Section } from '../forms/application.js'
import { OTHER_KIND } from '../forms/choices.js'
import { withValue } from '../forms/engine/body.js'
import { type Branch, isBlank, isWithin, textAt, valueAt } from '../forms/engine/node.js'
import { nameAttribute } from '../forms/engine/parts.js'
import { parseForm } from '../forms/engine/parse.js'
import type { Person } from '../people/session.service.js'
import { FORMS } from '../workflow/forms.js'
import type { Attachment, CaseFile, TimelineEvent } from './caseFile.js'
import { CaseService } from './case.service.js'
import {
  changedSince,
  type CorrectionItem,
  type CorrectionRound,
  itemKey,
  listInPlace,
  openRound,
  questionsInPlace,
} from './correction.js'
import { saidOf } from './documentFaults.js'
import { current } from './documents.js'
import { type Conflict, Drafts, type UnkeptAnswers } from './drafts.js'
import type { ReceivedFile } from './files/receive.js'
import { ReadingService } from './reading.service.js'

/** The place of an item's document in the form. */
export const paperPlace = (key: string): string => `paper.${key}`

/** The questions of the form, as a section of their own. */
export const askedSection = (items: readonly CorrectionItem[]): Section => ({
  key: 'firm',
  label: { zh: '补正', en: 'Correction' },
  paths: questionsInPlace(items),
})

/** The documents that the form of the open notice takes: the name of each field with its item and kind. */
export const documentFields = (file: CaseFile): ReadonlyMap<string, { readonly key: string; readonly kind: string }> =>
  new Map(
    [...listInPlace(openRound(file)?.items ?? [])].flatMap(([number, place]) => {
      const key = itemKey(number)
      return 'document' in place
        ? [[nameAttribute(`${paperPlace(key)}.file`), { key, kind: place.document }] as const]
        : []
    }),
  )

/**
 * What the form asks of a document besides its file: the day of issue where its age counts; of one that replaces none
 * the language where it may need a translation, and the title where it is of no kind.
 */
export function paperQuestions(
  { attachments, events }: Pick<CaseFile, 'attachments' | 'events'>,
  notice: Pick<TimelineEvent, 'seq'>,
  kind: string,
  rule: DocumentRule | undefined,
): string[] {
  const since = new Set(events.filter(({ seq }) => seq > notice.seq).map(({ content }) => content?.attachmentId))
  const isFirst = !attachments.some((one) => one.kind === kind && !since.has(one.id))
  return [
    ...(isFirst && kind === OTHER_KIND ? ['details.note'] : []),
    ...(rule?.monthsValid === null ? [] : ['issuedOn']),
    ...(isFirst && rule?.translated ? ['details.language'] : []),
  ]
}

export interface SentCorrection {
  readonly tree: Branch
  readonly seen: number | undefined
  readonly was: string | undefined
  /** The questions in which the colleague's answer is to stand. */
  readonly theirs: readonly string[]
  /** Those of which the page still shows an earlier answer. */
  readonly old: readonly string[]
  /** The files that arrived, by the items' keys. */
  readonly files: ReadonlyMap<string, ReceivedFile>
  readonly requestId: string | undefined
  /** In which it is said what was done, where nothing else is said; undefined while somebody types still. */
  readonly language: Language | undefined
  /** Throws the file away that was refused, and answers the reason. */
  readonly refuse: (file: ReceivedFile, reason: Invalid) => Promise<Invalid>
}

export interface KeptForm {
  readonly file: CaseFile
  readonly unkept: UnkeptAnswers
  /** The form as it stands now. */
  readonly tree: Branch
  readonly problems: readonly Problem[]
  readonly conflict: Conflict | undefined
  /** Questions and items that have been answered elsewhere since the page was opened, and that it did not change. */
  readonly old: readonly string[]
}

@Injectable()
export class CorrectionForms {
  constructor(
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly drafts: Drafts,
  ) {}

  /**
   * Does what was sent, as far as it can be done. Throws NotFound, Forbidden, NotNow: also where nothing is asked
   * any more.
   *
   * @param rules the kinds of documents, by which it is known whose day of issue is needed
   */
  async keep(
    person: Person,
    caseId: number,
    sent: SentCorrection,
    rules: ReadonlyMap<string, DocumentRule>,
  ): Promise<KeptForm> {
    const { seen } = sent
    const file = await this.reading.get(person, caseId)
    const round = openRound(file)
    if (!round) throw new NotNow([NOTHING_ASKED])
    const problems = await this.keepPapers(person, file, round, sent, rules)
    const answered = await this.keepAnswers(person, caseId, round, sent)
    const tree = await this.say(person, caseId, round, { ...sent, tree: answered.tree })
    const { file: now, old, ...unkept } = await this.drafts.keepCorrection(person, caseId, { tree, seen })
    const { conflict } = answered
    return {
      file: now,
      unkept,
      tree,
      problems: [...problems, ...answered.problems],
      conflict,
      old: [...old, ...answered.old],
    }
  }

  /** Uploads what came; without a file, a day of issue that was typed is the present document's. */
  private async keepPapers(
    person: Person,
    file: CaseFile,
    { items, notice }: CorrectionRound,
    { tree, files, requestId, refuse }: SentCorrection,
    rules: ReadonlyMap<string, DocumentRule>,
  ): Promise<Problem[]> {
    const problems: Problem[] = []
    for (const [number, asked] of listInPlace(items)) {
      if (!('document' in asked)) continue
      const [key, kind] = [itemKey(number), asked.document]
      const place = paperPlace(key)
      const questions = paperQuestions(file, notice, kind, rules.get(kind))
      const isDated = questions.includes('issuedOn')
      const spoken = questions.includes('details.language') ? textAt(tree, `${place}.details.language`) : undefined
      const date = isDated ? readDay(valueAt(tree, `${place}.issuedOn`)) : { on: undefined, problems: [] }
      const at = (problem: Problem, field: string) => ({ ...problem, path: `${place}.${field}` })
      const received = files.get(key)
      const actor = { actor: person }
      if (received) {
        // the one that takes its place is in the same language, unless somebody says otherwise
        const before = current(file.attachments).findLast((one) => one.kind === kind)
        const language = spoken || textAt(before?.details, 'language') || undefined
        const note = textAt(tree, `${place}.details.note`) || undefined
        const input = { kind, issuedOn: date.on, beside: false, file: received, details: { language, note } }
        try {
          await this.cases.act(file.case.id, 'attachFile', {
            ...actor,
            requestId: requestId && `${requestId}:${key}`,
            input,
          })
        } catch (error) {
          if (!(error instanceof Invalid)) throw error
          const { problems: why } = await refuse(received, error)
          problems.push(...why.map((problem) => at(problem, problem.path === 'issuedOn' ? 'issuedOn' : 'file')))
          continue
        }
        const wrong = isDated && date.on === undefined && date.problems.length === 0 ? [NO_DAY] : date.problems
        problems.push(...wrong.map((problem) => at(problem, 'issuedOn')))
        if (spoken === '') problems.push(at(NO_LANGUAGE, 'details.language'))
        continue
      }
      problems.push(...date.problems.map((problem) => at(problem, 'issuedOn')))
      const paper = current(file.attachments).findLast((one) => one.kind === kind)
      if (!paper || !changedSince(file, notice, kind)) continue
      if (spoken === '' && !textAt(paper.details, 'language')) problems.push(at(NO_LANGUAGE, 'details.language'))
      for (const [field, input] of correctedFacts(paper, date.on, spoken)) {
        const wrong = await problemsIn(this.cases.act(file.case.id, 'attachFile', { ...actor, input }))
        problems.push(...wrong.map((problem) => at(problem, field)))
      }
    }
    return problems
  }

  private async keepAnswers(
    person: Person,
    caseId: number,
    { items }: CorrectionRound,
    { tree, seen, was, theirs, old }: SentCorrection,
  ): Promise<Pick<KeptForm, 'tree' | 'problems' | 'conflict' | 'old'>> {
    const section = askedSection(items)
    // a form of another release, or of a program, has none of the questions
    const paths = section.paths.filter((path) => valueAt(tree, path) !== undefined)
    if (paths.length === 0) return { tree, problems: [], conflict: undefined, old: [] }
    try {
      const kept = await this.drafts.keepSection(person, caseId, {
        section: { ...section, paths },
        tree,
        seen,
        was,
        theirs,
        old,
      })
      return { tree: kept.tree, problems: [], conflict: kept.conflict, old: kept.old }
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return { tree, problems: error.problems, conflict: undefined, old: [] }
    }
  }

  /** Where an item was put right and nothing is said of it, what was done is said. */
  private async say(
    person: Person,
    caseId: number,
    { items, notice }: CorrectionRound,
    { tree, language }: SentCorrection,
  ): Promise<Branch> {
    if (!language) return tree
    const file = await this.reading.get(person, caseId)
    return items
      .filter(({ number, on }) => textAt(tree, `answer.${itemKey(number)}`) === '' && changedSince(file, notice, on))
      .reduce<Branch>((said, { number, on }) => {
        const asked = listInPlace(items).get(number)
        if (!asked || valueAt(tree, `answer.${itemKey(number)}`) === undefined) return said
        // an answer that was taken out is not put right
        if ('question' in asked && isBlank(valueAt(file.answers, asked.question))) return said
        const did = changedSince(file, notice, on)?.content?.remove ? REMOVED : UPLOADED
        const text = 'document' in asked ? did[language] : CHANGED[language]
        // a branch with other members
        return withValue(said, ['answer', itemKey(number)], text) as Branch
      }, tree)
  }
}

/**
 * What is wrong with a form that came back, in the order of its items, at the places of their boxes; and what is said
 * at the boxes of the explanations.
 *
 * @param refused why files were not taken
 * @param isSending also of which items nothing is said
 */
export function faultsOf(
  { file, unkept, problems }: KeptForm,
  refused: readonly Problem[],
  isSending: boolean,
): { readonly problems: readonly Problem[]; readonly unkept: UnkeptAnswers } {
  const items = openRound(file)?.items ?? []
  const inPlace = listInPlace(items)
  const left = new Set([...problems, ...refused])
  const isWrong = left.size > 0 || Object.keys(unkept.problems).length > 0
  const said: Record<string, Bilingual> = {}
  const sorted = items.flatMap(({ number, answer }) => {
    const key = itemKey(number)
    const asked = inPlace.get(number)
    const place = asked && ('question' in asked ? asked.question : paperPlace(key))
    const found = [...left].filter(({ path }) => place !== undefined && isWithin(path, place))
    for (const one of found) left.delete(one)
    // of several documents each fault names its item; a question's names the question
    const own =
      asked && 'document' in asked
        ? found.map((one) => ({ ...one, message: saidOf(fill(ITEM, { number }), one) }))
        : found
    const isOpen = isWrong && isSending && own.length === 0 && answer === '' && unkept.answers[key] === undefined
    const message = unkept.problems[key] ?? (isOpen ? fill(UNSAID, { number }) : undefined)
    if (!message) return own
    said[key] = message
    return [...own, { code: 'required', path: answerPlace(number), message }]
  })
  return { problems: [...sorted, ...left], unkept: { ...unkept, problems: said } }
}

/** Problems of the form in the order of its boxes, item by item; what belongs to none comes last. */
export function inOrderOfItems(file: CaseFile, problems: readonly Problem[]): Problem[] {
  const items = openRound(file)?.items ?? []
  const inPlace = listInPlace(items)
  const places = items.flatMap(({ number }) => {
    const asked = inPlace.get(number)
    const place = asked && ('question' in asked ? asked.question : paperPlace(itemKey(number)))
    return [...(place ? [place] : []), answerPlace(number)]
  })
  const rankOf = ({ path }: Problem) => places.findIndex((place) => isWithin(path, place)) + 1 || places.length + 1
  return problems.toSorted((one, other) => rankOf(one) - rankOf(other))
}

/** The box of what is said of an item. */
const answerPlace = (number: number): string => `item-${number}-answer`

const ITEM: Bilingual = { zh: '第{number}项', en: 'Item {number}' }
const UNSAID: Bilingual = {
  zh: '第{number}项尚未答复。请补正，并填写补正说明。',
  en: 'Item {number} is not answered. Correct it and enter an explanation.',
}

const NOTHING_ASKED = {
  code: 'nothingAsked',
  zh: '该申请目前没有待补正事项，可能同事已提交补正。请打开案件查看。',
  en: 'Nothing to correct now. A colleague may have submitted the correction. Open the case to check.',
}
const UPLOADED = { zh: '已重新上传。', en: 'Uploaded again.' }
const REMOVED = { zh: '已删除。', en: 'Removed.' }
const CHANGED = { zh: '已修改。', en: 'Changed.' }

const NO_DAY: Problem = {
  code: 'required',
  path: 'issuedOn',
  message: { zh: '文件已收到，无需重新选择。请填写签发日期。', en: 'We have the file. Enter the date of issue.' },
}

const NO_LANGUAGE: Problem = {
  code: 'required',
  path: 'details.language',
  message: {
    zh: '文件已收到，无需重新选择。请选择材料的语言；非中文材料须附译文。',
    en: 'We have the file. Select the language. Documents not in Chinese need a translation.',
  },
}

/** What was typed otherwise of a document that is here, by its question. */
const correctedFacts = (
  { id, issuedOn, details }: Attachment,
  date: string | undefined,
  language: string | undefined,
) =>
  [
    date !== undefined && date !== issuedOn && (['issuedOn', { dated: id, issuedOn: date }] as const),
    language &&
      language !== textAt(details, 'language') &&
      (['details.language', { spoken: id, details: { language } }] as const),
  ].filter((one) => one !== false && one !== undefined && one !== '')

/** A day of issue as typed: a date, nothing, or what is wrong with it. */
function readDay(typed: unknown): { on: string | undefined; problems: readonly Problem[] } {
  const { partial, problems } = parseForm(FORMS.attachFile, { issuedOn: typed })
  return { problems: problems.filter(({ path }) => path === 'issuedOn'), on: textAt(partial, 'issuedOn') || undefined }
}
