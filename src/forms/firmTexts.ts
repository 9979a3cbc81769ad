/**
 * Which answers of an application a firm may keep under a name and say again: those about the post
 * and nothing about the person.
 */
import type { Section } from './application.js'
import { withValue } from './engine/body.js'
import * as ask from './engine/field.js'
import { type Branch, isBlank, isWithin, textAt, valueAt } from './engine/node.js'

/** The questions, in their order. */
export const TEXT_QUESTIONS: readonly string[] = [
  'engagement.post',
  'engagement.postEn',
  'engagement.duties',
  'engagement.monthsPerYear',
  'engagement.placeOfWork',
]

export const FIRM_TEXT = ask.form({
  name: ask.text('名称', 'Name', {
    max: 60,
    width: 20,
    hint: { zh: '例如：直播销售岗位、培训岗位。', en: 'For example: sales host, trainer.' },
  }),
})

/** The questions of a section that a text may hold. */
export const textQuestions = ({ paths }: Pick<Section, 'paths'>): readonly string[] =>
  TEXT_QUESTIONS.filter((question) => paths.some((path) => isWithin(question, path)))

/** The answers at some questions and no others; undefined when nothing is answered. */
export function textOf(answers: unknown, questions: readonly string[]): Branch | undefined {
  const answered = questions.filter((question) => !isBlank(valueAt(answers, question)))
  if (answered.length === 0) return undefined
  // the root of a tree is a branch
  return answered.reduce<unknown>(
    (text, question) => withValue(text, question.split('.'), valueAt(answers, question)),
    {},
  ) as Branch
}

/** The answers with those of a text in their places; and which questions it answered. */
export function takeText(answers: Branch, text: unknown, questions: readonly string[]) {
  const paths = questions.filter((question) => !isBlank(valueAt(text, question)))
  const tree = paths.reduce<unknown>(
    (at, question) => withValue(at, question.split('.'), valueAt(text, question)),
    answers,
  ) as Branch // the root of a tree is a branch
  return { tree, paths }
}

const NAMES = ['talent.systemName', 'talent.visualName', 'talent.chineseName']
/** Shorter parts of a name are words of many languages. */
const LEAST_LATIN = 3
const LEAST_OTHER = 2

/** Without accents and in capitals. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase()
const latinWords = (text: string): string[] => plain(text).match(/[\p{Script=Latin}]+/gu) ?? []

/**
 * The part of the candidate's name or the passport number that stands in what would be kept; undefined when none does.
 *
 * @param answers of the application from which the text is taken
 * @param said the texts, and the name under which they are kept
 */
export function personIn(answers: unknown, said: readonly string[]): string | undefined {
  const names = NAMES.map((question) => textAt(answers, question))
  const words = new Set(said.flatMap(latinWords))
  const latin = names.flatMap(latinWords).find((part) => part.length >= LEAST_LATIN && words.has(part))
  const others = names
    .flatMap((name) => name.split(/[\s,·・_-]+/))
    .filter((part) => part.length >= LEAST_OTHER && latinWords(part).length === 0)
  const whole = [...others, textAt(answers, 'talent.passport.number')].filter((one) => one !== '')
  return latin ?? whole.find((one) => said.some((text) => text.includes(one)))
}
