/**
 * What the self-check asks: the questions of the application that the points, the routes and the
 * dates are judged by, and those of one channel, declared as there; and where the candidate stands
 * on the scorecard. Names, the passport's number and the firm are not asked, so that nobody can be
 * told from the answers. Over 250 lines because the questions and what is made of them belong
 * together.
 */
import { addDays } from '../base/dates.js'
import type { Problem } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import { APPLICATION } from './application.js'
import { withValue } from './engine/body.js'
import { listAnswers } from './engine/check.js'
import * as ask from './engine/field.js'
import { type Branch, findNode, getNode, isBlank, listLeaves, valueAt } from './engine/node.js'
import { parseForm } from './engine/parse.js'
import { readLeaf } from './engine/read.js'

const talent = APPLICATION.shape.talent.shape
const engagement = APPLICATION.shape.engagement.shape
const channel = APPLICATION.shape.channels.element.shape

const contract = ask.group(
  '合同期限',
  'Term of the contract',
  { start: engagement.contract.shape.start.optional(), end: engagement.contract.shape.end.optional() },
  { inOrder: [['start', 'end']] },
)

/**
 * The self-check's questions; the names are those of the application, beside them `papers`,
 * `filedOn`, and `channel` for the first of `channels`.
 */
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
  channel: ask.group('', '', {
    platform: channel.platform.optional(),
    followers: channel.followers.optional(),
    averageViewers: channel.averageViewers.optional(),
    salesLast12MonthsCny: channel.salesLast12MonthsCny.optional(),
    languages: channel.languages.optional(),
    markets: channel.markets.optional(),
    productCategories: channel.productCategories.optional(),
  }),
  papers: ask.group('', '', {
    policeRecord: ask.date('无犯罪记录证明的签发日期', 'Day of issue of the police record').optional(),
    medical: ask.date('体检证明的签发日期', 'Day of issue of the medical report').optional(),
  }),
  filedOn: ask
    .date('计划提交日期', 'Planned filing date', { hint: { zh: '不填的，按今天计算。', en: 'Leave empty for today.' } })
    .optional(),
})

interface CheckSection {
  readonly key: string
  readonly label: Bilingual
  readonly hint?: Bilingual
  readonly paths: readonly string[]
}

/** The sections of the form, in order; those after the post may be left out. */
export const SECTIONS: readonly CheckSection[] = [
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
    key: 'channel',
    label: { zh: '主要频道', en: 'The main channel' },
    hint: {
      zh: '推荐主要评估直播情况。填写后可以了解评估人会询问哪些数据、须有哪些许可证；不清楚的可以不填。',
      en:
        'A recommendation is about streaming. From these answers, the self-check shows which figures an ' +
        'assessor may ask about and which licences are needed. Leave out what you do not know.',
    },
    paths: [
      'channel.platform',
      'channel.followers',
      'channel.averageViewers',
      'channel.salesLast12MonthsCny',
      'channel.languages',
      'channel.markets',
      'channel.productCategories',
    ],
  },
  {
    key: 'dates',
    label: { zh: '日期', en: 'Dates' },
    hint: {
      zh: '填写后可计算证件到决定当日是否仍有效。不清楚的可以不填。',
      en: 'Lets us check whether documents are still valid on the day of decision. Leave out what you do not know.',
    },
    paths: ['talent.passport.expiresOn', 'papers.policeRecord', 'papers.medical', 'filedOn'],
  },
]

/** A question of the scorecard, as much of it as is asked. */
export interface LevelQuestion {
  readonly id: string
  readonly label: Bilingual
  readonly guidance: Bilingual
  /** One sentence for each level, from 0 on. */
  readonly anchors: readonly Bilingual[]
}

const LEVELS = 'levels'

/** Where the candidate stands by the levels of the scorecard that is in force; nothing of it need be answered. */
export const levelsForm = (questions: readonly LevelQuestion[]) =>
  ask.form({
    [LEVELS]: ask.group(
      '',
      '',
      Object.fromEntries(
        questions.map(({ id, label, guidance, anchors }) => {
          const options = anchors.map((anchor, level) => ({ value: String(level), label: anchor }))
          return [id, ask.pick(label.zh, label.en, options, { hint: guidance }).optional()]
        }),
      ),
    ),
  })

/** The section of the levels, which stands after the channel. */
export const levelsSection = (questions: readonly LevelQuestion[]): CheckSection => ({
  key: LEVELS,
  label: { zh: '对照评分表', en: 'By the scorecard' },
  hint: {
    zh: '评估人按这些评分项和档次评估人选。每项请选最接近的一档，结果将说明优势与不足；不确定的可以不选。',
    en:
      'Assessors use these questions and levels. Choose the nearest level for each, and the result shows ' +
      'where the candidate is strong or weak. Leave out any you are not sure of.',
  },
  paths: questions.map(({ id }) => `${LEVELS}.${id}`),
})

/** The levels that were chosen, by question; anything else that was sent is as if nothing had been. */
export function levelsIn(tree: unknown, questions: readonly LevelQuestion[]): ReadonlyMap<string, number> {
  return new Map(
    questions.flatMap(({ id, anchors }) => {
      const level = anchors.findIndex((_, index) => valueAt(tree, `${LEVELS}.${id}`) === String(index))
      return level < 0 ? [] : [[id, level] as const]
    }),
  )
}

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
          zh: '“计划提交日期”最多填到两年以后，请填写更近的日期。',
          en: '“Planned filing date” can be at most two years ahead. Enter an earlier date.',
        }
      : {
          zh: '“计划提交日期”已经过去，请填今天或以后的日期。',
          en: '“Planned filing date” is in the past. Enter today or a later date.',
        },
  }
}

/** The answers in the application's shape, as they were typed; a channel of which nothing is said is none. */
const applicationOf = (tree: unknown): Branch => ({
  talent: valueAt(tree, 'talent'),
  engagement: valueAt(tree, 'engagement'),
  ...(isBlank(valueAt(tree, 'channel')) ? {} : { channels: [valueAt(tree, 'channel')] }),
})

/** The answers as the engine takes them; what cannot be read is left unknown. */
export function answersOf(tree: unknown): SelfCheckAnswers {
  const { partial } = parseForm(SELF_CHECK, tree)
  const papers = Object.entries(partial.papers ?? {})
  return {
    answers: applicationOf(tree),
    documents: papers.flatMap(([kind, issuedOn]) => (issuedOn ? [{ kind, issuedOn }] : [])),
    filedOn: typeof partial.filedOn === 'string' ? partial.filedOn : null,
  }
}

/** What an application begins with: the answers as typed, and the questions of the application that they are to. */
export function beginningOf(tree: unknown): { readonly answers: Branch; readonly paths: readonly string[] } {
  const answers = applicationOf(tree)
  const asked = listLeaves(getNode(SELF_CHECK)).filter((path) => /^(talent|engagement)\./.test(path))
  const given = asked.filter((path) => !isBlank(valueAt(answers, path)))
  return { answers, paths: 'channels' in answers ? [...given, 'channels'] : given }
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

/** The question here that is asked at a path of the application or of its documents. */
export const askedAt = (path: string): string =>
  path.replace(/^documents\./, 'papers.').replace(/^channels\.0\./, 'channel.')

/** Whether what stands at a path of the application is asked here. */
export const isAsked = (path: string): boolean => LEAVES.has(askedAt(path))

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
