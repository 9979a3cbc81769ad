/**
 * The correction as the firm works on it: the items of the notice one by one, each with the way to
 * its place or, where one field is enough, that field itself, what was changed there since, and the
 * firm's own answer.
 */
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill, type Language } from '../../base/text.js'
import type { CaseFile, TimelineEvent } from '../../cases/caseFile.js'
import {
  type CorrectionItem,
  type CorrectionRound,
  changedSince,
  correctionRounds,
  itemKey,
  listInPlace,
  openRound,
} from '../../cases/correction.js'
import { askedSection, inOrderOfItems, paperPlace, paperQuestions } from '../../cases/correctionForm.js'
import { current } from '../../cases/documents.js'
import { type Conflict, marksOf, type UnkeptAnswers } from '../../cases/drafts.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { APPLICATION } from '../../forms/application.js'
import { type Branch, isBranch, isWithin, textAt, valueAt } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import { listQuestions } from '../../forms/places.js'
import { ANSWERED, answeredText, NO_ANSWER } from '../../workflow/firmWords.js'
import { itemAddress } from '../case/addresses.js'
import type { PageContext } from '../case/clock.view.js'
import type { OwnCase } from '../case/own.js'
import { viewHref } from '../case/preview.view.js'
import { day } from '../kit/page.js'
import type { Line, Summary } from '../kit/parts.js'
import { below, pieces, quiet, tag } from '../kit/pieces.js'
import { factOf, facts, smallFacts } from '../kit/table.js'
import { conflictTable } from './answers.view.js'
import { DATED, LANGUAGE, PaperForms } from './documents.forms.js'
import { leftText } from './standing.js'

/** What the page shows again of what was typed in the form's own fields, and what is wrong with it. */
export interface TypedFields {
  readonly tree: Branch
  /** Their paths are those of the application, or begin with the place of a paper. */
  readonly problems: readonly Problem[]
  readonly conflict: Conflict | undefined
}

/** What the fields of the items are made from. */
export interface FieldsContext {
  readonly language: Language
  readonly documents: ReadonlyMap<string, DocumentRule>
  /** The most bytes that a file may have. */
  readonly mostBytes: number
  readonly typed?: TypedFields | undefined
}

/** What the firm has done at the place of an item since the notice. */
function changedText(file: CaseFile, notice: TimelineEvent, on: string): Bilingual | undefined {
  const last = changedSince(file, notice, on)
  const paper = last?.content?.remove
    ? { zh: '{day}已删除', en: 'Removed on {day}' }
    : { zh: '{day}已重新上传', en: 'Uploaded again on {day}' }
  const words = listQuestions(on).length > 0 ? { zh: '{day}已修改', en: 'Changed on {day}' } : paper
  return last && fill(words, { day: day(last.at, 'short') })
}

/** The document of an item: its file, and what is asked of it besides. */
function paperFields(
  { file: caseFile }: OwnCase,
  key: string,
  kind: string,
  notice: TimelineEvent,
  isNew: boolean,
  context: FieldsContext,
) {
  const place = paperPlace(key)
  const paper = isNew ? current(caseFile.attachments).findLast((one) => one.kind === kind) : undefined
  const typed = valueAt(context.typed?.tree, place)
  const kept = paper ? { [DATED]: paper.issuedOn ?? '', details: { language: paper.details.language ?? '' } } : {}
  const tree = isBranch(typed) ? typed : kept
  const problems = (context.typed?.problems ?? []).filter(({ path: at }) => isWithin(at, place))
  const forms = new PaperForms({ typed: { place, tree }, problems }, context.language)
  const questions = paperQuestions(caseFile, notice, kind, context.documents.get(kind))
  const [file] = forms.questions(place, ['file']).items
  if (!file || !('boxes' in file)) throw new Error('no file is asked for')
  return {
    file: { id: file.id, name: file.name, errors: file.errors, errorId: file.errorId },
    // the title is that of the file that is to come
    dated: forms.questions(place, paper ? questions.filter((one) => one === DATED || one === LANGUAGE) : questions),
    here: paper && { name: paper.name, href: viewHref(caseFile.case.id, paper.id) },
  }
}

/** What is wrong with what was sent and with the kept answers in the form, item by item. */
export function allWrong({ file, check }: OwnCase, typed: TypedFields): Problem[] {
  const { paths } = askedSection(openRound(file)?.items ?? [])
  const kept = check.problems.filter(({ path: at }) => paths.some((root) => isWithin(at, root)))
  return inOrderOfItems(file, [...typed.problems, ...kept])
}

/** The question of an item, as it was typed or as it is kept. */
function questionField({ file, check }: OwnCase, question: string, { language, typed }: FieldsContext): FormView {
  const problems = [...check.problems, ...(typed?.problems ?? [])].filter(({ path: at }) => isWithin(at, question))
  return formView(APPLICATION, typed?.tree ?? file.answers, { language, only: [question], problems })
}

function itemView(
  own: OwnCase,
  { notice, items }: CorrectionRound,
  { number, on, place, where, what, answer }: CorrectionItem,
  unkept: UnkeptAnswers | undefined,
  context: FieldsContext,
) {
  const { file } = own
  const key = itemKey(number)
  const href = itemAddress(file.case.id, on)
  const changed = changedText(file, notice, on)
  const inPlace = listInPlace(items).get(number)
  const theirs = unkept?.theirs[key]
  const way = listQuestions(on).length > 0 ? { zh: '修改', en: 'Change' } : { zh: '上传', en: 'Upload' }
  const more =
    listQuestions(on).length > 0
      ? { zh: '在原来的页面修改', en: 'Change it on the page it belongs to' }
      : { zh: '在“材料”页上传或删除', en: 'Upload or remove it on the documents page' }
  return {
    id: `item-${number}`,
    name: key,
    was: { name: wasName(number), answer },
    number,
    place,
    where,
    what,
    link: href ? { href, text: inPlace ? more : way } : undefined,
    question: inPlace && 'question' in inPlace ? questionField(own, inPlace.question, context) : undefined,
    paper:
      inPlace && 'document' in inPlace
        ? paperFields(own, key, inPlace.document, notice, changed !== undefined, context)
        : undefined,
    changed,
    tag: changed ? tag('待说明', 'Explain', 'blue') : tag('待补正', 'To correct', 'yellow'),
    done: answer !== '' ? { zh: '已答复', en: 'Answered' } : undefined,
    hint: inPlace ? LEFT_EMPTY : undefined,
    answer: unkept?.answers[key] ?? answer,
    problem: unkept?.problems[key],
    theirs: theirs && { who: ANSWERED[theirs.by === null ? 'own' : 'other'], text: theirs.text || NO_ANSWER },
  }
}

const LEFT_EMPTY: Bilingual = {
  zh: '不填的，系统自动写“已重新上传”“已删除”或“已修改”。',
  en: 'If you leave this blank, “Uploaded again”, “Removed” or “Changed” is written for you.',
}

/** The field of what the page had shown as the answer to an item. */
export const wasName = (number: number): string => `was[${itemKey(number)}]`

/** The items that have no answer yet. */
export const unanswered = (file: CaseFile): readonly CorrectionItem[] =>
  (openRound(file)?.items ?? []).filter(({ answer }) => answer === '')

/**
 * The list of the open notice; undefined when none is open.
 *
 * @param fields day, language and rules; `most`: how many rounds there may be
 * @param unkept what was typed and could not be kept yet
 * @param saved something was kept just now
 */
export function correctionView(
  own: OwnCase,
  { context, most, ...fields }: FieldsContext & { readonly context: PageContext; readonly most: number },
  unkept?: UnkeptAnswers,
  saved = false,
) {
  const { file } = own
  const { language, typed } = fields
  const round = openRound(file)
  const { id, dueOn, answersVersion } = file.case
  if (!round || dueOn === null) return undefined
  const all = round.items.length
  const answered = all - unanswered(file).length
  return {
    title: { zh: '补正事项', en: 'To be corrected' },
    round: { zh: `第 ${round.round} 轮，最多 ${most} 轮`, en: `Round ${round.round} of ${most} at most` },
    until: fill(
      { zh: '{day}前，{left}', en: 'Until {day}, {left}' },
      { day: day(dueOn), left: leftText(dueOn, context, 'resubmit') },
    ),
    remarks: textAt(round.notice.content, 'remarks') || undefined,
    progress: answeredText({ count: all, answered }),
    /** The address to which the form is sent. */
    action: path.correction(id),
    version: answersVersion,
    most: fields.mostBytes,
    marks: marksOf(file.case.state, file.answers, askedSection(round.items)),
    conflict: typed?.conflict && conflictTable(file.answers, typed.conflict, typed.tree, language),
    conflictPaths: typed?.conflict?.paths.join(' '),
    open: unanswered(file).map(({ number }) => ({
      text: { zh: `第${number}项`, en: String(number) },
      href: `#item-${number}`,
    })),
    items: round.items.map((item) => itemView(own, round, item, unkept, fields)),
    saved,
  }
}

/** What was asked for, and what the firm says of it below. */
const itemLine = ({ what, where }: CorrectionItem, said: Bilingual | string): Line =>
  pieces(where && quiet(fill({ zh: '{where}：', en: '{where}: ' }, { where })), quiet(what), said && below(said))

/** The items with their answers as they will be sent, each with the way back to it. */
export const correctionSummary = (file: CaseFile): Summary =>
  facts(
    ...(openRound(file)?.items ?? []).map((item) => {
      const { number, place, answer } = item
      return factOf(place, itemLine(item, answer), {
        problem: answer ? undefined : { zh: '尚未答复', en: 'Not answered yet' },
        actions: [
          { text: { zh: '修改', en: 'Change' }, href: `${path.case(file.case.id)}#item-${number}`, about: place },
        ],
      })
    }),
  )

/** The rounds that were sent: what was asked for, and below it what the firm answered. */
export const sentRounds = (file: CaseFile) =>
  correctionRounds(file).flatMap(({ round, notice, items, sentAt, remarks }) => {
    if (sentAt === null) return []
    const noAnswer = { zh: '未作说明', en: 'no explanation given' }
    return {
      title: fill(
        { zh: '第 {round} 轮：{asked}告知，{sent}补正', en: 'Round {round}: asked on {asked}, answered on {sent}' },
        { round, asked: day(notice.at, 'short'), sent: day(sentAt, 'short') },
      ),
      items: smallFacts(...items.map((item) => factOf(item.place, itemLine(item, item.answer || noAnswer)))),
      remarks: remarks || undefined,
    }
  })
