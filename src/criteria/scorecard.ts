/**
 * The scorecard on streaming talent: weighted questions with anchored levels. It makes assessors
 * look at the same things and say why where it matters; nothing is decided by a score. The
 * questions are reference data of kind `scorecard`. Over 250 lines because its shape, its questions
 * and its sums are one table.
 */
import type { z } from 'zod'
import type { Problem } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'
import { SUBJECTS } from '../reference/subjects.js'
import * as ask from '../forms/engine/field.js'
import { label, line, source } from '../reference/shapes.js'
import { STREAMING_FINDINGS } from './streamingChecks.js'

export const LEVELS = [0, 1, 2, 3, 4] as const
export const HIGHEST = 4

const questionSchema = ask.part('', '', {
  id: line('代码', 'Code', { form: /^[a-zA-Z]+$/ }),
  label,
  guidance: ask.bilingual('评分指引', 'Guidance', { long: true }),
  weight: ask.decimal('权重', 'Weight', { above: 0 }),
  /** The departments by subject that answer it. */
  departments: ask.choices('部门', 'Departments', SUBJECTS, { ordered: true }),
  /** One sentence for each level. */
  anchors: ask.many('各档说明（0至4档）', 'Meaning of each level (0 to 4)', ask.bilingual('说明', 'Meaning'), {
    min: LEVELS.length,
    max: LEVELS.length,
  }),
  /** Kinds of indicators, questions of the form, kinds of documents. */
  indicators: ask.lines('参考的指标', 'Evidence considered', line('', ''), { min: 1 }),
  /** Null when never. */
  floor: ask.whole('须写理由的档次（低于）', 'Level below which a reason is required', { max: HIGHEST }).nullable(),
  /** Findings on the streaming data that ask for a sentence, whatever the level. */
  flags: ask.choices('须说明的疑点', 'Data questions that need a reason', STREAMING_FINDINGS, {
    min: 0,
    ordered: true,
  }),
  required: ask.yesNo('必答', 'Required'),
})
export type ScoreQuestion = z.infer<typeof questionSchema>

const TWICE = { zh: '有两个评分项的代码相同。', en: 'Two questions have the same code.' }

/** The body of kind `scorecard`, key `streaming`. */
export const scorecardSchema = ask.body({
  label,
  intro: ask.bilingual('说明', 'Introduction', { long: true }),
  questions: ask
    .many('评分项', 'Questions', questionSchema, {
      min: 1,
      row: { zh: '第{n}个评分项', en: 'question {n}' },
      about: 'label',
    })
    .refine((questions) => new Set(questions.map(({ id }) => id)).size === questions.length, {
      message: TWICE.en,
      params: { says: TWICE },
    }),
  divergence: ask.part('两人评分分歧', 'Divergence of two assessors', {
    levels: ask.whole('单项相差档次', 'Difference on one question (levels)', { min: 1 }),
    /** Of a hundred. */
    total: ask.decimal('总分相差分数', 'Difference in the total (points)', { above: 0 }),
  }),
  source,
})
export type Scorecard = z.infer<typeof scorecardSchema>

/** An assessor's level on one question. */
export interface Score {
  readonly question: string
  readonly level: number
  readonly note?: string | null | undefined
}

export const LEVEL_MISSING = { zh: '请为“{zh}”选择档次。', en: 'Select a level for “{en}”.' }

const words = {
  unknown: { zh: '评分表没有“{question}”这一项。', en: 'The scorecard has no question “{question}”.' },
  twice: { zh: '“{zh}”评了两次，请删去一次。', en: '“{en}” is answered twice. Remove one.' },
  notYours: { zh: '“{zh}”不由本部门评分。', en: '“{en}” is not for your department.' },
  outOfRange: { zh: '“{zh}”的档次应为0至4的整数。', en: 'The level of “{en}” must be a whole number from 0 to 4.' },
  belowFloor: {
    zh: '“{zh}”低于{floor}档，请用一句话写明理由。',
    en: '“{en}” is below level {floor}: give the reason in one sentence.',
  },
  flagged: {
    zh: '“{zh}”涉及直播数据的疑点，请用一句话写明如何看待。',
    en: 'The streaming data raise a question on “{en}”: give your opinion in one sentence.',
  },
}

const namesOf = ({ label }: ScoreQuestion) => ({ zh: label.zh, en: label.en })

/** The questions that a department answers, in their order. */
export const listQuestions = (card: Scorecard, subject: string): readonly ScoreQuestion[] =>
  card.questions.filter(({ departments }) => departments.some((one) => one === subject))

/**
 * Why a sentence is needed with this level, or undefined when none is. `flagged` are the codes of
 * the findings on the streaming data.
 */
export function findSentenceReason(
  question: ScoreQuestion,
  level: number,
  flagged: readonly string[],
): Bilingual | undefined {
  const { floor, flags } = question
  if (floor !== null && level < floor) return fill(words.belowFloor, { ...namesOf(question), floor })
  if (flags.some((code) => flagged.includes(code))) return fill(words.flagged, namesOf(question))
  return undefined
}

function checkOne(
  card: Scorecard,
  subject: string,
  score: Score,
  index: number,
  flagged: readonly string[],
): Problem[] {
  const { question: id, level, note } = score
  const at = (part: string) => `scores.${index}.${part}`
  const question = card.questions.find((one) => one.id === id)
  if (!question)
    return [{ code: 'unknownQuestion', path: at('question'), message: fill(words.unknown, { question: id }) }]
  if (!question.departments.some((one) => one === subject))
    return [{ code: 'notYours', path: at('question'), message: fill(words.notYours, namesOf(question)) }]
  if (!Number.isInteger(level) || level < 0 || level > HIGHEST)
    return [{ code: 'levelOutOfRange', path: at('level'), message: fill(words.outOfRange, namesOf(question)) }]
  const reason = findSentenceReason(question, level, flagged)
  return reason && !note?.trim() ? [{ code: 'noSentence', path: at('note'), message: reason }] : []
}

/**
 * What is wrong with an assessor's scores: a question that does not exist, is another department's
 * or comes twice, a level out of range, a required question that is missing, a sentence that is
 * missing where the floor or a flag asks for one. `subject` is the department's, `flagged` the
 * codes of the findings on the streaming data. Paths are `scores.N.…`, or `scores` for what is
 * missing.
 */
export function checkScores(
  card: Scorecard,
  subject: string,
  scores: readonly Score[],
  flagged: readonly string[],
): Problem[] {
  const wrong = scores.flatMap((score, index): Problem[] => {
    const first = scores.findIndex(({ question }) => question === score.question)
    const question = card.questions.find(({ id }) => id === score.question)
    if (first < index && question)
      return [{ code: 'twice', path: `scores.${index}.question`, message: fill(words.twice, namesOf(question)) }]
    return checkOne(card, subject, score, index, flagged)
  })
  const missing = listQuestions(card, subject)
    .filter(({ id, required }) => required && !scores.some(({ question }) => question === id))
    .map((one) => ({ code: 'missingQuestion', path: 'scores', message: fill(LEVEL_MISSING, namesOf(one)) }))
  return [...wrong, ...missing]
}

export interface ScoreLine {
  readonly question: string
  readonly label: Bilingual
  readonly level: number
  readonly anchor: Bilingual
  readonly weight: number
  /** Weight × level ÷ 4, of the points of a hundred that the answered questions have together. */
  readonly points: number
}

export interface ScoreTotal {
  /** 0 to 100 with one decimal, over the questions that were answered; null when none was. */
  readonly total: number | null
  readonly lines: readonly ScoreLine[]
}

const round = (value: number): number => Math.round(value * 10) / 10

/**
 * The weighted total over the questions that were answered. Scores on unknown questions or out of
 * range are left out.
 */
export function totalScore(card: Scorecard, scores: readonly Score[]): ScoreTotal {
  const answered = card.questions.flatMap((question) => {
    const score = scores.find((one) => one.question === question.id)
    const anchor = score === undefined ? undefined : question.anchors[score.level]
    return score && anchor ? [{ question, level: score.level, anchor }] : []
  })
  const weights = answered.reduce((sum, { question }) => sum + question.weight, 0)
  if (weights === 0) return { total: null, lines: [] }
  const share = ({ weight }: ScoreQuestion, level: number) => (100 * weight * level) / HIGHEST / weights
  return {
    total: round(answered.reduce((sum, { question, level }) => sum + share(question, level), 0)),
    lines: answered.map(({ question, level, anchor }) => ({
      question: question.id,
      label: question.label,
      level,
      anchor,
      weight: question.weight,
      points: round(share(question, level)),
    })),
  }
}

export interface Divergence {
  /** Questions that both answered, with a difference from the threshold on. */
  readonly questions: readonly {
    readonly question: string
    readonly label: Bilingual
    readonly levels: readonly [number, number]
    readonly by: number
    readonly message: Bilingual
  }[]
  /** Both totals over the questions that both answered; null when there is none. */
  readonly total: { readonly totals: readonly [number, number]; readonly by: number; readonly diverges: boolean } | null
  readonly diverges: boolean
  readonly messages: readonly Bilingual[]
}

/** Where two assessors differ by the card's thresholds or more, question by question and in total. */
export function divergence(card: Scorecard, a: readonly Score[], b: readonly Score[]): Divergence {
  const both = card.questions.flatMap((question) => {
    const [one, other] = [a, b].map((scores) => scores.find((score) => score.question === question.id))
    return one && other ? [{ question, one, other }] : []
  })
  const questions = both.flatMap(({ question: { id, label }, one, other }) => {
    const by = Math.abs(one.level - other.level)
    if (by < card.divergence.levels) return []
    const message = {
      zh: `“${label.zh}”相差${by}档（${one.level}与${other.level}）。`,
      en: `“${label.en}” differs by ${by} levels (${one.level} and ${other.level}).`,
    }
    return [{ question: id, label, levels: [one.level, other.level] as const, by, message }]
  })
  const [first, second] = [both.map(({ one }) => one), both.map(({ other }) => other)].map(
    (scores) => totalScore(card, scores).total,
  )
  const messages = questions.map(({ message }) => message)
  if (first === undefined || second === undefined || first === null || second === null)
    return { questions, total: null, diverges: questions.length > 0, messages }
  const by = round(Math.abs(first - second))
  const diverges = by >= card.divergence.total
  const total = { totals: [first, second] as const, by, diverges }
  const message = {
    zh: `总分相差${by}分（${first}与${second}）。`,
    en: `The totals differ by ${by} points (${first} and ${second}).`,
  }
  return {
    questions,
    total,
    diverges: diverges || questions.length > 0,
    messages: diverges ? [...messages, message] : messages,
  }
}
