/** The form of a draft made ready: what is typed, what is wrong with it, and what its kind adds. */
import type { ZodObject } from 'zod'
import type { NotNow, Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { type Bilingual, joined, type Language } from '../../base/text.js'
import { type Branch, getNode, isBranch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { idOf } from '../../forms/engine/parts.js'
import { placeIn, placeLabels, type PlaceLabels } from '../../forms/engine/place.js'
import { formView } from '../../forms/engine/view.js'
import type { Draft } from '../../reference/draft.service.js'
import { BODY, type draftForm } from '../../reference/draftForm.js'
import { type Beside, type Kind, nameOf } from '../../reference/registry.js'
import type { Version } from '../../reference/versions.js'
import { EVERY_YEAR } from '../../reference/workingDays.js'
import type { PaperView, PreviewWish } from '../case/paperPreview.js'
import type { Filled } from '../http/filled.js'
import { day } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { affects } from '../kit/versions.view.js'
import { noticeView, type PastedNotice, yearView } from './calendar.view.js'
import { withCauses } from './paperUse.js'
import { factsToInsert } from './templates.view.js'
import { type Referred, withChoices } from './referred.js'
import { meanwhile, TWO_WINDOWS } from './meanwhile.js'

/** What is being drafted: where the form goes, and what is known before anything is typed. */
export interface Task {
  readonly kind: Kind
  /** The form of its body, and of the whole draft. */
  readonly schema: ZodObject
  readonly form: ReturnType<typeof draftForm>
  /** The key, when it is known. */
  readonly key: string | undefined
  /** The version that the draft starts from, or the draft itself. */
  readonly from: Version | undefined
  readonly changes: boolean
  /** The key, and the place in the list, with which the form of a new entry begins. */
  readonly given?: string | undefined
  readonly last?: number | undefined
  readonly address: string
}

/** What a form is shown again with. */
export interface Shown {
  readonly refused?: NotNow | undefined
  readonly pasted?: PastedNotice | undefined
  /** The paper that it makes was asked for. */
  readonly wish?: PreviewWish
  /** Which cases it touches was asked for. */
  readonly touches?: boolean
}

interface Around extends Shown {
  readonly language: Language
  /** The first day from which it may be in force. */
  readonly earliest: string
  /** The part of the body that is opened, by its name. */
  readonly part: string | undefined
  readonly referred: Referred
  /** What is in force on the earliest day, where the kind has something to say of it. */
  readonly beside: Beside
  /** What the text makes of the samples, where a paper prints it. */
  readonly paper: PaperView | undefined
}

export const CALENDAR = 'calendar'

/** The page of the form, and its status. */
export function draftView(task: Task, { tree, at, ...filled }: Filled, around: Around) {
  const { language, refused, pasted, earliest, part, referred, beside, paper } = around
  const { kind, form, key, from } = task
  const isYear = kind.name === CALENDAR && key !== EVERY_YEAR
  const { value: draft, partial } = parseForm(form, tree)
  const problems = draft ? filled.problems.map((problem) => refusedProblem(task, tree, problem)) : filled.problems
  const questions = [...(asksKey(task) ? ['key'] : []), 'effectiveFrom', 'note']
  const typedOn = partial.effectiveFrom
  const name = from && (referred.get('key')?.get(from.key) ?? nameOf(kind, from))
  const view = {
    title: titleOf(task),
    kind: kind.label,
    name: key !== undefined && name,
    back: from && name ? link(name, path.entry(from.id)) : link(kind.label, path.kind(kind.name)),
    notices: refused && draft ? [refusal(task, refused, draft)] : [],
    revision: from?.revision ?? '',
    part,
    problems:
      problems.length > 0
        ? problems.map((problem) => ({
            // what a form finds names its question; what the service or a text's check finds does not
            text: placed(task, tree, problem, draft || problem.code.startsWith('template.') ? 'whole' : 'around'),
            href: `#${idOf(problem.path)}`,
          }))
        : undefined,
    address: task.address,
    notice: isYear && noticeView(pasted),
    year: isYear && yearView(tree[BODY]),
    about: withChoices(formView(form, tree, { language, problems, only: questions }), referred, { tree, language }),
    affects: affects(kind, typedOn && typedOn > earliest ? typedOn : earliest),
    earliest: day(earliest),
    body: withCauses(
      withChoices(
        formView(form, tree, { language, problems, only: [BODY], at, dense: true, open: part && `${BODY}.${part}` }),
        referred,
        { prefix: `${BODY}.`, tree: tree[BODY], language },
      ),
      kind,
      key ?? '',
      beside,
      language,
    ),
    paper: paper && {
      ...paper,
      problems: paper.problems?.map((one) => ({ ...one, message: placed(task, tree, one, 'whole') })),
    },
    facts: factsToInsert(kind.name),
    bodyErrors: problems.filter(({ path }) => path === BODY).map(({ message }) => message),
  }
  return { view, status: refused ? 409 : problems.length > 0 ? 422 : 200 }
}

const titleOf = ({ changes, key }: Task): Bilingual =>
  changes
    ? { zh: '修改草稿', en: 'Change the draft' }
    : key === undefined
      ? { zh: '新增条目', en: 'New entry' }
      : { zh: '起草新版本', en: 'Draft a new version' }

/** The sentence of a problem; of one in the body with where that is. */
function placed({ form }: Task, tree: Branch, { path, message }: Problem, place: keyof PlaceLabels): Bilingual {
  const label = placeLabels(getNode(form), tree, path)[place]
  return path.startsWith(`${BODY}.`) && label.zh ? joined([label, message], { zh: '：', en: ': ' }) : message
}

/** A problem of the service beside the question that it is about. */
const refusedProblem = (task: Task, tree: Branch, problem: Problem): Problem => ({
  ...problem,
  path: problem.path === 'key' && !asksKey(task) ? BODY : placeIn(getNode(task.form), tree, problem.path),
})

/** Why it was not kept; and, when the draft was changed in another window, what differs there. */
function refusal({ schema, changes, from }: Task, { because }: NotNow, draft: Draft): Notice {
  const table = changes && from ? meanwhile(schema, [from, draft], TWO_WINDOWS) : undefined
  return {
    kind: 'bad',
    title: { zh: '未保存，您填写的内容在下面', en: 'Not saved. Your text is kept below' },
    items: because,
    changes: table && [{ title: { zh: '差异', en: 'Differences' }, tables: [{ table }] }],
    links: from && [link({ zh: '查看该草稿的最新内容', en: 'View the current draft' }, path.entry(from.id))],
  }
}

/** Whether the key has to be typed: it is not known, and the body does not say it. */
export const asksKey = ({ key, kind }: Pick<Task, 'key' | 'kind'>): boolean => key === undefined && !kind.keyOf

/**
 * What the form holds before anything is typed: the version it starts from; of one's own draft also
 * its day and its note.
 */
export function firstTree({ from, changes, given, last }: Task): Branch {
  const body = isBranch(from?.body) ? from.body : {}
  return {
    key: given,
    [BODY]: last === undefined ? from?.body : { ...body, order: last },
    effectiveFrom: changes && from ? from.effectiveFrom : undefined,
    note: changes && from ? (from.note ?? '') : undefined,
  }
}
