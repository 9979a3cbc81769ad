/**
 * The page of an assessment made ready: the questions of the scorecard with their anchored levels
 * and the figures beside them, the groups of acts, the criteria, the opinion. Over 250 lines because one page is
 * made ready in one place.
 */
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill, type Language, say } from '../../base/text.js'
import { questionTo } from '../../cases/colleagues.js'
import { type DepartmentQuestions, groupsOf, questionsFor } from '../../cases/assessing.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { filledWith, lastReportOf, whyReturned } from '../../cases/lastRound.js'
import type { Check } from '../../cases/preflight.js'
import { findSentenceReason, type Scorecard, type ScoreQuestion } from '../../criteria/scorecard.js'
import { REPORT_FORM } from '../../forms/actions.js'
import { ENOUGH } from '../../forms/assessment.js'
import { knownOptions, reworded, withOptions } from '../../forms/engine/known.js'
import { type Branch, isBlank, rowsAt, valueAt } from '../../forms/engine/node.js'
import type { FieldView, FormView, ItemView } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import type { Person } from '../../people/session.service.js'
import { kindLabel } from '../case/case.view.js'
import type { PageContext } from '../case/clock.view.js'
import { type Criterion, listCriteria } from '../../criteria/criterion.js'
import { current } from '../../cases/documents.js'
import { paperLinks, viewHref } from '../case/preview.view.js'
import { tickCount } from '../case/tick.view.js'
import { day, time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { basisOf, figureLink } from './assessment.basis.js'
import { rowsBefore } from './assessment.before.js'
import { totalOf } from './assessment.total.js'
import { colleaguesOf } from './colleagues.view.js'
import { closedNotice } from './opinions.view.js'

export interface AssessmentPage {
  readonly file: CaseFile
  readonly check: Check
  readonly asked: DepartmentQuestions
  /** The rows as laid out. */
  readonly tree: Branch
  /** The finding that has just been added, or the list that has one less. */
  readonly at: string | undefined
  readonly problems: readonly Problem[]
  readonly reader: Pick<Person, 'authorityId' | 'id' | 'name'>
  /** What kept the assessment from being sent. */
  readonly refused: Notice | undefined
  readonly context: PageContext
  readonly language: Language
}

export function assessmentView(page: AssessmentPage) {
  const { file, asked, check, tree, language, problems, refused, context } = page
  const { card, consulted } = asked
  const last = lastReportOf(file, page.reader)
  const before = rowsBefore(tree, last)
  return {
    words: colleaguesOf(file, context, page.reader),
    before: last && fill(KEPT_FROM, { on: time(last.at, 'short') }),
    notices: [...(refused ? [refused] : []), ...closedNotice(file, context)],
    judged: fill(
      {
        zh: '按申请之日（{on}）施行的评分表和核查项',
        en: 'By the scorecard and compliance groups in force on the filing day, {on}',
      },
      { on: day(check.judgedOn) },
    ),
    papers: paperLinks(file, { ticks: true }),
    ticks: tickCount(file),
    enough: consulted
      ? undefined
      : formView(ENOUGH, tree, { language, problems, only: ['desk.enough', 'desk.missing'] }),
    card,
    questions:
      card && !consulted
        ? questionsFor(asked).map((question, index) => ({
            ...questionView(page, card, question, index),
            before: before.score(index, question.id),
          }))
        : undefined,
    clears: groupsOf(asked).length > 1,
    groups: groupsOf(asked).map(({ code, acts, label, confirms }, index) => ({
      id: `compliance-${index}`,
      hidden: { name: `compliance[${index}][group]`, value: code },
      acts,
      form: complianceForm(page, index, label, confirms),
      before: before.group(index, code),
    })),
    findings: consulted
      ? undefined
      : findingRows(page, listCriteria(check.judgement)).map(({ hidden, ...row }, index) => ({
          ...row,
          hidden,
          before: hidden && before.criterion(index, hidden.value),
        })),
    fewer: page.at === 'findings',
    total: card && !consulted ? totalOf(card, tree, last) : undefined,
    last: answering(page, ['opinion', 'summary'], ANSWERS, questionTo(file, page.reader.authorityId)),
    lastBefore: before.opinion(),
    stands: last && answering(page, ['stands'], STANDS, whyReturned(file)),
  }
}

/** What the form holds when it is opened: in a further round what the last one said. */
export function filledAtFirst(file: CaseFile, reader: AssessmentPage['reader']): Branch {
  const last = lastReportOf(file, reader)
  return last ? filledWith(file, last) : {}
}

const KEPT_FROM: Bilingual = {
  zh: '已填入上一轮（{on}）的意见。有改动的，将显示上一轮的内容。',
  en:
    'Filled in with your opinion of the last round, {on}. ' +
    'Where you change something, the last round’s answer is shown.',
}

const reportForm = ({ tree, language, problems }: AssessmentPage, ...only: string[]): FormView =>
  formView(REPORT_FORM, tree, { language, problems, only })

/** Fields of the report; the last of them with a colleague's words that it answers, where there are any. */
function answering(page: AssessmentPage, names: readonly string[], answers: Bilingual, words: string | undefined) {
  const hint = words && say(fill(answers, { words }), page.language)
  const items = reportForm(page, ...names).items.map((item) =>
    hint && isField(item) && item.path === names.at(-1) ? reworded(item, { hint }) : item,
  )
  return { items }
}
const ANSWERS: Bilingual = { zh: '请回答：{words}', en: 'Please answer: {words}' }
const STANDS: Bilingual = {
  zh: '未改动的，请写明维持原意见的理由，审批人可以看到。退回的理由：“{words}”',
  en: 'If you change nothing, explain why your opinion stands. The approver will see it. Reason for return: “{words}”',
}

const isField = (item: ItemView): item is FieldView => 'options' in item
const fields = (page: AssessmentPage, ...only: string[]): FieldView[] => reportForm(page, ...only).items.filter(isField)

/** The boxes that point to a page of the evidence: which document of the case, and which page. */
function pointer(page: AssessmentPage, row: string): FormView {
  const { file, language } = page
  const papers = current(file.attachments).map(({ id, kind, name }) => ({
    value: String(id),
    label: `${say(kindLabel(kind), language)} · ${name}`,
  }))
  return withOptions(reportForm(page, `${row}.document`, `${row}.page`), `${row}.document`, papers)
}

/** The way to the page that a row points to; script shows it as soon as a document is chosen. */
function pageOf({ file: { case: line, attachments }, tree }: AssessmentPage, row: string) {
  const paper = attachments.find(({ id }) => String(id) === String(valueAt(tree, `${row}.document`)))
  const number = Number(valueAt(tree, `${row}.page`))
  return {
    href: paper ? viewHref(line.id, paper.id, Number.isInteger(number) ? number : null) : path.case(line.id),
    shown: paper !== undefined,
  }
}

function questionView(page: AssessmentPage, card: Scorecard, question: ScoreQuestion, index: number) {
  const { check, file, language } = page
  const row = `scores.${index}`
  const [level, note] = fields(page, `${row}.level`, `${row}.note`)
  const flagged = check.judgement.streaming.filter(({ code }) => question.flags.some((flag) => flag === code))
  return {
    id: `score-${question.id}`,
    weighs: question.weight,
    weight: { zh: `权重 ${question.weight}`, en: `weight ${question.weight}` },
    hidden: { name: `scores[${index}][question]`, value: question.id },
    form: {
      items: [
        ...(level ? [levelField(level, question, language)] : []),
        ...(note ? [noteField(note, neededNote(question, flagged), language, alwaysNeeded(question, flagged))] : []),
      ],
    },
    pointer: pointer(page, row),
    see: pageOf(page, row),
    floor: floorView(page, question, row),
    beside: basisOf(file, card, question),
    flagged: flagged.map(({ message, arithmetic, evidence }) => ({
      text: message,
      arithmetic,
      link: figureLink(file, evidence),
    })),
  }
}

/** What follows from a level below the floor; script shows it as soon as one is chosen. */
function floorView({ tree }: AssessmentPage, { floor }: ScoreQuestion, row: string) {
  if (floor === null) return undefined
  const level = valueAt(tree, `${row}.level`)
  return { below: floor, text: fill(UNDER_FLOOR, { floor }), shown: !isBlank(level) && Number(level) < floor }
}

const UNDER_FLOOR = {
  zh: '低于{floor}档：须写明理由；决定不予推荐时，这一项和理由写进决定书。',
  en: 'Below level {floor}: give the reason. If the application is refused, the decision quotes it.',
}

const alwaysNeeded = (question: ScoreQuestion, flagged: readonly { readonly code: string }[]): Bilingual | undefined =>
  findSentenceReason(
    { ...question, floor: null },
    0,
    flagged.map(({ code }) => code),
  )

/** When a question needs a sentence: at every level, below a level, or never. */
function neededNote(question: ScoreQuestion, flagged: readonly { readonly code: string }[]): Bilingual | undefined {
  const always = alwaysNeeded(question, flagged)
  if (always || question.floor === null) return always
  return fill(BELOW_FLOOR, { floor: question.floor })
}

const BELOW_FLOOR = {
  zh: '低于{floor}档时必填，用一句话写明理由。',
  en: 'Required below level {floor}: give the reason in one sentence.',
}

/** The levels, each with its sentence. */
const levelField = (
  field: FieldView,
  { label, guidance, anchors, required }: ScoreQuestion,
  language: Language,
): FieldView => ({
  ...reworded(field, {
    label: say(required ? label : fill(OPTIONAL, { label }), language),
    hint: say(guidance, language),
  }),
  part: 'parts/form/radios',
  inline: false,
  options: knownOptions(
    field,
    anchors.map((anchor, level) => ({ value: String(level), label: `${level} · ${say(anchor, language)}` })),
  ),
})

const IN_A_SENTENCE: Bilingual = { zh: '简要说明', en: 'Short explanation' }
const OPTIONAL: Bilingual = { zh: '{label}（选填）', en: '{label} (optional)' }

/** The sentence, with when it is needed; optional unless it always is. */
const noteField = (
  field: FieldView,
  needed: Bilingual | undefined,
  language: Language,
  always?: Bilingual,
): FieldView => ({
  ...(needed
    ? reworded(field, {
        label: say(always ? IN_A_SENTENCE : fill(OPTIONAL, { label: IN_A_SENTENCE }), language),
        hint: say(needed, language),
      })
    : field),
  rows: 2,
})

function complianceForm(page: AssessmentPage, index: number, label: Bilingual, confirms: Bilingual): FormView {
  const row = `compliance.${index}`
  const { language } = page
  const items = fields(page, `${row}.result`, `${row}.note`).map((field) =>
    field.path.endsWith('.note')
      ? noteField(field, NOTE_NEEDED, language)
      : { ...reworded(field, { label: say(label, language), hint: say(confirms, language) }), inline: true },
  )
  return { items }
}

const NOTE_NEEDED: Bilingual = {
  zh: '有疑点或违反的，请写明时间、事项和出处。',
  en: 'For a concern or breach: what happened, when, and where it is shown.',
}

/** A row for each criterion, and below them those of the assessor's own. */
const findingRows = (page: AssessmentPage, criteria: readonly Criterion[]) =>
  rowsAt(page.tree, 'findings').map((_, index) => {
    const row = `findings.${index}`
    const criterion = criteria[index]
    const [on, result, note] = fields(page, `${row}.on`, `${row}.result`, `${row}.note`)
    const label = criterion && say(withJudgement(criterion), page.language)
    return {
      id: `findings-${index}`,
      hidden: criterion && { name: `findings[${index}][on]`, value: criterion.code },
      form: {
        items: [
          ...(on && !criterion ? [on] : []),
          ...(result ? [{ ...reworded(result, { label }), inline: true }] : []),
          ...(note ? [{ ...note, rows: 2 }] : []),
        ],
      },
      pointer: pointer(page, row),
      see: pageOf(page, row),
      remove: criterion ? undefined : row,
      fresh: criterion ? undefined : row === page.at,
    }
  })

/** A criterion with what the system has worked out about it. */
const withJudgement = ({ name, says }: Criterion): Bilingual =>
  says ? { zh: `${name.zh}（${says.zh}）`, en: `${name.en} (${says.en})` } : name
