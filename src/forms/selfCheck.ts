/**
 * What the self-check asks: the questions of the application that the points, the routes and the
 * dates are judged by, declared as there. Names, the passport's number and the firm are not asked,
 * so that nobody can be told from the answers.
 */
import { addDays } from '../base/dates.js'
import type { Problem } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import { APPLICATION } from './application.js'
import { withValue } from './engine/body.js'
import { listAnswers } from './engine/check.js'
import * as ask from './engine/field.js'
import { findNode, getNode, isBlank, listLeaves, valueAt } from './engine/node.js'
import { parseForm } from './engine/parse.js'
import { readLeaf } from './engine/read.js'

const talent = APPLICATION.shape.talent.shape
const engagement = APPLICATION.shape.engagement.shape

const contract = ask.group(
  '合同期限',
  'Term of the contract',
  { start: engagement.contract.shape.start.optional(), end: engagement.contract.shape.end.optional() },
  { inOrder: [['start', 'end']] },
)

/** The self-check's questions; the names are those of the application, `papers` and `filedOn` beside them. */
export const SELF_CHECK = ask.form({
  talent: ask.group('', '', {
    birthDate: talent.birthDate,
    nationality: talent.nationality,
    education: ask.group('', '', {
      degree: talent.education.shape.degree,
      skillGrade: talent.education.shape.skillGrade,
    }),
    experienceYears: talent.experienceYears,
    chinese: talent.chinese,
    other: talent.other,
    passport: ask.group('', '', { expiresOn: talent.passport.shape.expiresOn.optional() }),
  }),
  engagement: ask.group('', '', {
    salaryPerYear: engagement.salaryPerYear,
    monthsPerYear: engagement.monthsPerYear,
    contract,
    placeOfWork: engagement.placeOfWork.optional(),
  }),
  papers: ask.group('', '', {
    policeRecord: ask.date('无犯罪记录证明的签发日期', 'Day of issue of the police record').optional(),
    medical: ask.date('体检证明的签发日期', 'Day of issue of the medical report').optional(),
  }),
  filedOn: ask
    .date('如果在这天提交', 'If filed on', { hint: { zh: '不填按今天算。', en: 'Leave it empty for today.' } })
    .optional(),
})

/** The sections of the form, in order; the last two may be left out. */
export const SECTIONS: readonly {
  readonly key: string
  readonly label: Bilingual
  readonly hint?: Bilingual
  readonly paths: readonly string[]
}[] = [
  {
    key: 'person',
    label: { zh: '人选', en: 'The person' },
    paths: [
      'talent.birthDate',
      'talent.nationality',
      'talent.education.degree',
      'talent.education.skillGrade',
      'talent.experienceYears',
      'talent.chinese',
      'talent.other',
    ],
  },
  {
    key: 'post',
    label: { zh: '岗位', en: 'The post' },
    paths: ['engagement.salaryPerYear', 'engagement.monthsPerYear', 'engagement.placeOfWork', 'engagement.contract'],
  },
  {
    key: 'dates',
    label: { zh: '日期', en: 'Dates' },
    hint: {
      zh: '填了就能算出证件到决定那天还够不够用。不知道的可以不填。',
      en: 'With these, the check can say whether papers last until the decision. Leave out what you do not know.',
    },
    paths: ['talent.passport.expiresOn', 'papers.policeRecord', 'papers.medical', 'filedOn'],
  },
]

/** What “what if” changes: what most often changes the outcome. */
export const CHANGEABLE: readonly string[] = [
  'engagement.salaryPerYear',
  'engagement.monthsPerYear',
  'talent.experienceYears',
  'talent.chinese.hsk',
  'talent.education.degree',
  'filedOn',
]

/** How far ahead a filing day may lie: further on neither rules nor calendar are known. */
const MOST_DAYS_AHEAD = 730

export interface SelfCheckAnswers {
  readonly answers: unknown
  readonly documents: readonly { readonly kind: string; readonly issuedOn: string }[]
  /** Null for today. */
  readonly filedOn: string | null
}

/** Whether anything was answered at all. */
export const isAnswered = (tree: unknown): boolean =>
  listLeaves(getNode(SELF_CHECK)).some((path) => !isBlank(valueAt(tree, path)))

/** What is wrong with the answers, by path. `paths` limits it to some of them. */
export function problemsOf(tree: unknown, today: string, paths?: readonly string[]): Problem[] {
  const { partial, problems } = parseForm(SELF_CHECK, tree)
  const day = typeof partial.filedOn === 'string' ? dayProblem(partial.filedOn, today) : undefined
  const all = day ? [...problems, day] : [...problems]
  return paths ? all.filter(({ path }) => paths.includes(path)) : all
}

/** Why a day cannot be a filing day: it is over, or nobody knows yet by which rules it will be judged. */
export function dayProblem(filedOn: string, today: string): Problem | undefined {
  const late = filedOn > addDays(today, MOST_DAYS_AHEAD)
  if (filedOn >= today && !late) return undefined
  return {
    code: late ? 'tooLate' : 'tooEarly',
    path: 'filedOn',
    message: late
      ? {
          zh: '“如果在这天提交”最多填到两年以后，请改近一些。',
          en: '“If filed on” may lie two years ahead at most. Enter a nearer day.',
        }
      : {
          zh: '“如果在这天提交”已经过去，请填今天或以后的日期。',
          en: '“If filed on” is over. Enter today or a later day.',
        },
  }
}

/** The answers as the engine takes them; what cannot be read is left unknown. */
export function answersOf(tree: unknown): SelfCheckAnswers {
  const { partial } = parseForm(SELF_CHECK, tree)
  const papers = Object.entries(partial.papers ?? {})
  return {
    answers: { talent: valueAt(tree, 'talent'), engagement: valueAt(tree, 'engagement') },
    documents: papers.flatMap(([kind, issuedOn]) => (issuedOn ? [{ kind, issuedOn }] : [])),
    filedOn: typeof partial.filedOn === 'string' ? partial.filedOn : null,
  }
}

/** The answers with those of “what if” in the place of their own; the filing day stays when the other one is empty. */
export function withChanges(tree: unknown, typed: unknown): unknown {
  return CHANGEABLE.reduce((answers: unknown, path) => {
    const given = valueAt(typed, path)
    return path === 'filedOn' && isBlank(given) ? answers : withValue(answers, path.split('.'), given ?? '')
  }, tree)
}

/** An answer in words, in both languages; null when there is none. */
export const sayOf = (tree: unknown, path: string): Bilingual | null =>
  listAnswers(SELF_CHECK, tree, [path])[0]?.answer ?? null

/** What a question is called. */
export const labelOf = (path: string): Bilingual =>
  findNode(getNode(SELF_CHECK), path)?.ui.label ?? { zh: path, en: path }

const LEAVES: ReadonlySet<string> = new Set(listLeaves(getNode(SELF_CHECK)))

/** Whether a path is one of the questions. */
export const isAsked = (path: string): boolean => LEAVES.has(path)

function isTicked(tree: unknown, path: string): boolean {
  const node = findNode(getNode(SELF_CHECK), path)
  return node?.ui.control === 'checkbox' && readLeaf(valueAt(tree, path), node).value === true
}

/** The answers on one line, so that the result says of whom it speaks. */
export const answersLine = (tree: unknown): readonly Bilingual[] =>
  listAnswers(SELF_CHECK, tree).flatMap(({ answer, label, path }) => {
    if (!answer) return []
    // a box that is ticked is its own label; the others need theirs where the answer alone says too little
    if (isTicked(tree, path)) return [label]
    return UNLABELLED.has(path) ? [answer] : [{ zh: `${label.zh} ${answer.zh}`, en: `${label.en}: ${answer.en}` }]
  })

const UNLABELLED: ReadonlySet<string> = new Set([
  'talent.nationality',
  'talent.education.degree',
  'talent.education.skillGrade',
  'talent.chinese.hsk',
])
