/**
 * The page of an assessment made ready: the questions of the scorecard with their anchored levels
 * and the figures beside them, the groups of acts, the criteria, the opinion.
 */
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { type Bilingual, type Language, say } from '../../base/text.js'
import { type DepartmentQuestions, groupsOf, questionsFor } from '../../cases/assessing.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { Check } from '../../cases/preflight.js'
import { findSentenceReason, type Scorecard, type ScoreQuestion } from '../../criteria/scorecard.js'
import { REPORT_FORM } from '../../forms/actions.js'
import { type Branch, valueAt } from '../../forms/engine/node.js'
import type { FieldView, ItemView, OptionView } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import { kindLabel } from '../case/case.view.js'
import { ENOUGH } from './assessment.form.js'
import { besideOf, evidenceLink } from './beside.js'
import { type Criterion, listCriteria } from '../case/criteria.js'
import { paperLinks, viewHref } from '../case/preview.view.js'
import { both, dateText } from '../kit/page.js'

export interface AssessmentPage {
  readonly file: CaseFile
  readonly check: Check
  readonly asked: DepartmentQuestions
  /** The rows as laid out. */
  readonly tree: Branch
  /** The finding that has just been added, or the list that has one less. */
  readonly at: string | undefined
  readonly problems: readonly Problem[]
  readonly language: Language
}

export function assessmentView(page: AssessmentPage) {
  const { asked, check, tree, language, problems } = page
  const criteria = listCriteria(check.judgement)
  const { card } = asked
  return {
    judged: both((one) =>
      one === 'zh'
        ? `按申请之日（${dateText(check.judgedOn, 'zh')}）施行的评分表和核查项`
        : `by the scorecard and the groups in force on the filing day, ${dateText(check.judgedOn, 'en')}`,
    ),
    papers: paperLinks(page.file),
    enough: formView(ENOUGH, tree, { language, problems, only: ['desk.enough', 'desk.missing'] }),
    card: card ? { label: card.label, intro: card.intro, source: card.source } : undefined,
    questions: card
      ? questionsFor(asked).map((question, index) => questionView(page, card, question, index))
      : undefined,
    groups: groupsOf(asked).map((group, index) => ({
      id: `compliance-${index}`,
      hidden: { name: `compliance[${index}][group]`, value: group.code },
      acts: group.acts.map(({ number, text }) => ({ number, text })),
      form: complianceForm(page, index, group.label, group.confirms),
    })),
    findings: findingRows(page, criteria),
    fewer: page.at === 'findings',
    last: formView(REPORT_FORM, tree, { language, problems, only: ['opinion', 'summary'] }),
  }
}

const isField = (item: ItemView): item is FieldView => 'options' in item

function fields({ tree, language, problems }: AssessmentPage, ...only: string[]): FieldView[] {
  return formView(REPORT_FORM, tree, { language, problems, only }).items.filter(isField)
}

function optionOf(value: string, label: string, id: string, chosen: boolean): OptionView {
  return { id, value, label, hint: null, hintId: '', chosen, items: [], revealId: null }
}

/** The boxes that point to a page of the evidence: which document of the case, and which page. */
function pointer(page: AssessmentPage, row: string): FieldView[] {
  const { file, language } = page
  return fields(page, `${row}.document`, `${row}.page`).map((field) =>
    field.path.endsWith('.page')
      ? field
      : {
          ...field,
          part: 'parts/form/select',
          required: false,
          options: file.attachments
            .filter(({ replacedAt }) => replacedAt === null)
            .map(({ id, kind, name }) =>
              optionOf(
                String(id),
                `${say(kindLabel(kind), language)} · ${name}`,
                `${field.id}-${id}`,
                field.value === String(id),
              ),
            ),
        },
  )
}

/** The way to the page that a row points to; script shows it as soon as a paper is chosen. */
function seeOf({ file: { case: line, attachments }, tree }: AssessmentPage, row: string) {
  const paper = attachments.find(({ id }) => String(id) === String(valueAt(tree, `${row}.document`)))
  const at = Number(valueAt(tree, `${row}.page`))
  return {
    href: paper ? viewHref(line.id, paper.id, Number.isInteger(at) ? at : null) : path.case(line.id),
    shown: paper !== undefined,
  }
}

function questionView(page: AssessmentPage, card: Scorecard, question: ScoreQuestion, index: number) {
  const { language, check } = page
  const path = `scores.${index}`
  const [level, note] = fields(page, `${path}.level`, `${path}.note`)
  const flagged = check.judgement.streaming.filter(({ code }) => question.flags.some((flag) => flag === code))
  const always = findSentenceReason(
    { ...question, floor: null },
    4,
    flagged.map(({ code }) => code),
  )
  const needs: Bilingual | undefined =
    always ??
    (question.floor === null
      ? undefined
      : {
          zh: `低于${question.floor}档时必填，用一句话写明理由。`,
          en: `Needed below level ${question.floor}: say why in a sentence.`,
        })
  return {
    id: `score-${question.id}`,
    weight: { zh: `权重 ${question.weight}`, en: `weight ${question.weight}` },
    hidden: { name: `scores[${index}][question]`, value: question.id },
    form: {
      items: [
        ...(level ? [levelField(level, question, language)] : []),
        ...(note ? [noteField(note, needs, always !== undefined, language)] : []),
      ],
    },
    pointer: { items: pointer(page, path) },
    see: seeOf(page, path),
    beside: besideOf(page, card, question),
    flagged: flagged.map(({ message, arithmetic, evidence }) => ({
      text: message,
      arithmetic,
      ...evidenceLink(page.file, evidence),
    })),
  }
}

/** Five levels, each with its sentence. */
function levelField(field: FieldView, { label, guidance, anchors }: ScoreQuestion, language: Language): FieldView {
  const hintId = `${field.id}-hint`
  return {
    ...field,
    part: 'parts/form/radios',
    label: say(label, language),
    hint: say(guidance, language),
    hintId,
    describedBy: [hintId, field.describedBy].filter(Boolean).join(' '),
    inline: false,
    options: anchors.map((anchor, level) =>
      optionOf(
        String(level),
        `${level} · ${say(anchor, language)}`,
        level === 0 ? field.id : `${field.id}-${level}`,
        field.value === String(level),
      ),
    ),
  }
}

function noteField(field: FieldView, needs: Bilingual | undefined, always: boolean, language: Language): FieldView {
  const own = language === 'zh' ? '一句话说明' : 'In a sentence'
  const hintId = `${field.id}-hint`
  return {
    ...field,
    label: always || needs ? own : field.label,
    rows: 2,
    ...(needs && {
      hint: say(needs, language),
      hintId,
      describedBy: [hintId, field.errors.length > 0 && field.errorId].filter(Boolean).join(' '),
    }),
  }
}

function complianceForm(page: AssessmentPage, index: number, label: Bilingual, confirms: Bilingual) {
  const path = `compliance.${index}`
  const items = fields(page, `${path}.result`, `${path}.note`).map((field) => {
    if (field.path.endsWith('.note')) return noteField(field, NOTE_NEEDED, false, page.language)
    const hintId = `${field.id}-hint`
    return {
      ...field,
      label: say(label, page.language),
      hint: say(confirms, page.language),
      hintId,
      describedBy: [hintId, field.describedBy].filter(Boolean).join(' '),
      inline: true,
    }
  })
  return { items }
}

const NOTE_NEEDED: Bilingual = {
  zh: '有疑点或违反的，写明何时、何事、见何处。',
  en: 'For a concern or a breach: what, when, and where it is seen.',
}

function findingRows(page: AssessmentPage, criteria: readonly Criterion[]) {
  const { tree, language } = page
  const rows = valueAt(tree, 'findings')
  return (Array.isArray(rows) ? rows : []).map((_, index) => {
    const path = `findings.${index}`
    const known = criteria[index]
    const [on, result, note] = fields(page, `${path}.on`, `${path}.result`, `${path}.note`)
    return {
      id: `findings-${index}`,
      name: known?.name,
      hidden: known ? { name: `findings[${index}][on]`, value: known.code } : undefined,
      says: known?.says ? known.says : undefined,
      form: {
        items: [
          ...(known || !on ? [] : [on]),
          ...(result ? [{ ...result, inline: true, label: known ? resultLabel(known, language) : result.label }] : []),
          ...(note ? [{ ...note, rows: 2 }] : []),
        ],
      },
      pointer: { items: pointer(page, path) },
      see: seeOf(page, path),
      remove: !known ? path : undefined,
      fresh: !known ? path === page.at : undefined,
    }
  })
}

const resultLabel = ({ name, says }: Criterion, language: Language): string =>
  says
    ? `${say(name, language)}${language === 'zh' ? '（' : ' ('}${say(says, language)}${language === 'zh' ? '）' : ')'}`
    : say(name, language)
